"""The inspraak status of a dossier, day by day, against a table written here."""

from datetime import UTC, date, datetime, timedelta

import pytest

from dossiers.models import Dossier, Inspraak
from dossiers.rules.kinds import Kind
from dossiers.rules.phases import Phase
from dossiers.rules.publication import Audience

from ..conftest import AMSTERDAM
from ..factories import make_dossier, make_entry, make_round

pytestmark = pytest.mark.django_db


def status(dossier, now):
    return Dossier.objects.with_inspraak(Audience(now)).get(pk=dossier.pk)


def days(first, last):
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


@pytest.mark.parametrize(
    ("opens", "closes"),
    [
        (date(2027, 3, 26), date(2027, 3, 30)),  # summer time begins on 28 March 2027
        (date(2027, 10, 29), date(2027, 11, 2)),  # and ends on 31 October 2027
        (date(2028, 2, 27), date(2028, 3, 1)),  # over a leap day
        (date(2027, 6, 15), date(2027, 6, 15)),  # a round of one day
    ],
)
def test_a_round_is_announced_then_open_up_to_its_last_second_then_closed(opens, closes):
    dossier = make_dossier(phase=Phase.TALKS)
    make_round(dossier, opens, closes)
    for day in days(opens - timedelta(days=3), closes + timedelta(days=3)):
        expected = Inspraak.ANNOUNCED if day < opens else Inspraak.OPEN if day <= closes else Inspraak.CLOSED
        for hour, minute, second in [(0, 0, 1), (12, 0, 0), (23, 59, 59)]:
            now = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=AMSTERDAM)
            assert status(dossier, now).inspraak == expected, now


def test_of_several_open_rounds_the_first_to_close_speaks():
    dossier = make_dossier()
    make_round(dossier, date(2027, 6, 1), date(2027, 6, 20))
    make_round(dossier, date(2027, 6, 1), date(2027, 6, 15))
    assert status(dossier, datetime(2027, 6, 10, 12, tzinfo=UTC)).open_until == date(2027, 6, 15)
    assert status(dossier, datetime(2027, 6, 16, 12, tzinfo=UTC)).open_until == date(2027, 6, 20)


def test_of_several_announced_rounds_the_first_to_open_speaks():
    dossier = make_dossier()
    make_round(dossier, date(2027, 7, 1), date(2027, 7, 20))
    make_round(dossier, date(2027, 6, 12), date(2027, 6, 15))
    assert status(dossier, datetime(2027, 6, 10, 12, tzinfo=UTC)).opens_on == date(2027, 6, 12)


AFTER = datetime(2027, 7, 1, 12, tzinfo=UTC)


def closed_round(**fields):
    dossier = make_dossier(**fields)
    return dossier, make_round(dossier, date(2027, 6, 1), date(2027, 6, 15))


def test_public_feedback_ends_the_wait():
    dossier, round_ = closed_round()
    make_entry(dossier, kind=Kind.FEEDBACK, responds_to=round_)
    assert status(dossier, AFTER).inspraak == Inspraak.NONE


def test_draft_feedback_does_not_end_the_wait():
    dossier, round_ = closed_round()
    make_entry(dossier, kind=Kind.FEEDBACK, responds_to=round_, published_at=None)
    assert status(dossier, AFTER).inspraak == Inspraak.CLOSED


def test_feedback_on_another_round_does_not_end_the_wait():
    dossier, _ = closed_round()
    other = make_round(dossier, date(2027, 5, 1), date(2027, 5, 15))
    make_entry(dossier, kind=Kind.FEEDBACK, responds_to=other)
    assert status(dossier, AFTER).inspraak == Inspraak.CLOSED


def test_a_finished_dossier_does_not_promise_feedback():
    dossier, _ = closed_round(phase=Phase.CLOSED)
    assert status(dossier, AFTER).inspraak == Inspraak.NONE


@pytest.mark.parametrize("fields", [{"cancelled": True}, {"published_at": None}, {"withdrawn_at": AFTER}])
def test_a_round_that_is_cancelled_or_not_public_counts_for_nothing(fields):
    dossier = make_dossier()
    make_round(dossier, date(2027, 6, 1), date(2027, 6, 15), **fields)
    found = status(dossier, datetime(2027, 6, 10, 12, tzinfo=UTC))
    assert found.inspraak == Inspraak.NONE


def test_a_round_without_days_counts_for_nothing():
    dossier = make_dossier()
    make_round(dossier, None, None)
    assert status(dossier, AFTER).inspraak == Inspraak.NONE


def test_a_round_in_another_dossier_does_not_count():
    dossier = make_dossier()
    make_round(make_dossier("K17-001"), date(2027, 6, 1), date(2027, 6, 15))
    assert status(dossier, datetime(2027, 6, 10, 12, tzinfo=UTC)).inspraak == Inspraak.NONE
