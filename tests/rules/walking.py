"""Days as spans (the first and the last day, both counting), and the walk along every day around them."""

from datetime import date, timedelta

from dossiers.models import Entry
from dossiers.rules.kinds import Kind

from ..factories import LONG_AGO, make_dossier, make_entry

JUNE_1, JUNE_5 = date(2027, 6, 1), date(2027, 6, 5)
NEVER = None


def until(last):
    return (date.min, last)


def after(day):
    return (day + timedelta(days=1), date.max)


def span(first, last):
    return (first, last)


def days_around(*days):
    """From three days before the first of these days to three after the last."""
    known = [day for day in days if day]
    first = min(known, default=date(2027, 6, 1)) - timedelta(days=3)
    last = max(known, default=date(2027, 6, 1)) + timedelta(days=3)
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def is_in_span(yes, day):
    return yes is not None and yes[0] <= day <= yes[1]


def is_found(query):
    return Entry.objects.filter(query).exists()


def make_dated_entry(precision, starts_on, ends_on, kind=Kind.MEETING):
    return make_entry(
        make_dossier(),
        kind=kind,
        date_precision=precision,
        starts_on=starts_on,
        ends_on=ends_on,
        published_at=LONG_AGO,
    )
