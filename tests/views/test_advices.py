"""Every advice, and what the landlord did with it."""

from datetime import date

import pytest

from dossiers.rules.kinds import Kind
from dossiers.rules.phases import Phase

from ..factories import make_dossier, make_entry, make_point
from ..reading import Part, read

pytestmark = pytest.mark.django_db
PAGE = "/adviezen/"
OUTCOMES = ["Overgenomen", "Deels overgenomen", "Niet overgenomen", "Geen antwoord", "Beantwoord"]


def make_advice(dossier, title="Ons advies", on=date(2027, 5, 3), **fields):
    return make_entry(dossier, title, kind=Kind.ADVICE, starts_on=on, **fields)


def answer(advice, outcome="", on=date(2027, 5, 10), **fields):
    """An answer that speaks for itself, without points."""
    return make_entry(
        advice.dossier, "Antwoord", kind=Kind.ANSWER, responds_to=advice, starts_on=on, outcome=outcome, **fields
    )


def one_of_each(dossier):
    """An advice with every outcome, titled by it."""
    answer(make_advice(dossier, "Overgenomen"), "followed")
    answer(make_advice(dossier, "Deels overgenomen"), "partly")
    answer(make_advice(dossier, "Niet overgenomen"), "not_followed")
    make_advice(dossier, "Geen antwoord")
    answer(make_advice(dossier, "Beantwoord"))


def titles(client, query=""):
    return read(client, PAGE + query).texts(".rows h3")


def totals(client, query=""):
    table = read(client, PAGE + query).one("table tbody")
    return dict(zip(table.texts("th"), map(int, table.texts("td")), strict=True))


def test_without_advices_the_page_says_so_and_draws_nothing(client):
    page = read(client, PAGE)
    assert "Wij gaven nog geen adviezen." in page.text("main")
    assert page.all("table") == []


def test_an_advice_stands_with_code_title_outcome_and_dates(client, at):
    at(2027, 6, 1)
    advice = make_advice(make_dossier(title="Was"), due_on=date(2027, 5, 17), joint_with="de bewoners")
    answer(advice, "partly")
    row = read(client, PAGE).one(".rows li")
    assert row.text(".kind") == "K16-006 Was"
    assert row.link("Ons advies") == advice.get_absolute_url()
    assert row.text(".tag") == "Deels overgenomen"
    assert "Gegeven: 3 mei 2027 Samen met de bewoners" in row.text()
    assert "Op tijd beantwoord op 10 mei." in row.text()


def test_an_advice_that_waits_says_until_when_and_how_late_it_is(client, at, settings):
    settings.ORGANISATION = settings.ORGANISATION | {"landlord": "Verhuurder"}
    make_advice(make_dossier(), due_on=date(2027, 5, 17))
    at(2027, 5, 17, 23, 59, 59)
    assert "Verhuurder heeft tot en met 17 mei om te antwoorden." in read(client, PAGE).text(".rows")
    at(2027, 5, 18, 0, 0, 1)
    assert "Het antwoord van Verhuurder is 1 dag te laat." in read(client, PAGE).text(".rows")


def test_an_advice_in_a_finished_dossier_is_never_late(client, at):
    at(2027, 6, 1)
    make_advice(make_dossier(phase=Phase.CLOSED), due_on=date(2027, 5, 17))
    words = read(client, PAGE).text(".rows")
    assert "Er is geen antwoord vastgelegd." in words
    assert "te laat" not in words


@pytest.mark.parametrize(
    ("precision", "day", "words"),
    [
        ("day", date(2027, 5, 10), "Beantwoord op 10 mei 2027."),
        ("month", date(2027, 5, 1), "Beantwoord in mei 2027."),
        ("year", date(2027, 1, 1), "Beantwoord in 2027."),
    ],
)
def test_without_a_term_the_day_of_the_answer_is_as_exact_as_it_is_known(client, precision, day, words):
    answer(make_advice(make_dossier()), on=day, date_precision=precision)
    assert words in read(client, PAGE).text(".rows")


def test_the_outcome_follows_the_points_and_a_draft_answer_tells_nothing(client):
    advice = make_advice(make_dossier())
    points = [make_point(advice, number) for number in (1, 2)]
    draft = answer(advice, published_at=None)
    for point in points:
        make_point(draft, point.number, responds_to=point, outcome="followed")
    assert read(client, PAGE).texts(".rows .tag") == ["Geen antwoord"]
    assert totals(client)["Geen antwoord"] == 1


def test_the_totals_stand_in_words_and_in_a_table(client):
    one_of_each(make_dossier())
    make_advice(make_dossier("K17-001"), "Nog een")
    assert totals(client) == dict(zip(OUTCOMES, [1, 1, 1, 2, 1], strict=True))
    counts = "Overgenomen: 1. Deels overgenomen: 1. Niet overgenomen: 1. Geen antwoord: 2. Beantwoord: 1."
    assert f"Wij gaven 6 adviezen. {counts}" in read(client, PAGE).text("main")


def test_one_advice_is_said_in_the_singular_and_what_there_is_none_of_is_left_out(client):
    make_advice(make_dossier())
    assert "Wij gaven 1 advies. Geen antwoord: 1." in read(client, PAGE).text("main")


