"""The links in texts, and whether a reader who follows one gets anything."""

import html
import re
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from django.db.models import Q

from ..models import Attachment, Dossier, Entry, Redirect
from ..text import plain_text
from .resolving import DeadEnd, decoded_path, final_url, match_public
from .spelling import absolute, is_external, strip_site_url

ENTRY_FIELDS = ("number", "title", "body", "react_link", "dossier__code", "dossier__title")  # a column less is time
BATCH_SIZE = 500  # rows at a time


@dataclass(frozen=True)
class Link:
    """``place`` says for an editor where the link stands, in the form of which ``row``.

    ``address`` is a path of this site or a whole address.
    """

    place: str
    address: str
    row: Dossier | Entry | Redirect


def published_links(now):
    """Every link that is public at that instant: in texts, to attachments, of what moved, and the redirects."""
    return chain(links_in_texts(now), attachment_links(now), moved_links(now), redirect_links())


def links_in_texts(now):
    return chain(dossier_links(now), entry_links(now))


def dossier_links(now):
    with_links = Dossier.objects.public(now).filter(description__contains="href").only("code", "title", "description")
    for dossier in with_links.order_by("pk").iterator(chunk_size=BATCH_SIZE):
        for address in resolved_hrefs(dossier.description, dossier.get_description_url()):
            yield Link(f"{dossier.code} (beschrijving)", address, dossier)


def entry_links(now):
    with_links = Entry.objects.public(now).exclude(~Q(body__contains="href"), react_link="")
    needed = with_links.select_related("dossier").only(*ENTRY_FIELDS)
    for entry in needed.order_by("pk").iterator(chunk_size=BATCH_SIZE):
        addresses = resolved_hrefs(entry.body, entry.get_absolute_url())
        for address in chain(addresses, filter(None, [entry.react_link])):
            yield Link(f"{entry.dossier.code}/{entry.number} {entry.title}", address, entry)


def attachment_links(now):
    attachments = Attachment.objects.public(now).select_related("dossier", "entry").order_by("pk")
    for attachment in attachments.iterator(chunk_size=BATCH_SIZE):
        number = f"/{attachment.entry.number}" if attachment.entry else ""
        place = f"{attachment.dossier.code}{number} (bijlage {attachment.title})"
        yield Link(place, attachment.get_absolute_url(), attachment.entry or attachment.dossier)


def moved_links(now):
    for dossier in Dossier.objects.withdrawn(now).exclude(moved_to="").order_by("pk"):
        yield Link(f"{dossier.code} (ingetrokken, staat nu op)", dossier.moved_to, dossier)
    for entry in Entry.objects.withdrawn(now).exclude(moved_to="").select_related("dossier").order_by("pk"):
        yield Link(f"{entry.dossier.code}/{entry.number} (ingetrokken, staat nu op)", entry.moved_to, entry)


def redirect_links():
    for redirect in Redirect.objects.order_by("pk"):
        yield Link(f"oud adres {redirect.old_path}", redirect.target, redirect)


# --- The links of one text --------------------------------------------------------------------------------


class Anchor(NamedTuple):
    """A link as it stands in rich text: its address, not resolved, and the words that a reader clicks."""

    href: str
    words: str


# The sanitiser wrote these texts: one spelling of a link, always closed, none within another.
ANCHOR = re.compile(r'<a\b[^>]*?\bhref="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)


def anchors(text):
    return [Anchor(html.unescape(href), plain_text(words)) for href, words in ANCHOR.findall(text)]


def resolve_href(href, page):
    """The address that a link on ``page`` leads to; None for mail, telephone and a place on the page itself."""
    href = href.strip()
    if href.startswith("/") and not href.startswith("//") and "/." not in href:
        return href  # most links: quicker than the way below, which would say the same
    try:
        whole = urljoin(absolute(page), href)
        leads_on = not href.startswith("#") and urlsplit(whole).scheme in ("http", "https")
    except ValueError:
        return href  # it leads nowhere, also when it is followed
    return strip_site_url(whole) if leads_on else None


def resolved_hrefs(text, page):
    return filter(None, (resolve_href(anchor.href, page) for anchor in anchors(text)))


# --- Whether a link works ---------------------------------------------------------------------------------


@dataclass
class LinkChecker:
    """Follows each address of this site once, as a reader would at the instant ``now``; other sites are left alone."""

    now: datetime
    _reasons: dict[str, str] = field(default_factory=dict)

    def reason(self, address):
        """Why nothing can be read at an address; empty when it works or is external."""
        if address not in self._reasons:
            self._reasons[address] = self.find_reason(address)
        return self._reasons[address]

    def find_reason(self, address):
        if is_external(address) or is_static_file(address):
            return ""
        try:
            final_url(address, self.now)
        except DeadEnd as refusal:
            return str(refusal)
        return ""


def broken_links(now, max_visits):
    """The links of this site that do not work, each with the reason.

    At most ``max_visits`` addresses are resolved, since an editor is waiting; ``check_links`` does all of them.
    """
    public_addresses, checker, visited, broken = PublicAddresses(now), LinkChecker(now), set(), []
    for link in chain(links_in_texts(now), moved_links(now), redirect_links()):
        if is_external(link.address) or public_addresses.includes(link.address):
            continue
        if link.address not in visited and len(visited) == max_visits:
            continue
        visited.add(link.address)
        if reason := checker.reason(link.address):
            broken.append((link, reason))
    return broken


class PublicAddresses:
    """What is public at an instant, in three queries, so that the pages behind most links need no visit."""

    def __init__(self, now):
        self._dossiers = set(Dossier.objects.public(now).values_list("code", flat=True))
        self._entries = set(Entry.objects.public(now).values_list("dossier__code", "number"))
        attachments = Attachment.objects.public(now).select_related("dossier")
        self._attachments = {(each.dossier.code, each.number): each for each in attachments}
        self._known = {}

    def includes(self, address):
        """True means that the address is public. False means that it has to be resolved."""
        if address not in self._known:
            self._known[address] = self.is_public_page(address)
        return self._known[address]

    def is_public_page(self, address):
        page = match_public(decoded_path(address))
        if page is None:
            return False
        code, number = page.kwargs.get("code"), page.kwargs.get("number")
        match page.url_name.removeprefix("short_"):
            case "dossier":
                return code in self._dossiers
            case "entry":
                return (code, number) in self._entries
            case "attachment":
                attachment = self._attachments.get((code, number))
                return attachment is not None and attachment.size is not None
        return not page.kwargs


def is_static_file(address):
    """Whether it is the address of a file under STATIC_URL that exists."""
    path = decoded_path(address)
    if not path.startswith(settings.STATIC_URL):
        return False
    try:
        return Path(finders.find(path.removeprefix(settings.STATIC_URL)) or "").is_file()
    except SuspiciousFileOperation:
        return False
