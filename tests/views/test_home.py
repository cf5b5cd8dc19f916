"""The home page: what a tenant can do now, what is coming, what is new."""

from datetime import UTC, date, datetime

import pytest

from dossiers.rules.kinds import Kind

from ..factories import make_dossier, make_entry, make_round
from ..reading import read

pytestmark = pytest.mark.django_db


def section(client, heading):
    """The words of the home page under one heading, up to the next; empty when the heading is not there."""
    words = read(client, "/").text("main")
    if heading not in words:
        return ""
    rest = words.split(heading, 1)[1]
    for other in ("Dit komt eraan", "Wie is aan zet?", "Net geplaatst"):
        rest = rest.split(other, 1)[0]
    return rest


NOW, SOON = "Hier kun je nu over meepraten", "Dit komt eraan"


def test_home_says_who_we_are_in_one_sentence(client, settings):
    settings.ORGANISATION = settings.ORGANISATION | {"name": "Zusje", "landlord": "Verhuurder", "town": "Leiden"}
    words = read(client, "/").text("main")
    assert "Zusje vraagt ruim 8.000 huurders van Verhuurder in Leiden wat zij vinden" in words


def test_an_open_round_stands_with_its_closing_day_and_the_days_left(client, at):
    at(2027, 6, 10)
    make_round(make_dossier(), date(2027, 6, 1), date(2027, 6, 15), question="Wil jij een kluis?")
    box = read(client, "/").one(".round")
    assert box.text("h3") == "Wil jij een kluis?"
    assert box.text(".leaf") == "Reageer t/m 15 juni 2027 nog 5 dagen"
    assert box.link("Praat mee").endswith("/1-wat-vind-jij/")


@pytest.mark.parametrize(("day", "words"), [(13, "nog 2 dagen"), (14, "nog 1 dag"), (15, "vandaag is de laatste dag")])
def test_the_days_left_count_down_to_the_last_day(client, at, day, words):
    at(2027, 6, day)
    make_round(make_dossier(), date(2027, 6, 1), date(2027, 6, 15))
    assert read(client, "/").text(".leaf").endswith(words)


@pytest.mark.parametrize("moment", [(2027, 5, 31, 23, 59, 59), (2027, 6, 16, 0, 0, 1)])
def test_without_an_open_round_home_says_so(client, at, moment):
    at(*moment)
    make_round(make_dossier(), date(2027, 6, 1), date(2027, 6, 15))
    assert "Op dit moment loopt er geen inspraak." in section(client, NOW)


def test_the_first_round_to_close_comes_first(client, at):
    at(2027, 6, 10)
    make_round(make_dossier("K27-001"), date(2027, 6, 1), date(2027, 6, 20), "Later")
    make_round(make_dossier("K27-002"), date(2027, 6, 1), date(2027, 6, 15), "Eerder")
    assert read(client, "/").texts(".round h3") == ["Eerder", "Later"]


@pytest.mark.parametrize(
    ("kind", "day", "shown"),
    [
        (Kind.MEETING, date(2027, 6, 9), False),
        (Kind.MEETING, date(2027, 6, 10), True),  # a meeting of today can still be visited
        (Kind.NEWS, date(2027, 6, 10), False),
        (Kind.NEWS, date(2027, 6, 11), True),
        (Kind.INSPRAAK, date(2027, 6, 10), False),
        (Kind.INSPRAAK, date(2027, 6, 11), True),
    ],
)
def test_what_is_coming_begins_today_for_a_meeting_and_tomorrow_for_the_rest(client, at, kind, day, shown):
    at(2027, 6, 10)
    fields = {"ends_on": date(2027, 6, 30)} if kind == Kind.INSPRAAK else {}
    make_entry(make_dossier(), "Dat ene bericht", kind=kind, starts_on=day, **fields)
    assert ("Dat ene bericht" in section(client, SOON)) is shown


@pytest.mark.parametrize(
    ("precision", "stored", "last"),
    [("month", date(2027, 6, 1), (2027, 6, 30)), ("year", date(2027, 1, 1), (2027, 12, 31))],
)
def test_a_month_or_a_year_is_coming_until_it_is_over(client, at, precision, stored, last):
    make_entry(make_dossier(), "Dat ene bericht", starts_on=stored, date_precision=precision)
    at(*last, 23, 59, 59)
    assert "Dat ene bericht" in section(client, SOON)
    at(*((2027, 7, 1) if precision == "month" else (2028, 1, 1)), 0, 0, 1)
    assert "Dat ene bericht" not in section(client, SOON)


def test_a_meeting_of_several_days_is_coming_until_its_last_day(client, at):
    make_entry(make_dossier(), "Inloop", kind=Kind.MEETING, starts_on=date(2027, 6, 1), ends_on=date(2027, 6, 3))
    at(2027, 6, 3, 23, 59, 59)
    assert "Inloop" in section(client, SOON)
    at(2027, 6, 4, 0, 0, 1)
    assert "Inloop" not in section(client, SOON)


def test_what_began_last_year_and_goes_on_is_told(client, at):
    at(2027, 1, 2)
    dossier = make_dossier()
    make_round(dossier, date(2026, 12, 1), date(2027, 1, 2), "Wat vind jij?")
    make_entry(dossier, "Beurs", kind=Kind.MEETING, starts_on=date(2026, 12, 30), ends_on=date(2027, 1, 2))
    home = read(client, "/")
    assert len(home.all(".round")) == 1
    assert "Beurs" in section(client, SOON)


