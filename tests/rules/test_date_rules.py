"""What the dates of one row decide: the Python rule, its query and a table written here say the same, every day.

Each row of a table gives the days of an entry and the span (first and last day, both counting) in which the rule
says yes.
"""

from datetime import UTC, date, datetime, timedelta

import pytest

from dossiers.models import Dossier, Editor, Entry
from dossiers.rules import date_rules
from dossiers.rules.date_rules import Precision, Preview, Publication
from dossiers.rules.kinds import KINDS, Kind

from ..conftest import AMSTERDAM
from ..factories import LONG_AGO, make_dossier, make_entry

pytestmark = pytest.mark.django_db

NEVER = None
UNTIL_OVER = [kind for kind, spec in KINDS.items() if spec.coming_until_over]


def until(last):
    return (date.min, last)


def after(day):
    return (day + timedelta(days=1), date.max)


def span(first, last):
    return (first, last)


def walk(*days):
    """Every day from before the first to after the last of these days."""
    known = [day for day in days if day]
    first = min(known, default=date(2027, 6, 1)) - timedelta(days=3)
    last = max(known, default=date(2027, 6, 1)) + timedelta(days=3)
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def says_yes(yes, day):
    return yes is not None and yes[0] <= day <= yes[1]


def matches(query):
    return Entry.objects.filter(query).exists()


# --- Publication ------------------------------------------------------------------------------------------

NOW = datetime(2027, 6, 15, 22, 0, tzinfo=UTC)  # midnight in Amsterdam
TICK = timedelta(microseconds=1)
DRAFT, SCHEDULED, PUBLIC, WITHDRAWN, BINNED = Publication

PUBLICATIONS = [
    # published_at, withdrawn_at, and the state just before, at and just after NOW
    (None, None, (DRAFT, DRAFT, DRAFT)),
    (NOW, None, (SCHEDULED, PUBLIC, PUBLIC)),
    (NOW - timedelta(days=1), None, (PUBLIC, PUBLIC, PUBLIC)),
    (NOW + timedelta(days=1), None, (SCHEDULED, SCHEDULED, SCHEDULED)),
    (NOW - timedelta(days=1), NOW - timedelta(hours=1), (WITHDRAWN, WITHDRAWN, WITHDRAWN)),
    (NOW - timedelta(hours=1), NOW - timedelta(hours=1), (WITHDRAWN, WITHDRAWN, WITHDRAWN)),
    (NOW - timedelta(hours=1) + TICK, NOW - timedelta(hours=1), (BINNED, BINNED, BINNED)),
    (NOW, NOW - timedelta(hours=1), (BINNED, BINNED, BINNED)),
    (NOW + timedelta(days=1), NOW - timedelta(hours=1), (BINNED, BINNED, BINNED)),
    (None, NOW - timedelta(hours=1), (BINNED, BINNED, BINNED)),
]


def test_a_day_that_is_reckoned_from_a_preview_shows_nothing_more():
    dossier = make_dossier(published_at=None)
    preview = Preview.at(NOW, dossier=dossier.pk)
    assert Dossier.objects.public(preview).exists()
    assert not Dossier.objects.public(preview + timedelta(days=1)).exists()


@pytest.mark.parametrize(("published_at", "withdrawn_at", "states"), PUBLICATIONS)
def test_a_row_is_in_one_of_five_states_of_publication(published_at, withdrawn_at, states):
    dossier = make_dossier(published_at=published_at, withdrawn_at=withdrawn_at)
    entry = make_entry(dossier)
    for now, expected in zip((NOW - TICK, NOW, NOW + TICK), states, strict=True):
        assert date_rules.publication(dossier, now) == expected, now
        for state in Publication:
            found = Dossier.objects.filter(date_rules.publication_q(state, now)).exists()
            assert found is (state == expected), (state, now)
            of_entry = Entry.objects.filter(date_rules.publication_q(state, now, "dossier__"), pk=entry.pk)
            assert of_entry.exists() is (state == expected), (state, now)


HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("entry", "dossier", "seen"),
    [
        # published_at and withdrawn_at of each
        ((NOW, None), (NOW, None), True),
        ((NOW + TICK, None), (NOW - HOUR, None), False),
        ((NOW - HOUR, None), (NOW + TICK, None), False),
        ((None, None), (NOW - HOUR, None), False),
        ((NOW - HOUR, None), (None, None), False),
        ((NOW - 2 * HOUR, NOW - HOUR), (NOW - 2 * HOUR, None), True),
        ((NOW - 2 * HOUR, NOW - HOUR), (NOW - HOUR, None), True),
        ((NOW - 2 * HOUR, NOW - HOUR), (NOW - HOUR + TICK, None), False),
        ((NOW - 2 * HOUR, None), (NOW - 2 * HOUR, NOW - HOUR), True),
        ((NOW - HOUR, None), (NOW - 2 * HOUR, NOW - HOUR), True),
        ((NOW - HOUR + TICK, None), (NOW - 2 * HOUR, NOW - HOUR), False),
        ((NOW - HOUR, NOW - 2 * HOUR), (NOW - 3 * HOUR, None), False),
    ],
)
def test_an_entry_was_seen_when_it_and_its_dossier_were_public_at_one_instant(entry, dossier, seen):
    parent = make_dossier(published_at=dossier[0], withdrawn_at=dossier[1])
    make_entry(parent, published_at=entry[0], withdrawn_at=entry[1])
    assert matches(date_rules.was_visible_q(NOW, "", "dossier__")) is seen


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
    assert date_rules.day_of(instant) == day


# --- Over, and coming -------------------------------------------------------------------------------------

JUNE_1, JUNE_5 = date(2027, 6, 1), date(2027, 6, 5)

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


def dated(precision, starts_on, ends_on, kind=Kind.MEETING):
    return make_entry(
        make_dossier(),
        kind=kind,
        date_precision=precision,
        starts_on=starts_on,
        ends_on=ends_on,
        published_at=LONG_AGO,
    )


@pytest.mark.parametrize(("precision", "starts_on", "ends_on", "last"), DAYS)
def test_an_entry_is_over_the_day_after_its_last_day(precision, starts_on, ends_on, last):
    entry = dated(precision, starts_on, ends_on)
    assert date_rules.last_day(entry) == last
    yes = after(last) if last else NEVER
    for day in walk(starts_on, last):
        assert date_rules.is_over(entry, day) is says_yes(yes, day), day
        assert matches(date_rules.not_over_q(day)) is (last is not None and not says_yes(yes, day)), day


@pytest.mark.parametrize(("precision", "starts_on", "ends_on", "last"), DAYS)
def test_an_entry_starts_after_every_day_before_its_first(precision, starts_on, ends_on, last):
    entry = dated(precision, starts_on, ends_on)
    yes = until(starts_on - timedelta(days=1)) if starts_on else NEVER
    for day in walk(starts_on, last):
        assert date_rules.starts_after(entry, day) is says_yes(yes, day), day
        assert matches(date_rules.starts_after_q(day)) is says_yes(yes, day), day


def is_coming_as_the_query_says(entry, yes, *days):
    for day in walk(*days):
        assert date_rules.is_coming(entry, day) is says_yes(yes, day), day
        assert matches(date_rules.coming_q(day, UNTIL_OVER)) is says_yes(yes, day), day


@pytest.mark.parametrize(("precision", "starts_on", "ends_on", "last"), DAYS)
def test_a_meeting_is_coming_until_it_is_over(precision, starts_on, ends_on, last):
    entry = dated(precision, starts_on, ends_on, Kind.MEETING)
    is_coming_as_the_query_says(entry, until(last) if last else NEVER, starts_on, last)


