"""The list of dossiers: order, facts, filters and pages."""

from datetime import date

import pytest

from dossiers.models import AdviceOutcome
from dossiers.models.search import ResultType
from dossiers.rules.kinds import Kind
from dossiers.rules.phases import Phase
from dossiers.story.advice_totals import OUTCOME_BY_SLUG
from dossiers.views.dossier_list import PHASES
from dossiers.views.search import KINDS

from ..factories import make_dossier, make_entry, make_round
from ..reading import read

pytestmark = pytest.mark.django_db


def codes(client, query=""):
    return read(client, f"/dossiers/{query}").texts(".card .code")


def test_the_newest_code_comes_first_whatever_its_letter(client):
    for code in ("K17-010", "W26-002", "K26-010", "AB26-003", "K16-006"):
        make_dossier(code)
    assert codes(client) == ["K26-010", "AB26-003", "W26-002", "K17-010", "K16-006"]


def test_a_card_has_code_title_phase_status_and_last_entry(client, at):
    at(2027, 6, 10)
    dossier = make_dossier(phase=Phase.TALKS, pause_reason="Wacht op de gemeente.")
    make_round(dossier, date(2027, 6, 1), date(2027, 6, 15))
    make_entry(dossier, "Buurtavond", kind=Kind.MEETING, starts_on=date(2027, 6, 9))
    card = read(client, "/dossiers/").one(".card")
    assert card.text(".code") == "K16-006"
    assert card.link("Nieuwe") == "/dossiers/k16-006-nieuwe-samenwerkingsovereenkomst/"
    assert card.terms("dl") == {
        "Fase": "Overleg Gepauzeerd",
        "Inspraakmoment": "Open t/m 15 juni 2027",
        "Laatste bericht": "Bijeenkomst: Buurtavond 9 juni 2027",
    }


def test_the_last_entry_is_the_newest_that_is_not_in_the_future(client, at):
    at(2027, 6, 10)
    dossier = make_dossier()
    make_entry(dossier, "Vandaag", starts_on=date(2027, 6, 10))
    make_entry(dossier, "Morgen", starts_on=date(2027, 6, 11))
    make_entry(dossier, "Gisteren", starts_on=date(2027, 6, 9))
    make_entry(dossier, "Concept", starts_on=date(2027, 6, 10), published_at=None)
    make_entry(dossier, "Zonder datum")
    assert "Nieuws: Vandaag" in read(client, "/dossiers/").text(".card")


def test_without_a_past_entry_the_next_one_is_named(client, at):
    at(2027, 6, 10)
    dossier = make_dossier()
    make_entry(dossier, "Volgend jaar", starts_on=date(2028, 1, 1))
    make_entry(dossier, "Morgen", starts_on=date(2027, 6, 11))
    assert "Nieuws: Morgen" in read(client, "/dossiers/").text(".card")


def test_without_a_dated_entry_no_last_entry_is_named(client):
    make_entry(make_dossier(), "Zonder datum")
    assert "Laatste bericht" not in read(client, "/dossiers/").text(".card")


@pytest.fixture
def shelf(at):
    """One dossier in each state, on 10 June 2027."""
    at(2027, 6, 10)
    make_round(make_dossier("K27-003", phase=Phase.TALKS), date(2027, 6, 1), date(2027, 6, 15))
    make_round(make_dossier("K27-002", phase=Phase.TALKS), date(2027, 7, 1), date(2027, 7, 15))
    make_round(make_dossier("K26-001", phase=Phase.ADVICE), date(2027, 5, 1), date(2027, 5, 15))
    make_dossier("K16-006", phase=Phase.CLOSED)
    make_dossier("K15-001", phase=Phase.CLOSED, published_at=None)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["K27-003", "K27-002", "K26-001", "K16-006"]),
        ("?fase=overleg", ["K27-003", "K27-002"]),
        ("?fase=Afgerond", ["K16-006"]),
        ("?inspraak=open", ["K27-003"]),
        ("?inspraak=aangekondigd", ["K27-002"]),
        ("?inspraak=gesloten", ["K26-001"]),
        ("?inspraak=GEEN", ["K16-006"]),
        ("?jaar=2027", ["K27-003", "K27-002"]),
        ("?jaar=2016", ["K16-006"]),
        ("?fase=overleg&inspraak=open&jaar=2027", ["K27-003"]),
        ("?fase=overleg&jaar=2016", []),
        ("?fase=bijna-klaar&inspraak=binnenkort&jaar=MMXXVII", ["K27-003", "K27-002", "K26-001", "K16-006"]),
        ("?jaar=2015", ["K27-003", "K27-002", "K26-001", "K16-006"]),  # the only dossier of 2015 is a draft
    ],
)
def test_filters_combine_and_an_unknown_one_is_ignored(client, shelf, query, found):
    page = read(client, f"/dossiers/{query}")
    assert page.texts(".card .code") == found
    assert page.text("main").count(f"{len(found)} dossier{'' if len(found) == 1 else 's'}") == 1


