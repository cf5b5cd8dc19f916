"""Search: what the index holds, how a question is answered, and what a reader sees of a hit.

The index is written with every save, in the same transaction. It holds drafts too: a question is always asked of
what is public at that instant, and whatever is shown or suggested comes from the rows that are.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from itertools import islice

from django.apps import apps
from django.apps.registry import Apps
from django.db import transaction
from django.db.models import Q
from django.db.models.signals import post_delete, post_migrate, post_save
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from . import dutch
from .fields import plain_text
from .kinds import Kind
from .models import Attachment, AttachmentText, Dossier, Entry, Phase, Point, SearchRow, SearchWords
from .models.attachment import suffix
from .models.search import Found, row_key
from .pdf_text import pdf_text
from .wording import soft_hyphens

MAX_TERMS = 10  # words of a question that count
MAX_HITS = 1000
MAX_TEXT = 300_000  # characters of a row
MAX_TOKENS = 24_000  # of a row, each of forty letters at most; PostgreSQL takes a million letters
QUOTED = 260  # characters of a text that stand with a hit
QUOTED_BEFORE = 80  # of these, before the first word that was found
GUESSED_LENGTHS = range(4, 26)  # letters of a word in which one may be wrong
GUESSED_ROWS = 5  # texts in which the right word is looked for
REBUILT_AT_ONCE = 200  # dossiers


# --- A question -------------------------------------------------------------------------------------------


@dataclass
class Question:
    """What a reader asks at the instant ``now``. ``text`` is as it was typed, without what nobody sees."""

    text: str
    now: datetime
    phase: Phase | None = None
    found: Found | None = None
    kind: Kind | None = None
    year: int | None = None

    @cached_property
    def _all_terms(self) -> list[dutch.Term]:
        return dutch.terms(self.text)

    @property
    def terms(self) -> list[dutch.Term]:
        return self._all_terms[:MAX_TERMS]

    @property
    def has_too_many_words(self) -> bool:
        return len(self._all_terms) > MAX_TERMS

    @property
    def tokens(self) -> frozenset[str]:
        return frozenset(term.token for term in self.terms)


def find(question: Question) -> list[int]:
    """The keys of the rows that have every word, at most ``MAX_HITS`` and one: in the title first, then the newest."""
    if not question.terms:
        return []
    rows = _asked_rows(question).newest_first()
    wanted = [{token} for token in question.tokens]
    in_title = rows.filter(title__matches=wanted).values_list("pk", flat=True)[: MAX_HITS + 1]
    anywhere = rows.filter(text__matches=wanted).values_list("pk", flat=True)[: MAX_HITS + 1]
    return list(dict.fromkeys([*in_title, *anywhere]))[: MAX_HITS + 1]


def _asked_rows(question: Question):
    rows = SearchWords.objects.public(question.now)
    if question.phase:
        rows = rows.filter(row__dossier__phase=question.phase)
    if question.found == Found.DOSSIER:
        rows = rows.filter(row__entry=None)
    if question.kind:
        rows = rows.filter(row__entry__kind=question.kind)
    return rows.of_year(question.year) if question.year else rows


def guess(question: Question) -> str:
    """The question with one letter put right in the first word that no public text has; empty when none fits.

    The right word is read from a public text, so that nothing else can be suggested.
    """
    public = SearchWords.objects.public(question.now)
    for term in question.terms:
        if not public.filter(text__matches=[{term.token}]).exists():
            word = _right_word(dutch.fold(term.typed), public)
            return re.sub(rf"(?<!\w){re.escape(term.typed)}(?!\w)", word, question.text, count=1) if word else ""
    return ""


def _right_word(typed: str, public) -> str:
    """A word of a public text that is one letter off; empty when there is none."""
    if len(typed) not in GUESSED_LENGTHS:
        return ""
    near = dutch.one_letter_off(typed)
    rows = public.filter(text__matches=[near]).newest_first().select_related("row__dossier", "row__entry")
    for words in rows[:GUESSED_ROWS]:
        text = dutch.readable(f"{_page(words.row).title} {words.row.text}")
        for word in dutch.words(text):
            if dutch.fold(word) in near:
                return word.lower()
    return ""


# --- A hit ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Hit:
    """One page that was found; ``title`` and ``quote`` are HTML in which the words that were asked are marked."""

    row: SearchRow
    title: SafeString
    quote: SafeString


def hits(keys: Iterable[int], tokens: frozenset[str]) -> list[Hit]:
    """What a reader sees of these rows, in this order."""
    keys = list(keys)
    rows = SearchRow.objects.select_related("dossier", "entry").in_bulk(keys)
    found = []
    for row in (rows[key] for key in keys if key in rows):
        if row.entry:
            row.entry.dossier = row.dossier  # known without a query
        title = marked(dutch.readable(_page(row).title), tokens, soft_hyphens)
        found.append(Hit(row, title, quote(row.text, tokens)))
    return found


def quote(text: str, tokens: frozenset[str]) -> SafeString:
    """The part of a readable text around the first word that was found, cut between words; else its beginning."""
    place = next((piece.start for piece in dutch.pieces(text) if not tokens.isdisjoint(piece.tokens)), 0)
    begin = max(text.rfind(" ", 0, max(0, place - QUOTED_BEFORE)) + 1, place - 2 * QUOTED_BEFORE)
    end = len(text)
    if end > begin + QUOTED:
        end = text.rfind(" ", place, begin + QUOTED)
        end = begin + QUOTED if end == -1 else end
    before, after = "… " if begin else "", " …" if end < len(text) else ""
    return format_html("{}{}{}", before, marked(text[begin:end], tokens), after)


def marked(text: str, tokens: frozenset[str], hyphenate: Callable[[str], str] = str) -> SafeString:
    """A plain text as HTML, in which every word that has one of the tokens is marked."""
    html, place = SafeString(), 0
    for piece in dutch.pieces(text):
        if not tokens.isdisjoint(piece.tokens):
            before, word = hyphenate(text[place : piece.start]), hyphenate(text[piece.start : piece.end])
            html += format_html("{}<mark>{}</mark>", before, word)
            place = piece.end
    return html + escape(hyphenate(text[place:]))


def _page(row: SearchRow) -> Dossier | Entry:
    return row.entry or row.dossier


# --- The index --------------------------------------------------------------------------------------------


def connect() -> None:
    """Keep the index right from now on: with every save, and when something that hangs on a page is deleted."""
    for model, follow in _FOLLOW.items():
        post_save.connect(follow, sender=model, dispatch_uid="search")
    for model in (Point, Attachment):
        post_delete.connect(_FOLLOW[model], sender=model, dispatch_uid="search")
    post_migrate.connect(_begin, sender=apps.get_app_config("dossiers"), dispatch_uid="search")


def _begin(apps: Apps = apps, **kwargs) -> None:
    """Index what a database from before the index holds."""
    has_index = "searchwords" in apps.all_models["dossiers"]  # not after a migration back to before it
    if has_index and Dossier.objects.exists() and not SearchRow.objects.exists():
        rebuild()


@transaction.atomic
def rebuild() -> int:
    """Make the whole index anew; the number of its rows. The words of a PDF are read only when they are not kept."""
    SearchWords.objects.all().delete()
    SearchRow.objects.all().delete()
    dossiers = Dossier.objects.order_by("pk")
    for first in range(0, dossiers.count(), REBUILT_AT_ONCE):
        some = list(dossiers[first : first + REBUILT_AT_ONCE])
        _write(some, Entry.objects.filter(dossier__in=some).select_related("dossier"))
    return SearchRow.objects.count()


def _follow_dossier(instance: Dossier, raw: bool = False, **kwargs) -> None:
    """Its entries too: they are found by its code.

    A row of a fixture (``raw``) may come before what it belongs to: whoever loads one rebuilds the index.
    """
    if not raw:
        _index(Q(pk=instance.pk), Q(dossier=instance.pk))


def _follow_entry(instance: Entry, raw: bool = False, **kwargs) -> None:
    if not raw:
        _index(None, Q(pk=instance.pk))


def _follow_point(instance: Point, raw: bool = False, **kwargs) -> None:
    if not raw:
        _index(None, Q(pk=instance.entry_id))


def _follow_attachment(instance: Attachment, raw: bool = False, **kwargs) -> None:
    if not raw and instance.entry_id:
        _index(None, Q(pk=instance.entry_id))
    elif not raw:
        _index(Q(pk=instance.dossier_id), None)


_FOLLOW = {Dossier: _follow_dossier, Entry: _follow_entry, Point: _follow_point, Attachment: _follow_attachment}


@transaction.atomic
def _index(dossiers: Q | None, entries: Q | None) -> None:
    """Write the rows of these dossiers and entries anew, as they are stored: an instance may hold other words."""
    _write(
        list(Dossier.objects.filter(dossiers)) if dossiers else [],
        list(Entry.objects.filter(entries).select_related("dossier")) if entries else [],
    )


def _write(dossiers: list[Dossier], entries: list[Entry]) -> None:
    SearchRow.objects.filter(Q(dossier__in=dossiers, entry=None) | Q(entry__in=entries)).delete()
    attachments = Attachment.objects.filter(withdrawn_at=None).select_related("stored_text").order_by("number")
    of_dossier = _by_owner(attachments.filter(dossier__in=dossiers, entry=None), "dossier_id")
    of_entry = _by_owner(attachments.filter(entry__in=entries), "entry_id")
    points = _by_owner(Point.objects.filter(entry__in=entries).order_by("number"), "entry_id")
    rows = [row for dossier in dossiers for row in _dossier_rows(dossier, of_dossier[dossier.pk])]
    rows += [_entry_row(entry, points[entry.pk], of_entry[entry.pk]) for entry in entries]
    SearchRow.objects.bulk_create([words.row for words in rows], batch_size=500)
    SearchWords.objects.bulk_create(rows, batch_size=500)


def _by_owner(rows: Iterable, key: str) -> defaultdict[int, list]:
    owners = defaultdict(list)
    for row in rows:
        owners[getattr(row, key)].append(row)
    return owners


def _dossier_rows(dossier: Dossier, attachments: list[Attachment]) -> Iterator[SearchWords]:
    """The row of a dossier and that of its description, which has a page of its own."""
    opened = date(dossier.year, 1, 1)
    texts = [dossier.introduction, dossier.pause_reason, *_attachment_texts(attachments)]
    if dossier.phase == Phase.CLOSED:  # readers see no result before
        texts.append(dossier.result)
    code = dutch.code_token(dossier.code)
    row = SearchRow(id=row_key(Found.DOSSIER, dossier.pk, opened), dossier=dossier)
    yield _words(row, texts, title=[code, *dutch.tokens(dutch.readable(dossier.title))])
    if dossier.description:
        row = SearchRow(id=row_key(Found.DESCRIPTION, dossier.pk, opened), dossier=dossier)
        yield _words(row, [plain_text(dossier.description)], also=[code])


def _entry_row(entry: Entry, points: list[Point], attachments: list[Attachment]) -> SearchWords:
    texts = [
        entry.lead,
        entry.question,
        plain_text(entry.body),
        *(text for point in points for text in (point.text, point.explanation, point.reason)),
        *(entry.date_text, entry.place, entry.audience, entry.joint_with),
        *_attachment_texts(attachments),
    ]
    code = entry.dossier.code
    return _words(
        SearchRow(id=row_key(Found.ENTRY, entry.pk, entry.starts_on), dossier=entry.dossier, entry=entry),
        texts,
        title=[dutch.code_token(code, entry.number), *dutch.tokens(dutch.readable(entry.title))],
        also=[dutch.code_token(code), *dutch.tokens(entry.get_kind_display())],
    )


def _words(row: SearchRow, texts: list[str], *, title: Iterable[str] = (), also: Iterable[str] = ()) -> SearchWords:
    """A row with its tokens. ``also`` are tokens by which it is found, but not first and without a quotation."""
    row.text = dutch.readable(" \u00b7 ".join(filter(None, (text.strip() for text in texts))))[:MAX_TEXT]
    title = dict.fromkeys(title)
    tokens = dict.fromkeys([*title, *also, *dutch.tokens(row.text)])
    return SearchWords(row=row, title=" ".join(title), text=" ".join(islice(tokens, MAX_TOKENS)))


def _attachment_texts(attachments: list[Attachment]) -> list[str]:
    return [text for attachment in attachments for text in (attachment.title, _stored_text(attachment))]


def _stored_text(attachment: Attachment) -> str:
    """The words of a PDF, read when its file is new; empty for every other file."""
    if suffix(attachment.file.name) != ".pdf":
        return ""
    stored = getattr(attachment, "stored_text", None)
    if stored is None or stored.file != attachment.file.name:
        stored = AttachmentText(attachment=attachment, file=attachment.file.name, text=_read(attachment))
        stored.save()
    return stored.text


def _read(attachment: Attachment) -> str:
    try:
        with attachment.file.open("rb") as file:
            return pdf_text(file.read())
    except FileNotFoundError:
        return ""
