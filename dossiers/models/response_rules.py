"""What an entry may respond to, and when: each function gives the reason why not, or "" when nothing is against it.

``stored`` is the entry as the database has it, with ``has_points`` and ``has_answers``; None when it is new. What is
stored already may stay as it is: what was imported may break these rules.
"""

from datetime import datetime

from ..rules.days import day_of, is_before
from ..rules.kinds import KINDS

AWAITED_KINDS = {spec.awaits for spec in KINDS.values() if spec.awaits}


def why_not_this_kind(entry, stored) -> list[str]:
    """All reasons why an entry cannot change to the kind that it has now."""
    if stored is None or stored.kind == entry.kind:
        return []
    reasons = []
    if stored.has_points:
        reasons.append("Bij dit bericht staan punten. Die horen bij de soort die het nu heeft.")
    responses = entry.responses.kept().select_related("dossier").order_by("number")
    unfit = next((response for response in responses if entry.kind not in response.spec.responds_to), None)
    if unfit:
        reasons.append(f"{unfit} is een reactie op de soort die dit bericht nu heeft. Verander die eerst.")
    return reasons


# --- What it responds to ----------------------------------------------------------------------------------


def why_no_response(entry, stored) -> str:
    """Why an entry cannot respond to what it names."""
    if stored and stored.has_answers and stored.responds_to_id != entry.responds_to_id:
        return "Hieronder staan antwoorden op de punten van het vorige advies. Maak die eerst leeg en sla op."
    target = entry.responds_to
    if target is None:
        return ""
    if target.dossier_id != entry.dossier_id:
        return "Dit bericht staat in een ander dossier. Kies een bericht uit dit dossier."
    if target.pk == entry.pk or target.kind not in entry.spec.responds_to:
        allowed = " of ".join(kind.label.lower() for kind in entry.spec.responds_to)
        return f"Kies een bericht van de soort {allowed}."
    return why_no_second(entry) or why_before_its_target(entry, stored)


def why_no_second(entry) -> str:
    """Why there can be no other response of this kind to the same entry."""
    if not entry.spec.one_response or entry.withdrawn_at:
        return ""
    others = entry.responds_to.responses.kept().filter(kind=entry.kind).exclude(pk=entry.pk)
    first = others.select_related("dossier").order_by("number").first()
    kind = entry.get_kind_display().lower()
    return f"Op dit bericht is al een {kind}: {first}. Werk die bij, of kies een ander bericht." if first else ""


def why_before_its_target(entry, stored) -> str:
    """Why an entry cannot become public before what it responds to."""
    if stored and (stored.published_at, stored.responds_to_id) == (entry.published_at, entry.responds_to_id):
        return ""
    target = entry.responds_to
    if entry.published_at is None:
        return ""
    if target.withdrawn_at:
        return "Dat bericht is ingetrokken. Kies een ander bericht, of laat dit een concept."
    if target.published_at is None or target.published_at > entry.published_at:
        return "Dat bericht is dan nog niet openbaar. Maak dat eerst openbaar."
    return ""


# --- Its day ----------------------------------------------------------------------------------------------


def why_not_that_day(entry, stored) -> str:
    """Why a response cannot be of its day: too early for what it responds to, or awaited and not come yet.

    An awaited response has come on the day on which it can be read.
    """
    if entry.responds_to is None or entry.starts_on is None:
        return ""
    if (reason := why_too_early(entry)) and not (stored and has_same_order(entry, stored)):
        return reason
    if entry.kind not in AWAITED_KINDS or entry.published_at is None:
        return ""
    if stored and (stored.published_at, stored.starts_on) == (entry.published_at, entry.starts_on):
        return ""
    readable_on = day_of(entry.published_at)
    if readable_on >= entry.starts_on:
        return ""
    kind = entry.get_kind_display().lower()
    return f"Huurders lezen dit vanaf {readable_on:%d-%m-%Y}. Een {kind} kan niet van een latere dag zijn."


def why_too_early(entry) -> str:
    """Why an entry cannot respond to its target on the day that it has."""
    target = entry.responds_to
    if not is_before(entry, target):
        return ""
    if target.ends_on:
        return f"“{target}” loopt t/m {target.ends_on:%d-%m-%Y}. Kies een dag daarna."
    return f"Dit is eerder dan het bericht waarop dit een reactie is ({target.starts_on:%d-%m-%Y})."


def has_same_order(entry, stored) -> bool:
    """Whether everything that decides the order of an entry and its target stayed as it was."""
    names = ("starts_on", "ends_on", "date_precision", "responds_to_id")
    return all(getattr(entry, name) == getattr(stored, name) for name in names)


# --- What responds to it ----------------------------------------------------------------------------------


def why_not_after_its_responses(entry, stored) -> str:
    """Why an entry cannot be on these days: a response that is not withdrawn would be too early for it."""
    if stored is None or has_same_order(entry, stored) and entry.cancelled == stored.cancelled:
        return ""
    responses = entry.responses.kept().select_related("dossier").order_by("starts_on", "number")
    first = next((response for response in responses if is_before(response, entry)), None)
    return f"De reactie {first} is dan te vroeg ({first.starts_on:%d-%m-%Y}). Verander die eerst." if first else ""


def why_not_later(entry, stored) -> str:
    """Why an entry cannot become public later than planned, or a draft again: a response would come first."""
    if stored is None or stored.published_at == entry.published_at:
        return ""
    return why_not_public_from(entry, entry.published_at)


def why_not_public_from(entry, moment: datetime | None) -> str:
    """Why an entry cannot become public at that instant, or never: a response that is planned would come first."""
    planned = entry.responses.kept().filter(published_at__isnull=False)
    if moment:
        planned = planned.filter(published_at__lt=moment)
    first = planned.select_related("dossier").order_by("published_at").first()
    return f"De reactie {first} wordt dan eerder openbaar dan dit bericht. Verander die eerst." if first else ""
