"""Honest dates: which changes of something public are told, and the sentences that tell them."""

from collections import defaultdict
from datetime import date, datetime

from ..models import Change, Dossier, Entry
from ..models.entry import FACTS
from ..rules.days import Precision, day_of
from ..wording import day_from, period_from, when

# What a reader may have read or planned by. Whoever changes it says whether it is a typing error or a change.
WATCHED = {
    Dossier: ("title", "introduction", "description", "pause_reason", "closed_on", "result"),
    Entry: ("kind", "title", "teaser", "body", "starts_on", "date_precision", "date_text", *FACTS),
}
_FILLED_IN_LATER = {"pause_reason", "closed_on", "result"}
_DAYS = ("starts_on", "ends_on", "due_on")
_SPAN = {"starts_on", "ends_on", "date_precision", "begins_at", "ends_at"}
_CANCELLED, _REVIVED = "Afgelast", "Gaat toch door"


# --- What changed, and what of it may be silent -----------------------------------------------------------


def watched_changes(before: Dossier | Entry, after: Dossier | Entry) -> list[str]:
    """The names of the watched fields in which two states of one row differ.

    What is filled in when a dossier pauses or is finished takes nothing back.
    """
    changed = [name for name in WATCHED[type(before)] if _value(before, name) != _value(after, name)]
    return [name for name in changed if _value(before, name) or name not in _FILLED_IN_LATER]


def why_not_silent(before: Dossier | Entry, changed: list[str]) -> str:
    """Why these changes have to be reported; empty when they may be made silently.

    What stands in the calendars of tenants is never changed behind their backs.
    """
    if "cancelled" in changed:
        return "Afgelasten of toch laten doorgaan melden we altijd: huurders rekenen erop."
    if not _is_planned_by_tenants(before):
        return ""
    if before.starts_on is None:
        gets_a_day = "starts_on" in changed and _has_lost_its_day(before)
        return "Een nieuwe dag melden we altijd: huurders wachten erop." if gets_a_day else ""
    if "kind" in changed:
        return "Een andere soort melden we hier altijd: dit verdwijnt uit agenda’s."
    if _SPAN.intersection(changed):
        return "Een andere dag of tijd melden we altijd: de oude staat misschien al in agenda’s."
    if before.spec.is_meeting and "place" in changed:
        return "Een andere plaats melden we altijd: de oude staat misschien al in agenda’s."
    return ""


def report(before: Dossier | Entry, after: Dossier | Entry, text: str, at: datetime) -> Change:
    """The change, not saved yet, from one state of a row to the next, in the line that the editor wrote.

    Of a moved period both days are kept, so that a single day can be told from a last day that stayed. A first day
    that was known by month or year only is not kept: no sentence could call it a day.
    """
    change = Change(dossier=getattr(after, "dossier", after), at=at, text=_with_cancelling(before, after, text))
    if isinstance(after, Entry):
        change.entry = after
        if _period(before) != _period(after) and before.date_precision == Precision.DAY:
            change.old_starts_on, change.old_ends_on = _period(before)
        if before.due_on != after.due_on:
            change.old_due_on = before.due_on
    return change


def _value(row, name):
    """A value whichever line ends it has: a browser sends those of Windows, also when nothing was edited."""
    value = getattr(row, row._meta.get_field(name).attname)
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def _is_planned_by_tenants(row) -> bool:
    return isinstance(row, Entry) and (row.spec.is_meeting or row.spec.is_round)


def _has_lost_its_day(entry):
    """Whether its day was taken back; what was imported never had one."""
    return entry.changes.filter(old_starts_on__isnull=False).exists()


def _period(entry):
    return entry.starts_on, entry.ends_on


def _with_cancelling(before, after, text):
    """The line, beginning with what became of a meeting or round when the editor does not say so already."""
    if getattr(before, "cancelled", False) == getattr(after, "cancelled", False):
        return text
    fact = _CANCELLED if after.cancelled else _REVIVED
    return text if fact.lower() in text.lower() else f"{fact}. {text}"


# --- The sentences ----------------------------------------------------------------------------------------


def changes_in_words(changes: list[Change], entries: list[Entry], today: date) -> dict[int | None, list[str]]:
    """The sentences for each entry's pk, and under None for the dossier itself; the newest change first.

    A change holds the old days only: an entry moved to the old day of the next change, or to where it stands now.
    """
    by_pk = {entry.pk: entry for entry in entries}
    told = defaultdict(list)
    later = {}
    for change in sorted(changes, key=lambda change: (change.at, change.pk), reverse=True):
        entry = by_pk.get(change.entry_id)
        told[change.entry_id].append(_sentence(change, entry, later.setdefault(change.entry_id, {}), today))
    return dict(told)


def _sentence(change: Change, entry: Entry | None, later: dict, today: date) -> str:
    """One change; ``later`` holds the days that the later changes started from, and is brought up to this one."""
    new = {name: later.get(name, getattr(entry, name, None)) for name in _DAYS}
    old = {name: getattr(change, f"old_{name}") for name in _DAYS}
    vague = "starts_on" not in later and entry is not None and entry.date_precision != Precision.DAY
    later.update({name: day for name, day in old.items() if day})
    if old["starts_on"] or old["ends_on"]:
        later["ends_on"] = old["ends_on"]
        before = period_from(old["starts_on"] or new["starts_on"], old["ends_on"], today)
        after = when(entry) if vague else period_from(new["starts_on"], new["ends_on"], today)
        due = f". {_due(old['due_on'], new['due_on'], today)}" if old["due_on"] else ""
        return f"Verschoven van {before} naar {after}{due}: {change.text}"
    if old["due_on"]:
        return f"{_due(old['due_on'], new['due_on'], today)}: {change.text}"
    return f"Gewijzigd op {day_from(day_of(change.at), today)}: {change.text}"


def _due(old: date, new: date | None, today: date) -> str:
    if new is None:
        return f"Uiterste dag {day_from(old, today)} vervallen"
    return f"Uiterste dag verschoven van {day_from(old, today)} naar {day_from(new, today)}"
