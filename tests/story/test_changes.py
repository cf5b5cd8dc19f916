"""Reported changes, readable on the entry and the dossier."""

from datetime import UTC, date, datetime

import pytest

from dossiers.rules.kinds import Kind

from ..factories import make_change, make_dossier, make_entry, make_round
from ..reading import read

pytestmark = pytest.mark.django_db

PAGE = "/dossiers/k16-006-nieuwe-samenwerkingsovereenkomst/"
FIRST, SECOND = datetime(2027, 5, 4, 22, 30, tzinfo=UTC), datetime(2027, 5, 20, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _june(at):
    at(2027, 6, 10)


def notes(client, address=PAGE):
    return [words for words in read(client, address).texts(".note") if words.startswith(("Versch", "Gewij", "Uiter"))]


def test_a_moved_day_tells_from_when_to_when_and_why(client):
    dossier = make_dossier()
    meeting = make_entry(dossier, "Avond", kind=Kind.MEETING, starts_on=date(2027, 6, 1))
    make_change(dossier, FIRST, "De zaal was bezet.", entry=meeting, old_starts_on=date(2027, 5, 3))
    expected = ["Verschoven van 3 mei naar 1 juni: De zaal was bezet."]
    assert notes(client) == notes(client, f"{PAGE}1-avond/") == expected


def test_two_moves_tell_each_its_own_step(client):
    dossier = make_dossier()
    meeting = make_entry(dossier, "Avond", kind=Kind.MEETING, starts_on=date(2027, 6, 1))
    make_change(dossier, FIRST, "Eerst.", entry=meeting, old_starts_on=date(2027, 5, 3))
    make_change(dossier, SECOND, "Toen.", entry=meeting, old_starts_on=date(2027, 5, 24))
    assert notes(client) == ["Verschoven van 24 mei naar 1 juni: Toen.", "Verschoven van 3 mei naar 24 mei: Eerst."]


def test_a_longer_round_tells_both_periods(client):
    dossier = make_dossier()
    round_ = make_round(dossier, date(2027, 6, 1), date(2027, 6, 20))
    days = {"old_starts_on": date(2027, 6, 1), "old_ends_on": date(2027, 6, 15)}
    make_change(dossier, FIRST, "Op verzoek.", entry=round_, **days)
    assert notes(client) == ["Verschoven van 1 juni t/m 15 juni naar 1 juni t/m 20 juni: Op verzoek."]


def test_a_moved_term_says_so(client):
    dossier = make_dossier()
    advice = make_entry(dossier, kind=Kind.ADVICE, starts_on=date(2027, 5, 1), due_on=date(2027, 6, 1))
    make_change(dossier, FIRST, "DUWO vroeg uitstel.", entry=advice, old_due_on=date(2027, 5, 15))
    assert notes(client) == ["Uiterste dag verschoven van 15 mei naar 1 juni: DUWO vroeg uitstel."]


def test_a_moved_round_tells_of_its_promise_too(client):
    dossier = make_dossier()
    round_ = make_round(dossier, date(2027, 6, 1), date(2027, 6, 20), due_on=date(2027, 7, 18))
    days = {"old_starts_on": date(2027, 6, 1), "old_ends_on": date(2027, 6, 15), "old_due_on": date(2027, 7, 13)}
    make_change(dossier, FIRST, "Op verzoek.", entry=round_, **days)
    moved = "Verschoven van 1 juni t/m 15 juni naar 1 juni t/m 20 juni"
    assert notes(client) == [f"{moved}. Uiterste dag verschoven van 13 juli naar 18 juli: Op verzoek."]


def test_a_changed_text_tells_the_day_in_amsterdam(client):
    dossier = make_dossier()
    make_change(dossier, FIRST, "Het bedrag klopte niet.", entry=make_entry(dossier))
    assert notes(client) == ["Gewijzigd op 5 mei: Het bedrag klopte niet."]


def test_a_change_of_the_dossier_itself_stands_with_its_timeline(client):
    dossier = make_dossier()
    make_entry(dossier, "Workshop")
    make_change(dossier, FIRST, "De titel is aangepast.")
    assert notes(client) == ["Gewijzigd op 5 mei: De titel is aangepast."]
    assert notes(client, f"{PAGE}1-workshop/") == []


def test_a_change_reported_for_later_is_not_told_yet(client):
    dossier = make_dossier()
    make_change(dossier, datetime(2027, 6, 11, tzinfo=UTC), "Morgen.", entry=make_entry(dossier))
    assert notes(client) == []
