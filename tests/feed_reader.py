"""Reading a feed as strictly as the W3C feed validator does, as far as its rules can be written down here."""

import re
from datetime import datetime
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree

import html5lib

SITE = "http://localhost:8000"
ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
TAG_URI = re.compile(r"tag:[a-z0-9.-]+,\d{4}(-\d\d(-\d\d)?)?:[0-9a-z/-]+")
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
RFC_822 = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4}"
    r" \d\d:\d\d:\d\d ([+-]\d{4}|GMT)"
)
ALLOWED_TAGS = set(
    ["DOCUMENT_FRAGMENT", "p", "a", "ul", "ol", "li", "h2", "h3", "strong", "em", "blockquote", "br"]
    + ["table", "tbody", "tr", "th", "td"]
)
CONTENT_TYPES = {"atom": "application/atom+xml; charset=utf-8", "rss": "application/rss+xml; charset=utf-8"}


def read_feed(client, address):
    """The feed behind an address, whatever its form, as plain words; refused when it is not valid."""
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    form = address.rpartition(".")[2]
    assert response.headers["Content-Type"] == CONTENT_TYPES[form]
    root = ElementTree.fromstring(response.content)  # noqa: S314 - our own answer, and no entity is declared in it
    feed = {"atom": read_atom, "rss": read_rss}[form](root)
    assert feed["self"] == SITE + address
    ids = [item["id"] for item in feed["items"]]
    assert len(set(ids)) == len(ids)
    for item in feed["items"]:
        check_item(item)
    return feed


def check_item(item):
    assert TAG_URI.fullmatch(item["id"])
    assert item["link"].startswith(f"{SITE}/dossiers/")
    assert item["title"]
    assert "\n" not in item["title"]
    assert item["description"]
    assert "<" not in item["description"]
    for address, length, mime_type in item["enclosures"]:
        assert address.startswith(f"{SITE}/")
        assert int(length) > 0
        assert re.fullmatch(r"[a-z]+/[a-z0-9.+-]+", mime_type)
    for element in parse_fragment(item["content"]).iter():
        assert element.tag in ALLOWED_TAGS, element.tag
        if element.tag == "a" and "href" in element.attrib:
            assert re.match(r"https?://|mailto:|tel:", element.attrib["href"]), element.attrib
        assert not set(element.attrib) - {"href", "title", "colspan", "rowspan", "start"}


def parse_fragment(html):
    """A piece of HTML; refused when it is not well formed."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parseFragment(html)


def only_child(element, name):
    (found,) = element.findall(name)
    return found


def parse_rfc_3339(text):
    assert RFC_3339.fullmatch(text), text
    return datetime.fromisoformat(text)


def parse_rfc_822(text):
    assert RFC_822.fullmatch(text), text
    return parsedate_to_datetime(text)


def read_atom(root):
    assert root.tag == f"{ATOM}feed"
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "nl"
    assert only_child(root, f"{ATOM}author").findtext(f"{ATOM}name")
    return {
        "title": only_child(root, f"{ATOM}title").text,
        "id": only_child(root, f"{ATOM}id").text,
        "link": link_with_rel(root, "alternate"),
        "self": link_with_rel(root, "self"),
        "updated": parse_rfc_3339(only_child(root, f"{ATOM}updated").text),
        "items": [read_atom_entry(entry) for entry in root.findall(f"{ATOM}entry")],
    }


def link_with_rel(element, rel):
    (link,) = [link for link in element.findall(f"{ATOM}link") if link.get("rel") == rel]
    return link.get("href")


def read_atom_entry(entry):
    summary, content = only_child(entry, f"{ATOM}summary"), only_child(entry, f"{ATOM}content")
    assert (summary.get("type"), content.get("type")) == ("html", "html")
    return {
        "title": only_child(entry, f"{ATOM}title").text,
        "id": only_child(entry, f"{ATOM}id").text,
        "link": link_with_rel(entry, "alternate"),
        "published": parse_rfc_3339(only_child(entry, f"{ATOM}published").text),
        "updated": parse_rfc_3339(only_child(entry, f"{ATOM}updated").text),
        "description": summary.text,
        "content": content.text,
        "categories": [category.get("term") for category in entry.findall(f"{ATOM}category")],
        "enclosures": [
            (link.get("href"), link.get("length"), link.get("type"))
            for link in entry.findall(f"{ATOM}link")
            if link.get("rel") == "enclosure"
        ],
    }


def read_rss(root):
    assert (root.tag, root.get("version")) == ("rss", "2.0")
    channel = only_child(root, "channel")
    assert only_child(channel, "description").text
    assert only_child(channel, "language").text == "nl"
    own = only_child(channel, f"{ATOM}link")
    assert own.get("rel") == "self"
    return {
        "title": only_child(channel, "title").text,
        "link": only_child(channel, "link").text,
        "self": own.get("href"),
        "updated": parse_rfc_822(only_child(channel, "lastBuildDate").text),
        "items": [read_rss_item(item) for item in channel.findall("item")],
    }


def read_rss_item(item):
    guid = only_child(item, "guid")
    assert guid.get("isPermaLink") == "false"
    enclosures = item.findall("enclosure")
    assert len(enclosures) <= 1
    return {
        "title": only_child(item, "title").text,
        "id": guid.text,
        "link": only_child(item, "link").text,
        "published": parse_rfc_822(only_child(item, "pubDate").text),
        "description": only_child(item, "description").text,
        "content": only_child(item, CONTENT).text,
        "categories": [category.text for category in item.findall("category")],
        "enclosures": [tuple(enclosure.get(name) for name in ("url", "length", "type")) for enclosure in enclosures],
    }
