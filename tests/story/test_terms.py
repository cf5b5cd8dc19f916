"""The legal clock: what is said of a term on every day, equally honest about the landlord and ourselves."""

from datetime import UTC, date, datetime, timedelta

import pytest

from dossiers.models import Dossier, Entry
from dossiers.rules import legal_terms
from dossiers.rules.kinds import Kind
from dossiers.rules.phases import Phase
from dossiers.rules.publication import Audience
from dossiers.rules.working_days import is_holiday
from dossiers.story.story import Story

from ..conftest import AMSTERDAM
from ..factories import LONG_AGO, make_dossier, make_entry, make_round
from ..reading import read

pytestmark = pytest.mark.django_db

L = "DUWO"


def noon(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=AMSTERDAM)


def terms_on(dossier, day):
    """The sentences and tags of a dossier's terms on a day."""
    readers = Audience(noon(day))
    story = Story(Dossier.objects.visible_to(readers).with_inspraak(readers).get(pk=dossier.pk), readers)
    return [(term.sentence.replace("\u00a0", " "), term.tag.text.replace("\u00a0", " ")) for term in story.terms]


def sentence(dossier, day):
    ((sentence, _),) = terms_on(dossier, day)
    return sentence


# 28 February 2028 with a leap day before it is late, and both changes of summer time.
@pytest.mark.parametrize("due", [date(2028, 2, 28), date(2027, 3, 28), date(2027, 10, 31), date(2027, 12, 14)])
def test_the_landlord_has_up_to_and_including_the_last_day(due):
    dossier = make_dossier(phase=Phase.ADVICE)
    make_entry(dossier, kind=Kind.ADVICE, starts_on=due - timedelta(days=14), due_on=due)
    written_due = (
        f"{due.day} {['', '', 'februari', 'maart', '', '', '', '', '', '', 'oktober', '', 'december'][due.month]}"
    )
    for ahead in range(14, -1, -1):
        left = "Vandaag is de laatste dag" if ahead == 0 else f"Loopt, nog {ahead} {'dag' if ahead == 1 else 'dagen'}"
        expected = (f"{L} heeft tot en met {written_due} om te antwoorden.", left)
        assert terms_on(dossier, due - timedelta(days=ahead)) == [expected]
    for late in range(1, 5):
        days = "1 dag" if late == 1 else f"{late} dagen"
        ((words, tag),) = terms_on(dossier, due + timedelta(days=late))
        assert words.startswith(f"Het antwoord van {L} is {days} te laat.")
        assert tag == f"{days} te laat"


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ((2027, 12, 14, 23, 59, 59), "heeft tot en met 14 december om te antwoorden"),
        ((2027, 12, 15, 0, 0, 1), "is 1 dag te laat"),
    ],
)
def test_the_term_turns_at_midnight_in_amsterdam(client, at, moment, words):
    at(*moment)
    dossier = make_dossier(phase=Phase.ADVICE)
    make_entry(dossier, kind=Kind.ADVICE, starts_on=date(2027, 12, 1), due_on=date(2027, 12, 14))
    assert words in read(client, dossier.get_absolute_url()).text(".terms")


def answered(on, due=date(2027, 5, 3), **fields):
    dossier = make_dossier(phase=Phase.ADVICE)
    advice = make_entry(dossier, kind=Kind.ADVICE, starts_on=date(2027, 4, 19), due_on=due)
    make_entry(dossier, kind=Kind.ANSWER, responds_to=advice, starts_on=on, **fields)
    return dossier


TODAY = date(2027, 9, 1)


def test_an_answer_on_the_last_day_is_in_time():
    assert terms_on(answered(date(2027, 5, 3)), TODAY) == [("Op tijd beantwoord op 3 mei.", "Op tijd")]


def test_an_answer_a_day_later_is_a_day_late():
    words = f"{L} had tot en met 3 mei. Het antwoord kwam op 4 mei, 1 dag te laat."
    assert terms_on(answered(date(2027, 5, 4)), TODAY) == [(words, "1 dag te laat")]


@pytest.mark.parametrize(
    "fields",
    [
        {"on": date(2027, 12, 1), "date_precision": "month"},
        {"on": date(2027, 1, 1), "date_precision": "year"},
        {"on": None},
    ],
)
def test_an_answer_of_a_day_that_is_not_known_is_never_late(fields):
    ((_, tag),) = terms_on(answered(**fields), TODAY)
    assert tag == "Beantwoord"


