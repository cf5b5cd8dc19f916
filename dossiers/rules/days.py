"""What the days of one row decide, as Python and as Q standing beside each other.

``now`` is a time-zone aware instant, ``day`` a date in the site's time zone. A last day counts: all bounds are
inclusive unless the name says otherwise. What needs other rows is a queryset annotation, never a rule here.
"""

from calendar import monthrange
from datetime import date, datetime, timedelta

from dateutil.relativedelta import relativedelta
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Precision(models.TextChoices):
    """How exactly a date is known. Month and year are stored as their first day."""

    DAY = "day", "Dag"
    MONTH = "month", "Maand"
    YEAR = "year", "Jaar"


def day_of(instant: datetime) -> date:
    """The day of an instant in the site's time zone."""
    return timezone.localtime(instant).date()


# --- Days that can be meant ------------------------------------------------------------------------------


FIRST_YEAR, LAST_YEAR = 1900, 2100  # any other is a typing error, and calendars and terms count on from a day
IMPLAUSIBLE_DATE = f"Kies een dag in de jaren {FIRST_YEAR} tot en met {LAST_YEAR}. Klopt het jaar?"


def is_plausible_date(day: date | None) -> bool:
    """Whether a day lies in a year that a dossier can be about; no day at all is fine too."""
    return day is None or FIRST_YEAR <= day.year <= LAST_YEAR


def plausible_date_q(field: str) -> Q:
    """The rows of which ``is_plausible_date`` says yes for that field."""
    return Q(**{f"{field}__range": (date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))}) | Q(**{field: None})


# --- Days of an entry -------------------------------------------------------------------------------------


def first_day_of(precision: str, day: date) -> date:
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
    earliest = first_day_of(response.date_precision, day)
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
        | Q(date_precision=Precision.MONTH, starts_on__gte=first_day_of(Precision.MONTH, day))
        | Q(date_precision=Precision.YEAR, starts_on__gte=first_day_of(Precision.YEAR, day))
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
    return Q(starts_on__gte=first_day_of(Precision.YEAR, day)) | Q(ends_on__gte=day)


def starts_after(entry, day: date) -> bool:
    return entry.starts_on is not None and entry.starts_on > day


def starts_after_q(day: date) -> Q:
    return Q(starts_on__gt=day)


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
