"""Somebody must be forgotten: where a text stands, and what is left when it is taken out."""

import json
import re
import unicodedata
from dataclasses import dataclass
from html import escape

from django.apps import apps
from django.conf import settings
from django.core.cache import caches
from django.db import models, transaction
from django.utils.text import slugify

from ..models import Attachment, AttachmentText, Dossier, Editor, Entry, Point, SearchRow, SearchWords
from ..search import index
from . import replaced_files
from .backup import record, retention

SHORTEST = 3  # letters: less stands in every other word
CONTEXT = 30  # characters that are shown on each side
LEFT, LEFT_IN_ADDRESS = "[…]", "x"
GAP = r"(?:\s|&nbsp;|<[^>]*>|[-‐‑–_])+"  # between two words, also in rich text and in an address
# What a version holds beside texts: its row, the name of its file, and what was chosen from a list.
NOT_TEXT = {"pk", "model", "file", "code"} | {
    field.name for model in (Dossier, Entry, Point, Attachment) for field in model._meta.fields if field.choices
}
OF_SEARCH = {AttachmentText, SearchRow, SearchWords}  # made anew from the other rows


@dataclass(frozen=True)
class Place:
    """A column of a row in which the text stands, with the value ``kept`` that it gets instead."""

    model: type[models.Model]
    pk: object
    column: str
    found: str
    kept: str

    def __str__(self):
        label = self.model._meta.get_field(self.column).verbose_name
        return f"{self.model._meta.verbose_name} {self.pk}, {label}: {self.found}"


@dataclass(frozen=True)
class Findings:
    """``places`` are changed by ``erase``; ``by_hand`` are sentences on what only a person can replace."""

    places: list[Place]
    addresses: list[str]
    index_rows: int
    by_hand: list[str]


def find(text):
    """Everywhere in the database and in the names of files where that text stands, in any case and writing."""
    pattern = pattern_of(text)
    places = [place for model in searched_models() for place in places_of(model, pattern)]
    by_hand = [f"{place}. Kies zelf iets anders." for place in places if is_by_hand(place)]
    by_hand += [*accounts(pattern), *files(pattern)]
    return Findings(
        places=[place for place in places if not is_by_hand(place)],
        addresses=addresses_of(places),
        index_rows=index_rows(pattern),
        by_hand=[*by_hand, *backups()] if places or by_hand else [],
    )


def erase(findings, now):
    """Take the text out of all places, or of none; write down only that this was done, and when."""
    with transaction.atomic():
        for place in findings.places:
            place.model._base_manager.filter(pk=place.pk).update(**{place.column: place.kept})
        index.rebuild()
    for cache in caches.all():
        cache.clear()
    with (settings.VAR_DIR / "erasures.txt").open("a") as done:
        done.write(f"{now.isoformat(timespec='seconds')}\n")


def pattern_of(text):
    """Raises ValueError for a text that is too short to be told from the others."""
    words = [word for word in re.split(r"[\s\-‐‑–_]+", text) if word]
    if sum(character.isalnum() for character in text) < SHORTEST:
        raise ValueError(f"Deze tekst is te kort. Geef er een van {SHORTEST} letters of meer.")
    writings = [GAP.join(any_writing(word) for word in words), GAP.join(slugify(text).split("-"))]
    return re.compile(rf"(?<!\w)(?:{'|'.join(filter(None, writings))})(?!\w)", re.IGNORECASE)


def any_writing(word):
    forms = {unicodedata.normalize(form, word) for form in ("NFC", "NFD")}
    return f"(?:{'|'.join(sorted(re.escape(each) for each in forms | set(map(escape, forms))))})"


# --- In rows, versions and the log -------------------------------------------------------------------------


def searched_models():
    """Those in which people write."""
    labels = ("dossiers", "admin", "reversion")
    every = (model for label in labels for model in apps.get_app_config(label).get_models())
    return [model for model in every if not model._meta.proxy and model not in OF_SEARCH]


def text_columns(model):
    fields = (each for each in model._meta.concrete_fields if isinstance(each, models.CharField | models.TextField))
    return [each.name for each in fields if not each.choices and each.name != "password"]


