"""What search engines get: every public page, with the day on which something was published or reported."""

import re
from datetime import UTC, date, datetime
from xml.etree import ElementTree

import pytest

from dossiers.rules.kinds import Kind
from dossiers.syndication.sitemaps import PublicPages

from ..conftest import AMSTERDAM
from ..factories import LONG_AGO, make_change, make_dossier, make_entry
from ..reading import read

pytestmark = pytest.mark.django_db

SITE = "http://localhost:8000"
NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
PAGE = "/dossiers/k16-006-samen/"
LISTS = ["/", "/dossiers/", "/inspraak/", "/adviezen/"]
FIXED = ["/uitleg/", "/volgen/"]


def read_sitemap(client):
    """The last change by path; refused when the file is not valid by sitemaps.org."""
    response = client.get("/sitemap.xml")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/xml; charset=utf-8"
    root = ElementTree.fromstring(response.content)  # noqa: S314 - our own answer, and no entity is declared in it
    assert root.tag == f"{NAMESPACE}urlset"
    found = {}
    for url in root:
        assert url.tag == f"{NAMESPACE}url"
        names = [child.tag.removeprefix(NAMESPACE) for child in url]
        assert names in (["loc"], ["loc", "lastmod"])
        address, changed = url.findtext(f"{NAMESPACE}loc"), url.findtext(f"{NAMESPACE}lastmod")
        assert address.startswith(f"{SITE}/")
        assert address not in found
        assert changed is None or re.fullmatch(r"\d{4}-\d\d-\d\d", changed)
        found[address] = changed and date.fromisoformat(changed)
    return {address.removeprefix(SITE): changed for address, changed in found.items()}


def test_a_site_without_dossiers_has_its_fixed_pages(client):
    assert read_sitemap(client) == dict.fromkeys(LISTS + FIXED)


def test_every_public_page_is_in_the_sitemap_and_answers_at_that_address(client):
    dossier = make_dossier(title="Samen", description="<p>Lang.</p>")
    make_entry(dossier, "Workshop & zo", starts_on=date(2017, 4, 7))
    make_entry(dossier, "Zonder datum")
    make_dossier("K17-001", title="Zonder beschrijving")
    found = read_sitemap(client)
    own = [PAGE, f"{PAGE}beschrijving/", f"{PAGE}1-workshop-zo/", f"{PAGE}2-zonder-datum/"]
    assert set(found) == {*LISTS, *FIXED, *own, "/dossiers/k17-001-zonder-beschrijving/"}
    for address in found:
        read(client, address)


def test_a_page_is_as_new_as_what_was_published_or_reported_on_it(client, at):
    dossier = make_dossier(title="Samen", description="<p>Lang.</p>")
    first = make_entry(dossier, "Een", published_at=datetime(2017, 4, 7, 12, tzinfo=UTC))
    make_entry(dossier, "Twee", published_at=datetime(2017, 5, 7, 12, tzinfo=UTC))
    make_change(dossier, datetime(2016, 6, 1, 12, tzinfo=UTC))
    make_change(dossier, datetime(2017, 4, 9, 12, tzinfo=UTC), entry=first)
    make_change(dossier, datetime(2017, 4, 8, 12, tzinfo=UTC), entry=first)
    assert {address: changed for address, changed in read_sitemap(client).items() if changed} == {
        f"{PAGE}1-een/": date(2017, 4, 9),
        f"{PAGE}2-twee/": date(2017, 5, 7),
        f"{PAGE}beschrijving/": date(2016, 6, 1),
        PAGE: date(2017, 5, 7),
        **dict.fromkeys(LISTS, date(2017, 5, 7)),
    }


def test_an_entry_that_waited_for_its_dossier_is_as_new_as_the_dossier(client):
    dossier = make_dossier(title="Samen", published_at=datetime(2018, 1, 2, 12, tzinfo=UTC))
    make_entry(dossier, "Een", published_at=datetime(2017, 4, 7, 12, tzinfo=UTC))
    assert read_sitemap(client)[f"{PAGE}1-een/"] == date(2018, 1, 2)


