"""The chain as tenants read it: rounds that overlap, what belongs to what, and nothing before its time."""

from datetime import date

import pytest

from dossiers.rules.kinds import Kind, Outcome
from dossiers.rules.phases import Phase

from ..factories import make_dossier, make_entry, make_point, make_round
from ..reading import read

pytestmark = pytest.mark.django_db
DOSSIER = "/dossiers/k16-006-nieuwe-samenwerkingsovereenkomst/"
WAITING, CLOSED = "Gesloten, terugkoppeling volgt", "Gesloten"


def tags(client, address=DOSSIER):
    """The tags on the timeline, by the title of the entry."""
    return {
        line.text("h3"): line.texts(".tag") for line in read(client, address).all(".timeline li") if line.all("h3")
    }


def status(client):
    return read(client, DOSSIER).terms("dl.label")["Inspraakmoment"]


def now_you(client):
    terms = read(client, DOSSIER).terms("dl.now")
    return terms["Nu"], terms["Jij"]


# --- Rounds -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("feedback", "phase", "words"),
    [
        (None, Phase.TALKS, WAITING),
        ({"published_at": None}, Phase.TALKS, WAITING),
        ({}, Phase.TALKS, CLOSED),
        (None, Phase.CLOSED, CLOSED),
    ],
    ids=["no feedback", "a draft", "public", "dossier finished"],
)
def test_a_closed_round_says_that_feedback_follows_until_it_is_there(client, at, feedback, phase, words):
    dossier = make_dossier(phase=phase)
    round_ = make_round(dossier, date(2027, 5, 1), date(2027, 5, 15), "De ronde")
    if feedback is not None:
        make_entry(dossier, "Wat we hoorden", kind=Kind.FEEDBACK, responds_to=round_, **feedback)
    at(2027, 5, 15, 23, 59, 59)
    assert tags(client)["De ronde"] == ["Open t/m 15 mei"]
    at(2027, 5, 16, 0, 0, 1)
    assert tags(client)["De ronde"] == [words]
    assert read(client, f"{DOSSIER}1-de-ronde/").texts(".meta .tag") == [words]


def test_rounds_that_overlap_each_have_their_own_days_and_feedback(client, at, dossier):
    first = make_round(dossier, date(2027, 5, 1), date(2027, 5, 15), "Eerste", question="Wat vind je?")
    make_round(dossier, date(2027, 5, 10), date(2027, 5, 31), "Tweede", question="En wat nog?")
    at(2027, 5, 9, 12)
    assert read(client, DOSSIER).texts(".round h2") == ["Wat vind je?"]
    assert status(client) == "Open t/m 15 mei 2027"
    at(2027, 5, 10, 12)
    assert sorted(read(client, DOSSIER).texts(".round h2")) == ["En wat nog?", "Wat vind je?"]
    assert status(client) == "Open t/m 15 mei 2027"
    at(2027, 5, 16, 12)
    assert read(client, DOSSIER).texts(".round h2") == ["En wat nog?"]
    assert status(client) == "Open t/m 31 mei 2027"
    assert tags(client) == {"Eerste": [WAITING], "Tweede": ["Open t/m 31 mei"]}
    make_entry(dossier, "Terug", kind=Kind.FEEDBACK, responds_to=first, starts_on=date(2027, 5, 16))
    assert tags(client) == {"Terug": [], "Eerste": [CLOSED], "Tweede": ["Open t/m 31 mei"]}
    at(2027, 6, 1, 12)
    assert status(client).startswith(WAITING)
    assert tags(client) == {"Terug": [], "Eerste": [CLOSED], "Tweede": [WAITING]}


def test_a_second_round_after_the_first_is_announced_while_the_first_waits(client, at, dossier):
    make_round(dossier, date(2027, 5, 1), date(2027, 5, 15), "Eerste", due_on=date(2027, 6, 12))
    make_round(dossier, date(2027, 6, 1), date(2027, 6, 15), "Tweede")
    at(2027, 5, 20, 12)
    assert now_you(client) == (
        "Wij verwerken de reacties, terugkoppeling uiterlijk 12 juni",
        "Je kunt reageren vanaf 1 juni",
    )
    at(2027, 6, 13, 12)
    assert now_you(client)[0] == "Onze terugkoppeling had er uiterlijk op 12 juni moeten zijn"