def test_a_draft_answer_does_not_meet_the_term():
    ((_, tag),) = terms_on(answered(date(2027, 5, 3), published_at=None), TODAY)
    assert tag == "121 dagen te laat"


def test_a_decision_is_no_answer():
    dossier = make_dossier(phase=Phase.ADVICE)
    advice = make_entry(dossier, kind=Kind.ADVICE, starts_on=date(2027, 4, 19), due_on=date(2027, 5, 3))
    make_entry(dossier, kind=Kind.DECISION, responds_to=advice, starts_on=date(2027, 5, 1))
    assert sentence(dossier, date(2027, 5, 4)).startswith(f"Het antwoord van {L} is 1 dag te laat")


def test_of_several_answers_the_first_counts():
    dossier = answered(date(2027, 5, 3))
    make_entry(dossier, kind=Kind.ANSWER, responds_to=Entry.objects.get(kind=Kind.ADVICE), starts_on=date(2027, 6, 1))
    assert sentence(dossier, TODAY) == "Op tijd beantwoord op 3 mei."


def test_our_own_feedback_is_told_as_honestly():
    dossier = make_dossier(phase=Phase.TALKS)
    make_round(dossier, date(2027, 9, 1), date(2027, 9, 30), due_on=date(2027, 11, 1))
    promise = "Wij vertellen uiterlijk op 1 november wat er met de reacties is gedaan."
    assert terms_on(dossier, date(2027, 9, 30)) == [(promise, "Begint na 30 september")]
    assert terms_on(dossier, date(2027, 10, 1)) == [(promise, "Loopt, nog 31 dagen")]
    late = "Wij beloofden terugkoppeling uiterlijk op 1 november en zijn 3 dagen te laat."
    assert terms_on(dossier, date(2027, 11, 4)) == [(late, "3 dagen te laat")]


def test_our_own_advice_is_told_as_honestly():
    dossier = make_dossier(phase=Phase.ADVICE)
    make_entry(dossier, kind=Kind.REQUEST, starts_on=date(2027, 4, 1), due_on=date(2027, 5, 13))
    assert sentence(dossier, date(2027, 5, 13)) == f"Wij geven {L} uiterlijk op 13 mei ons advies."
    assert (
        sentence(dossier, date(2027, 5, 14)) == "Wij beloofden ons advies uiterlijk op 13 mei en zijn 1 dag te laat."
    )


def test_a_finished_dossier_is_never_late():
    dossier = make_dossier(phase=Phase.CLOSED)
    make_entry(dossier, kind=Kind.ADVICE, starts_on=date(2027, 4, 19), due_on=date(2027, 5, 3))
    ((words, tag),) = terms_on(dossier, TODAY)
    assert tag == "Geen antwoord vastgelegd"
    assert "te laat" not in words


@pytest.mark.parametrize("fields", [{"due_on": None}, {"due_on": date(2027, 10, 28), "cancelled": True}])
def test_without_a_due_day_or_when_cancelled_there_is_no_term(fields):
    dossier = make_dossier(phase=Phase.TALKS)
    make_round(dossier, date(2027, 9, 1), date(2027, 9, 30), **fields)
    assert terms_on(dossier, date(2027, 12, 1)) == []


def test_the_earliest_term_stands_first():
    dossier = make_dossier(phase=Phase.ADVICE)
    make_entry(dossier, kind=Kind.ADVICE, starts_on=date(2027, 4, 1), due_on=date(2027, 6, 1))
    make_entry(dossier, kind=Kind.REQUEST, starts_on=date(2027, 4, 1), due_on=date(2027, 5, 20))
    assert [words.split()[0] for words, _ in terms_on(dossier, date(2027, 5, 1))] == ["Wij", L]


def test_a_day_of_another_year_carries_its_year():
    dossier = make_dossier(phase=Phase.ADVICE)
    make_entry(dossier, kind=Kind.ADVICE, starts_on=date(2027, 12, 20), due_on=date(2028, 1, 3))
    assert sentence(dossier, date(2027, 12, 21)) == f"{L} heeft tot en met 3 januari 2028 om te antwoorden."
    assert sentence(dossier, date(2028, 1, 1)) == f"{L} heeft tot en met 3 januari om te antwoorden."


