"""What became of all advices together: counted, in words and as a bar."""

from dataclasses import dataclass

from django.utils.text import slugify

from ..models import AdviceOutcome

# The outcomes as they stand in an address.
OUTCOME_BY_SLUG = {slugify(outcome.label): outcome for outcome in AdviceOutcome}


@dataclass(frozen=True)
class Share:
    """How many advices had one outcome. In the bar, one advice wide is 1, they begin at ``start``."""

    outcome: AdviceOutcome
    count: int
    start: int

    @property
    def slug(self) -> str:
        return slugify(self.outcome.label)


def shares(counts: dict[str, int]) -> list[Share]:
    """One share for every outcome, also without advices."""
    found, start = [], 0
    for outcome in AdviceOutcome:
        found.append(Share(outcome, counts.get(outcome, 0), start))
        start += counts.get(outcome, 0)
    return found


def totals_in_words(found: list[Share], year: str = "") -> str:
    """Such as “Wij gaven 3 adviezen in 2026. Overgenomen: 2. Geen antwoord: 1.”"""
    total = sum(share.count for share in found)
    given = f"{total or 'nog geen'} {'advies' if total == 1 else 'adviezen'}{f' in {year}' if year else ''}"
    totals = [f"{share.outcome.label}: {share.count}." for share in found if share.count]
    return " ".join([f"Wij gaven {given}.", *totals])
