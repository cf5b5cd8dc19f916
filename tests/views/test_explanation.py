"""The explanation in plain words, to which other pages lead."""

from datetime import date

import pytest

from dossiers.rules import legal_terms
from dossiers.rules.kinds import Kind, Right

from ..factories import make_dossier, make_entry
from ..reading import read

pytestmark = pytest.mark.django_db

PAGE = "/uitleg/"


def test_every_right_is_explained_under_an_address_of_its_own(client):
    page = read(client, PAGE)
    rights = {row["id"]: row.text("dd") for row in page.all(".facts div") if "id" in row.element.attrib}
    assert list(rights) == ["advies", "instemming", "informatie", "overleg"]
    assert all(words.endswith(".") for words in rights.values())


def test_the_articles_of_the_law_are_named_and_the_law_itself_has_the_last_word(client):
    words = read(client, PAGE).text("main")
    for article in ("Artikel 3", "Artikel 4", "Artikel 5", "Artikel 5a"):
        assert article in words
    assert "Wet op het overleg huurders verhuurder" in words
    for phrase in ("ten minste zes weken", "binnen veertien dagen nadat hij het kreeg", "geen bezwaar", "drie dagen"):
        assert phrase in words
    assert "Wat in de wet staat, telt." in words


def test_the_terms_are_the_ones_that_the_site_proposes(client):
    terms = read(client, PAGE).text("main")
    assert legal_terms.proposed_advice_day(date(2027, 3, 1)) == date(2027, 4, 12)
    assert "42 dagen nadat wij de aanvraag kregen" in terms
    assert legal_terms.proposed_answer_day(date(2027, 3, 1)) == date(2027, 3, 15)
    assert "14 dagen nadat wij een gevraagd advies stuurden" in terms
    assert legal_terms.proposed_feedback_day(date(2027, 3, 1)) == date(2027, 3, 30)  # over Easter
    assert (
        "28 dagen na de laatste dag van het inspraakmoment. Dat staat in geen wet: het is onze eigen belofte." in terms
    )
    assert "Algemene termijnenwet" in terms


def test_it_speaks_of_the_landlord_by_name(client, settings):
    settings.ORGANISATION = settings.ORGANISATION | {"landlord": "Verhuurder"}
    assert "Het antwoord van Verhuurder" in read(client, PAGE).text("main")


def test_every_link_on_the_page_to_the_page_itself_arrives(client):
    page = read(client, PAGE)
    ids = {part["id"] for part in page.all("h2")}
    assert {link["href"].removeprefix("#") for link in page.all("nav .links a")} == ids


def test_it_asks_the_database_nothing(client, page_queries):
    with page_queries(0):
        client.get(PAGE)


def test_the_address_has_one_writing(client):
    response = client.get("/uitleg")
    assert (response.status_code, response.headers["Location"]) == (301, PAGE)


@pytest.mark.django_db
@pytest.mark.parametrize("right", Right)
def test_a_request_explains_its_right_in_one_line_and_leads_here(client, right):
    entry = make_entry(make_dossier(), kind=Kind.REQUEST, starts_on=date(2027, 5, 1), right=right)
    page = read(client, entry.get_absolute_url())
    explained = {
        row["id"]: row.text("dd") for row in read(client, PAGE).all(".facts div") if "id" in row.element.attrib
    }
    assert f"{right.label}: {explained[right.label.lower()]}" in page.text("main")
    assert page.link("Meer uitleg") == "/uitleg/#rechten"