def test_terms_stand_on_the_page_with_a_link_to_the_explanation(client, at):
    at(2027, 5, 1)
    dossier = make_dossier(phase=Phase.ADVICE)
    make_entry(dossier, kind=Kind.ADVICE, starts_on=date(2027, 4, 19), due_on=date(2027, 5, 3))
    page = read(client, dossier.get_absolute_url())
    assert "Volgens de ingevulde data." in page.text()
    assert page.link("Zo werken de termijnen") == "/uitleg/"


def late_titles(day):
    return [entry.title for entry in Entry.objects.public(noon(day)).late(noon(day))]


def test_the_query_of_what_is_late_agrees_with_the_sentences_on_every_day():
    talks, finished = make_dossier(phase=Phase.TALKS), make_dossier("K17-001", phase=Phase.CLOSED)
    make_round(talks, date(2027, 9, 1), date(2027, 9, 30), "Ronde", due_on=date(2027, 9, 20))
    make_entry(talks, "Advies", kind=Kind.ADVICE, starts_on=date(2027, 9, 10), due_on=date(2027, 9, 24))
    make_entry(talks, "Afgelast", kind=Kind.INSPRAAK, due_on=date(2027, 9, 1), cancelled=True)
    make_entry(finished, "Klaar", kind=Kind.ADVICE, starts_on=date(2027, 9, 10), due_on=date(2027, 9, 24))
    for ahead in range(40):
        day = date(2027, 9, 1) + timedelta(days=ahead)
        expected = ["Ronde"] * (day > date(2027, 9, 30)) + ["Advies"] * (day > date(2027, 9, 24))
        assert late_titles(day) == expected, day


def test_what_is_answered_is_no_longer_late():
    dossier = make_dossier(phase=Phase.ADVICE)
    advice = make_entry(dossier, "Advies", kind=Kind.ADVICE, starts_on=date(2027, 4, 19), due_on=date(2027, 5, 3))
    assert late_titles(TODAY) == ["Advies"]
    make_entry(dossier, kind=Kind.ANSWER, responds_to=advice, published_at=datetime(2100, 1, 1, tzinfo=UTC))
    assert late_titles(TODAY) == ["Advies"]
    make_entry(dossier, kind=Kind.ANSWER, responds_to=advice, published_at=LONG_AGO)
    assert late_titles(TODAY) == []


@pytest.mark.parametrize(
    ("day", "tag"), [(date(2027, 5, 9), "Begint op 10 mei"), (date(2027, 5, 10), "Loopt, nog 14 dagen")]
)
def test_a_term_begins_on_the_day_of_its_own_entry(day, tag):
    dossier = make_dossier(phase=Phase.ADVICE)
    make_entry(dossier, kind=Kind.ADVICE, starts_on=date(2027, 5, 10), due_on=date(2027, 5, 24))
    assert terms_on(dossier, day)[0][1] == tag


# Every sentence: what awaits, the state, and what a reader gets on 1 September 2027.
DUE, LAST = date(2027, 8, 20), date(2027, 8, 1)
EVERY = {
    (Kind.ADVICE, "expected"): f"{L} krijgt tot en met 20 oktober om te antwoorden.",
    (Kind.ADVICE, "running"): f"{L} heeft tot en met 20 oktober om te antwoorden.",
    (
        Kind.ADVICE,
        "late",
    ): f"Het antwoord van {L} is 12 dagen te laat. Het had er uiterlijk op 20 augustus moeten zijn.",
    (Kind.ADVICE, "met"): "Op tijd beantwoord op 20 augustus.",
    (Kind.ADVICE, "met_late"): f"{L} had tot en met 20 augustus. Het antwoord kwam op 21 augustus, 1 dag te laat.",
    (Kind.ADVICE, "answered"): f"{L} had tot en met 20 augustus om te antwoorden en heeft dat gedaan.",
    (Kind.ADVICE, "not_recorded"): f"{L} had tot en met 20 augustus om te antwoorden. Er is geen antwoord vastgelegd.",
    (Kind.REQUEST, "expected"): f"Wij geven {L} uiterlijk op 20 oktober ons advies.",
    (Kind.REQUEST, "running"): f"Wij geven {L} uiterlijk op 20 oktober ons advies.",
    (Kind.REQUEST, "late"): "Wij beloofden ons advies uiterlijk op 20 augustus en zijn 12 dagen te laat.",
    (Kind.REQUEST, "met"): "Ons advies kwam op tijd, op 20 augustus.",
    (
        Kind.REQUEST,
        "met_late",
    ): "Wij hadden tot en met 20 augustus voor ons advies. Het kwam op 21 augustus, 1 dag te laat.",
    (Kind.REQUEST, "answered"): "Wij hadden tot en met 20 augustus voor ons advies en hebben het gegeven.",
    (Kind.REQUEST, "not_recorded"): "Wij hadden tot en met 20 augustus voor ons advies. Er is geen advies vastgelegd.",
    (Kind.INSPRAAK, "expected"): "Wij vertellen uiterlijk op 20 oktober wat er met de reacties is gedaan.",
    (Kind.INSPRAAK, "running"): "Wij vertellen uiterlijk op 20 oktober wat er met de reacties is gedaan.",
    (Kind.INSPRAAK, "late"): "Wij beloofden terugkoppeling uiterlijk op 20 augustus en zijn 12 dagen te laat.",
    (Kind.INSPRAAK, "met"): "Onze terugkoppeling kwam op tijd, op 20 augustus.",
    (
        Kind.INSPRAAK,
        "met_late",
    ): "Wij beloofden terugkoppeling uiterlijk op 20 augustus. Die kwam op 21 augustus, 1 dag te laat.",
    (Kind.INSPRAAK, "answered"): "Wij beloofden terugkoppeling uiterlijk op 20 augustus en hebben die gegeven.",
    (Kind.INSPRAAK, "not_recorded"): "Wij beloofden terugkoppeling uiterlijk op 20 augustus. Die is niet vastgelegd.",
}
RESPONSE = {Kind.ADVICE: Kind.ANSWER, Kind.REQUEST: Kind.ADVICE, Kind.INSPRAAK: Kind.FEEDBACK}
RESPONSE_DAY = {
    "met": {"starts_on": DUE},
    "met_late": {"starts_on": DUE + timedelta(days=1)},
    "answered": {"starts_on": date(2027, 8, 1), "date_precision": "month"},
}


