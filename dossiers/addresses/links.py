"""The links in texts, and whether a reader who follows one gets anything."""

import html
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from http.client import HTTPException
from itertools import chain
from pathlib import Path
from typing import NamedTuple
from urllib.error import HTTPError, URLError
from urllib.parse import unquote, urljoin, urlsplit
from urllib.request import Request, urlopen

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from django.db.models import Q
from django.urls import Resolver404, resolve
from django.utils.encoding import iri_to_uri

from ..fields import plain_text
from ..models import Attachment, Dossier, Entry, Redirect
from .resolving import PUBLIC_URLS, NoAnswer, is_elsewhere, landing, on_this_site

_OF_ENTRY = ("number", "title", "body", "react_link", "dossier__code", "dossier__title")  # a column less is time
BATCH = 500  # rows at a time
TIMEOUT = 10  # seconds to wait for another site


@dataclass(frozen=True)
class Link:
    """``place`` says for an editor where the link stands, in the form of which ``row``.

    ``address`` is a path of this site or a whole address.
    """

    place: str
    address: str
    row: Dossier | Entry | Redirect


def published(now: datetime) -> Iterator[Link]:
    """Every link that a reader can come across at that instant: in texts, to attachments, and of what moved."""
    return chain(in_texts(now), _of_attachments(now), _of_what_moved(now), _of_redirects())


def in_texts(now: datetime) -> Iterator[Link]:
    """The links that stand in published texts."""
    return chain(_of_dossiers(now), _of_entries(now))


def _of_dossiers(now):
    with_links = Dossier.objects.public(now).filter(description__contains="href").only("code", "title", "description")
    for dossier in with_links.order_by("pk").iterator(chunk_size=BATCH):
        for address in _addresses(dossier.description, dossier.get_description_url()):
            yield Link(f"{dossier.code} (beschrijving)", address, dossier)


def _of_entries(now):
    with_links = Entry.objects.public(now).exclude(~Q(body__contains="href"), react_link="")
    needed = with_links.select_related("dossier").only(*_OF_ENTRY)
    for entry in needed.order_by("pk").iterator(chunk_size=BATCH):
        addresses = _addresses(entry.body, entry.get_absolute_url())
        for address in chain(addresses, filter(None, [entry.react_link])):
            yield Link(f"{entry.dossier.code}/{entry.number} {entry.title}", address, entry)


def _of_attachments(now):
    attachments = Attachment.objects.public(now).select_related("dossier", "entry").order_by("pk")
    for attachment in attachments.iterator(chunk_size=BATCH):
        number = f"/{attachment.entry.number}" if attachment.entry else ""
        place = f"{attachment.dossier.code}{number} (bijlage {attachment.title})"
        yield Link(place, attachment.get_absolute_url(), attachment.entry or attachment.dossier)


def _of_what_moved(now):
    for dossier in Dossier.objects.withdrawn(now).exclude(moved_to="").order_by("pk"):
        yield Link(f"{dossier.code} (ingetrokken, staat nu op)", dossier.moved_to, dossier)
    for entry in Entry.objects.withdrawn(now).exclude(moved_to="").select_related("dossier").order_by("pk"):
        yield Link(f"{entry.dossier.code}/{entry.number} (ingetrokken, staat nu op)", entry.moved_to, entry)


def _of_redirects():
    for redirect in Redirect.objects.order_by("pk"):
        yield Link(f"oud adres {redirect.old_path}", redirect.target, redirect)


# --- The links of one text --------------------------------------------------------------------------------


class Anchor(NamedTuple):
    """A link as it stands in rich text: its address, not resolved, and the words that a reader clicks."""

    href: str
    words: str


