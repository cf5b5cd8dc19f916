"""What a page says of itself to other programs: the card of a shared link, and a data block of schema.org."""

import json
import re
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from PIL import Image

from dossiers.rules.days import Precision
from dossiers.rules.kinds import Kind
from dossiers.text import strip_invisible, strip_invisible_line

from ..conftest import AMSTERDAM
from ..factories import LONG_AGO, make_change, make_dossier, make_entry
from ..reading import read

pytestmark = pytest.mark.django_db

SITE = "http://localhost:8000"
PAGE = "/dossiers/k16-006-samen/"
ENTRY = f"{PAGE}1-workshop/"
DESCRIPTION = f"{PAGE}beschrijving/"
STATIC = Path(__file__).parent.parent.parent / "static"


def open_graph(client, address):
    metas = read(client, address).one("head").all("meta")
    return {meta["property"]: meta["content"] for meta in metas if "property" in meta.element.attrib}


def data_of(client, address):
    """The things in the data block of a page by type. Refused: a type that is there twice, a relative address."""
    (block,) = read(client, address).all("script")
    assert block["type"] == "application/ld+json"
    data = json.loads(block.element.text)
    assert data["@context"] == "https://schema.org"
    by_type = {thing["@type"]: thing for thing in data["@graph"]}
    assert len(by_type) == len(data["@graph"])
    for name, value in re.findall(r'"(url|item|image|logo)": "([^"]*)"', json.dumps(data)):
        assert value.startswith(f"{SITE}/"), name
    return by_type


def breadcrumbs(data):
    steps = data["BreadcrumbList"]["itemListElement"]
    assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))
    return [(step["name"], step["item"].removeprefix(SITE)) for step in steps]


@pytest.fixture
def dossier():
    return make_dossier(title="Samen", introduction="Over samen wonen.", description="<p>Hoe het begon.</p>")


# --- The card of a shared link -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "title", "description", "type_"),
    [
        (PAGE, "K16-006 Samen", "Over samen wonen.", "website"),
        (ENTRY, "Workshop, K16-006", "Kom langs.", "article"),
        (DESCRIPTION, "Dossierbeschrijving K16-006 Samen", "Hoe het begon.", "article"),
        ("/uitleg/", "Uitleg", None, "website"),
        ("/volgen/", "Blijf op de hoogte", None, "website"),
        ("/", "Praat mee over je woning in Delft", None, "website"),
    ],
)
def test_a_shared_link_shows_title_description_and_the_picture_of_the_site(
    client, dossier, address, title, description, type_
):
    make_entry(dossier, teaser="Kom langs.")
    card = open_graph(client, address)
    assert (card["og:title"], card["og:type"], card["og:url"]) == (title, type_, SITE + address)
    assert card["og:description"] == description or (description is None and card["og:description"])
    assert (card["og:site_name"], card["og:locale"]) == ("WijWonen", "nl_NL")
    assert card["og:image"] == f"{SITE}/static/img/share.png"


def test_a_dossier_without_introduction_still_has_a_description(client):
    make_dossier(title="Samen")
    assert open_graph(client, PAGE)["og:description"] == "K16-006 Samen"


def test_marks_in_a_title_stay_words_in_the_card_and_in_the_title_of_the_window(client, dossier):
    make_entry(dossier, 'Huur < 500 & "meer"')
    page = f"{PAGE}1-huur-500-meer/"
    assert open_graph(client, page)["og:title"] == 'Huur < 500 & "meer", K16-006'
    assert read(client, page).one("head title").element.text == 'Huur < 500 & "meer", K16-006 – WijWonen'


@pytest.mark.parametrize("address", ["/nergens/", "/k16-006/1"])
def test_what_is_not_there_or_is_withdrawn_has_no_card_and_no_data(client, dossier, address):
    make_entry(dossier, withdrawn_at=datetime(2020, 1, 1, tzinfo=UTC), withdrawn_reason="Fout.")
    page = read(client, address, 410 if "k16" in address else 404)
    assert not [meta for meta in page.all("meta") if "property" in meta.element.attrib]
    assert page.all("script") == []


def test_the_picture_has_the_size_that_the_card_says_and_is_light():
    path = STATIC / "img/share.png"
    assert path.stat().st_size < 60_000
    with Image.open(path) as picture:
        assert (picture.format, picture.size) == ("PNG", (1200, 630))


# --- The data block ----------------------------------------------------------------------------------------


def test_home_says_whose_site_this_is(client):
    assert data_of(client, "/") == {
        "Organization": {
            "@type": "Organization",
            "name": "WijWonen",
            "url": f"{SITE}/",
            "email": "bestuur@wijwonen.example",
            "logo": f"{SITE}/static/img/share.png",
        }
    }


@pytest.mark.parametrize(
    ("address", "name"), [("/dossiers/", "Alle dossiers"), ("/inspraak/", "Inspraak"), ("/adviezen/", "Onze adviezen")]
)
def test_a_list_says_the_way_to_it(client, address, name):
    data = data_of(client, address)
    assert set(data) == {"BreadcrumbList"}
    assert breadcrumbs(data) == [("WijWonen", "/"), (name, address)]