def places_of(model, pattern):
    names = text_columns(model)
    for pk, *values in model._base_manager.order_by("pk").values_list("pk", *names).iterator():
        for name, value in zip(names, values, strict=True):
            kept = without(value, pattern) if value else value
            if kept != value:
                yield Place(model, pk, name, in_context(value, pattern), fit(model, name, kept))


def without(value, pattern):
    """A text, or the JSON of a version or of a line of the log, in which letters may be escaped."""
    try:
        stored = json.loads(value) if value[:1] in "[{" else None
    except ValueError:
        stored = None
    if stored is None:
        return pattern.sub(left_over, value)
    kept = without_in_json(stored, pattern)
    return value if kept == stored else json.dumps(kept, ensure_ascii=False)


def without_in_json(stored, pattern):
    if isinstance(stored, dict):
        return {name: value if name in NOT_TEXT else without_in_json(value, pattern) for name, value in stored.items()}
    if isinstance(stored, list):
        return [without_in_json(each, pattern) for each in stored]
    return pattern.sub(left_over, stored) if isinstance(stored, str) else stored


def left_over(match):
    around = match.string[max(match.start() - 1, 0) : match.start()], match.string[match.end() : match.end() + 1]
    return LEFT_IN_ADDRESS if {"-", "/", "_"}.intersection(around) else LEFT


def fit(model, name, value):
    return value[: model._meta.get_field(name).max_length]


def in_context(value, pattern):
    match = pattern.search(value)
    if match is None:
        return "…"  # behind escaped letters
    return " ".join(value[max(match.start() - CONTEXT, 0) : match.end() + CONTEXT].split())


def is_by_hand(place):
    """What a row is known by, such as a name to log in with or an old address: another one has to be chosen."""
    return place.model._meta.get_field(place.column).unique


def accounts(pattern):
    """The two halves of a name stand in two columns."""
    editors = Editor.objects.order_by("pk")
    named = (each.username for each in editors if pattern.search(each.get_full_name()))
    return [f"Account {username}. Verander de naam in het beheer." for username in named]


def addresses_of(places):
    """Of the pages whose address is made of a title in which the text stands."""
    titled = [place for place in places if place.column == "title"]
    rows = [
        *Dossier.objects.filter(pk__in=[place.pk for place in titled if place.model is Dossier]),
        *Entry.objects.filter(pk__in=[place.pk for place in titled if place.model is Entry]).select_related("dossier"),
    ]
    return [row.get_absolute_url() for row in rows]


# --- In the index, in files and in backups -----------------------------------------------------------------


def index_rows(pattern):
    """How many pages are found by it."""
    rows = SearchRow.objects.select_related("dossier", "entry").iterator()
    return sum(1 for row in rows if pattern.search(f"{(row.entry or row.dossier).title} {row.text}"))


def files(pattern):
    """The text may also stand in a picture or a scan: that only a person sees."""
    attachments = Attachment.objects.select_related("dossier", "stored_text").order_by("dossier__code", "number")
    used = {str(attachment.file): attachment for attachment in attachments}
    found = []
    for name in sorted({*used, *replaced_files.stored_names()}):
        attachment = used.get(name)
        words = getattr(attachment, "stored_text", None)
        if attachment and (pattern.search(name) or (words and pattern.search(words.text))):
            place = f"bijlage {attachment.dossier.code}/{attachment.number}"
            found.append(f"Bestand {name}, {place}. Vervang het in het beheer, en verwijder daarna het oude.")
        elif pattern.search(name):
            found.append(f"Bestand {name}, van geen bijlage meer. Verwijder het.")
    return found


def backups():
    last = record.last_backup()
    if last is None:
        return ["Back-ups, als die er zijn. Maak een nieuwe en verwijder de oude."]
    copies = f", ook de kopieën op {settings.BACKUP_COPY_TO}" if settings.BACKUP_COPY_TO else ""
    return [f"Back-ups tot en met {retention.backup_name(last.made_at)}{copies}. Maak een nieuwe en verwijder deze."]
