"""The answer card: each point of an advice beside the newest public answer, and what became of the whole."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from dossiers.models import AdviceOutcome, Entry
from dossiers.rules.kinds import Kind, Outcome
from dossiers.rules.publication import Audience

from ..factories import LONG_AGO, make_dossier, make_entry, make_point
from ..reading import read

pytestmark = pytest.mark.django_db

PAGE = "/dossiers/k16-006-nieuwe-samenwerkingsovereenkomst/"
NOW = datetime(2027, 6, 10, 12, tzinfo=UTC)
FOLLOWED, PARTLY, NOT_FOLLOWED, NO_ANSWER = Outcome


def make_advice(points=0):
    advice = make_entry(make_dossier(), "Ons advies", kind=Kind.ADVICE, starts_on=date(2027, 5, 1))
    return advice, [make_point(advice, number, f"Wens {number}") for number in range(1, points + 1)]


def answer(advice, outcomes=None, *, on=date(2027, 5, 10), reason="", **fields):
    """An answer of that day; ``outcomes`` gives each answered point its outcome."""
    entry = make_entry(advice.dossier, "Hun antwoord", kind=Kind.ANSWER, responds_to=advice, starts_on=on, **fields)
    for number, (point, outcome) in enumerate((outcomes or {}).items(), start=1):
        make_point(entry, number, "", responds_to=point, outcome=outcome, reason=reason)
    return entry


def outcome(advice):
    return Entry.objects.public(NOW).advices(Audience(NOW)).get(pk=advice.pk).advice_outcome


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([FOLLOWED, FOLLOWED], AdviceOutcome.FOLLOWED),
        ([NOT_FOLLOWED, NOT_FOLLOWED], AdviceOutcome.NOT_FOLLOWED),
        ([FOLLOWED, NOT_FOLLOWED], AdviceOutcome.PARTLY),
        ([PARTLY, PARTLY], AdviceOutcome.PARTLY),
        ([FOLLOWED, PARTLY], AdviceOutcome.PARTLY),
        ([PARTLY, NOT_FOLLOWED], AdviceOutcome.PARTLY),
        ([FOLLOWED, NO_ANSWER], AdviceOutcome.FOLLOWED),  # only answered points count
        ([NOT_FOLLOWED, NO_ANSWER], AdviceOutcome.NOT_FOLLOWED),
        ([NO_ANSWER, NO_ANSWER], AdviceOutcome.NO_ANSWER),
    ],
)
def test_the_answered_points_decide_what_became_of_an_advice(answers, expected):
    advice, points = make_advice(2)
    answer(advice, dict(zip(points, answers, strict=True)))
    assert outcome(advice) == expected


def test_an_advice_with_points_and_no_answer_has_none():
    advice, _ = make_advice(2)
    assert outcome(advice) == AdviceOutcome.NO_ANSWER
    answer(advice)
    assert outcome(advice) == AdviceOutcome.NO_ANSWER


@pytest.mark.parametrize("own", [FOLLOWED, PARTLY, NOT_FOLLOWED, NO_ANSWER])
def test_an_advice_without_points_takes_the_outcome_of_its_answer(own):
    advice, _ = make_advice()
    answer(advice, outcome=own)
    assert outcome(advice) == own


def test_an_advice_without_points_whose_answer_says_nothing_is_answered():
    advice, _ = make_advice()
    assert outcome(advice) == AdviceOutcome.NO_ANSWER
    answer(advice)
    assert outcome(advice) == AdviceOutcome.ANSWERED


def test_the_newest_public_answer_to_a_point_counts():
    advice, (point,) = make_advice(1)
    answer(advice, {point: FOLLOWED}, on=date(2027, 5, 20))
    answer(advice, {point: NOT_FOLLOWED}, on=date(2027, 5, 10))
    assert outcome(advice) == AdviceOutcome.FOLLOWED


def test_a_later_answer_to_one_point_leaves_the_others_as_they_were(client):
    advice, (first, second) = make_advice(2)
    answer(advice, {first: NOT_FOLLOWED, second: NOT_FOLLOWED})
    answer(advice, {first: FOLLOWED}, on=date(2027, 6, 1))
    replies = read(client, PAGE).texts(".reply")
    assert replies == ["Antwoord van DUWO Overgenomen", "Antwoord van DUWO Niet overgenomen"]


@pytest.mark.parametrize(
    "state",
    [
        {"published_at": None},
        {"published_at": datetime(2100, 1, 1, tzinfo=UTC)},
        {"withdrawn_at": datetime(2027, 6, 1, tzinfo=UTC)},
    ],
    ids=["draft", "scheduled", "withdrawn"],
)
def test_an_answer_that_is_not_public_counts_nowhere(client, state):
    advice, (point,) = make_advice(1)
    answer(advice, {point: FOLLOWED}, reason="Strikt geheim", **state)
    assert outcome(advice) == AdviceOutcome.NO_ANSWER
    for address in (PAGE, f"{PAGE}1-ons-advies/"):
        page = read(client, address)
        assert page.text(".reply") == "Antwoord van DUWO Nog geen antwoord"
        assert "geheim" not in page.text()


def test_the_card_stands_on_the_dossier_the_advice_and_the_answer(client):
    advice, (first, second) = make_advice(2)
    answer(advice, {first: NOT_FOLLOWED}, reason="Te duur.")
    for address in (PAGE, f"{PAGE}1-ons-advies/", f"{PAGE}2-hun-antwoord/"):
        card = read(client, address).one(".answer")
        assert card.texts("li h3") == ["Wens 1", "Wens 2"]
        assert card.texts("li .reply") == [
            "Antwoord van DUWO Niet overgenomen Te duur.",
            "Antwoord van DUWO Nog geen antwoord",
        ]
        assert "DUWO heeft dit advies niet overgenomen. Op punt 2 is geen antwoord." in card.text("header")


def test_a_list_without_marks_is_still_read_aloud_as_a_list(client):
    make_advice(2)
    for list_ in (".answer ol", "ol.timeline", "ol.phases", "ul.nav"):
        assert read(client, PAGE).one(list_)["role"] == "list"
    style = (Path(__file__).parent.parent.parent / "static/css/site.css").read_text()
    assert [rule.split("{")[0].strip() for rule in style.splitlines() if "list-style" in rule] == ["[role=list]"]


def test_unanswered_points_are_named_together(client):
    advice, points = make_advice(4)
    answer(advice, {points[1]: FOLLOWED})
    assert "Op punten 1, 3 en 4 is geen antwoord." in read(client, PAGE).text(".answer header")


def test_without_any_answer_the_card_says_so(client):
    make_advice(2)
    assert "Er is geen antwoord op de punten." in read(client, PAGE).text(".answer header")


def test_an_advice_without_points_or_answer_has_no_card(client):
    make_advice()
    assert read(client, PAGE).all(".answer") == []


@pytest.mark.parametrize(
    ("own", "words"), [(PARTLY, "DUWO heeft dit advies deels overgenomen."), ("", "DUWO heeft dit advies beantwoord.")]
)
def test_an_advice_without_points_tells_what_its_answer_says_of_the_whole(client, own, words):
    advice, _ = make_advice()
    answer(advice, outcome=own)
    for address in (PAGE, f"{PAGE}1-ons-advies/", f"{PAGE}2-hun-antwoord/"):
        assert words in read(client, address).text(".answer")


def test_a_feedback_tells_what_was_said_what_was_done_and_why(client):
    feedback = make_entry(
        make_dossier(),
        "Terugkoppeling",
        kind=Kind.FEEDBACK,
        starts_on=date(2027, 5, 1),
        reactions_online=20,
        reactions_paper=10,
        reactions_meeting=4,
    )
    make_point(feedback, 1, "Gebruik gewone taal.", outcome=PARTLY, reason="De wet gebruikt eigen woorden.")
    page = read(client, f"{PAGE}1-terugkoppeling/")
    assert page.text(".ask") == "Dit zeiden jullie Gebruik gewone taal."
    assert page.text(".reply") == "Dit deden wij ermee Deels overgenomen De wet gebruikt eigen woorden."
    assert page.terms(".facts") == {
        "Reacties online": "20",
        "Reacties op papier": "10",
        "Reacties op een bijeenkomst": "4",
        "Reacties samen": "34",
    }


@pytest.mark.parametrize("count", [1, 3, 40])
def test_a_page_full_of_answers_takes_six_queries(client, count, page_queries):
    dossier = make_dossier()
    for number in range(count):
        advice = make_entry(dossier, kind=Kind.ADVICE, starts_on=date(2027, 5, 1), due_on=date(2027, 5, 15))
        reply = make_entry(dossier, kind=Kind.ANSWER, responds_to=advice, published_at=LONG_AGO)
        make_point(reply, responds_to=make_point(advice), outcome=FOLLOWED, text=f"{number}")
    with page_queries(6):
        assert len(read(client, PAGE).all(".answer")) == count
