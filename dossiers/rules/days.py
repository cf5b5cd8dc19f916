"""What the days of one row decide, as Python and as Q standing beside each other.

``now`` is a time-zone aware instant, ``day`` a date in the site's time zone. A last day counts: all bounds are
inclusive unless the name says otherwise. What needs other rows is a queryset annotation, never a rule here.
"""

from calendar import monthrange
from datetime import date, datetime, time, timedelta

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
    return timezone.localtime(instant).date()


def midnight(day: date) -> datetime:
    """The instant at which a day begins."""
    return timezone.make_aware(datetime.combine(day, time.min))


# --- Days that can be meant ------------------------------------------------------------------------------


FIRST_YEAR, LAST_YEAR = 1900, 2100  # any other is a typing error, and calendars and terms count on from a day
IMPLAUSIBLE_DATE = f"Kies een dag in de jaren {FIRST_YEAR} tot en met {LAST_YEAR}. Klopt het jaar?"


def is_plausible_date(day: date | None) -> bool:
    """True for None."""
    return day is None or FIRST_YEAR <= day.year <= LAST_YEAR


def plausible_date_q(field: str) -> Q:
    return Q(**{f"{field}__range": (date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))}) | Q(**{field: None})


# --- Days of an entry -------------------------------------------------------------------------------------


def first_day_of(precision: str, day: date) -> date:
    """As a date of that precision is stored."""
    if precision == Precision.YEAR:
        return day.replace(month=1, day=1)
    if precision == Precision.MONTH:
        return day.replace(day=1)
    return day


def is_too_early(response, target) -> bool:
    """Whether a response is dated before its target, or within the period on which it looks back.

    A response known by month or year may be of any day in it. Never true when either is undated or the target is
    cancelled: that may be reported on any day.
    """
    day = target.ends_on or target.starts_on
    if response.starts_on is None or day is None or target.cancelled:
        return False
    same_day_is_too_early = target.ends_on and response.date_precision == Precision.DAY
    earliest = first_day_of(response.date_precision, day)
    return response.starts_on <= earliest if same_day_is_too_early else response.starts_on < earliest


def last_day(entry) -> date | None:
    if entry.starts_on is None or entry.date_precision == Precision.DAY:
        return entry.ends_on or entry.starts_on
    if entry.date_precision == Precision.YEAR:
        return entry.starts_on.replace(month=12, day=31)
    _, length = monthrange(entry.starts_on.year, entry.starts_on.month)
    return entry.starts_on.replace(day=length)


def is_over(entry, day: date) -> bool:
    """False for an undated entry."""
    last = last_day(entry)
    return last is not None and last < day


def not_over_q(day: date) -> Q:
    return (
        Q(date_precision=Precision.DAY, ends_on__gte=day)
        | Q(date_precision=Precision.DAY, ends_on=None, starts_on__gte=day)
        | Q(date_precision=Precision.MONTH, starts_on__gte=first_day_of(Precision.MONTH, day))
        | Q(date_precision=Precision.YEAR, starts_on__gte=first_day_of(Precision.YEAR, day))
    )


def is_upcoming(entry, day: date) -> bool:
    """Whether an entry starts after ``day``, or is of a kind or precision that keeps it until it is over."""
    until_over = entry.spec.upcoming_until_over or entry.date_precision != Precision.DAY
    return starts_after(entry, day) or (until_over and entry.starts_on is not None and not is_over(entry, day))


def upcoming_q(day: date, kinds_until_over: list[str]) -> Q:
    """``kinds_until_over`` are the kinds that stay until they are over."""
    until_over = Q(kind__in=kinds_until_over) | ~Q(date_precision=Precision.DAY)
    return starts_after_q(day) | not_over_q(day) & until_over


def recent_or_upcoming_q(day: date) -> Q:
    """Everything dated that is not over, and the rest of its year: two ranges, each served by an index."""
    return Q(starts_on__gte=first_day_of(Precision.YEAR, day)) | Q(ends_on__gte=day)


def starts_after(entry, day: date) -> bool:
    return entry.starts_on is not None and entry.starts_on > day


def starts_after_q(day: date) -> Q:
    return Q(starts_on__gt=day)


# --- What asks for attention ------------------------------------------------------------------------------

WEEK = timedelta(days=6)  # from a day on: that day and the six after it
STALE_AFTER = timedelta(days=60)
ENDS_SOON = relativedelta(months=1)


def is_within_a_week(other: date | None, day: date) -> bool:
    return other is not None and day <= other <= day + WEEK


def within_a_week_q(field: str, day: date) -> Q:
    return Q(**{f"{field}__range": (day, day + WEEK)})


def stale_q(day: date) -> Q:
    """Takes dossiers annotated ``with_last_update``."""
    return Q(last_update__date__lte=day - STALE_AFTER)


def ends_soon_q(day: date) -> Q:
    return Q(is_active=True, ends_on__range=(day, day + ENDS_SOON))
