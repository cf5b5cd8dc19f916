"""What the dates of one row decide, as Python and as Q standing beside each other.

``now`` is a time-zone aware instant, ``day`` a date in the site's time zone. A last day counts: all bounds are
inclusive unless the name says otherwise. What needs other rows is a queryset annotation, never a rule here.
"""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType

from dateutil.relativedelta import relativedelta
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest
from django.utils import timezone


class Precision(models.TextChoices):
    """How exactly a date is known. Month and year are stored as their first day."""

    DAY = "day", "Dag"
    MONTH = "month", "Maand"
    YEAR = "year", "Jaar"


class Publication(models.TextChoices):
    DRAFT = "draft", "Concept"
    SCHEDULED = "scheduled", "Ingepland"
    PUBLIC = "public", "Openbaar"
    WITHDRAWN = "withdrawn", "Ingetrokken"
    BINNED = "binned", "In de prullenbak"


NEVER_PUBLIC = (Publication.DRAFT, Publication.SCHEDULED)


def day_of(instant: datetime) -> date:
    """The day of an instant in the site's time zone."""
    return timezone.localtime(instant).date()


# --- Publication ------------------------------------------------------------------------------------------


def publication(row, now: datetime) -> Publication:
    """What ``published_at`` and ``withdrawn_at`` make of one row, whatever holds for its dossier."""
    if row.withdrawn_at is not None:
        was_public = row.published_at is not None and row.published_at <= row.withdrawn_at
        return Publication.WITHDRAWN if was_public else Publication.BINNED
    if row.published_at is None:
        return Publication.DRAFT
    return Publication.PUBLIC if row.published_at <= now else Publication.SCHEDULED


def publication_q(state: Publication, now: datetime, prefix: str = "") -> Q:
    """The rows of which ``publication`` says ``state``; ``prefix`` leads to a related row ("dossier__")."""
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


class Preview(datetime):
    """An instant at which one dossier, or one entry with its dossier, counts as public whatever its own dates say.

    Told to the querysets in the place of any other instant, it lets the code of the public page itself show what is
    not public, without a write. ``shown`` holds the ids by kind of row, "dossier" and "entry".
    """

    shown: Mapping[str, int] = MappingProxyType({})  # an instant that is reckoned from this one shows nothing more

    @classmethod
    def at(cls, now: datetime, **shown: int) -> "Preview":
        preview = cls.combine(now.date(), now.timetz())
        preview.shown = shown
        return preview


def public_q(now: datetime, **paths: str) -> Q:
    """Rows that readers see at ``now``: every row that a path leads to is public, such as dossier="dossier__".

    A path is named after the kind of row it leads to, "dossier" or "entry"; an empty one is the row itself.
    """
    seen = Q()
    for kind, prefix in paths.items():
        public = publication_q(Publication.PUBLIC, now, prefix)
        if isinstance(now, Preview) and kind in now.shown:
            public |= Q(**{f"{prefix}pk": now.shown[kind]})
        seen &= public
    return seen


def public_since(row, now: datetime) -> datetime:
    """Since when a row that readers see at ``now`` is public; what is only previewed is so from that instant on."""
    return row.published_at if publication(row, now) is Publication.PUBLIC else now


def readable_since(entry) -> datetime:
    """Since when readers can see a public entry: both it and its dossier have to be public."""
    return max(entry.published_at, entry.dossier.published_at)


READABLE_SINCE = Greatest("published_at", "dossier__published_at")  # the same of the public entries of a query


def never_public_q(now: datetime) -> Q:
    """The rows that are a draft or scheduled."""
    return publication_q(Publication.DRAFT, now) | publication_q(Publication.SCHEDULED, now)


