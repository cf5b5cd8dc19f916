"""Nothing that is not public shows anywhere, and every public answer is strict, cookieless and fresh."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.urls import get_resolver, resolve

from dossiers.models import Point
from dossiers.rules.kinds import Kind

from ..factories import make_attachment, make_change, make_dossier, make_entry
from ..reading import read

pytestmark = pytest.mark.django_db

PAGES = [
    "/",
    "/dossiers/",
    "/inspraak/",
    "/adviezen/",
    "/uitleg/",
    "/volgen/",
    "/zoeken/",
    "/dossiers/k16-006-samen/",
    "/dossiers/k16-006-samen/1-workshop/",
    "/dossiers/k16-006-samen/beschrijving/",
]
SHORT = [
    "/k16-006",
    "/k16-006/1",
    "/k16-006/bijlage/1/overeenkomst-2017.pdf",
    "/agenda.ics",
    "/k16-006/agenda.ics",
    "/dossiers/k16-006-samen/agenda.ics",
    "/feed.atom",
    "/robots.txt",
    "/sitemap.xml",
    "/feed.rss",
    "/k16-006/feed.rss",
    "/dossiers/k16-006-samen/feed.atom",
    "/dossiers/k16-006-samen/feed.rss",
]
WITH_A_LINK_OF_THEIR_OWN = {"shared_page", "shared_page_of_dossier"}  # test_preview_links.py
FOR_A_MONITOR = {"health"}  # test_health.py
HIDDEN = "Zwanenzang"
SEARCHES = [f"/zoeken/?q={words}" for words in ("zang", "zwanen", "zwanenzan", "zwanenzamg", "k16-006", "k26-001")]
FUTURE = datetime(2100, 1, 1, tzinfo=UTC)


@pytest.fixture
def site():
    dossier = make_dossier(title="Samen", introduction="Kort.", description="<p>Lang.</p>")
    entry = make_entry(dossier, kind=Kind.ADVICE, starts_on=date(2017, 4, 7))
    make_attachment(dossier)
    return dossier, entry


def hide_in_a_draft(dossier, entry, **state):
    hidden = make_entry(
        dossier,
        HIDDEN,
        kind=Kind.ANSWER,
        teaser=HIDDEN,
        body=f"<p>{HIDDEN}</p>",
        starts_on=date(2017, 5, 1),
        responds_to=entry,
        **state,
    )
    Point.objects.create(entry=hidden, number=1, text=HIDDEN, reason=HIDDEN)
    make_attachment(dossier, HIDDEN, entry=hidden, content=HIDDEN.encode())
    make_change(dossier, datetime(2017, 5, 2, tzinfo=UTC), HIDDEN, entry=hidden)
    return hidden


STATES = {
    "draft": {"published_at": None},
    "scheduled": {"published_at": FUTURE},
    "withdrawn": {"withdrawn_at": datetime(2020, 1, 1, tzinfo=UTC), "withdrawn_reason": "Fout."},
    "binned": {"published_at": None, "withdrawn_at": datetime(2020, 1, 1, tzinfo=UTC)},
}


def content(response):
    """The whole answer, headers and all."""
    return f"{response.headers}".encode() + response.getvalue()


def saying_hidden(client, *more):
    """The addresses, all of the site and more, where the hidden word can be read."""
    addresses = [*PAGES, *SEARCHES, *SHORT, *more]
    return [address for address in addresses if HIDDEN.lower().encode() in content(client.get(address)).lower()]


@pytest.mark.parametrize("state", STATES)
def test_a_word_that_is_only_in_an_unpublished_entry_appears_nowhere(client, site, state):
    hide_in_a_draft(*site, **STATES[state])
    assert saying_hidden(client, "/k16-006/2", "/k16-006/bijlage/2/x.pdf", "/nergens/") == []


@pytest.mark.parametrize("state", STATES)
def test_a_word_that_is_only_in_an_unpublished_dossier_appears_nowhere(client, site, state):
    older, entry = site
    hidden = make_dossier(
        "K26-001", title=HIDDEN, introduction=HIDDEN, description=f"<p>{HIDDEN}</p>", **STATES[state]
    )
    make_entry(hidden, HIDDEN, starts_on=date(2017, 5, 1), body=HIDDEN)
    make_attachment(hidden, HIDDEN)
    older.successor = hidden
    older.save()
    own = ("/k26-001", "/k26-001/1", "/k26-001/bijlage/1/x.pdf", "/k26-001/feed.rss")
    assert saying_hidden(client, *own) == []


def test_the_same_word_does_appear_once_the_entry_is_public(client, site):
    hide_in_a_draft(*site)
    pages = {"/", "/dossiers/", "/dossiers/k16-006-samen/", "/feed.atom", "/feed.rss"}
    assert pages | {"/zoeken/?q=zang", "/zoeken/?q=zwanenzamg"} <= set(saying_hidden(client))


def test_every_public_address_is_in_this_test():
    """A new address must be added to PAGES or SHORT, so that the tests above cover it."""
    names = {pattern.name for pattern in get_resolver("dossiers.urls").url_patterns}
    covered = {resolve(address).url_name for address in [*PAGES, *SHORT]}
    assert names - WITH_A_LINK_OF_THEIR_OWN - FOR_A_MONITOR == covered


def test_every_answer_carries_strict_headers(client, site):
    for address in [*PAGES, *SHORT, "/nergens/", "/k16-009", "/beheer/", "/beheer/login/"]:
        response = client.get(address)
        response.getvalue()  # a file is closed at its end
        headers = response.headers
        policy = headers["Content-Security-Policy"]
        allowed = "style-src 'self' 'unsafe-inline'" if "beheer" in address else ""
        assert "default-src 'none'" in policy, address
        assert "unsafe" not in policy.replace(allowed, ""), address
        assert headers["X-Content-Type-Options"] == "nosniff", address
        assert headers["X-Frame-Options"] == "DENY", address
        assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin", address
        assert "geolocation=()" in headers["Permissions-Policy"], address
        assert "no-cache" in headers["Cache-Control"], address


def test_no_public_answer_sets_a_cookie_or_carries_a_nonce(client, site):
    for address in [*PAGES, *SHORT, "/nergens/"]:
        response = client.get(address)
        response.getvalue()  # a file is closed at its end
        assert not response.cookies, address
        assert "Cookie" not in response.headers.get("Vary", ""), address
        assert "nonce" not in response.headers["Content-Security-Policy"], address


def test_a_page_that_did_not_change_answers_304(client, site):
    for address in PAGES:
        first = client.get(address)
        again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
        assert again.status_code == 304, address


def test_the_etag_changes_when_the_day_changes_the_page(client, at):
    at(2027, 6, 15, 23, 59, 59)
    dossier = make_dossier()
    make_entry(dossier, kind=Kind.INSPRAAK, starts_on=date(2027, 6, 1), ends_on=date(2027, 6, 15))
    first = client.get(dossier.get_absolute_url())
    at(2027, 6, 16, 0, 0, 1)
    again = client.get(dossier.get_absolute_url(), headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 200


def test_every_page_has_a_title_a_description_and_its_canonical_address(client, site):
    for address in PAGES:
        head = read(client, address).one("head")
        assert head.one("title").element.text.endswith(" – WijWonen"), address
        assert [meta["content"] for meta in head.all("meta") if meta.element.get("name") == "description"][0], address
        canonical = [link["href"] for link in head.all("link") if link.element.get("rel") == "canonical"]
        assert canonical == [f"http://localhost:8000{address}"]


def test_no_page_needs_another_host_or_an_inline_style_or_script(client, site):
    for address in [*PAGES, "/nergens/"]:
        html = client.get(address).content.decode()
        assert not re.findall(r'(?:src|<link[^>]*href)="(?:https?:)?//(?!localhost:8000)', html), address
        assert not re.findall(r'<script(?! type="application/ld\+json">)|<style| style=| on\w+=', html), address


def test_https_brings_hsts_and_secure_cookies(client, site, settings):
    settings.SECURE_HSTS_SECONDS = 31536000
    assert client.get("/", secure=True).headers["Strict-Transport-Security"] == "max-age=31536000"


def test_no_template_or_message_spells_the_organisation_itself(client, site, settings):
    settings.ORGANISATION = dict.fromkeys(settings.ORGANISATION, "Zusterclub")
    for address in [*PAGES, "/nergens/", "/beheer/login/"]:
        html = client.get(address).content.decode()
        assert not re.search("wijwonen|duwo", html, re.IGNORECASE), address


def test_no_source_file_spells_the_organisation_itself():
    root = Path(__file__).parent.parent.parent
    sources = [*root.glob("templates/**/*.html"), *root.glob("dossiers/**/*.py"), *root.glob("static/**/*.js")]
    assert [path.name for path in sources if re.search("WijWonen|DUWO", path.read_text())] == []
