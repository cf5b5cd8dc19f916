"""What became of all advices together: counted, in words and as a bar."""

from dataclasses import dataclass

from ..models import AdviceOutcome

# The words of the filter, and of the parts of the bar. They stand in newsletters, so they stay when a label changes.
OUTCOME_BY_SLUG = {
    "overgenomen": AdviceOutcome.FOLLOWED,
    "deels-overgenomen": AdviceOutcome.PARTLY,
    "niet-overgenomen": AdviceOutcome.NOT_FOLLOWED,
    "geen-antwoord": AdviceOutcome.NO_ANSWER,
    "beantwoord": AdviceOutcome.ANSWERED,
}


@dataclass(frozen=True)
class Share:
    """How many advices had one outcome. In the bar, one advice wide is 1, they begin at ``start``."""

    slug: str
    outcome: AdviceOutcome
    count: int
    start: int


def shares(counts: dict[str, int]) -> list[Share]:
    """One share for every outcome, also without advices."""
    found, start = [], 0
    for slug, outcome in OUTCOME_BY_SLUG.items():
        found.append(Share(slug, outcome, counts.get(outcome, 0), start))
        start += counts.get(outcome, 0)
    return found


def totals_in_words(found: list[Share], year: str = "") -> str:
    """Such as “Wij gaven 3 adviezen in 2026. Overgenomen: 2. Geen antwoord: 1.”"""
    total = sum(share.count for share in found)
    given = f"{total or 'nog geen'} {'advies' if total == 1 else 'adviezen'}{f' in {year}' if year else ''}"
    totals = [f"{share.outcome.label}: {share.count}." for share in found if share.count]
    return " ".join([f"Wij gaven {given}.", *totals])