def was_visible_q(now: datetime, *prefixes: str) -> Q:
    """Rows that readers could see at some instant up to ``now``.

    ``prefixes`` name the rows that had to be public at once: ("", "dossier__") for an entry. Each of them was
    published by now, and before any of them was withdrawn.
    """
    seen = Q()
    for published in prefixes:
        seen &= Q(**{f"{published}published_at__lte": now})
        for withdrawn in prefixes:
            seen &= Q(**{f"{withdrawn}withdrawn_at__isnull": True}) | Q(
                **{f"{published}published_at__lte": F(f"{withdrawn}withdrawn_at")}
            )
    return seen


# --- Days that can be meant ------------------------------------------------------------------------------


FIRST_YEAR, LAST_YEAR = 1900, 2100  # any other is a typing error, and calendars and terms count on from a day


def can_be_meant(day: date | None) -> bool:
    """Whether a day lies in a year that a dossier can be about; no day at all is fine too."""
    return day is None or FIRST_YEAR <= day.year <= LAST_YEAR


def can_be_meant_q(field: str) -> Q:
    """The rows of which ``can_be_meant`` says yes for that field."""
    return Q(**{f"{field}__range": (date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))}) | Q(**{field: None})


# --- Days of an entry -------------------------------------------------------------------------------------


def first_of(precision: str, day: date) -> date:
    """The first day of the day, month or year in which ``day`` lies: how a date of that precision is stored."""
    if precision == Precision.YEAR:
        return day.replace(month=1, day=1)
    if precision == Precision.MONTH:
        return day.replace(day=1)
    return day


def is_before(response, target) -> bool:
    """Whether a response is dated too early: before what it responds to, or in the period that it looks back on.

    As far as both are known: a response of some month may be of any day in it. What is undated is never too early,
    and neither is a response to what was cancelled: it can tell so on any day.
    """
    day = target.ends_on or target.starts_on
    if response.starts_on is None or day is None or target.cancelled:
        return False
    same_day_is_too_early = target.ends_on and response.date_precision == Precision.DAY
    earliest = first_of(response.date_precision, day)
    return response.starts_on <= earliest if same_day_is_too_early else response.starts_on < earliest


def last_day(entry) -> date | None:
    """The last day that belongs to an entry; None when it is undated."""
    if entry.starts_on is None or entry.date_precision == Precision.DAY:
        return entry.ends_on or entry.starts_on
    if entry.date_precision == Precision.YEAR:
        return entry.starts_on.replace(month=12, day=31)
    _, length = monthrange(entry.starts_on.year, entry.starts_on.month)
    return entry.starts_on.replace(day=length)


def is_over(entry, day: date) -> bool:
    """Whether an entry's last day lies before ``day``. What is undated is never over."""
    last = last_day(entry)
    return last is not None and last < day


def not_over_q(day: date) -> Q:
    """Dated entries of which ``is_over`` says no."""
    return (
        Q(date_precision=Precision.DAY, ends_on__gte=day)
        | Q(date_precision=Precision.DAY, ends_on=None, starts_on__gte=day)
        | Q(date_precision=Precision.MONTH, starts_on__gte=first_of(Precision.MONTH, day))
        | Q(date_precision=Precision.YEAR, starts_on__gte=first_of(Precision.YEAR, day))
    )


def is_coming(entry, day: date) -> bool:
    """Whether an entry starts after ``day``, or is of a kind or precision that keeps it until it is over."""
    until_over = entry.spec.coming_until_over or entry.date_precision != Precision.DAY
    return starts_after(entry, day) or (until_over and entry.starts_on is not None and not is_over(entry, day))


def coming_q(day: date, kinds_until_over: list[str]) -> Q:
    """Entries of which ``is_coming`` says yes; ``kinds_until_over`` are the kinds that stay until they are over."""
    until_over = Q(kind__in=kinds_until_over) | ~Q(date_precision=Precision.DAY)
    return starts_after_q(day) | not_over_q(day) & until_over


def recent_q(day: date) -> Q:
    """Every dated entry of which ``is_over`` says no, and others of that year: two ranges, each for an index."""
    return Q(starts_on__gte=first_of(Precision.YEAR, day)) | Q(ends_on__gte=day)