def test_a_dossier_says_the_way_to_it(client, dossier):
    data = data_of(client, PAGE)
    assert set(data) == {"BreadcrumbList"}
    assert breadcrumbs(data) == [("WijWonen", "/"), ("Dossiers", "/dossiers/"), ("K16-006 Samen", PAGE)]


def test_an_entry_is_an_article(client, dossier):
    entry = make_entry(dossier, kind=Kind.ANSWER, teaser="Nee.")
    data = data_of(client, ENTRY)
    article = data["Article"]
    assert (article["headline"], article["description"], article["url"]) == ("Workshop", "Nee.", SITE + ENTRY)
    assert (article["identifier"], article["articleSection"]) == ("K16-006/1", "Antwoord van DUWO")
    assert (article["datePublished"], article["dateModified"]) == ("2016-01-01", "2016-01-01")
    assert breadcrumbs(data)[-2:] == [("K16-006 Samen", PAGE), (entry.title, ENTRY)]
    assert "Event" not in data


def test_only_a_reported_change_makes_an_article_modified(client, dossier, at):
    at(2017, 5, 3, 12)
    entry = make_entry(dossier, body="<p>Oud.</p>")
    make_change(dossier, datetime(2017, 5, 1, 12, tzinfo=UTC))
    entry.body = "<p>Nieuw.</p>"
    entry.save()
    assert data_of(client, ENTRY)["Article"]["dateModified"] == "2016-01-01"
    make_change(dossier, datetime(2017, 5, 2, 22, 30, tzinfo=UTC), entry=entry)
    assert data_of(client, ENTRY)["Article"]["dateModified"] == "2017-05-03"


def test_an_entry_that_waited_for_its_dossier_is_published_with_it(client):
    make_entry(make_dossier(title="Samen", published_at=datetime(2017, 5, 2, 12, tzinfo=UTC)))
    article = data_of(client, ENTRY)["Article"]
    assert (article["datePublished"], article["dateModified"]) == ("2017-05-02", "2017-05-02")
    assert "Geplaatst op 2 mei 2017." in read(client, ENTRY).text("main")


def test_the_description_is_an_article_too(client, dossier):
    data = data_of(client, DESCRIPTION)
    assert data["Article"]["headline"] == "Dossierbeschrijving K16-006 Samen"
    assert data["Article"]["datePublished"] == LONG_AGO.date().isoformat()
    assert breadcrumbs(data)[-1] == ("Dossierbeschrijving", DESCRIPTION)


@pytest.mark.parametrize(
    ("day", "begins"),
    [(date(2027, 3, 27), "2027-03-27T19:30:00+01:00"), (date(2027, 3, 28), "2027-03-28T19:30:00+02:00")],
)
def test_a_meeting_is_an_event_with_its_time_on_both_sides_of_summer_time(client, dossier, day, begins):
    make_entry(dossier, kind=Kind.MEETING, starts_on=day, begins_at=time(19, 30), ends_at=time(21), place="De Aula")
    event = data_of(client, ENTRY)["Event"]
    assert (event["name"], event["startDate"]) == ("Workshop", begins)
    assert datetime.fromisoformat(event["endDate"]) == datetime.combine(day, time(21), tzinfo=AMSTERDAM)
    assert event["location"] == {"@type": "Place", "name": "De Aula", "address": "Delft"}
    assert event["eventStatus"] == "https://schema.org/EventScheduled"


def test_a_cancelled_meeting_of_days_says_so_and_has_no_time(client, dossier):
    days = {"starts_on": date(2027, 6, 1), "ends_on": date(2027, 6, 2)}
    make_entry(dossier, kind=Kind.MEETING, cancelled=True, **days)
    event = data_of(client, ENTRY)["Event"]
    assert (event["startDate"], event["endDate"]) == ("2027-06-01", "2027-06-02")
    assert event["eventStatus"] == "https://schema.org/EventCancelled"
    assert event["location"]["name"] == "Delft"


@pytest.mark.parametrize("fields", [{}, {"starts_on": date(2027, 6, 1), "date_precision": Precision.MONTH}])
def test_a_meeting_of_which_nobody_knows_the_day_is_no_event(client, dossier, fields):
    make_entry(dossier, kind=Kind.MEETING, **fields)
    assert set(data_of(client, ENTRY)) == {"Article", "BreadcrumbList"}


@pytest.mark.parametrize("nasty", ["</script><script>alert(1)</script>", "<!--<script>", "]]>&lt;\\u003C\"'\u2028"])
def test_no_text_breaks_out_of_the_data_block_and_every_character_arrives(client, dossier, nasty):
    entry = make_entry(dossier, nasty, teaser=nasty)
    address = entry.get_absolute_url()
    article = data_of(client, address)["Article"]
    assert (article["headline"], article["description"]) == (strip_invisible_line(nasty), strip_invisible(nasty))
    block = client.get(address).content.decode().split("ld+json", 1)[1].split("</script>", 1)[0]
    assert "<" not in block
    assert not read(client, address).all("body script")
