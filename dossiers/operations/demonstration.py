"""The demonstration: twelve dossiers from ``fixtures/demo.json``, and an editor to look around with.

The file is written to be read. Its keys are the names of the model's fields, with these differences: a day is an
ISO date or counts from the day of loading ("D+16", "D-5", "D"); rich text is a list of blocks; an entry names what
it responds to by its number in the dossier, an answering point by the number of the point, a dossier its
successor by code; a change happened at noon of the day ``on``.
"""

import json
import re
import secrets
from datetime import date, datetime, time, timedelta
from pathlib import Path

import reversion
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.files import File
from django.db import models
from django.utils import timezone

from ..accounts import roles
from ..models import Attachment, Change, Dossier, Editor, Entry, Point
from ..rules.days import day_of
from ..search import index

EDITOR_NAME = "demo"

_DAYS = ("starts_on", "ends_on", "due_on", "closed_on", "on", "old_starts_on", "old_ends_on", "old_due_on")
_BLOCKS = ("body", "description")
_ANNOUNCED_BEFORE = timedelta(days=5)  # what is planned was published so long before the day of loading


class HoldsDossiers(Exception):
    """The database holds dossiers, so there is no place for a demonstration."""


@reversion.create_revision()  # one transaction, and a first version of everything
@index.once()
def load(now: datetime) -> list[Dossier]:
    """Load the demonstration as it stands at ``now``, whole or not at all.

    Raises HoldsDossiers when there are dossiers, also drafts, and ValidationError when the file breaks a rule.
    """
    if Dossier.objects.exists():
        raise HoldsDossiers
    today = day_of(now)
    texts = json.loads(
        (_folder() / "demo.json").read_text(encoding="utf-8"), object_hook=lambda row: _read(row, today)
    )
    reversion.set_comment("Demonstratie geladen.")
    dossiers = {row["code"]: _load_dossier(row, now) for row in texts}
    for row in texts:
        if "successor" in row:
            dossiers[row["code"]].successor = dossiers[row["successor"]]
            _save(dossiers[row["code"]])
    return list(dossiers.values())


def make_editor() -> str | None:
    """Make the account ``EDITOR_NAME`` of a board member; its password, or None when there is any account."""
    if Editor.objects.exists():
        return None
    password = secrets.token_urlsafe(12)
    editor = Editor.objects.create_user(EDITOR_NAME, password=password, is_staff=True)
    editor.groups.set([Group.objects.get(name=roles.BOARD)])
    return password


def _folder() -> Path:
    return Path(settings.FIXTURE_DIRS[0])


def _read(row: dict, today: date) -> dict:
    """A row of the file with its days as dates and its rich text as one."""
    days = {name: _day(row[name], today) for name in _DAYS if name in row}
    blocks = {name: "".join(row[name]) for name in _BLOCKS if name in row}
    return row | days | blocks


def _day(text: str, today: date) -> date:
    """The day that "2017-08-02", "D", "D+16" or "D-5" means when it is read on ``today``."""
    if relative := re.fullmatch(r"D([+-]\d+)?", text):
        return today + timedelta(days=int(relative[1] or 0))
    return date.fromisoformat(text)


def _published_at(entry: dict, now: datetime) -> datetime:
    """Noon of the entry's own day; what is planned was published some days ago, and nothing in the future."""
    today = day_of(now)
    planned = entry["starts_on"] > today
    return min(_noon(today - _ANNOUNCED_BEFORE if planned else entry["starts_on"]), now)


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


def _load_dossier(row: dict, now: datetime) -> Dossier:
    dossier = Dossier(**_without(row, "entries", "successor"))
    dossier.publish(_published_at(row["entries"][0], now), now)
    _save(dossier)
    loaded = {}
    for entry_row in row["entries"]:
        entry = _load_entry(dossier, entry_row, loaded, now)
        loaded[entry.number] = entry
    return dossier


def _load_entry(dossier: Dossier, row: dict, earlier: dict[int, Entry], now: datetime) -> Entry:
    """An entry with all that hangs on it. ``earlier`` are the entries, by number, that it may respond to."""
    parts = ("points", "attachments", "changes")
    entry = Entry(dossier=dossier, **_without(row, *parts, "responds_to"))
    if "responds_to" in row:
        entry.responds_to = earlier[row["responds_to"]]
    entry.publish(_published_at(row, now), now)
    _save(entry)
    for number, point in enumerate(row.get("points", ()), start=1):
        _load_point(entry, number, point)
    for attachment in row.get("attachments", ()):
        _load_attachment(entry, attachment)
    for change in row.get("changes", ()):
        _save(Change(dossier=dossier, entry=entry, at=_noon(change["on"]), **_without(change, "on")))
    return entry


def _load_point(entry: Entry, number: int, row: dict) -> None:
    point = Point(entry=entry, number=number, **_without(row, "responds_to"))
    if "responds_to" in row:
        point.responds_to = entry.responds_to.points.get(number=row["responds_to"])
    _save(point)


def _load_attachment(entry: Entry, row: dict) -> None:
    path = _folder() / row["file"]
    with path.open("rb") as file:
        _save(Attachment(dossier=entry.dossier, entry=entry, **row | {"file": File(file, name=path.name)}))


def _without(row: dict, *names: str) -> dict:
    return {name: value for name, value in row.items() if name not in names}


def _save(row: models.Model) -> None:
    row.full_clean()
    row.save()
