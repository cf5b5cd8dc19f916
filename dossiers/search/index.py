"""The index of search, written with every save, in the same transaction.

It holds drafts too: what is public is asked at the moment of a question.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from django.apps import apps
from django.apps.registry import Apps
from django.db import transaction
from django.db.models import Model, Q
from django.db.models.signals import post_delete, post_migrate, post_save

from ..models import Attachment, Dossier, Entry, Point, SearchRow, SearchWords
from ..models.search import ResultType, filter_token, row_key
from ..rules.kinds import Kind
from ..rules.phases import Phase
from ..text import plain_text
from . import attachment_text, dutch
from .codes import code_token

MAX_TEXT = 300_000  # characters of a row
MAX_TOKENS = 24_000  # of a row, each of forty letters at most; PostgreSQL takes a million letters
REBUILD_BATCH = 25  # rows, each of which may take some 20 ms; nobody else saves meanwhile


def connect_signals() -> None:
    for model, follow in SIGNAL_HANDLERS.items():
        post_save.connect(follow, sender=model, dispatch_uid="search")
    for model in (Point, Attachment):
        post_delete.connect(SIGNAL_HANDLERS[model], sender=model, dispatch_uid="search")
    post_migrate.connect(index_existing, sender=apps.get_app_config("dossiers"), dispatch_uid="search")


@dataclass(frozen=True)
class PendingUpdates:
    """The dossiers and entries, by pk, that get new rows; ``with_entries`` are dossiers of which all entries do."""

    dossiers: set[int] = field(default_factory=set)
    entries: set[int] = field(default_factory=set)
    with_entries: set[int] = field(default_factory=set)


current_batch: ContextVar[PendingUpdates | None] = ContextVar("current_batch", default=None)


@contextmanager
def batch_updates() -> Iterator[PendingUpdates]:
    """Write the rows of what is saved inside this block one time, at its end and in the same transaction.

    A save outside any block is a block of its own; a block inside another joins it. Until the outer one ends a search
    finds the old words. A block that fails writes nothing, and then nothing of it was saved either.
    """
    if (outer := current_batch.get()) is not None:
        yield outer
        return
    changed = PendingUpdates()
    token = current_batch.set(changed)
    try:
        with transaction.atomic():
            yield changed
            write_pending(changed)
    finally:
        current_batch.reset(token)


def write_pending(changed: PendingUpdates) -> None:
    """Reads the rows again: an instance may hold words that were not saved."""
    of_entries = Q(pk__in=changed.entries) | Q(dossier__in=changed.with_entries)
    entries = Entry.objects.filter(of_entries).select_related("dossier")
    write_rows(
        list(Dossier.objects.filter(pk__in=changed.dossiers)) if changed.dossiers else [],
        list(entries) if changed.entries or changed.with_entries else [],
    )


def index_existing(apps: Apps = apps, **kwargs) -> None:
    """For a database that was filled before there was an index."""
    has_index = "searchwords" in apps.all_models["dossiers"]  # not after a migration back to before it
    if has_index and Dossier.objects.exists() and not SearchRow.objects.exists():
        rebuild()


def rebuild() -> int:
    """Returns the number of rows. A PDF is read again only when its words were not kept.

    In short transactions, between which editors save. Meanwhile a search finds what the old rows hold.
    """
    read_unread()
    SearchWords.objects.exclude(pk__in=SearchRow.objects.values("pk")).delete()
    for model in (Dossier, Entry):
        keys = list(model.objects.order_by("pk").values_list("pk", flat=True))
        for first in range(0, len(keys), REBUILD_BATCH):
            with batch_updates() as changed:
                (changed.dossiers if model is Dossier else changed.entries).update(keys[first : first + REBUILD_BATCH])
    return SearchRow.objects.count()


def read_unread() -> int:
    """Read the PDFs that nobody read yet, each before a transaction of its own. Returns how many."""
    attachments = attachment_text.unread()
    for attachment in attachments:
        text = attachment_text.read(attachment)
        with batch_updates():
            attachment_text.keep(attachment, text or "")
            queue_attachment(attachment, created=False)
    return len(attachments)


def queue_dossier(instance: Dossier, created: bool, raw: bool = False, **kwargs) -> None:
    """A row of a fixture (``raw``) may come before what it belongs to: after loading one, rebuild the index."""
    if not raw:
        with batch_updates() as changed:
            changed.dossiers.add(instance.pk)
            if not created and not is_indexed_as(instance.code, instance.phase, instance.pk):
                changed.with_entries.add(instance.pk)


def is_indexed_as(code: str, phase: str, pk: int) -> bool:
    """Whether a dossier has this code and phase in the index; the rows of its entries hold the same."""
    tokens: list[set[str]] = [{code_token(code)}, {filter_token(Phase(phase))}]
    return SearchWords.objects.filter(row__dossier=pk, row__entry=None, title__matches=tokens).exists()


def queue_entry(instance: Entry, raw: bool = False, **kwargs) -> None:
    if not raw:
        with batch_updates() as changed:
            changed.entries.add(instance.pk)


def queue_point(instance: Point, raw: bool = False, **kwargs) -> None:
    if not raw:
        with batch_updates() as changed:
            changed.entries.add(instance.entry_id)


def queue_attachment(instance: Attachment, raw: bool = False, **kwargs) -> None:
    if not raw:
        with batch_updates() as changed:
            if instance.entry_id:
                changed.entries.add(instance.entry_id)
            else:
                changed.dossiers.add(instance.dossier_id)


SIGNAL_HANDLERS: dict[type[Model], Callable[..., None]] = {
    Dossier: queue_dossier,
    Entry: queue_entry,
    Point: queue_point,
    Attachment: queue_attachment,
}


def write_rows(dossiers: list[Dossier], entries: Iterable[Entry]) -> None:
    SearchRow.objects.filter(Q(dossier__in=dossiers, entry=None) | Q(entry__in=entries)).delete()
    attachments = Attachment.objects.filter(withdrawn_at=None).select_related("stored_text").order_by("number")
    of_dossier = group_by(attachments.filter(dossier__in=dossiers, entry=None), "dossier_id")
    of_entry = group_by(attachments.filter(entry__in=entries), "entry_id")
    points = group_by(Point.objects.filter(entry__in=entries).order_by("number"), "entry_id")
    rows = [row for dossier in dossiers for row in dossier_rows(dossier, of_dossier[dossier.pk])]
    rows += [entry_row(entry, points[entry.pk], of_entry[entry.pk]) for entry in entries]
    SearchRow.objects.bulk_create([words.row for words in rows], batch_size=500)
    SearchWords.objects.bulk_create(rows, batch_size=500)


def group_by(rows: Iterable, key: str) -> defaultdict[int, list]:
    owners = defaultdict(list)
    for row in rows:
        owners[getattr(row, key)].append(row)
    return owners


def dossier_rows(dossier: Dossier, attachments: list[Attachment]) -> Iterator[SearchWords]:
    opened = date(dossier.year, 1, 1)
    state = dossier.result if dossier.phase == Phase.CLOSED else dossier.pause_reason  # readers see only this one
    texts = [dossier.introduction, state, *attachment_texts(attachments)]
    code = code_token(dossier.code)
    filters = (Phase(dossier.phase), ResultType.DOSSIER)
    row = SearchRow(id=row_key(ResultType.DOSSIER, dossier.pk, opened), dossier=dossier)
    title = [code, *dutch.tokens(dutch.readable(dossier.title))]
    yield build_search_words(row, texts, filters, title=title, also=dutch.tokens(row.result_type.label))
    if dossier.description:
        row = SearchRow(id=row_key(ResultType.DESCRIPTION, dossier.pk, opened), dossier=dossier)
        also = [code, *dutch.tokens(row.result_type.label)]
        yield build_search_words(row, [plain_text(dossier.description)], filters, also=also)


def entry_row(entry: Entry, points: list[Point], attachments: list[Attachment]) -> SearchWords:
    texts = [
        entry.lead,
        entry.question,
        plain_text(entry.body),
        *(text for point in points for text in (point.text, point.explanation, point.reason)),
        "" if entry.spec.is_round else entry.place,  # of a round it is a way to react, while it is open
        *(entry.date_text, entry.audience, entry.joint_with),
        *attachment_texts(attachments),
    ]
    code = entry.dossier.code
    return build_search_words(
        SearchRow(id=row_key(ResultType.ENTRY, entry.pk, entry.starts_on), dossier=entry.dossier, entry=entry),
        texts,
        (Phase(entry.dossier.phase), Kind(entry.kind)),
        title=[code_token(code, entry.number), *dutch.tokens(dutch.readable(entry.title))],
        also=[code_token(code), *dutch.tokens(entry.get_kind_display())],
    )


def build_search_words(
    row: SearchRow,
    texts: list[str],
    filters: Iterable[Phase | Kind | ResultType],
    *,
    title: Iterable[str] = (),
    also: Iterable[str] = (),
) -> SearchWords:
    """A row with its tokens. ``also`` are tokens by which it is found, but not first and without a quotation."""
    row.text = dutch.readable(" \u00b7 ".join(filter(None, (text.strip() for text in texts))))[:MAX_TEXT]
    title = dict.fromkeys([*map(filter_token, filters), *title])
    tokens = dict.fromkeys([*title, *also, *dutch.tokens(row.text)])
    return SearchWords(row=row, title=" ".join(title), text=" ".join(islice(tokens, MAX_TOKENS)))


def attachment_texts(attachments: list[Attachment]) -> list[str]:
    return [text for attachment in attachments for text in (attachment.title, attachment_text.words_of(attachment))]