@pytest.mark.parametrize(("kind", "state"), EVERY)
def test_every_state_of_every_term_has_its_own_sentence(kind, state):
    dossier = make_dossier(phase=Phase.CLOSED if state == "not_recorded" else Phase.TALKS)
    starts = date(2027, 9, 10) if state == "expected" else date(2027, 7, 1)
    due = date(2027, 10, 20) if state in ("expected", "running") else DUE
    last = {"ends_on": max(starts, LAST)} if kind == Kind.INSPRAAK else {}
    entry = make_entry(dossier, kind=kind, starts_on=starts, due_on=due, **last)
    if state in RESPONSE_DAY:
        make_entry(dossier, kind=RESPONSE[kind], responds_to=entry, **RESPONSE_DAY[state])
    assert sentence(dossier, date(2027, 9, 1)) == EVERY[kind, state]


# --- Proposals --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("propose", "day", "proposed"),
    [
        (legal_terms.proposed_advice_day, date(2027, 6, 1), date(2027, 7, 13)),  # six weeks, a Tuesday
        (legal_terms.proposed_advice_day, date(2027, 11, 13), date(2027, 12, 27)),  # 25 December is a Saturday
        (legal_terms.proposed_answer_day, date(2027, 6, 1), date(2027, 6, 15)),
        (legal_terms.proposed_answer_day, date(2027, 6, 5), date(2027, 6, 21)),  # Saturday to Monday
        (legal_terms.proposed_feedback_day, date(2027, 6, 1), date(2027, 6, 29)),
        (legal_terms.proposed_feedback_day, date(2027, 3, 1), date(2027, 3, 30)),  # over Easter Monday
    ],
)
def test_a_proposed_day_moves_to_the_next_working_day(propose, day, proposed):
    assert propose(day) == proposed


HOLIDAYS = [
    date(2027, 1, 1),
    date(2027, 3, 26),  # Good Friday
    date(2027, 3, 29),  # Easter Monday
    date(2027, 4, 27),  # King's Day
    date(2025, 4, 26),  # King's Day when the 27th is a Sunday
    date(2027, 5, 5),
    date(2027, 5, 6),  # Ascension
    date(2027, 5, 17),  # Whit Monday
    date(2027, 12, 25),
    date(2027, 12, 26),
]


def test_a_general_holiday_is_no_working_day():
    assert [day for day in HOLIDAYS if is_holiday(day)] == HOLIDAYS
    assert [day for day in HOLIDAYS if is_holiday(day + timedelta(days=14))] == []


def test_the_day_before_kings_day_is_a_working_day_unless_the_27th_is_a_sunday():
    assert not is_holiday(date(2027, 4, 26))
    assert not is_holiday(date(2025, 4, 27))
