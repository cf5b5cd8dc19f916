"""The demonstration: twelve dossiers from ``fixtures/demo.json``, and an editor to look around with.

The file is written to be read. Its keys are the names of the model's fields, with these differences: a day is an
ISO date or counts from the day of loading ("D+16", "D-5", "D"); the names of the default organisation give way to
those of the settings; rich text is a list of blocks; an entry names what it responds to by its number in the dossier,
an answering point by the number of the point, a dossier its successor by code; a change happened at noon of the day
``on``.
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
from django.utils import timezone
from django.utils.text import capfirst

from ..accounts import roles
from ..models import Attachment, Change, Dossier, Editor, Entry, Point
from ..rules.days import day_of
from ..search import index

EDITOR_NAME = "demo"

DATE_FIELDS = ("starts_on", "ends_on", "due_on", "closed_on", "on", "old_starts_on", "old_ends_on", "old_due_on")
RICH_TEXT_FIELDS = ("body", "description")
SENTENCE_BEGIN = r"(?:\A|[.!?]\s+|<(?:p|li|h\d|t[dh])>)(?:<(?:strong|em)>)?[“‘]?"
WRITTEN_NAMES = {settings.DEFAULT_ORGANISATION[key]: key for key in ("name", "landlord", "town", "mail")}
NAMES = re.compile(rf"(?P<begin>{SENTENCE_BEGIN})?\b(?P<name>{'|'.join(map(re.escape, WRITTEN_NAMES))})\b")
ANNOUNCED_BEFORE = timedelta(days=5)  # what is planned was published so long before the day of loading


class DatabaseNotEmpty(Exception):
    """The database holds dossiers, so there is no place for a demonstration."""


@reversion.create_revision()  # one transaction, and a first version of everything
@index.batch_updates()
def load(now):
    """Load the demonstration as it stands at ``now``, whole or not at all.

    Raises DatabaseNotEmpty when there are dossiers, also drafts, and ValidationError when the file breaks a rule.
    """
    if Dossier.objects.exists():
        raise DatabaseNotEmpty
    today = day_of(now)
    texts = json.loads(
        (fixture_dir() / "demo.json").read_text(encoding="utf-8"), object_hook=lambda row: parse_row(row, today)
    )
    reversion.set_comment("Demonstratie geladen.")
    dossiers = {row["code"]: load_dossier(row, now) for row in texts}
    for row in texts:
        if "successor" in row:
            dossiers[row["code"]].successor = dossiers[row["successor"]]
            clean_and_save(dossiers[row["code"]])
    return list(dossiers.values())


def create_editor():
    """Returns the password; None when there is any account already."""
    if Editor.objects.exists():
        return None
    password = secrets.token_urlsafe(12)
    editor = Editor.objects.create_user(EDITOR_NAME, password=password, is_staff=True)
    editor.groups.set([Group.objects.get(name=roles.BOARD)])
    return password


def fixture_dir():
    return Path(settings.FIXTURE_DIRS[0])


def parse_row(row, today):
    row = {name: with_own_names(value) for name, value in row.items()}
    days = {name: parse_day(row[name], today) for name in DATE_FIELDS if name in row}
    blocks = {name: "".join(row[name]) for name in RICH_TEXT_FIELDS if name in row}
    return row | days | blocks


def with_own_names(value):
    """A text, or the lines of one, with the names of this organisation in it."""
    if isinstance(value, list):
        return [with_own_names(each) for each in value]
    return NAMES.sub(own_name, value) if isinstance(value, str) else value


def own_name(match):
    name = settings.ORGANISATION[WRITTEN_NAMES[match["name"]]]
    begin = match["begin"]
    return name if begin is None else f"{begin}{capfirst(name)}"


def parse_day(text, today):
    """The day that "2017-08-02", "D", "D+16" or "D-5" means when it is read on ``today``."""
    if relative := re.fullmatch(r"D([+-]\d+)?", text):
        return today + timedelta(days=int(relative[1] or 0))
    return date.fromisoformat(text)


def publication_moment(entry, now):
    """Noon of the day of the entry, at most ``now``; for a planned entry noon of ANNOUNCED_BEFORE today."""
    today = day_of(now)
    planned = entry["starts_on"] > today
    return min(noon(today - ANNOUNCED_BEFORE if planned else entry["starts_on"]), now)


def noon(day):
    return timezone.make_aware(datetime.combine(day, time(12)))


def load_dossier(row, now):
    dossier = Dossier(**omit_keys(row, "entries", "successor"))
    dossier.publish(publication_moment(row["entries"][0], now), now)
    clean_and_save(dossier)
    loaded = {}
    for entry_row in row["entries"]:
        entry = load_entry(dossier, entry_row, loaded, now)
        loaded[entry.number] = entry
    return dossier


def load_entry(dossier, row, earlier, now):
    """``earlier`` are the entries, by number, that it may respond to."""
    parts = ("points", "attachments", "changes")
    entry = Entry(dossier=dossier, **omit_keys(row, *parts, "responds_to"))
    if "responds_to" in row:
        entry.responds_to = earlier[row["responds_to"]]
    entry.publish(publication_moment(row, now), now)
    clean_and_save(entry)
    for number, point in enumerate(row.get("points", ()), start=1):
        load_point(entry, number, point)
    for attachment in row.get("attachments", ()):
        load_attachment(entry, attachment)
    for change in row.get("changes", ()):
        clean_and_save(Change(dossier=dossier, entry=entry, at=noon(change["on"]), **omit_keys(change, "on")))
    return entry


def load_point(entry, number, row):
    point = Point(entry=entry, number=number, **omit_keys(row, "responds_to"))
    if "responds_to" in row:
        point.responds_to = entry.responds_to.points.get(number=row["responds_to"])
    clean_and_save(point)


def load_attachment(entry, row):
    path = fixture_dir() / row["file"]
    with path.open("rb") as file:
        clean_and_save(Attachment(dossier=entry.dossier, entry=entry, **row | {"file": File(file, name=path.name)}))


def omit_keys(row, *names):
    return {name: value for name, value in row.items() if name not in names}


def clean_and_save(row):
    row.full_clean()
    row.save()
