"""What an entry may respond to, and when: each function gives the reason why not, or "" when nothing is against it.

``stored`` is the entry as the database has it, with ``has_points`` and ``has_answers``; None when it is new. What is
stored already may stay as it is: what was imported may break these rules.
"""

from datetime import datetime

from ..rules.days import day_of, is_too_early
from ..rules.kinds import KINDS

AWAITED_KINDS = {spec.awaits for spec in KINDS.values() if spec.awaits}


def kind_change_errors(entry, stored) -> list[str]:
    if stored is None or stored.kind == entry.kind:
        return []
    reasons = []
    if stored.has_points:
        reasons.append("Bij dit bericht staan punten. Die horen bij de soort die het nu heeft.")
    responses = entry.responses.not_withdrawn().select_related("dossier").order_by("number")
    unfit = next((response for response in responses if entry.kind not in response.spec.responds_to), None)
    if unfit:
        reasons.append(f"{unfit} is een reactie op de soort die dit bericht nu heeft. Verander die eerst.")
    return reasons


# --- What it responds to ----------------------------------------------------------------------------------


def target_error(entry, stored) -> str:
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
    return second_response_error(entry) or publication_order_error(entry, stored)


def second_response_error(entry) -> str:
    if not entry.spec.one_response or entry.withdrawn_at:
        return ""
    others = entry.responds_to.responses.not_withdrawn().filter(kind=entry.kind).exclude(pk=entry.pk)
    first = others.select_related("dossier").order_by("number").first()
    kind = entry.get_kind_display().lower()
    return f"Op dit bericht is al een {kind}: {first}. Werk die bij, of kies een ander bericht." if first else ""


def publication_order_error(entry, stored) -> str:
    """An entry cannot become public before its target."""
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


def response_day_error(entry, stored) -> str:
    """A response is not dated before its target, nor an awaited one after the day on which readers can read it."""
    if entry.responds_to is None or entry.starts_on is None:
        return ""
    if (reason := too_early_error(entry)) and not (stored and is_order_unchanged(entry, stored)):
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


def too_early_error(entry) -> str:
    target = entry.responds_to
    if not is_too_early(entry, target):
        return ""
    if target.ends_on:
        return f"“{target}” loopt t/m {target.ends_on:%d-%m-%Y}. Kies een dag daarna."
    return f"Dit is eerder dan het bericht waarop dit een reactie is ({target.starts_on:%d-%m-%Y})."


def is_order_unchanged(entry, stored) -> bool:
    """Whether no field changed that decides the order of an entry and its target."""
    names = ("starts_on", "ends_on", "date_precision", "responds_to_id")
    return all(getattr(entry, name) == getattr(stored, name) for name in names)


# --- What responds to it ----------------------------------------------------------------------------------


def responses_too_early_error(entry, stored) -> str:
    """An entry cannot move past a response that is not withdrawn."""
    if stored is None or is_order_unchanged(entry, stored) and entry.cancelled == stored.cancelled:
        return ""
    responses = entry.responses.not_withdrawn().select_related("dossier").order_by("starts_on", "number")
    first = next((response for response in responses if is_too_early(response, entry)), None)
    return f"De reactie {first} is dan te vroeg ({first.starts_on:%d-%m-%Y}). Verander die eerst." if first else ""


def postponement_error(entry, stored) -> str:
    """An entry cannot become public after a scheduled response to it."""
    if stored is None or stored.published_at == entry.published_at:
        return ""
    return planned_response_error(entry, entry.published_at)


def planned_response_error(entry, moment: datetime | None) -> str:
    """``moment`` is None when the entry is not to become public at all."""
    planned = entry.responses.not_withdrawn().filter(published_at__isnull=False)
    if moment:
        planned = planned.filter(published_at__lt=moment)
    first = planned.select_related("dossier").order_by("published_at").first()
    return f"De reactie {first} wordt dan eerder openbaar dan dit bericht. Verander die eerst." if first else ""
