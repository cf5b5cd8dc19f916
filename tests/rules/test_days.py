"""What a day makes of an entry: the Python rule, its query and a table written here say the same, every day."""

from datetime import UTC, date, datetime, timedelta

import pytest

from dossiers.models import Editor
from dossiers.rules.days import (
    Precision,
    day_of,
    ends_soon_q,
    first_day_of,
    is_over,
    is_upcoming,
    is_within_a_week,
    last_day,
    not_over_q,
    starts_after,
    starts_after_q,
    upcoming_q,
    within_a_week_q,
)
from dossiers.rules.kinds import KINDS, Kind

from ..conftest import AMSTERDAM
from .walking import JUNE_1, JUNE_5, NEVER, after, days_around, is_found, is_in_span, make_dated_entry, span, until

pytestmark = pytest.mark.django_db

UNTIL_OVER = [kind for kind, spec in KINDS.items() if spec.upcoming_until_over]


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2027, 6, 14, 21, 59, 59, tzinfo=UTC), date(2027, 6, 14)),  # summer time: two hours ahead
        (datetime(2027, 6, 14, 22, 0, 0, tzinfo=UTC), date(2027, 6, 15)),
        (datetime(2027, 12, 31, 22, 59, 59, tzinfo=UTC), date(2027, 12, 31)),  # winter time: one hour ahead
        (datetime(2027, 12, 31, 23, 0, 0, tzinfo=UTC), date(2028, 1, 1)),
        (datetime(2027, 3, 28, 0, 0, 0, tzinfo=AMSTERDAM), date(2027, 3, 28)),
        (datetime(2027, 10, 31, 23, 59, 59, tzinfo=AMSTERDAM), date(2027, 10, 31)),
    ],
)
def test_a_day_begins_at_midnight_in_amsterdam(instant, day):
    assert day_of(instant) == day


# --- Over, and coming -------------------------------------------------------------------------------------

DAYS = [
    # precision, starts_on, ends_on, and the last day that belongs to it
    (Precision.DAY, JUNE_1, None, JUNE_1),
    (Precision.DAY, JUNE_1, JUNE_1, JUNE_1),
    (Precision.DAY, JUNE_1, JUNE_5, JUNE_5),
    (Precision.DAY, date(2027, 12, 30), date(2028, 1, 2), date(2028, 1, 2)),
    (Precision.DAY, date(2028, 2, 29), None, date(2028, 2, 29)),
    (Precision.DAY, date(2027, 3, 27), date(2027, 3, 29), date(2027, 3, 29)),
    (Precision.DAY, date(2027, 10, 30), date(2027, 11, 1), date(2027, 11, 1)),
    (Precision.MONTH, JUNE_1, None, date(2027, 6, 30)),
    (Precision.MONTH, date(2027, 2, 1), None, date(2027, 2, 28)),
    (Precision.MONTH, date(2028, 2, 1), None, date(2028, 2, 29)),
    (Precision.MONTH, date(2027, 7, 1), None, date(2027, 7, 31)),
    (Precision.MONTH, date(2027, 12, 1), None, date(2027, 12, 31)),
    (Precision.YEAR, date(2027, 1, 1), None, date(2027, 12, 31)),
    (Precision.YEAR, date(2028, 1, 1), None, date(2028, 12, 31)),
    (Precision.DAY, None, None, None),
    (Precision.MONTH, None, None, None),
    (Precision.YEAR, None, None, None),
]


@pytest.mark.parametrize(("precision", "starts_on", "ends_on", "last"), DAYS)
def test_an_entry_is_over_the_day_after_its_last_day(precision, starts_on, ends_on, last):
    entry = make_dated_entry(precision, starts_on, ends_on)
    assert last_day(entry) == last
    yes = after(last) if last else NEVER
    for day in days_around(starts_on, last):
        assert is_over(entry, day) is is_in_span(yes, day), day
        assert is_found(not_over_q(day)) is (last is not None and not is_in_span(yes, day)), day


