"""A walk over the whole site of the demonstration, as a visitor or a search engine makes it: every link works."""

import re
from html import unescape
from html.parser import HTMLParser
from io import StringIO
from urllib.parse import urldefrag, urljoin

import pytest
from django.core.management import call_command

from dossiers.models import Attachment, Dossier, Entry

pytestmark = pytest.mark.django_db

SITE = "http://localhost:8000"


class Links(HTMLParser):
    """The addresses on a page, and the names of the places on it."""

    def __init__(self, html):
        super().__init__()
        self.addresses, self.places = set(), {""}
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.places.add(attributes.get("id") or "")
        self.addresses |= {attributes[name] for name in ("href", "src", "action") if attributes.get(name)}
        if (attributes.get("content") or "").startswith(SITE):  # the card of a shared link
            self.addresses.add(attributes["content"])


def addresses_in(text):
    """The addresses of this site in a feed, a calendar or a sitemap, whose text may be HTML within XML."""
    unfolded = re.sub(r"\r\n[ \t]", "", unescape(unescape(text)))
    return set(re.findall(rf"{SITE}[^\s\"'<>\\,]*", unfolded))


def visit(client, address):
    """What can be reached from an address and the places on it. Refused: an answer that nobody can read."""
    response = client.get(address.removeprefix(SITE), follow=True)
    assert response.status_code == 200, (address, response.status_code)
    body = response.getvalue()
    kind = response.headers["Content-Type"]
    if kind.startswith("text/html"):
        page = Links(body.decode())
        return {urljoin(address, link) for link in page.addresses}, page.places
    return addresses_in(body.decode()) if re.match("text|application/(atom|rss|xml)", kind) else set(), {""}


def test_every_link_on_the_whole_site_leads_somewhere_and_every_page_is_linked(client, at):
    at(2027, 5, 1, 12)
    call_command("load_demo", stdout=StringIO())
    to_visit, visited, places = {f"{SITE}/", f"{SITE}/robots.txt"}, set(), set()
    on_page = {}
    while to_visit:
        address = to_visit.pop()
        visited.add(address)
        found, on_page[address] = visit(client, address)
        ours = {link for link in found if link.startswith(f"{SITE}/") and not link.startswith(f"{SITE}/beheer/")}
        places |= {urldefrag(link) for link in ours}
        to_visit |= {urldefrag(link).url for link in ours} - visited
    assert [link for link in places if link.fragment not in on_page[link.url]] == []
    pages = [*Dossier.objects.all(), *Entry.objects.select_related("dossier")]
    pages += Attachment.objects.select_related("dossier")
    assert {SITE + page.get_absolute_url() for page in pages} <= visited