def starts_after(entry, day: date) -> bool:
    return entry.starts_on is not None and entry.starts_on > day


def starts_after_q(day: date) -> Q:
    return Q(starts_on__gt=day)


# --- Terms: the last day on which a response is due --------------------------------------------------------


class TermState(models.TextChoices):
    EXPECTED = "expected", "Begint nog"
    RUNNING = "running", "Loopt"
    LATE = "late", "Te laat"
    MET = "met", "Op tijd"
    MET_LATE = "met_late", "Te laat gekomen"
    ANSWERED = "answered", "Beantwoord"
    NOT_RECORDED = "not_recorded", "Geen antwoord vastgelegd"


def term_state(entry, day: date, *, finished: bool) -> TermState | None:
    """The term that an entry sets by its ``due_on``; None when it sets none.

    The entry carries the annotations of ``Entry.objects.with_response``. ``finished`` says that its dossier is
    Afgerond: what is still unanswered then is told, but never called late.
    """
    if entry.due_on is None or entry.cancelled:
        return None
    if entry.is_answered:
        if entry.answered_on is None or entry.answered_precision != Precision.DAY:
            return TermState.ANSWERED
        return TermState.MET if entry.answered_on <= entry.due_on else TermState.MET_LATE
    if finished:
        return TermState.NOT_RECORDED
    if not term_has_begun(entry, day):
        return TermState.EXPECTED
    return TermState.RUNNING if day <= entry.due_on else TermState.LATE


def late_q(day: date) -> Q:
    """Entries, annotated as above and in a dossier that is not finished, of which ``term_state`` says LATE."""
    return Q(due_on__lt=day, cancelled=False, is_answered=False) & term_has_begun_q(day)


def running_q(day: date) -> Q:
    """As ``late_q``, of which ``term_state`` says RUNNING."""
    return Q(due_on__gte=day, cancelled=False, is_answered=False) & term_has_begun_q(day)


def term_has_begun(entry, day: date) -> bool:
    """A term runs from the entry's own day on; that of a round from the day after its last day."""
    if entry.ends_on is not None:
        return entry.ends_on < day
    return entry.starts_on is None or entry.starts_on <= day


def term_has_begun_q(day: date) -> Q:
    return Q(ends_on__lt=day) | Q(ends_on=None) & (Q(starts_on=None) | Q(starts_on__lte=day))


# --- An inspraak round: first and last day both count; without days it counts for nothing ------------------


def is_open(entry, day: date) -> bool:
    return entry.starts_on is not None and entry.starts_on <= day <= entry.ends_on


def open_q(day: date) -> Q:
    return Q(starts_on__lte=day, ends_on__gte=day)


def has_closed(entry, day: date) -> bool:
    return entry.ends_on is not None and entry.ends_on < day


def closed_q(day: date) -> Q:
    return Q(ends_on__lt=day)


def unclosed_q(day: date) -> Q:
    """Dated rounds of which ``has_closed`` says no."""
    return Q(ends_on__gte=day)


# --- What asks for attention ------------------------------------------------------------------------------

WEEK = timedelta(days=6)  # from a day on: that day and the six after it
SILENT_AFTER = timedelta(days=60)
ENDS_SOON = relativedelta(months=1)


def this_week(named: date | None, day: date) -> bool:
    """Whether a day lies in the seven days that begin with ``day``."""
    return named is not None and day <= named <= day + WEEK


def this_week_q(field: str, day: date) -> Q:
    """The rows of which ``this_week`` says yes for that field."""
    return Q(**{f"{field}__range": (day, day + WEEK)})


def silent_q(day: date) -> Q:
    """Dossiers, annotated ``with_last_update``, of which the last update is sixty days ago or more."""
    return Q(last_update__date__lte=day - SILENT_AFTER)


def ends_soon_q(day: date) -> Q:
    """Accounts that still work on ``day`` and have their last day within a month of it."""
    return Q(is_active=True, ends_on__range=(day, day + ENDS_SOON))
