"""When a row is a draft, scheduled, public, withdrawn or in the bin: as Python and as Q standing beside each other."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest


class Publication(models.TextChoices):
    DRAFT = "draft", "Concept"
    SCHEDULED = "scheduled", "Ingepland"
    PUBLIC = "public", "Openbaar"
    WITHDRAWN = "withdrawn", "Ingetrokken"
    BINNED = "binned", "In de prullenbak"


NEVER_PUBLIC = (Publication.DRAFT, Publication.SCHEDULED)


def publication_of(row, now: datetime) -> Publication:
    """Of the row alone, whatever the state of its dossier."""
    if row.withdrawn_at is not None:
        was_public = row.published_at is not None and row.published_at <= row.withdrawn_at
        return Publication.WITHDRAWN if was_public else Publication.BINNED
    if row.published_at is None:
        return Publication.DRAFT
    return Publication.PUBLIC if row.published_at <= now else Publication.SCHEDULED


def publication_q(state: Publication, now: datetime, prefix: str = "") -> Q:
    """``prefix`` leads to a related row ("dossier__")."""
    published, withdrawn = f"{prefix}published_at", f"{prefix}withdrawn_at"
    kept = Q(**{f"{withdrawn}__isnull": True})
    was_public = Q(**{f"{published}__lte": F(withdrawn)})
    return {
        Publication.DRAFT: kept & Q(**{f"{published}__isnull": True}),
        Publication.SCHEDULED: kept & Q(**{f"{published}__gt": now}),
        Publication.PUBLIC: kept & Q(**{f"{published}__lte": now}),
        Publication.WITHDRAWN: was_public,
        Publication.BINNED: ~kept & (Q(**{f"{published}__isnull": True}) | Q(**{f"{published}__gt": F(withdrawn)})),
    }[state]


@dataclass(frozen=True)
class Audience:
    """Who is looking, and when: the readers at ``now``, or with ``also_sees`` whoever is shown a preview.

    ``also_sees`` holds the pks of rows by their sort, "dossier" or "entry": those count as public from ``now`` on,
    whatever their own dates say.
    """

    now: datetime
    also_sees: Mapping[str, Collection[int]] = field(default_factory=dict)


def visible_q(audience: Audience, **paths: str) -> Q:
    """Rows of which every related row named by a path is visible, such as dossier="dossier__".

    A path is named "dossier" or "entry" after what it leads to; an empty path is the row itself.
    """
    visible = Q()
    for sort, prefix in paths.items():
        public = publication_q(Publication.PUBLIC, audience.now, prefix)
        if sort in audience.also_sees:
            public |= Q(**{f"{prefix}pk__in": audience.also_sees[sort]})
        visible &= public
    return visible


def public_since(row, audience: Audience) -> datetime:
    """A row that is only previewed counts as public from ``audience.now``."""
    return row.published_at if publication_of(row, audience.now) is Publication.PUBLIC else audience.now


def readable_since(entry) -> datetime:
    return max(entry.published_at, entry.dossier.published_at)


READABLE_SINCE = Greatest("published_at", "dossier__published_at")  # the same of the public entries of a query


def last_update(published: Iterable[datetime], reported: Iterable[datetime | None]) -> datetime:
    """Never the moment of a save. ``reported`` may contain None."""
    return max(filter(None, [*published, *reported]))


def never_public_q(now: datetime) -> Q:
    return publication_q(Publication.DRAFT, now) | publication_q(Publication.SCHEDULED, now)


def was_visible_q(now: datetime, *prefixes: str) -> Q:
    """Rows that readers could see at some instant up to ``now``.

    ``prefixes`` name the rows that had to be public together: ("", "dossier__") for an entry.
    """
    seen = Q()
    for published in prefixes:
        seen &= Q(**{f"{published}published_at__lte": now})
        for withdrawn in prefixes:
            seen &= Q(**{f"{withdrawn}withdrawn_at__isnull": True}) | Q(
                **{f"{published}published_at__lte": F(f"{withdrawn}withdrawn_at")}
            )
    return seen
