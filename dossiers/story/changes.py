"""Honest dates: which changes of something public are reported, and in which sentences."""

from collections import defaultdict
from datetime import date, datetime

from ..models import Change, Dossier, Entry
from ..models.entry import FACTS
from ..rules.days import Precision, day_of
from ..text import normalize_newlines
from ..wording import display_date, short_day, short_period

# What a reader may have read or planned by. Whoever changes it says whether it is a typing error or a change.
WATCHED_FIELDS = {
    Dossier: ("title", "introduction", "description", "pause_reason", "closed_on", "result"),
    Entry: ("kind", "title", "teaser", "body", "starts_on", "date_precision", "date_text", *FACTS),
}
_FILLED_IN_LATER = {"pause_reason", "closed_on", "result"}
_DAYS = ("starts_on", "ends_on", "due_on")
_SPAN = {"starts_on", "ends_on", "date_precision", "begins_at", "ends_at"}
_CANCELLED, _REVIVED = "Afgelast", "Gaat toch door"


# --- What changed, and what of it may be silent -----------------------------------------------------------


def watched_changes(before: Dossier | Entry, after: Dossier | Entry) -> list[str]:
    """The names of the watched fields that differ; filling in how a dossier pauses or ends is no change."""
    changed = [
        name
        for name in WATCHED_FIELDS[type(before)]
        if comparable_value(before, name) != comparable_value(after, name)
    ]
    return [name for name in changed if comparable_value(before, name) or name not in _FILLED_IN_LATER]


def reason_to_report(before: Dossier | Entry, changed: list[str]) -> str:
    """ "" when the change may be made silently. What tenants have in their calendars never changes silently."""
    if "cancelled" in changed:
        return "Afgelasten of toch laten doorgaan melden we altijd: huurders rekenen erop."
    if not isinstance(before, Entry) or not (before.spec.is_meeting or before.spec.is_round):
        return ""
    if before.starts_on is None:
        gets_a_day = "starts_on" in changed and has_lost_its_day(before)
        return "Een nieuwe dag melden we altijd: huurders wachten erop." if gets_a_day else ""
    if "kind" in changed:
        return "Een andere soort melden we hier altijd: dit verdwijnt uit agenda’s."
    if _SPAN.intersection(changed):
        return "Een andere dag of tijd melden we altijd: de oude staat misschien al in agenda’s."
    if before.spec.is_meeting and "place" in changed:
        return "Een andere plaats melden we altijd: de oude staat misschien al in agenda’s."
    return ""


def build_change(before: Dossier | Entry, after: Dossier | Entry, text: str, at: datetime) -> Change:
    """A Change, not saved, with the editor's line ``text``.

    When a period moved both old days are kept: one day is not a period whose last day stayed. A first day known by
    month or year only is not kept: no sentence could call it a day.
    """
    change = Change(dossier=getattr(after, "dossier", after), at=at, text=mention_cancellation(before, after, text))
    if isinstance(before, Entry) and isinstance(after, Entry):
        change.entry = after
        if period_of(before) != period_of(after) and before.date_precision == Precision.DAY:
            change.old_starts_on, change.old_ends_on = period_of(before)
        if before.due_on != after.due_on:
            change.old_due_on = before.due_on
    return change


def comparable_value(row, name):
    return normalize_newlines(getattr(row, row._meta.get_field(name).attname))


def has_lost_its_day(entry):
    """False for an imported entry that never had one."""
    return entry.changes.filter(old_starts_on__isnull=False).exists()


def period_of(entry):
    return entry.starts_on, entry.ends_on


def mention_cancellation(before, after, text):
    """The line, preceded by "Afgelast" or "Gaat toch door" unless the editor wrote so."""
    if getattr(before, "cancelled", False) == getattr(after, "cancelled", False):
        return text
    fact = _CANCELLED if after.cancelled else _REVIVED
    return text if fact.lower() in text.lower() else f"{fact}. {text}"


# --- The sentences ----------------------------------------------------------------------------------------


def changes_in_words(changes: list[Change], entries: list[Entry], today: date) -> dict[int | None, list[str]]:
    """Sentences by the pk of their entry, None for the dossier; newest change first.

    A change has the old days only: the new ones are the old ones of the next change, or the present ones.
    """
    by_pk: dict[int | None, Entry] = {entry.pk: entry for entry in entries}
    sentences: dict[int | None, list[str]] = defaultdict(list)
    later: dict[int | None, dict[str, date]] = {}
    for change in sorted(changes, key=lambda change: (change.at, change.pk), reverse=True):
        entry = by_pk.get(change.entry_id)
        sentences[change.entry_id].append(change_sentence(change, entry, later.setdefault(change.entry_id, {}), today))
    return dict(sentences)


def change_sentence(change: Change, entry: Entry | None, later: dict, today: date) -> str:
    """``later`` has the old days of the later changes; this adds those of ``change``."""
    new = {name: later.get(name, getattr(entry, name, None)) for name in _DAYS}
    old = {name: getattr(change, f"old_{name}") for name in _DAYS}
    vague = "starts_on" not in later and entry is not None and entry.date_precision != Precision.DAY
    later.update({name: day for name, day in old.items() if day})
    if old["starts_on"] or old["ends_on"]:
        later["ends_on"] = old["ends_on"]
        before = short_period(old["starts_on"] or new["starts_on"], old["ends_on"], today)
        after = display_date(entry) if entry and vague else short_period(new["starts_on"], new["ends_on"], today)
        due = f". {due_change_in_words(old['due_on'], new['due_on'], today)}" if old["due_on"] else ""
        return f"Verschoven van {before} naar {after}{due}: {change.text}"
    if old["due_on"]:
        return f"{due_change_in_words(old['due_on'], new['due_on'], today)}: {change.text}"
    return f"Gewijzigd op {short_day(day_of(change.at), today)}: {change.text}"


def due_change_in_words(old: date, new: date | None, today: date) -> str:
    if new is None:
        return f"Uiterste dag {short_day(old, today)} vervallen"
    return f"Uiterste dag verschoven van {short_day(old, today)} naar {short_day(new, today)}"
