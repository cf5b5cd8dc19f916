"""The day that the form proposes for a term. People set it: what they type stays."""

from datetime import date

import pytest

from dossiers.models import Entry
from dossiers.rules.kinds import Kind, Right

from ..editors import Desk, make_editor
from ..factories import make_entry, make_round
from ..filled_form import read_form, visible_text

pytestmark = pytest.mark.django_db
NO_PROPOSAL = "Een voorstel is er alleen na een aanvraag met het recht “Advies”."


@pytest.fixture
def desk(at):
    at(2027, 5, 4, 23, 59)
    return Desk(make_editor())


def make_request(dossier, right=Right.ADVICE):
    return make_entry(dossier, "De aanvraag", kind=Kind.REQUEST, starts_on=date(2027, 4, 1), right=right)


def words(page):
    return visible_text(page).replace("\xa0", " ")


def ask(desk, **answers):
    """What the script in the form gets for what is filled in."""
    return desk.get("/beheer/dossiers/entry/voorstel/", answers).json()


@pytest.mark.parametrize(
    ("received", "proposed"),
    [
        ("01-06-2027", "13-07-2027"),  # 42 days
        ("01-05-2027", "14-06-2027"),  # 42 days is a Saturday
        ("05-04-2027", "18-05-2027"),  # 42 days is Whit Monday
    ],
)
def test_our_advice_is_proposed_six_weeks_after_a_request_on_a_working_day(desk, received, proposed):
    assert ask(desk, kind="request", starts_on=received)["due_on"] == proposed


def test_our_feedback_is_proposed_four_weeks_after_the_last_day_of_a_round(desk):
    answer = ask(desk, kind="inspraak", starts_on="01-06-2027", ends_on="15-06-2027")
    assert answer["due_on"] == "13-07-2027"
    assert answer["words"].replace("\xa0", " ") == (
        "Voorstel: 13 juli 2027. Dat is vier weken na de laatste dag, of de eerste werkdag daarna."
    )
    assert ask(desk, kind="inspraak", starts_on="01-06-2027")["due_on"] == ""


def test_an_answer_is_proposed_two_weeks_after_an_advice_on_a_request_for_advice(desk, dossier):
    answer = ask(desk, kind="advice", starts_on="01-06-2027", responds_to=make_request(dossier).pk)
    assert answer["due_on"] == "15-06-2027"


@pytest.mark.parametrize("right", [Right.CONSENT, Right.INFORMATION, Right.CONSULTATION, ""])
def test_no_answer_is_proposed_after_a_request_with_another_right(desk, dossier, right):
    request = make_request(dossier, right)
    answer = ask(desk, kind="advice", starts_on="01-06-2027", responds_to=request.pk)
    assert answer == {"due_on": "", "words": NO_PROPOSAL}


def test_nothing_is_proposed_for_an_unasked_advice(desk):
    assert ask(desk, kind="advice", starts_on="01-06-2027") == {"due_on": "", "words": NO_PROPOSAL}


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in (Kind.REQUEST, Kind.INSPRAAK, Kind.ADVICE)])
def test_other_kinds_have_no_term_to_propose(desk, kind):
    assert ask(desk, kind=kind, starts_on="01-06-2027", ends_on="02-06-2027") == {"due_on": "", "words": ""}


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"kind": "feest", "starts_on": "01-06-2027"},
        {"kind": "request"},
        {"kind": "request", "starts_on": "31 juni"},
        {"kind": "request", "starts_on": "\0"},
        {"kind": "request", "starts_on": "31-12-9999"},
        {"kind": "request", "starts_on": "01-01-0001"},
        {"kind": "inspraak", "starts_on": "01-06-2027", "ends_on": "31-12-9999"},
        {"kind": "request", "starts_on": "01-06-2027", "date_precision": "month"},
        {"kind": "advice", "starts_on": "01-06-2027", "responds_to": "x"},
        {"kind": "advice", "starts_on": "01-06-2027", "responds_to": "99999999999999999999"},
    ],
)
def test_what_cannot_be_read_gives_no_proposal(desk, answers):
    assert ask(desk, **answers)["due_on"] == ""