@pytest.mark.parametrize(("precision", "starts_on", "ends_on", "last"), DAYS)
def test_an_entry_starts_after_every_day_before_its_first(precision, starts_on, ends_on, last):
    entry = make_dated_entry(precision, starts_on, ends_on)
    yes = until(starts_on - timedelta(days=1)) if starts_on else NEVER
    for day in days_around(starts_on, last):
        assert starts_after(entry, day) is is_in_span(yes, day), day
        assert is_found(starts_after_q(day)) is is_in_span(yes, day), day


def is_coming_as_the_query_says(entry, yes, *days):
    for day in days_around(*days):
        assert is_upcoming(entry, day) is is_in_span(yes, day), day
        assert is_found(upcoming_q(day, UNTIL_OVER)) is is_in_span(yes, day), day


@pytest.mark.parametrize(("precision", "starts_on", "ends_on", "last"), DAYS)
def test_a_meeting_is_coming_until_it_is_over(precision, starts_on, ends_on, last):
    entry = make_dated_entry(precision, starts_on, ends_on, Kind.MEETING)
    is_coming_as_the_query_says(entry, until(last) if last else NEVER, starts_on, last)


@pytest.mark.parametrize(("precision", "starts_on", "ends_on", "last"), [row for row in DAYS if not row[2]])
def test_news_is_coming_until_the_day_before_or_until_its_month_or_year_is_over(precision, starts_on, ends_on, last):
    entry = make_dated_entry(precision, starts_on, ends_on, Kind.NEWS)
    yes = NEVER
    if starts_on:
        yes = until(last if precision != Precision.DAY else starts_on - timedelta(days=1))
    is_coming_as_the_query_says(entry, yes, starts_on, last)


@pytest.mark.parametrize(("starts_on", "ends_on"), [(JUNE_1, JUNE_5), (JUNE_1, JUNE_1)])
def test_an_inspraakmoment_is_coming_until_the_day_before_it_opens(starts_on, ends_on):
    entry = make_dated_entry(Precision.DAY, starts_on, ends_on, Kind.INSPRAAK)
    is_coming_as_the_query_says(entry, until(starts_on - timedelta(days=1)), starts_on, ends_on)


@pytest.mark.parametrize(
    ("precision", "day", "first"),
    [
        (Precision.DAY, date(2028, 2, 29), date(2028, 2, 29)),
        (Precision.MONTH, date(2028, 2, 29), date(2028, 2, 1)),
        (Precision.MONTH, date(2027, 12, 31), date(2027, 12, 1)),
        (Precision.MONTH, date(2027, 12, 1), date(2027, 12, 1)),
        (Precision.YEAR, date(2028, 2, 29), date(2028, 1, 1)),
        (Precision.YEAR, date(2027, 12, 31), date(2027, 1, 1)),
    ],
)
def test_a_month_and_a_year_are_known_by_their_first_day(precision, day, first):
    assert first_day_of(precision, day) == first


# --- What asks for attention ------------------------------------------------------------------------------


@pytest.mark.parametrize("named", [date(2027, 6, 10), date(2027, 3, 28), date(2028, 2, 29), date(2028, 1, 1), None])
def test_a_day_lies_in_the_week_of_itself_and_of_the_six_days_before_it(named):
    make_dated_entry(Precision.DAY, named, None, Kind.NEWS)
    yes = named and span(named - timedelta(days=6), named)
    for day in days_around(named and named - timedelta(days=6), named):
        assert is_within_a_week(named, day) is is_in_span(yes, day), day
        assert is_found(within_a_week_q("starts_on", day)) is is_in_span(yes, day), day


@pytest.mark.parametrize(
    ("day", "last"), [(date(2027, 6, 10), date(2027, 7, 10)), (date(2028, 1, 31), date(2028, 2, 29))]
)
def test_an_account_ends_soon_up_to_the_same_day_of_the_next_month(day, last):
    for number, ends_on in enumerate((day - timedelta(days=1), day, last, last + timedelta(days=1))):
        Editor.objects.create_user(f"redacteur{number}", ends_on=ends_on)
    found = Editor.objects.filter(ends_soon_q(day)).order_by("pk").values_list("ends_on", flat=True)
    assert list(found) == [day, last]