UNKNOWN = "vroeg om een keuze die er niet of niet meer is"


def test_who_comes_by_an_old_link_is_told_that_its_filter_is_gone(client, shelf):
    for address in ("/dossiers/?", "/zoeken/?q=a&", "/adviezen/?"):
        for query in ("jaar=1999", "jaar=MM", "fase=bijna-klaar", "soort=roddel", "uitkomst=misschien", "jaar=%00"):
            is_filter_here = f'name="{query.partition("=")[0]}"' in client.get(address).content.decode()
            assert (UNKNOWN in read(client, address + query).text("main")) == is_filter_here, address + query
        for query in ("", "fase=&inspraak=&jaar=&soort=&uitkomst=", "utm_source=brief", "jaar=2027."):
            if (address, query) != ("/adviezen/?", "jaar=2027."):
                assert UNKNOWN not in read(client, address + query).text("main"), address + query


def test_the_words_of_the_filters_are_those_of_the_newsletters_of_today_whatever_the_labels_become(client):
    for address, name, words in (
        ("/dossiers/", "fase", "verkenning voorbereiding overleg advies uitvoering afgerond"),
        ("/dossiers/", "inspraak", "open aangekondigd gesloten geen"),
        ("/adviezen/", "uitkomst", "overgenomen deels-overgenomen niet-overgenomen geen-antwoord beantwoord"),
        (
            "/zoeken/",
            "soort",
            "dossier nieuws bijeenkomst inspraakmoment terugkoppeling adviesaanvraag advies antwoord besluit "
            "overeenkomst document",
        ),
    ):
        (select,) = (each for each in read(client, address).all("select") if each["name"] == name)
        assert [option["value"] for option in select.all("option")][1:] == words.split()
    assert set(PHASES.values()) == set(Phase)
    assert set(KINDS.values()) == {*Kind, ResultType.DOSSIER}
    assert set(OUTCOME_BY_SLUG.values()) == set(AdviceOutcome)


def test_the_form_shows_what_was_chosen_and_offers_only_years_with_dossiers(client, shelf):
    page = read(client, "/dossiers/?fase=Overleg&jaar=2027")
    chosen = [option.text() for option in page.all("option") if "selected" in option.element.attrib]
    assert chosen == ["Overleg", "2027"]
    assert [option.text() for option in page.all("option")][-4:] == ["Alle jaren", "2027", "2026", "2016"]


def test_a_page_holds_twenty_dossiers_and_keeps_the_filter(client):
    for number in range(1, 42):
        make_dossier(f"K26-{number:03d}", phase=Phase.TALKS)
    assert len(codes(client)) == 20
    second = read(client, "/dossiers/?fase=overleg&pagina=2")
    assert second.texts(".card .code")[0] == "K26-021"
    assert second.link("Bladzijde 1 van 3") == "?fase=overleg&pagina=1"
    assert second.link("Bladzijde 3 van 3") == "?fase=overleg&pagina=3"
    assert codes(client, "?pagina=3") == ["K26-001"]


@pytest.mark.parametrize(
    ("query", "canonical"),
    [("", ""), ("?pagina=2", "?pagina=2"), ("?fase=overleg", ""), ("?fase=overleg&pagina=2", "")],
)
def test_a_search_engine_keeps_the_pages_of_the_whole_list_and_none_of_a_filter(client, query, canonical):
    for number in range(1, 42):
        make_dossier(f"K26-{number:03d}", phase=Phase.TALKS)
    (link,) = [each for each in read(client, f"/dossiers/{query}").all("link") if each["rel"] == "canonical"]
    assert link["href"] == f"http://localhost:8000/dossiers/{canonical}"


@pytest.mark.parametrize("page", ["0", "4", "-1", "twee", "1.5", "9" * 400, "%00"])
def test_a_page_that_does_not_exist_answers_404(client, page):
    make_dossier()
    read(client, f"/dossiers/?pagina={page}", status=404)


@pytest.mark.parametrize("count", [1, 3, 40])
def test_the_list_takes_four_queries_however_many_dossiers(client, count, page_queries):
    for number in range(1, count + 1):
        make_entry(make_dossier(f"K26-{number:03d}"), starts_on=date(2026, 1, 1))
    with page_queries(4):
        assert len(codes(client)) == min(count, 20)
