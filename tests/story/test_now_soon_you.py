"""Nu, straks, jij: for every state the sentence that a tenant reads on top of a dossier."""

from datetime import date, datetime, time, timedelta

import pytest

from dossiers.models import Dossier
from dossiers.rules.kinds import Kind
from dossiers.rules.phases import Phase
from dossiers.rules.publication import Audience
from dossiers.story.now_soon_you import MAIL_US, Standing, now_soon_you
from dossiers.story.story import Story

from ..conftest import AMSTERDAM
from ..factories import make_dossier, make_entry, make_round
from ..reading import read

pytestmark = pytest.mark.django_db

DAY = date(2027, 6, 10)


def sentences(dossier, day=DAY):
    now = datetime(day.year, day.month, day.day, 12, tzinfo=AMSTERDAM)
    dossier = Dossier.objects.public(now).with_inspraak(Audience(now)).get(pk=dossier.pk)
    story = Story(dossier, Audience(now))
    found = now_soon_you(Standing(dossier, story.entries, story.terms, day))
    return tuple(words.replace("\u00a0", " ") for words in (found.now, found.soon, found.you))


def after(days):
    return DAY + timedelta(days=days)


# Everything that can be said of "nu", strongest first: each row is added by a function that takes the dossier.
def answer_late(dossier):
    make_entry(dossier, kind=Kind.ADVICE, starts_on=after(-20), due_on=after(-6))


def advice_late(dossier):
    make_entry(dossier, kind=Kind.REQUEST, starts_on=after(-50), due_on=after(-5))


def feedback_late(dossier):
    make_round(dossier, after(-50), after(-40), due_on=after(-4))


def round_open(dossier):
    make_round(dossier, after(-5), after(5))


def answer_running(dossier):
    make_entry(dossier, kind=Kind.ADVICE, starts_on=after(-5), due_on=after(9))


def advice_running(dossier):
    make_entry(dossier, kind=Kind.REQUEST, starts_on=after(-5), due_on=after(37))


def feedback_running(dossier):
    make_round(dossier, after(-20), after(-10), due_on=after(18))


NOW = [
    (answer_late, "Het antwoord van DUWO is 6 dagen te laat"),
    (advice_late, "Ons advies had er uiterlijk op 5 juni moeten zijn"),
    (feedback_late, "Onze terugkoppeling had er uiterlijk op 6 juni moeten zijn"),
    (round_open, "Wij verzamelen t/m 15 juni wat huurders vinden"),
    (answer_running, "Wij wachten op het antwoord van DUWO, uiterlijk 19 juni"),
    (advice_running, "Wij schrijven ons advies, uiterlijk 17 juli"),
    (feedback_running, "Wij verwerken de reacties, terugkoppeling uiterlijk 28 juni"),
]


@pytest.mark.parametrize("first", range(len(NOW)))
def test_the_strongest_state_decides_what_is_said_now(first):
    dossier = make_dossier(phase=Phase.TALKS)
    for add, _ in reversed(NOW[first:]):
        add(dossier)
    assert sentences(dossier)[0] == NOW[first][1]


def test_without_any_of_these_the_phase_says_what_it_means():
    assert sentences(make_dossier(phase=Phase.TALKS))[0] == "Fase Overleg: we praten met DUWO"


@pytest.mark.parametrize("phase", [phase for phase in Phase if phase != Phase.CLOSED])
def test_every_phase_has_a_meaning(phase):
    assert sentences(make_dossier(phase=phase))[0].startswith(f"Fase {phase.label}: ")


@pytest.mark.parametrize("phase", [Phase.TALKS, Phase.CLOSED])
def test_a_pause_is_said_before_any_term_but_not_of_a_finished_dossier(phase):
    dossier = make_dossier(phase=phase, pause_reason="De gemeente is aan zet.")
    answer_late(dossier)
    expected = "Afgerond" if phase == Phase.CLOSED else "Gepauzeerd: De gemeente is aan zet."
    assert sentences(dossier)[0] == expected


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"closed_on": date(2017, 8, 2), "result": "Getekend."}, "Afgerond op 2 augustus 2017: Getekend."),
        ({"closed_on": date(2027, 2, 1)}, "Afgerond op 1 februari"),
        ({"result": "Getekend."}, "Afgerond: Getekend."),
        ({}, "Afgerond"),
    ],
)
def test_a_finished_dossier_tells_its_day_and_result_as_far_as_known(fields, words):
    assert sentences(make_dossier(phase=Phase.CLOSED, **fields))[0] == words