# --- What belongs to what ---------------------------------------------------------------------------------


def chain(client, number, title):
    """The lines under "Hoort bij" of an entry."""
    page = read(client, f"{DOSSIER}{number}-{title}/")
    return [line.text() for line in page.all(".rows li")]


def test_every_entry_of_a_chain_says_how_it_belongs_to_the_others(client, dossier):
    request = make_entry(dossier, "Vraag", kind=Kind.REQUEST, starts_on=date(2027, 3, 1))
    round_ = make_round(dossier, date(2027, 4, 1), date(2027, 4, 2), "Ronde", responds_to=request)
    make_entry(dossier, "Terug", kind=Kind.FEEDBACK, responds_to=round_, starts_on=date(2027, 4, 9))
    advice = make_entry(dossier, "Raad", kind=Kind.ADVICE, responds_to=request, starts_on=date(2027, 5, 1))
    answer = make_entry(dossier, "Brief", kind=Kind.ANSWER, responds_to=advice, starts_on=date(2027, 6, 1))
    make_entry(dossier, "Besluit", kind=Kind.DECISION, responds_to=answer, starts_on=date(2027, 7, 1))
    assert chain(client, 1, "vraag") == [
        "Inspraak hierover 1 t/m 2 april 2027 Ronde",
        "Hierop kwam het advies 1 mei 2027 Raad",
    ]
    assert chain(client, 2, "ronde") == [
        "Meepraten over Adviesaanvraag 1 maart 2027 Vraag",
        "Hierop kwam de terugkoppeling 9 april 2027 Terug",
    ]
    assert chain(client, 3, "terug") == ["Dit deden wij met de reacties op Inspraakmoment 1 t/m 2 april 2027 Ronde"]
    assert chain(client, 4, "raad") == [
        "Advies op Adviesaanvraag 1 maart 2027 Vraag",
        "Hierop kwam het antwoord 1 juni 2027 Brief",
    ]
    assert chain(client, 5, "brief") == [
        "Antwoord op Advies 1 mei 2027 Raad",
        "Hierna kwam het besluit 1 juli 2027 Besluit",
    ]
    assert chain(client, 6, "besluit") == ["Besluit na Antwoord van DUWO 1 juni 2027 Brief"]


@pytest.mark.parametrize("asked", [True, False])
def test_an_advice_says_whether_it_was_asked_and_with_whom_it_was_given(client, dossier, asked):
    request = make_entry(dossier, "Vraag", kind=Kind.REQUEST)
    make_entry(
        dossier,
        "Raad",
        kind=Kind.ADVICE,
        joint_with="de bewonerscommissie",
        **({"responds_to": request} if asked else {}),
    )
    assert read(client, f"{DOSSIER}2-raad/").terms(".facts") == {
        "Gevraagd of ongevraagd": "Gevraagd" if asked else "Ongevraagd",
        "Samen met": "de bewonerscommissie",
    }


# --- Nothing before its time ------------------------------------------------------------------------------


def test_a_draft_answer_shows_nowhere(client, at, dossier):
    now = at(2027, 6, 10, 12)
    advice = make_entry(
        dossier, "Raad", kind=Kind.ADVICE, starts_on=date(2027, 5, 1), due_on=date(2027, 5, 15), number=1
    )
    point = make_point(advice)
    addresses = ["/", "/adviezen/", "/agenda.ics", DOSSIER, f"{DOSSIER}1-raad/", f"{DOSSIER}agenda.ics", "/dossiers/"]
    before = {address: client.get(address).content for address in addresses}
    answer = make_entry(
        dossier,
        "Het geheim",
        kind=Kind.ANSWER,
        responds_to=advice,
        starts_on=date(2027, 5, 10),
        published_at=None,
    )
    make_point(answer, text="", responds_to=point, outcome=Outcome.FOLLOWED, reason="Het geheim.")
    assert {address: client.get(address).content for address in addresses} == before
    answer.publish(now, now)
    answer.save()
    changed = [address for address in addresses if client.get(address).content != before[address]]
    assert changed == [address for address in addresses if "agenda" not in address]
