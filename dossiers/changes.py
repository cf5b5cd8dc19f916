"""Reported changes as sentences, with the days between which something moved."""

from collections import defaultdict
from datetime import date

from .date_rules import day_of
from .models import Change, Entry
from .wording import day_from, period_from


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
    new = {name: later.get(name, getattr(entry, name, None)) for name in ("starts_on", "ends_on", "due_on")}
    old = {name: getattr(change, f"old_{name}") for name in new}
    later.update({name: day for name, day in old.items() if day})
    if old["starts_on"] or old["ends_on"]:
        before = period_from(old["starts_on"] or new["starts_on"], old["ends_on"] or new["ends_on"], today)
        return f"Verschoven van {before} naar {period_from(new['starts_on'], new['ends_on'], today)}: {change.text}"
    if old["due_on"]:
        moved = f"van {day_from(old['due_on'], today)} naar {day_from(new['due_on'], today)}"
        return f"Uiterste dag verschoven {moved}: {change.text}"
    return f"Gewijzigd op {day_from(day_of(change.at), today)}: {change.text}"
