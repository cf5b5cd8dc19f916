"""Addresses that survive: one canonical form, one hop from any other, and an honest answer for what is gone."""

from datetime import UTC, datetime

import pytest

from dossiers.addresses.spelling import strip_site_url
from dossiers.models import Dossier, Entry

from ..factories import LONG_AGO, make_attachment, make_dossier, make_entry
from ..reading import parse, read

pytestmark = pytest.mark.django_db

LATER = datetime(2020, 5, 4, 22, 30, tzinfo=UTC)  # 5 May in Amsterdam
FUTURE = datetime(2100, 1, 1, tzinfo=UTC)
DOSSIER = "/dossiers/k16-006-nieuwe-samenwerkingsovereenkomst/"
ENTRY = f"{DOSSIER}1-workshop/"
FILE = "/k16-006/bijlage/1/overeenkomst-2017.pdf"

OF_DOSSIER = [DOSSIER, "/dossiers/k16-006/", "/dossiers/K16-006-iets-anders", "/k16-006", "/K16-006/"]
OF_DESCRIPTION = [f"{DOSSIER}beschrijving/", "/dossiers/k16-006/beschrijving"]
OF_ENTRY = [ENTRY, f"{DOSSIER}1/", f"{DOSSIER}01-oud", "/dossiers/K16-006/1", "/k16-006/1", "/K16-006/1/"]
OF_FILE = [FILE, "/K16-006/bijlage/1/oude-naam.pdf", "/k16-006/bijlage/1/", "/k16-006/bijlage/1"]


def status(client, address):
    """The status code of an address; a file is read to its end, which closes it."""
    response = client.get(address)
    response.getvalue()
    return response.status_code


def everything(**fields):
    """A dossier with a description, an entry and an attachment of that entry."""
    dossier = make_dossier(description="<p>Achtergrond.</p>", **fields)
    entry = make_entry(dossier)
    make_attachment(dossier, entry=entry)
    return dossier, entry


def test_every_form_of_an_address_is_one_hop_from_the_page(client):
    everything()
    for canonical, *others in (OF_DOSSIER, OF_DESCRIPTION, OF_ENTRY, OF_FILE, ["/dossiers/", "/dossiers"]):
        assert status(client, canonical) == 200, canonical
        for address in others:
            response = client.get(f"{address}?utm_source=nieuwsbrief&mc_cid=1")
            assert response.status_code == 301, address
            assert response.headers["Location"] == f"{canonical}?utm_source=nieuwsbrief&mc_cid=1", address
            assert response.headers["Cache-Control"] == "no-cache", address


def test_a_new_title_sends_the_old_address_on(client):
    dossier, _ = everything()
    dossier.title = "Heel andere naam"
    dossier.save()
    assert client.get(DOSSIER).headers["Location"] == "/dossiers/k16-006-heel-andere-naam/"


def test_a_title_without_letters_leaves_the_slug_empty(client):
    make_entry(make_dossier(title="???"), "!!!")
    read(client, "/dossiers/k16-006/")
    read(client, "/dossiers/k16-006/1/")


def test_tracking_parameters_change_nothing(client):
    everything()
    page = read(client, f"{DOSSIER}?utm_source=x")
    assert page.one("h1").text() == "K16-006 Nieuwe Samenwerkingsovereenkomst"


ALL = OF_DOSSIER + OF_DESCRIPTION + OF_ENTRY + OF_FILE


@pytest.mark.parametrize(
    "fields",
    [
        {"published_at": None},
        {"published_at": FUTURE},
        {"published_at": None, "withdrawn_at": LATER},
        {"published_at": FUTURE, "withdrawn_at": LATER},
    ],
    ids=["draft", "scheduled", "binned draft", "binned scheduled"],
)
def test_what_never_was_public_answers_404_without_a_hop(client, fields):
    everything(**fields)
    for address in ALL:
        response = client.get(address)
        assert response.status_code == 404, address
        assert "amenwerkingsovereenkomst" not in response.content.decode(), address


def test_an_entry_that_never_was_public_answers_404_with_its_files(client):
    everything()
    Entry.objects.update(published_at=None)
    for address in OF_ENTRY + OF_FILE:
        response = client.get(address)
        assert response.status_code == 404, address
        assert "orkshop" not in response.content.decode(), address


def test_a_withdrawn_dossier_answers_410_everywhere_with_the_reason(client):
    everything(withdrawn_at=LATER, withdrawn_reason="Er stonden namen in.")
    for address in ALL:
        response = client.get(address)
        assert response.status_code == 410, address
        html = response.content.decode()
        page = parse(html)
        assert "ingetrokken op 5 mei 2020" in page.text("main"), address
        assert "Er stonden namen in." in page.text("main"), address
        assert page.link("alle dossiers") == "/dossiers/", address
        assert "amenwerkingsovereenkomst" not in html, address
        assert "orkshop" not in html, address
        assert 'rel="canonical"' not in html, address


def test_a_withdrawn_entry_answers_410_with_kind_number_day_reason_and_the_dossier(client):
    _, entry = everything()
    entry.withdraw(LATER, "Het was een vergissing.")
    entry.save()
    for address in OF_ENTRY + OF_FILE:
        response = client.get(address)
        assert response.status_code == 410, address
        page = parse(response.content.decode())
        assert "ingetrokken op 5 mei 2020" in page.text("main"), address
        assert "Het was een vergissing." in page.text("main"), address
        assert page.link("dossier K16-006") == DOSSIER, address
        assert "orkshop" not in response.content.decode(), address
        assert ("Nieuws K16-006/1 is ingetrokken" in page.text("main")) is (address in OF_ENTRY), address