# The sanitiser wrote these texts: one spelling of a link, always closed, none within another.
_ANCHOR = re.compile(r'<a\b[^>]*?\bhref="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)


def anchors(text: str) -> list[Anchor]:
    """The links in rich text as it comes from the database."""
    return [Anchor(html.unescape(href), plain_text(words)) for href, words in _ANCHOR.findall(text)]


def target(href: str, page: str) -> str | None:
    """Where a link on ``page`` leads; None when that is a mailbox, a telephone or the page itself."""
    href = href.strip()
    if href.startswith("/") and not href.startswith("//") and "/." not in href:
        return href  # most links: quicker than the way below, which would say the same
    try:
        whole = urljoin(f"{settings.SITE_URL}{page}", href)
        leads_on = not href.startswith("#") and urlsplit(whole).scheme in ("http", "https")
    except ValueError:
        return href  # it leads nowhere, also when it is followed
    return on_this_site(whole) if leads_on else None


def _addresses(text: str, page: str) -> Iterator[str]:
    return filter(None, (target(anchor.href, page) for anchor in anchors(text)))


# --- Whether a link works ---------------------------------------------------------------------------------


@dataclass
class Check:
    """Follows each address once. Those of other sites only when ``pause`` is given: seconds between two visits."""

    pause: float | None = None
    _reasons: dict[str, str] = field(default_factory=dict)
    _visited: dict[str, float] = field(default_factory=dict)

    def reason(self, address: str) -> str:
        """Why a reader gets nothing at an address; empty when it works or was not to be tried."""
        if address not in self._reasons:
            self._reasons[address] = self._elsewhere(address) if is_elsewhere(address) else _here(address)
        return self._reasons[address]

    def _elsewhere(self, address: str) -> str:
        if self.pause is None:
            return ""
        try:
            status = self._visit("HEAD", address)
            if status >= 300:  # not every site knows HEAD
                status = self._visit("GET", address)
        except (HTTPException, URLError, TimeoutError, OSError, ValueError) as error:
            return f"De andere site geeft geen antwoord ({getattr(error, 'reason', error)})."
        return f"De andere site antwoordt met {status}." if status >= 300 else ""

    def _visit(self, method: str, address: str) -> int:
        """The status of one request, after a pause when this host was visited just before.

        It is that of the page to which the address leads on; 3xx when it leads nowhere, or round in a circle.
        """
        host = urlsplit(address).netloc
        if host in self._visited:
            time.sleep(max(0, self._visited[host] + self.pause - time.monotonic()))
        headers = {"User-Agent": f"check_links (+{settings.SITE_URL})"}
        request = Request(iri_to_uri(address), method=method, headers=headers)  # noqa: S310 - http and https alone come here
        try:
            with urlopen(request, timeout=TIMEOUT) as response:  # noqa: S310 - idem
                return response.status
        except HTTPError as error:
            error.close()
            return error.code
        finally:
            self._visited[host] = time.monotonic()


def broken_here(now: datetime, most_visits: int) -> list[tuple[Link, str]]:
    """The links to pages of this site that do not work, each with the reason.

    A page is visited only when it does not stand among what is public, and once. After so many visits the rest is
    left for ``check_links``: an editor is waiting.
    """
    readable, check, visited, broken = _Readable(now), Check(), set(), []
    for link in chain(in_texts(now), _of_what_moved(now), _of_redirects()):
        if is_elsewhere(link.address) or readable.surely(link.address):
            continue
        if link.address not in visited and len(visited) == most_visits:
            continue
        visited.add(link.address)
        if reason := check.reason(link.address):
            broken.append((link, reason))
    return broken


class _Readable:
    """What is public at an instant, in three queries, so that the pages behind most links need no visit."""

    def __init__(self, now: datetime):
        self._dossiers = set(Dossier.objects.public(now).values_list("code", flat=True))
        self._entries = set(Entry.objects.public(now).values_list("dossier__code", "number"))
        attachments = Attachment.objects.public(now).select_related("dossier")
        self._attachments = {(each.dossier.code, each.number): each for each in attachments}
        self._known: dict[str, bool] = {}

    def surely(self, address: str) -> bool:
        """Whether an address is that of a page that is public. A False says nothing."""
        if address not in self._known:
            self._known[address] = self._stands_among(address)
        return self._known[address]

    def _stands_among(self, address: str) -> bool:
        path, _, query = address.partition("#")[0].partition("?")
        try:
            page = resolve(unquote(path), PUBLIC_URLS)
        except Resolver404:
            return False
        code, number = page.kwargs.get("code", "").upper(), int(page.kwargs.get("number", 0))
        match page.url_name.removeprefix("short_"):
            case "dossier":
                return code in self._dossiers
            case "entry":
                return (code, number) in self._entries
            case "attachment":
                attachment = self._attachments.get((code, number))
                return attachment is not None and attachment.size is not None
        return not (page.kwargs or query)


def _here(address: str) -> str:
    if _is_static(address):
        return ""
    try:
        landing(address)
    except NoAnswer as refusal:
        return str(refusal)
    return ""


def _is_static(address: str) -> bool:
    """Whether an address is that of a picture, style or script of the software itself."""
    path = unquote(re.split("[?#]", address)[0])
    if not path.startswith(settings.STATIC_URL):
        return False
    try:
        return Path(finders.find(path.removeprefix(settings.STATIC_URL)) or "").is_file()
    except SuspiciousFileOperation:
        return False
