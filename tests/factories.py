"""Plain functions that make rows, with only what a test must say. Days and instants are always given."""

from datetime import UTC, datetime

from django.core.files.base import ContentFile

from dossiers.models import Attachment, Change, Dossier, Entry, Point
from dossiers.rules.kinds import Kind

LONG_AGO = datetime(2016, 1, 1, 12, tzinfo=UTC)


def make_dossier(code="K16-006", *, title="Nieuwe Samenwerkingsovereenkomst", published_at=LONG_AGO, **fields):
    """A public dossier, unless ``published_at`` says otherwise (None is a draft)."""
    return Dossier.objects.create(code=code, title=title, published_at=published_at, **fields)


def make_entry(dossier, title="Workshop", *, kind=Kind.NEWS, published_at=LONG_AGO, **fields):
    """A public entry, unless ``published_at`` says otherwise (None is a draft)."""
    return Entry.objects.create(dossier=dossier, title=title, kind=kind, published_at=published_at, **fields)


def make_round(dossier, starts_on, ends_on, title="Wat vind jij?", **fields):
    """A public inspraak round; both days count."""
    return make_entry(dossier, title, kind=Kind.INSPRAAK, starts_on=starts_on, ends_on=ends_on, **fields)


def make_point(entry, number=1, text="Leg de verhoging uit.", **fields):
    return Point.objects.create(entry=entry, number=number, text=text, **fields)


def make_change(dossier, at, text="De zaal was bezet.", **fields):
    return Change.objects.create(dossier=dossier, at=at, text=text, **fields)


def make_attachment(
    dossier, title="Overeenkomst 2017", *, name="overeenkomst.pdf", content=b"%PDF-1.4 inhoud", **fields
):
    return Attachment.objects.create(dossier=dossier, title=title, file=ContentFile(content, name=name), **fields)