@pytest.mark.parametrize(("precision", "starts_on", "ends_on", "last"), [row for row in DAYS if not row[2]])
def test_news_is_coming_until_the_day_before_or_until_its_month_or_year_is_over(precision, starts_on, ends_on, last):
    entry = dated(precision, starts_on, ends_on, Kind.NEWS)
    yes = NEVER
    if starts_on:
        yes = until(last if precision != Precision.DAY else starts_on - timedelta(days=1))
    is_coming_as_the_query_says(entry, yes, starts_on, last)


@pytest.mark.parametrize(("starts_on", "ends_on"), [(JUNE_1, JUNE_5), (JUNE_1, JUNE_1)])
def test_an_inspraakmoment_is_coming_until_the_day_before_it_opens(starts_on, ends_on):
    entry = dated(Precision.DAY, starts_on, ends_on, Kind.INSPRAAK)
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
    assert date_rules.first_of(precision, day) == first


# --- An inspraak round ------------------------------------------------------------------------------------

ROUNDS = [
    # starts_on, ends_on, the days on which it is open, the days on which it has closed
    (JUNE_1, JUNE_5, span(JUNE_1, JUNE_5), after(JUNE_5)),
    (JUNE_1, JUNE_1, span(JUNE_1, JUNE_1), after(JUNE_1)),
    (date(2027, 3, 26), date(2027, 3, 30), span(date(2027, 3, 26), date(2027, 3, 30)), after(date(2027, 3, 30))),
    (date(2027, 10, 29), date(2027, 11, 2), span(date(2027, 10, 29), date(2027, 11, 2)), after(date(2027, 11, 2))),
    (date(2027, 12, 30), date(2028, 1, 2), span(date(2027, 12, 30), date(2028, 1, 2)), after(date(2028, 1, 2))),
    (date(2028, 2, 28), date(2028, 2, 29), span(date(2028, 2, 28), date(2028, 2, 29)), after(date(2028, 2, 29))),
    (None, None, NEVER, NEVER),
]


@pytest.mark.parametrize(("starts_on", "ends_on", "open_on", "closed_on"), ROUNDS)
def test_a_round_is_open_from_its_first_to_its_last_day_and_closed_after_it(starts_on, ends_on, open_on, closed_on):
    entry = dated(Precision.DAY, starts_on, ends_on, Kind.INSPRAAK)
    for day in walk(starts_on, ends_on):
        assert date_rules.is_open(entry, day) is says_yes(open_on, day), day
        assert matches(date_rules.open_q(day)) is says_yes(open_on, day), day
        assert date_rules.has_closed(entry, day) is says_yes(closed_on, day), day
        assert matches(date_rules.closed_q(day)) is says_yes(closed_on, day), day
        assert matches(date_rules.unclosed_q(day)) is (ends_on is not None and not says_yes(closed_on, day)), day


# --- What asks for attention ------------------------------------------------------------------------------


@pytest.mark.parametrize("named", [date(2027, 6, 10), date(2027, 3, 28), date(2028, 2, 29), date(2028, 1, 1), None])
def test_a_day_lies_in_the_week_of_itself_and_of_the_six_days_before_it(named):
    dated(Precision.DAY, named, None, Kind.NEWS)
    yes = named and span(named - timedelta(days=6), named)
    for day in walk(named and named - timedelta(days=6), named):
        assert date_rules.this_week(named, day) is says_yes(yes, day), day
        assert matches(date_rules.this_week_q("starts_on", day)) is says_yes(yes, day), day


@pytest.mark.parametrize(
    ("day", "last"), [(date(2027, 6, 10), date(2027, 7, 10)), (date(2028, 1, 31), date(2028, 2, 29))]
)
def test_an_account_ends_soon_up_to_the_same_day_of_the_next_month(day, last):
    for number, ends_on in enumerate((day - timedelta(days=1), day, last, last + timedelta(days=1))):
        Editor.objects.create_user(f"redacteur{number}", ends_on=ends_on)
    found = Editor.objects.filter(date_rules.ends_soon_q(day)).order_by("pk").values_list("ends_on", flat=True)
    assert list(found) == [day, last]