def test_a_save_makes_no_page_new(client):
    dossier = make_dossier(title="Samen", introduction="Oud.", description="<p>Lang.</p>")
    entry = make_entry(dossier)
    before = read_sitemap(client)
    dossier.introduction, entry.body = "Nieuw.", "<p>Nieuw.</p>"
    dossier.save()
    entry.save()
    assert read_sitemap(client) == before
    assert set(before.values()) == {LONG_AGO.date(), None}


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ((2027, 3, 28, 23, 59), date(2027, 3, 28)),
        ((2027, 3, 29, 0, 1), date(2027, 3, 29)),
        ((2027, 10, 31, 23, 59), date(2027, 10, 31)),
        ((2027, 11, 1, 0, 1), date(2027, 11, 1)),
    ],
)
def test_the_day_of_a_change_is_the_day_in_the_netherlands(client, at, moment, day):
    at(*moment)
    make_dossier(title="Samen", published_at=datetime(*moment, tzinfo=AMSTERDAM))
    assert read_sitemap(client)[PAGE] == day


def test_what_is_not_public_is_not_in_the_sitemap_and_makes_nothing_new(client, at):
    now = at(2027, 6, 15, 12)
    dossier = make_dossier(title="Samen")
    hidden = make_entry(dossier, "Concept", published_at=None)
    make_entry(dossier, "Straks", published_at=datetime(2027, 6, 15, 12, 1, tzinfo=AMSTERDAM))
    make_entry(dossier, "Weg", published_at=datetime(2020, 1, 1, tzinfo=UTC), withdrawn_at=now)
    make_change(dossier, datetime(2021, 1, 1, tzinfo=UTC), entry=hidden)
    make_change(dossier, datetime(2028, 1, 1, tzinfo=UTC))
    make_entry(make_dossier("K17-001", title="Ook weg", withdrawn_at=now), "Mee weg")
    found = read_sitemap(client)
    assert set(found) == {*LISTS, *FIXED, PAGE}
    assert found[PAGE] == LONG_AGO.date()


def test_beyond_the_limit_the_oldest_entries_are_left_out(client, monkeypatch):
    dossier = make_dossier(title="Samen")
    for year in (2017, 2019, 2018):
        make_entry(dossier, str(year), published_at=datetime(year, 1, 1, tzinfo=UTC))
    monkeypatch.setattr(PublicPages, "limit", len(LISTS) + len(FIXED) + 3)
    assert list(read_sitemap(client))[-3:] == [PAGE, f"{PAGE}2-2019/", f"{PAGE}3-2018/"]


def test_what_came_with_a_new_dossier_is_not_left_out(client, monkeypatch):
    new = make_dossier(title="Samen", published_at=datetime(2019, 1, 1, tzinfo=UTC))
    make_entry(new, "Mee", published_at=datetime(2017, 1, 1, tzinfo=UTC))
    make_entry(make_dossier("K15-001"), "Eerder", published_at=datetime(2018, 1, 1, tzinfo=UTC))
    monkeypatch.setattr(PublicPages, "limit", len(LISTS) + len(FIXED) + 3)
    assert list(read_sitemap(client))[-1] == f"{PAGE}1-mee/"


def test_an_unchanged_sitemap_answers_304_and_a_withdrawal_changes_it(client):
    dossier = make_dossier()
    first = client.get("/sitemap.xml")
    etag = {"If-None-Match": first.headers["ETag"]}
    assert client.get("/sitemap.xml", headers=etag).status_code == 304
    dossier.withdraw(LONG_AGO, "Fout.")
    dossier.save()
    assert client.get("/sitemap.xml", headers=etag).status_code == 200


def test_robots_are_told_where_the_pages_are_and_to_stay_out_of_the_admin(client):
    response = client.get("/robots.txt")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    lines = response.content.decode().splitlines()
    assert lines == ["User-agent: *", "Disallow: /beheer/", f"Sitemap: {SITE}/sitemap.xml"]


@pytest.mark.parametrize("count", [1, 3, 40])
def test_the_sitemap_takes_three_queries(client, count, page_queries):
    for number in range(1, count + 1):
        dossier = make_dossier(f"K16-{number:03d}", description="<p>Lang.</p>")
        for _ in range(count if number == 1 else 1):
            make_change(dossier, LONG_AGO, entry=make_entry(dossier, kind=Kind.ADVICE))
    with page_queries(3):
        found = client.get("/sitemap.xml").content.count(b"<url>")
    assert found == len(LISTS + FIXED) + 2 * count + 2 * count - 1