def test_of_several_late_answers_the_earliest_term_speaks():
    dossier = make_dossier(phase=Phase.TALKS)
    make_entry(dossier, kind=Kind.ADVICE, starts_on=after(-20), due_on=after(-1))
    make_entry(dossier, kind=Kind.ADVICE, starts_on=after(-20), due_on=after(-6))
    assert sentences(dossier)[0] == "Het antwoord van DUWO is 6 dagen te laat"


def test_one_day_late_is_one_day():
    dossier = make_dossier(phase=Phase.TALKS)
    make_entry(dossier, kind=Kind.ADVICE, starts_on=after(-20), due_on=after(-1))
    assert sentences(dossier)[0] == "Het antwoord van DUWO is 1 dag te laat"


# --- Straks -----------------------------------------------------------------------------------------------


def test_soon_is_the_earliest_meeting_or_opening_round():
    dossier = make_dossier()
    make_round(dossier, after(3), after(10), "Wat vind jij?")
    make_entry(dossier, "Vragenavond", kind=Kind.MEETING, starts_on=after(4))
    assert sentences(dossier)[1] == "Op 13 juni: Inspraakmoment, Wat vind jij?"


@pytest.mark.parametrize(
    ("morning", "first"), [(time(10), "Ontbijt"), (time(20, 30), "Vragenavond"), (None, "Ontbijt")]
)
def test_of_two_meetings_on_one_day_the_earliest_hour_is_named_and_a_whole_day_before_it(client, at, morning, first):
    at(2027, 6, 10)
    dossier = make_dossier()
    make_entry(dossier, "Vragenavond", kind=Kind.MEETING, starts_on=after(3), begins_at=time(20))
    make_entry(dossier, "Ontbijt", kind=Kind.MEETING, starts_on=after(3), begins_at=morning)
    assert sentences(dossier)[1] == f"Op 13 juni: Bijeenkomst, {first}"
    assert first in read(client, "/").texts(".rows h3")[0]


@pytest.mark.parametrize(("days", "expected"), [(0, "Op 10 juni: Bijeenkomst, Vragenavond"), (-1, "")])
def test_a_meeting_of_today_is_still_to_come_and_one_of_yesterday_is_not(days, expected):
    dossier = make_dossier()
    make_entry(dossier, "Vragenavond", kind=Kind.MEETING, starts_on=after(days))
    assert sentences(dossier)[1] == expected


def test_a_meeting_that_goes_on_is_said_with_all_its_days():
    dossier = make_dossier()
    make_entry(dossier, "Inloopweek", kind=Kind.MEETING, starts_on=after(-1), ends_on=after(2))
    assert sentences(dossier)[1] == "9 t/m 12 juni 2027: Bijeenkomst, Inloopweek"


@pytest.mark.parametrize(("days", "expected"), [(1, "Op 11 juni: Inspraakmoment, Wat vind jij?"), (0, "")])
def test_a_round_is_to_come_until_it_opens(days, expected):
    dossier = make_dossier()
    make_round(dossier, after(days), after(10))
    assert sentences(dossier)[1] == expected


@pytest.mark.parametrize("fields", [{"cancelled": True}, {"published_at": None}, {"kind": Kind.NEWS}])
def test_what_is_cancelled_or_not_public_or_only_news_is_not_to_come(fields):
    dossier = make_dossier()
    make_entry(dossier, **{"kind": Kind.MEETING, "starts_on": after(3)} | fields)
    assert sentences(dossier)[1] == ""


def test_a_meeting_of_a_month_is_said_in_that_precision():
    dossier = make_dossier()
    make_entry(dossier, "Overleg", kind=Kind.MEETING, starts_on=date(2027, 7, 1), date_precision="month")
    assert sentences(dossier)[1] == "Juli 2027: Bijeenkomst, Overleg"


