"""What an editor may want to look at again: told after saving, and never in the way of saving."""

from datetime import UTC, date, datetime

import pytest

from dossiers.kinds import Kind
from dossiers.models import Entry

from .editors import Desk, make_editor
from .factories import make_dossier, make_entry, make_round
from .filled_form import visible_text

pytestmark = pytest.mark.django_db
JUNE, MID_JULY = date(2027, 6, 1), date(2027, 7, 14)
LATE_ROUND = "sluit op 15 juli 2027. Ons advies moet er op 14 juli 2027 al zijn. Kunnen die reacties dan nog mee?"


@pytest.fixture
def desk(at):
    at(2027, 5, 4, 20, 0)
    return Desk(make_editor())


@pytest.fixture
def dossier():
    return make_dossier()


def make_request(dossier, due_on=MID_JULY, **fields):
    return make_entry(dossier, "De aanvraag", kind=Kind.REQUEST, **{"starts_on": JUNE, "due_on": due_on} | fields)


def warnings(page):
    told = [message for message in page.context["messages"] if message.level_tag == "warning"]
    return [str(message).replace("\xa0", " ") for message in told]


def save_request(desk, dossier, **answers):
    return desk.save("entry", query={"dossier": dossier.pk, "kind": "request"}, title="De aanvraag", **answers)


@pytest.mark.parametrize(
    ("due_on", "days"), [("12-07-2027", 41), ("13-07-2027", None), ("01-06-2027", 0), ("02-06-2027", 1), ("", None)]
)
def test_a_term_shorter_than_six_weeks_is_pointed_at_and_saved(desk, dossier, due_on, days):
    page = save_request(desk, dossier, starts_on="01-06-2027", due_on=due_on)
    count = "1 dag" if days == 1 else f"{days} dagen"
    sentence = (
        f"Tussen de aanvraag en “Advies uiterlijk” zit {count}. "
        "De Overlegwet (artikel 5) noemt minstens 42 dagen. Klopt de dag?"
    )
    assert warnings(page) == ([] if days is None else [sentence])
    assert "is opgeslagen" in visible_text(page)
    assert Entry.objects.count() == 1


def test_a_day_that_is_known_by_month_only_is_not_counted_from(desk, dossier):
    page = save_request(desk, dossier, starts_on="01-06-2027", date_precision="month", due_on="30-06-2027")
    assert warnings(page) == []


def test_the_term_of_an_answer_is_not_measured_by_that_of_an_advice(desk, dossier):
    answers = {"title": "Ons advies", "starts_on": "01-06-2027", "due_on": "15-06-2027"}
    assert warnings(desk.save("entry", query={"dossier": dossier.pk, "kind": "advice"}, **answers)) == []


@pytest.mark.parametrize(("ends_on", "is_late"), [(date(2027, 7, 14), False), (date(2027, 7, 15), True)])
def test_a_request_points_at_a_round_that_closes_after_our_advice_is_due(desk, dossier, ends_on, is_late):
    make_round(dossier, JUNE, ends_on, "De enquête")
    page = save_request(desk, dossier, starts_on="01-06-2027", due_on="14-07-2027")
    assert warnings(page) == [f"“De enquête” {LATE_ROUND}"] * is_late


@pytest.mark.parametrize(("ends_on", "is_late"), [("14-07-2027", False), ("15-07-2027", True)])
def test_a_round_points_at_the_request_that_it_comes_too_late_for(desk, dossier, ends_on, is_late):
    make_request(dossier)
    answers = {"title": "De enquête", "starts_on": "01-06-2027", "ends_on": ends_on}
    page = desk.save("entry", query={"dossier": dossier.pk, "kind": "inspraak"}, **answers)
    assert warnings(page) == [f"“De enquête” {LATE_ROUND}"] * is_late


GONE = datetime(2027, 5, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    "fields",
    [
        {"cancelled": True},
        {"withdrawn_at": GONE, "withdrawn_reason": "Dubbel."},
        {"withdrawn_at": GONE, "published_at": None},
    ],
    ids=["cancelled", "withdrawn", "binned"],
)
def test_a_round_that_does_not_take_place_is_not_pointed_at(desk, dossier, fields):
    make_round(dossier, JUNE, date(2027, 7, 15), **fields)
    assert warnings(save_request(desk, dossier, starts_on="01-06-2027", due_on="14-07-2027")) == []


def test_cancelling_a_late_round_points_at_nothing(desk, dossier):
    make_request(dossier)
    round_ = make_round(dossier, JUNE, date(2027, 7, 15))
    page = desk.save("entry", round_, cancelled="on", report="told", report_text="Te laat voor het advies.")
    assert warnings(page) == []


def test_a_draft_of_a_round_is_pointed_at_too(desk, dossier):
    make_round(dossier, JUNE, date(2027, 7, 15), "De enquête", published_at=None)
    page = save_request(desk, dossier, starts_on="01-06-2027", due_on="14-07-2027")
    assert warnings(page) == [f"“De enquête” {LATE_ROUND}"]


def test_a_round_about_another_request_is_not_pointed_at(desk, dossier):
    first, second = make_request(dossier), make_request(dossier, date(2027, 9, 1))
    round_ = make_round(dossier, JUNE, date(2027, 7, 15), responds_to=second)
    assert warnings(desk.save("entry", first)) == []
    assert warnings(desk.save("entry", round_)) == []


def test_a_round_after_our_advice_was_given_is_not_pointed_at(desk, dossier):
    request = make_request(dossier)
    make_entry(dossier, kind=Kind.ADVICE, responds_to=request, starts_on=JUNE)
    assert warnings(desk.save("entry", make_round(dossier, JUNE, date(2027, 7, 15)))) == []
    assert warnings(desk.save("entry", request)) == []


def test_a_round_after_the_landlord_has_to_answer_is_not_pointed_at(desk, dossier):
    make_entry(dossier, kind=Kind.ADVICE, starts_on=JUNE, due_on=date(2027, 6, 15))
    assert warnings(desk.save("entry", make_round(dossier, JUNE, date(2027, 7, 15)))) == []


def test_rounds_of_other_dossiers_are_not_pointed_at(desk, dossier):
    other = make_dossier("K17-001")
    make_round(other, JUNE, date(2027, 7, 15))
    assert warnings(save_request(desk, dossier, starts_on="01-06-2027", due_on="14-07-2027")) == []
    assert warnings(desk.save("entry", make_round(other, JUNE, date(2027, 8, 15)))) == []


def test_undated_rounds_and_requests_are_not_pointed_at(desk, dossier):
    make_round(dossier, None, None)
    assert warnings(save_request(desk, dossier)) == []
    assert warnings(desk.save("entry", make_round(dossier, None, None))) == []
