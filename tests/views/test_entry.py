"""The page of an entry and the page of the description."""

from datetime import date, time

import pytest

from dossiers.rules.kinds import Kind, Right

from ..factories import make_attachment, make_dossier, make_entry, make_round
from ..reading import read

pytestmark = pytest.mark.django_db
DOSSIER = "/dossiers/k16-006-nieuwe-samenwerkingsovereenkomst/"
PAGE = f"{DOSSIER}1-workshop/"


def test_the_entry_page_has_title_kind_day_and_the_whole_text(client):
    make_entry(
        make_dossier(),
        kind=Kind.MEETING,
        starts_on=date(2017, 4, 7),
        teaser="Kort gezegd.",
        body="<p>Het hele verhaal.</p><h2>Kop</h2>",
    )
    page = read(client, PAGE)
    assert page.text("h1") == "Workshop"
    assert page.text("article .kind") == "Bijeenkomst"
    assert "7 april 2017" in page.text("article")
    assert page.text(".lead") == "Kort gezegd."
    assert page.text(".prose h2") == "Kop"
    assert page.link("K16-006 Nieuwe Samenwerkingsovereenkomst") == DOSSIER


@pytest.mark.parametrize("teaser", ["Het hele verhaal begint", "Het hele verhaal begint…"])
def test_the_lead_is_left_out_when_the_text_begins_with_it(client, teaser):
    make_entry(make_dossier(), teaser=teaser, body="<p>Het hele verhaal <strong>begint</strong> hier.</p>")
    assert read(client, PAGE).all(".lead") == []


def test_an_answer_is_named_after_the_landlord(client, settings):
    settings.ORGANISATION = settings.ORGANISATION | {"landlord": "Verhuurder BV"}
    make_entry(make_dossier(), kind=Kind.ANSWER)
    assert read(client, PAGE).text("article .kind") == "Antwoord van Verhuurder BV"


def test_the_facts_of_a_meeting(client):
    make_entry(
        make_dossier(),
        kind=Kind.MEETING,
        starts_on=date(2026, 12, 1),
        begins_at=time(19, 30),
        ends_at=time(21, 0),
        place="Buurthuis",
    )
    assert read(client, PAGE).terms(".facts") == {"Tijd": "19.30 tot 21.00 uur", "Plaats": "Buurthuis"}


def test_the_facts_of_a_request(client):
    make_entry(
        make_dossier(), kind=Kind.REQUEST, starts_on=date(2026, 11, 1), due_on=date(2026, 12, 14), right=Right.CONSENT
    )
    assert read(client, PAGE).terms(".facts") == {"Advies uiterlijk": "14 december 2026", "Recht": "Instemming"}


def test_a_chain_links_both_ways(client):
    dossier = make_dossier()
    round_ = make_round(dossier, date(2017, 7, 3), date(2017, 7, 16), "Concept")
    make_entry(dossier, "Uitkomst", kind=Kind.FEEDBACK, responds_to=round_)
    make_entry(dossier, "Nog geheim", kind=Kind.FEEDBACK, responds_to=round_, published_at=None)
    asked = read(client, f"{DOSSIER}1-concept/")
    assert asked.link("Uitkomst") == f"{DOSSIER}2-uitkomst/"
    assert "Nog geheim" not in asked.text()
    assert read(client, f"{DOSSIER}2-uitkomst/").link("Concept") == f"{DOSSIER}1-concept/"


def test_previous_and_next_follow_the_timeline(client):
    dossier = make_dossier()
    make_entry(dossier, "Midden", starts_on=date(2017, 2, 1))
    make_entry(dossier, "Laatste", starts_on=date(2017, 3, 1))
    make_entry(dossier, "Eerste", starts_on=date(2017, 1, 1))
    make_entry(dossier, "Concept ertussen", starts_on=date(2017, 2, 2), published_at=None)
    middle = read(client, f"{DOSSIER}1-midden/").one(".turn")
    assert middle.link("Vorig bericht, 1 januari 2017 Eerste") == f"{DOSSIER}3-eerste/"
    assert middle.link("Volgend bericht, 1 maart 2017 Laatste") == f"{DOSSIER}2-laatste/"
    assert "Dit is het nieuwste bericht" in read(client, f"{DOSSIER}2-laatste/").text(".turn")
    assert "Dit is het eerste bericht" in read(client, f"{DOSSIER}3-eerste/").text(".turn")


def test_attachments_stand_with_their_entry_only(client):
    dossier = make_dossier()
    entry = make_entry(dossier)
    make_attachment(dossier, "Getekende tekst", entry=entry, language="en", content=b"x" * 1024)
    assert read(client, PAGE).text(".file .note") == "PDF, 1,0 KB, Engels"
    assert read(client, DOSSIER).all(".file") == []


def test_a_file_that_went_missing_breaks_no_page(client):
    entry = make_entry(make_dossier())
    attachment = make_attachment(entry.dossier, entry=entry)
    attachment.file.storage.delete(attachment.file.name)
    assert read(client, PAGE).text(".file .note") == "PDF, Nederlands"
    assert client.get(attachment.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("count", [1, 3, 40])
def test_an_entry_page_takes_four_queries_however_long_the_timeline(client, count, page_queries):
    dossier = make_dossier()
    entry = make_entry(dossier)
    for _ in range(count):
        make_entry(dossier)
        make_attachment(dossier, entry=entry)
    with page_queries(4):
        read(client, PAGE)


def test_the_description_page_has_the_whole_description(client):
    make_dossier(description="<p>De wet.</p><p>En verder.</p>")
    page = read(client, f"{DOSSIER}beschrijving/")
    assert page.text("h1") == "Nieuwe Samenwerkingsovereenkomst"
    assert page.text(".prose") == "De wet. En verder."
    assert page.link("Terug naar het dossier") == DOSSIER


def test_a_dossier_without_a_description_has_no_such_page(client):
    make_dossier()
    read(client, f"{DOSSIER}beschrijving/", status=404)
    assert "Dossierbeschrijving" not in read(client, DOSSIER).text()