# --- Jij --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "you"),
    [
        (date(2027, 5, 31), "Je kunt reageren vanaf 1 juni"),
        (date(2027, 6, 1), "Je kunt reageren t/m 15 juni (nog 14 dagen)"),
        (date(2027, 6, 14), "Je kunt reageren t/m 15 juni (nog 1 dag)"),
        (date(2027, 6, 15), "Je kunt reageren t/m 15 juni (vandaag is de laatste dag)"),
        (date(2027, 6, 16), "Je kunt nu niet reageren. Zet dit dossier in je agenda of lees mee."),
    ],
)
def test_what_you_can_do_follows_the_round(day, you):
    dossier = make_dossier(phase=Phase.TALKS)
    make_round(dossier, date(2027, 6, 1), date(2027, 6, 15))
    assert sentences(dossier, day)[2] == you


def test_of_a_finished_dossier_you_need_not_do_anything():
    assert sentences(make_dossier(phase=Phase.CLOSED))[2] == "Je hoeft niets te doen. Vraag? Mail ons."


@pytest.mark.parametrize(
    ("opens", "closes"),
    [
        (date(2027, 3, 27), date(2027, 3, 29)),  # summer time begins on 28 March 2027
        (date(2027, 10, 30), date(2027, 11, 1)),  # and ends on 31 October 2027
        (date(2028, 2, 28), date(2028, 3, 1)),  # over a leap day
    ],
)
def test_the_three_sentences_follow_a_round_day_by_day(opens, closes):
    dossier = make_dossier(phase=Phase.TALKS)
    make_round(dossier, opens, closes, due_on=closes + timedelta(days=2))
    months = {2: "februari", 3: "maart", 10: "oktober", 11: "november"}

    def name(day):
        return f"{day.day} {months[day.month]}"

    promised = name(closes + timedelta(days=2))
    wait = "Je kunt nu niet reageren. Zet dit dossier in je agenda of lees mee."
    for ahead in range(-2, 8):
        day = opens + timedelta(days=ahead)
        left = (closes - day).days
        if day < opens:
            expected = (
                "Fase Overleg: we praten met DUWO",
                f"Op {name(opens)}: Inspraakmoment, Wat vind jij?",
                f"Je kunt reageren vanaf {name(opens)}",
            )
        elif day <= closes:
            count = "vandaag is de laatste dag" if left == 0 else f"nog {left} {'dag' if left == 1 else 'dagen'}"
            expected = (
                f"Wij verzamelen t/m {name(closes)} wat huurders vinden",
                "",
                f"Je kunt reageren t/m {name(closes)} ({count})",
            )
        elif day <= closes + timedelta(days=2):
            expected = (f"Wij verwerken de reacties, terugkoppeling uiterlijk {promised}", "", wait)
        else:
            expected = (f"Onze terugkoppeling had er uiterlijk op {promised} moeten zijn", "", wait)
        assert sentences(dossier, day) == expected, day


@pytest.mark.parametrize(("moment", "act"), [((2027, 6, 15, 23, 59, 59), True), ((2027, 6, 16, 0, 0, 1), False)])
def test_the_line_is_marked_only_while_you_can_act(client, at, moment, act):
    at(*moment)
    dossier = make_dossier()
    make_round(dossier, date(2027, 6, 1), date(2027, 6, 15))
    page = read(client, dossier.get_absolute_url())
    assert bool(page.all(".act")) is act
    assert ("nu meepraten" in page.text("main")) is act
    assert list(page.terms(".now")) == ["Nu", "Jij"]


@pytest.mark.parametrize(("opens", "you"), [(20, "Je kunt reageren vanaf 30 juni"), (None, MAIL_US)])
def test_our_address_stands_only_where_the_line_asks_to_mail_us(client, at, settings, opens, you):
    at(2027, 6, 10)
    dossier = make_dossier(phase=Phase.CLOSED)
    if opens:
        make_round(dossier, after(opens), after(opens + 5))
    address = "" if opens else f" {settings.ORGANISATION['mail']}"
    assert read(client, dossier.get_absolute_url()).terms(".now")["Jij"] == you + address