def test_the_bar_has_a_share_for_each_outcome_as_wide_as_its_count_and_no_reader_hears_it(client):
    one_of_each(make_dossier())
    make_advice(make_dossier("K17-001"), "Nog een")
    bar = read(client, PAGE).all(".bar")[0]
    assert (bar["viewBox"], bar["aria-hidden"]) == ("0 0 6 1", "true")
    shares = [(share["class"], int(share["x"]), int(share["width"])) for share in map(Part, bar.element)]
    assert shares == [
        ("overgenomen", 0, 1),
        ("deels-overgenomen", 1, 1),
        ("niet-overgenomen", 2, 1),
        ("geen-antwoord", 3, 2),
        ("beantwoord", 5, 1),
    ]


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_the_filter_on_outcome_shows_those_and_leaves_the_totals_whole(client, outcome):
    one_of_each(make_dossier())
    slug = outcome.lower().replace(" ", "-")
    for query in (f"?uitkomst={slug}", f"?uitkomst={slug.upper()}"):
        assert titles(client, query) == [outcome]
        assert sum(totals(client, query).values()) == 5
        assert "1 advies." in read(client, PAGE + query).text("main")


def test_the_filter_on_year_takes_the_year_of_the_advice_itself(client):
    dossier = make_dossier("K16-006")
    make_advice(dossier, "Oudejaar", date(2026, 12, 31))
    answer(make_advice(dossier, "Nieuwjaar", date(2027, 1, 1)), "followed", on=date(2028, 1, 1))
    make_advice(dossier, "Heel 2027", date(2027, 1, 1), date_precision="year")
    make_advice(dossier, "Zonder datum", None)
    assert titles(client, "?jaar=2026") == ["Oudejaar"]
    assert titles(client, "?jaar=2027") == ["Heel 2027", "Nieuwjaar"]
    assert "Wij gaven 2 adviezen in 2027." in read(client, f"{PAGE}?jaar=2027").text("main")
    assert totals(client, "?jaar=2027")["Overgenomen"] == 1
    assert titles(client, "?jaar=2027&uitkomst=overgenomen") == ["Nieuwjaar"]
    assert read(client, PAGE).texts("select option")[:3] == ["Alle jaren", "2027", "2026"]


def test_an_undated_advice_stands_last_and_says_that_it_has_no_date(client):
    dossier = make_dossier()
    make_advice(dossier, "Zonder datum", None)
    make_advice(dossier, "Met datum")
    assert titles(client) == ["Met datum", "Zonder datum"]
    assert "Gegeven: zonder datum" in read(client, PAGE).text(".rows")


@pytest.mark.parametrize("query", ["?jaar=1999", "?jaar=x", "?uitkomst=misschien", "?jaar=%00", "?utm_source=brief"])
def test_an_unknown_filter_changes_nothing(client, query):
    one_of_each(make_dossier())
    assert len(titles(client, query)) == 5


def test_a_filter_without_hits_says_so(client):
    make_advice(make_dossier())
    page = read(client, f"{PAGE}?uitkomst=overgenomen")
    assert "0 adviezen" in page.text("main")
    assert page.link("Toon alle adviezen") == PAGE


def test_twenty_advices_fill_a_page_and_the_next_one_starts_another(client):
    dossier = make_dossier()
    for number in range(20):
        make_advice(dossier, f"Advies {number}")
    assert len(titles(client)) == 20
    assert read(client, PAGE).all(".turn") == []
    make_advice(dossier, "Het nieuwste", date(2027, 6, 1))
    assert titles(client)[0] == "Het nieuwste"
    assert len(titles(client, "?pagina=2")) == 1
    assert (
        read(client, f"{PAGE}?uitkomst=geen-antwoord").all(".turn a")[0]["href"] == "?uitkomst=geen-antwoord&pagina=2"
    )


@pytest.mark.parametrize("page", ["2", "0", "-1", "x", "", "99999999999999999999"])
def test_a_page_that_does_not_exist_is_a_404(client, page):
    make_advice(make_dossier())
    assert client.get(f"{PAGE}?pagina={page}").status_code == 404


def test_what_is_no_advice_or_not_public_is_not_counted(client):
    dossier = make_dossier()
    make_entry(dossier, kind=Kind.REQUEST, starts_on=date(2027, 5, 1))
    make_advice(dossier, published_at=None)
    make_advice(make_dossier("K17-001", published_at=None))
    assert "Wij gaven nog geen adviezen." in read(client, PAGE).text("main")


def test_the_address_has_one_writing(client):
    response = client.get("/adviezen?jaar=2027")
    assert (response.status_code, response.headers["Location"]) == (301, "/adviezen/?jaar=2027")


@pytest.mark.parametrize("count", [1, 3, 40])
def test_the_page_takes_five_queries_however_many_advices_there_are(client, at, count, page_queries):
    at(2027, 6, 1)
    for number in range(1, count + 1):
        advice = make_advice(make_dossier(f"K27-{number:03d}"), due_on=date(2027, 5, 17))
        points = [make_point(advice, place) for place in range(1, 4)]
        reply = answer(advice)
        for point in points:
            make_point(reply, point.number, responds_to=point, outcome="followed")
    with page_queries(5):
        assert read(client, PAGE).texts(".rows .tag") == ["Overgenomen"] * min(count, 20)