def test_what_is_cancelled_is_not_coming(client, at):
    at(2027, 6, 10)
    make_entry(make_dossier(), "Buurtavond", kind=Kind.MEETING, starts_on=date(2027, 6, 20), cancelled=True)
    assert section(client, SOON) == ""


def test_the_newest_are_the_last_published_not_the_last_dated(client, at):
    at(2027, 6, 10)
    dossier = make_dossier()
    make_entry(dossier, "Vers verslag", starts_on=date(2020, 1, 1), published_at=datetime(2027, 6, 9, tzinfo=UTC))
    make_entry(dossier, "Lang geleden geplaatst", starts_on=date(2027, 6, 9))
    assert read(client, "/").texts(".rows h3") == ["Vers verslag", "Lang geleden geplaatst"]


def test_what_came_with_a_new_dossier_is_as_new_as_that(client, at):
    at(2027, 6, 10)
    dossier = make_dossier("K17-001")
    for day in range(1, 7):
        make_entry(
            dossier, f"{day} mei", starts_on=date(2027, 5, day), published_at=datetime(2027, 5, day, tzinfo=UTC)
        )
    make_entry(make_dossier(published_at=datetime(2027, 6, 9, tzinfo=UTC)), "Mee", starts_on=date(2027, 1, 1))
    assert read(client, "/").texts(".rows h3") == ["Mee", "6 mei", "5 mei", "4 mei", "3 mei", "2 mei"]


def test_an_entry_without_a_date_is_not_news(client):
    make_entry(make_dossier(), "Ingelezen van de oude site")
    assert "Ingelezen" not in read(client, "/").text()


def test_home_says_what_is_open_and_coming_in_the_sentences_of_the_dossier(client, at):
    at(2027, 6, 10)
    make_round(make_dossier("K27-001"), date(2027, 6, 1), date(2027, 6, 15))
    make_round(make_dossier("K27-002"), date(2027, 6, 20), date(2027, 6, 30), "Hoe laat dicht?")
    make_entry(make_dossier("K27-003"), "Inloop", kind=Kind.MEETING, starts_on=date(2027, 6, 12))
    home = read(client, "/")
    assert "Je kunt reageren t/m 15 juni (nog 5 dagen)." in home.text(".round")
    assert home.texts(".rows h3")[:2] == [
        "Op 12 juni: Bijeenkomst, Inloop",
        "Op 20 juni: Inspraakmoment, Hoe laat dicht?",
    ]
    assert "Je kunt reageren vanaf 20 juni, t/m 30 juni." in section(client, SOON)


LATE = "Wie is aan zet?"


@pytest.mark.parametrize(("moment", "late"), [((2027, 6, 15, 23, 59, 59), False), ((2027, 6, 16, 0, 0, 1), True)])
def test_who_is_late_stands_on_home_from_the_day_after_the_last_day(client, at, settings, moment, late):
    settings.ORGANISATION = settings.ORGANISATION | {"landlord": "Verhuurder"}
    at(*moment)
    advice = make_entry(
        make_dossier(), "Ons advies", kind=Kind.ADVICE, starts_on=date(2027, 6, 1), due_on=date(2027, 6, 15)
    )
    words = section(client, LATE)
    assert ("Het antwoord van Verhuurder is 1 dag te laat." in words) is late
    assert ("Volgens de ingevulde data." in words) is late
    if late:
        assert read(client, "/").one(".terms").link("Ons advies") == advice.get_absolute_url()


def test_home_names_our_own_lateness_too_and_the_longest_first_at_most_five(client, at):
    at(2027, 6, 30)
    dossier = make_dossier()
    for day in range(1, 7):
        make_round(dossier, date(2027, 5, 1), date(2027, 5, 9), f"Ronde {day}", due_on=date(2027, 6, day))
    lines = read(client, "/").texts(".terms li")
    assert len(lines) == 5
    assert "Wij beloofden terugkoppeling uiterlijk op 1 juni en zijn 29 dagen te laat." in lines[0]
    assert "Ronde 6" not in " ".join(lines)


def test_the_menu_and_the_foot_lead_everywhere(client):
    home = read(client, "/")
    assert {words: home.one(".nav").link(words) for words in ("Inspraak", "Adviezen", "Dossiers")} == {
        "Inspraak": "/inspraak/",
        "Adviezen": "/adviezen/",
        "Dossiers": "/dossiers/",
    }
    assert (home.one("footer").link("Uitleg"), home.one("footer").link("Agenda")) == ("/uitleg/", "/volgen/#agenda")


@pytest.mark.parametrize("count", [1, 3, 40])
def test_home_takes_five_queries_however_much_there_is(client, at, count, page_queries):
    at(2027, 6, 10)
    for number in range(1, count + 1):
        dossier = make_dossier(f"K27-{number:03d}")
        make_round(dossier, date(2027, 6, 1), date(2027, 6, 15))
        make_entry(dossier, starts_on=date(2027, 7, 1))
        make_entry(dossier, kind=Kind.ADVICE, starts_on=date(2027, 5, 1), due_on=date(2027, 5, 15))
    with page_queries(5):
        assert len(read(client, "/").all(".round")) == count