def test_a_moved_entry_is_one_hop_from_its_new_place(client):
    _, entry = everything()
    entry.withdraw(LATER, moved_to="/k19-004/2")
    entry.save()
    for address in OF_ENTRY:
        response = client.get(address)
        assert (response.status_code, response.headers["Location"]) == (301, "/k19-004/2"), address


def test_a_moved_dossier_is_one_hop_from_its_new_place(client):
    everything(withdrawn_at=LATER, moved_to="/k19-004")
    for address in OF_DOSSIER + OF_DESCRIPTION:
        assert client.get(address).headers["Location"] == "/k19-004", address


@pytest.mark.parametrize(
    ("moved_to", "hopped"),
    [
        ("/k19-004/2#begin", "/k19-004/2?utm_source=x#begin"),
        ("/dossiers/?jaar=2019#lijst", "/dossiers/?jaar=2019&utm_source=x#lijst"),
    ],
)
def test_a_query_comes_after_that_of_the_new_place_and_before_the_place_on_the_page(client, moved_to, hopped):
    everything(withdrawn_at=LATER, moved_to=moved_to)
    assert client.get(f"{DOSSIER}?utm_source=x").headers["Location"] == hopped


def test_entries_and_files_of_a_moved_dossier_say_where_it_went(client):
    everything(withdrawn_at=LATER, withdrawn_reason="Samengevoegd.", moved_to="/k19-004")
    for address in OF_ENTRY + OF_FILE:
        page = read(client, address, status=410)
        assert "Samengevoegd." in page.text("main"), address
        assert page.link("http://localhost:8000/k19-004") == "/k19-004", address


def test_a_draft_in_a_withdrawn_dossier_still_never_was(client):
    dossier = make_dossier(withdrawn_at=LATER, withdrawn_reason="Fout.")
    make_entry(dossier, published_at=None)
    make_entry(dossier, published_at=datetime(2021, 1, 1, tzinfo=UTC))  # its time came after the withdrawal
    make_entry(dossier, published_at=LONG_AGO)
    assert [client.get(f"/k16-006/{number}").status_code for number in (1, 2, 3, 4)] == [404, 404, 410, 404]


def test_an_entry_withdrawn_before_its_dossier_became_public_never_was(client):
    dossier = make_dossier(published_at=datetime(2021, 1, 1, tzinfo=UTC))
    make_entry(dossier, withdrawn_at=LATER, withdrawn_reason="Fout.")
    assert client.get("/k16-006/1").status_code == 404


def test_a_withdrawn_file_answers_410_and_leaves_the_page(client):
    dossier, entry = everything()
    dossier.attachments.update(withdrawn_at=LATER)
    page = read(client, FILE, status=410)
    assert "Bijlage 1 bij K16-006 is ingetrokken op 5 mei 2020" in page.text("main")
    assert read(client, ENTRY).all(".file") == []


def test_undoing_a_withdrawal_makes_everything_answer_again(client):
    dossier, _ = everything()
    dossier.withdraw(LATER, "Vergissing.")
    dossier.save()
    assert client.get(ENTRY).status_code == 410
    dossier.put_back()
    dossier.save()
    assert Dossier.objects.get().published_at == LONG_AGO
    assert status(client, ENTRY) == status(client, FILE) == 200


def test_an_attachment_opens_under_its_own_name_and_type(client):
    everything()
    response = client.get(FILE)
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == 'inline; filename="overeenkomst-2017.pdf"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.getvalue() == b"%PDF-1.4 inhoud"


def test_an_address_of_nothing_answers_404_and_helps(client):
    everything()
    for address in (
        "/k16-007",
        "/k16-006/999999999999",
        "/k16-006/2",
        "/k16-006/bijlage/2/x.pdf",
        "/k16-006/0",
        "/dossiers/k16-006%00/",
        "/dossiers/K16%EF%BC%8D006/",
        "/k16-006/1%00",
        "/" + "a" * 10_000,
        "/dossiers/k16-006-" + "a" * 10_000 + "/9/",
        "/%ff%fe",
        "/../../etc/passwd",
    ):
        page = read(client, address, status=404)
        assert "Deze bladzijde is er niet" in page.text("h1"), address
        assert page.link("alle dossiers") == "/dossiers/", address
        assert "mailto:" in page.link("bestuur@"), address


def test_a_broken_query_changes_nothing(client):
    everything()
    for query in ("%ff%fe=%00", "fase=%00", "fase=%ff", "jaar=99999999999999999999", "x=" + "a" * 5000):
        assert len(read(client, f"/dossiers/?{query}").all(".card")) == 1, query


def test_other_methods_than_reading_are_refused(client):
    everything()
    assert [client.post(address).status_code for address in ("/", "/dossiers/", DOSSIER, ENTRY, FILE)] == [405] * 5


def test_an_address_of_this_site_loses_the_name_of_the_site_and_no_other_does():
    addresses = {
        "http://localhost:8000": "/",
        "http://localhost:8000/k16-006?a=b": "/k16-006?a=b",
        "http://localhost:8000?q=was": "/?q=was",
        "http://localhost:8000#inhoud": "/#inhoud",
        "https://LOCALHOST:8000/k16-006": "/k16-006",
    }
    for elsewhere in ("http://localhost:80009/x", "http://localhost:8000.elders.example/x", "https://elders.example/"):
        addresses[elsewhere] = elsewhere
    assert {address: strip_site_url(address) for address in addresses} == addresses


@pytest.mark.parametrize(("description", "status"), [("", 404), ("<p>Hoe het begon.</p>", 410)])
def test_a_description_that_never_was_is_not_there_also_when_its_dossier_is_withdrawn(client, description, status):
    make_dossier(withdrawn_at=LATER, withdrawn_reason="Fout.", description=description)
    assert client.get("/dossiers/k16-006/beschrijving/").status_code == status
