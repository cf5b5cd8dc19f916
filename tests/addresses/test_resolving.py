"""What ``resolve`` says of an address is what a reader gets there."""

import re
from datetime import UTC, datetime
from urllib.parse import unquote

import pytest

from dossiers.addresses.resolving import Gone, Missing, Moved, Page, resolve
from dossiers.models import Attachment, Dossier, Entry

from ..factories import LONG_AGO, make_attachment, make_dossier, make_entry

pytestmark = pytest.mark.django_db

GONE_ON = datetime(2020, 5, 4, 12, tzinfo=UTC)
FUTURE = datetime(2100, 1, 1, tzinfo=UTC)
STATES = {
    "public": {},
    "draft": {"published_at": None},
    "scheduled": {"published_at": FUTURE},
    "withdrawn": {"withdrawn_at": GONE_ON, "withdrawn_reason": "Fout."},
    "moved": {"withdrawn_at": GONE_ON, "moved_to": "/k19-004"},
    "moved to a list": {"withdrawn_at": GONE_ON, "withdrawn_reason": "Fout.", "moved_to": "/inspraak/#open"},
    "binned": {"published_at": None, "withdrawn_at": GONE_ON},
    "binned while scheduled": {"published_at": FUTURE, "withdrawn_at": GONE_ON},
}
BEFORE_ANY_STATE = {"published_at": LONG_AGO, "withdrawn_at": None, "withdrawn_reason": "", "moved_to": ""}
ALWAYS_THERE = ["/", "/dossiers", "/inspraak/", "/adviezen", "/uitleg/", "/volgen", "/zoeken/", "/robots.txt"]
ALWAYS_THERE += ["/sitemap.xml", "/agenda.ics", "/feed.atom", "/feed.rss"]
NEVER_THERE = ["/nergens/", "/beheer/", "/feed.json", "/voorbeeld/x.y/", "/k16-006/2", "/k16-006/bijlage/3", "/%ff"]
OF_DOSSIER = ["/k16-006", "/K16-006/", "/dossiers/k16-006-samen/", "/dossiers/K16-006-oud", "/k16-006/feed.rss"]
OF_DOSSIER += ["/dossiers/k16-006-samen/feed.atom", "/dossiers/k16-006/agenda.ics", "/K16-006/agenda.ics"]
OF_DOSSIER += ["/dossiers/k16-006-samen/beschrijving/", "/dossiers/k16-006/beschrijving"]
OF_ENTRY = ["/k16-006/1", "/K16-006/01/", "/dossiers/k16-006-samen/1-workshop/", "/dossiers/k16-006/1-oud"]
OF_FILES = ["/k16-006/bijlage/1/van-het-bericht.pdf", "/K16-006/bijlage/1"]
OF_FILES += ["/k16-006/bijlage/2/", "/k16-006/bijlage/2/oud.pdf"]


def what_a_reader_gets(client, address):
    """The status, where it leads on, and what is said to be withdrawn."""
    response = client.get(address)
    withdrawn = re.search(r'class="lead">(.*) is ingetrokken', response.getvalue().decode("utf-8", "replace"))
    return response.status_code, response.headers.get("Location"), withdrawn and withdrawn[1]


def what_is_resolved(address, now):
    """The same, as it follows from ``resolve``."""
    path = unquote(address)
    match resolve(path, now):
        case Page(canonical):
            return (200, None, None) if canonical == path else (301, canonical, None)
        case Moved(to):
            return 301, to, None
        case Gone(name):
            return 410, None, name
        case Missing():
            return 404, None, None


@pytest.fixture
def rows():
    make_dossier("K19-004", title="Verder")
    dossier = make_dossier(title="Samen", description="<p>Achtergrond.</p>")
    entry = make_entry(dossier)
    make_attachment(dossier, "Van het bericht", entry=entry)
    make_attachment(dossier, "Van het dossier")
    return dossier, entry


@pytest.fixture
def now(at):
    return at(2021, 1, 1, 12)


@pytest.mark.parametrize("address", ALWAYS_THERE)
def test_what_is_always_there_is_a_page(client, now, address):
    assert what_is_resolved(address, now)[0] in (200, 301)
    assert what_a_reader_gets(client, address) == what_is_resolved(address, now)


@pytest.mark.parametrize("address", NEVER_THERE)
def test_what_never_was_there_is_missing(client, now, rows, address):
    assert resolve(unquote(address), now) == Missing()
    assert what_a_reader_gets(client, address)[0] in (404, 302)  # the admin asks who it is


@pytest.mark.parametrize("of_dossier", STATES)
def test_every_address_resolves_to_what_a_reader_gets(client, now, rows, of_dossier):
    dossier, entry = rows
    Dossier.objects.filter(pk=dossier.pk).update(**STATES[of_dossier])
    for address in OF_DOSSIER:
        assert what_a_reader_gets(client, address) == what_is_resolved(address, now), address
    for of_entry, state in STATES.items():
        Entry.objects.filter(pk=entry.pk).update(**BEFORE_ANY_STATE | state)
        for address in [*OF_ENTRY, *OF_FILES]:
            assert what_a_reader_gets(client, address) == what_is_resolved(address, now), (of_entry, address)


@pytest.mark.parametrize(("of_dossier", "status"), [("public", 200), ("draft", 404), ("withdrawn", 410)])
def test_a_page_a_draft_and_a_withdrawn_page_are_told_apart(now, rows, of_dossier, status):
    Dossier.objects.filter(code="K16-006").update(**STATES[of_dossier])
    assert what_is_resolved("/dossiers/k16-006-samen/", now)[0] == status


@pytest.mark.parametrize("state", [{"withdrawn_at": GONE_ON}, {"file": "weg.pdf"}], ids=["withdrawn", "lost"])
def test_a_file_that_is_withdrawn_or_lost_resolves_to_what_a_reader_gets(client, now, rows, state):
    Attachment.objects.update(**state)
    for address in OF_FILES:
        assert what_a_reader_gets(client, address) == what_is_resolved(address, now), address


@pytest.mark.parametrize("moment", [GONE_ON, LONG_AGO])
def test_the_moment_decides_and_not_the_clock(now, rows, moment):
    Dossier.objects.filter(code="K16-006").update(published_at=GONE_ON)
    assert isinstance(resolve("/k16-006", moment), Page if moment == GONE_ON else Missing)