def test_the_form_of_a_request_names_the_rule_before_a_day_is_known(desk, dossier):
    page = desk.open_form("entry", dossier=dossier.pk, kind="request")
    assert "Op deze dag mag het nog. Voorstel: zes weken na ontvangst, of de eerste werkdag daarna." in words(page)
    assert read_form(page, "entry_form")["due_on"] == ""


def test_a_form_that_comes_back_names_the_day_that_fits_what_was_typed(desk, dossier):
    query = {"dossier": dossier.pk, "kind": "request"}
    page = desk.save("entry", query=query, title="", starts_on="01-06-2027")
    assert "Voorstel: 13 juli 2027. Dat is zes weken na ontvangst" in words(page)


def test_a_promise_that_no_longer_fits_is_refused_with_the_day_that_does(desk, dossier):
    round_ = make_round(dossier, date(2027, 6, 1), date(2027, 6, 14), due_on=date(2027, 7, 12))
    page = desk.save("entry", round_, ends_on="20-07-2027", report="announced", report_text="We kregen nog weinig.")
    assert "Voorstel: 17 augustus 2027. Dat is vier weken na de laatste dag" in words(page)


def test_the_form_of_a_follow_up_names_the_day_for_today(desk, dossier):
    query = {"dossier": dossier.pk, "kind": "advice", "responds_to": make_request(dossier).pk}
    assert "Voorstel: 18 mei 2027. Dat is twee weken na het advies" in words(desk.open_form("entry", **query))


def test_a_stored_entry_without_a_term_gets_a_proposal_and_one_with_a_term_keeps_it(desk, dossier):
    request = make_request(dossier)
    assert "Voorstel: 13 mei 2027." in words(desk.open_form("entry", request))
    Entry.objects.update(due_on=date(2027, 7, 1))
    page = desk.open_form("entry", request)
    assert "Voorstel" not in words(page)
    assert read_form(page, "entry_form")["due_on"] == "01-07-2027"


def test_nothing_is_filled_in_unasked(desk, dossier):
    desk.save("entry", query={"dossier": dossier.pk, "kind": "request"}, title="Vraag", starts_on="01-06-2027")
    assert Entry.objects.get().due_on is None


def test_what_people_type_is_what_counts(desk, dossier):
    answers = {"title": "Vraag", "starts_on": "01-06-2027", "due_on": "01-09-2027"}
    desk.save("entry", query={"dossier": dossier.pk, "kind": "request"}, **answers)
    assert Entry.objects.get().due_on == date(2027, 9, 1)


@pytest.mark.parametrize(
    ("kind", "day"),
    [("news", "04-05-2027"), ("inspraak", ""), ("meeting", ""), ("request", ""), ("agreement", "")],
)
def test_news_is_of_today_and_what_was_or_will_be_is_asked(desk, dossier, kind, day):
    page = desk.open_form("entry", dossier=dossier.pk, kind=kind)
    assert read_form(page, "entry_form")["starts_on"] == day


def test_a_feedback_is_of_today(desk, dossier):
    make_round(dossier, date(2027, 4, 1), date(2027, 4, 15))
    page = desk.open_form("entry", dossier=dossier.pk, kind="feedback")
    assert read_form(page, "entry_form")["starts_on"] == "04-05-2027"


def test_each_right_is_explained_beside_its_choice_and_none_is_chosen_for_you(desk, dossier):
    page = desk.open_form("entry", dossier=dossier.pk, kind="request")
    text = words(page)
    for line in (
        "Advies. DUWO vraagt ons eerst om advies en beslist daarna zelf.",
        "Instemming. DUWO vraagt vooraf of wij het ermee eens zijn en wacht op ons ja.",
        "Informatie. DUWO vertelt ons wat er speelt, zodat wij kunnen meedenken.",
        "Overleg. Wij praten er samen over, voordat DUWO iets beslist.",
    ):
        assert line in text
    assert read_form(page, "entry_form")["right"] == ""
    desk.save("entry", query={"dossier": dossier.pk, "kind": "request"}, title="Vraag", right="consent")
    assert Entry.objects.get().right == Right.CONSENT
    assert read_form(desk.open_form("entry", Entry.objects.get()), "entry_form")["right"] == "consent"
