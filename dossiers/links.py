"""The links in what is published, and whether a reader who follows one gets anything."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from html.parser import HTMLParser
from http.client import HTTPException
from itertools import chain
from urllib.error import HTTPError, URLError
from urllib.parse import urljoin, urlsplit
from urllib.request import Request, urlopen

from django.conf import settings

from .addresses import NoAnswer, is_elsewhere, landing, on_this_site
from .models import Attachment, Dossier, Entry, Redirect

BATCH = 500  # rows at a time
TIMEOUT = 10  # seconds to wait for another site
NO_HEAD = {403, 404, 405, 501}  # what a site may answer that only knows GET


@dataclass(frozen=True)
class Link:
    """``place`` says for an editor where the link stands; ``address`` is a path of this site or a whole address."""

    place: str
    address: str


def published(now: datetime) -> Iterator[Link]:
    """Every link that a reader can come across at that instant: in texts, to attachments, and of what moved."""
    return chain(_of_dossiers(now), _of_entries(now), _of_attachments(now), _of_what_moved(now), _of_redirects())


def _of_dossiers(now):
    with_links = Dossier.objects.public(now).filter(description__contains="href").order_by("pk")
    for dossier in with_links.iterator(chunk_size=BATCH):
        place = f"{dossier.code} (beschrijving)"
        yield from _in_text(place, dossier.description, dossier.get_description_url())


def _of_entries(now):
    entries = Entry.objects.public(now).select_related("dossier").order_by("pk")
    for entry in entries.iterator(chunk_size=BATCH):
        place = f"{entry.dossier.code}/{entry.number} {entry.title}"
        yield from _in_text(place, entry.body, entry.get_absolute_url())
        if entry.react_link:
            yield Link(place, entry.react_link)


def _of_attachments(now):
    attachments = Attachment.objects.public(now).select_related("dossier", "entry").order_by("pk")
    for attachment in attachments.iterator(chunk_size=BATCH):
        number = f"/{attachment.entry.number}" if attachment.entry else ""
        yield Link(f"{attachment.dossier.code}{number} (bijlage {attachment.title})", attachment.get_absolute_url())


def _of_what_moved(now):
    for dossier in Dossier.objects.withdrawn(now).exclude(moved_to="").order_by("pk"):
        yield Link(f"{dossier.code} (ingetrokken, staat nu op)", dossier.moved_to)
    for entry in Entry.objects.withdrawn(now).exclude(moved_to="").select_related("dossier").order_by("pk"):
        yield Link(f"{entry.dossier.code}/{entry.number} (ingetrokken, staat nu op)", entry.moved_to)


def _of_redirects():
    for redirect in Redirect.objects.order_by("pk"):
        yield Link(f"oud adres {redirect.old_path}", redirect.target)


def _in_text(place: str, text: str, page: str) -> Iterator[Link]:
    """The links in rich text on ``page``, without those to a mailbox, a telephone or the page itself."""
    parser = _Hrefs()
    parser.feed(text)
    for href in parser.found:
        whole = urljoin(f"{settings.SITE_URL}{page}", href.strip())
        if not href.startswith("#") and urlsplit(whole).scheme in ("http", "https"):
            yield Link(place, on_this_site(whole))


class _Hrefs(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found += [value for name, value in attrs if name == "href" and value]


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
            if status in NO_HEAD:
                status = self._visit("GET", address)
        except (HTTPException, URLError, TimeoutError, OSError, ValueError) as error:
            return f"De andere site geeft geen antwoord ({getattr(error, 'reason', error)})."
        return f"De andere site antwoordt met {status}." if status >= 400 else ""

    def _visit(self, method: str, address: str) -> int:
        """The status of one request, after a pause when this host was visited just before."""
        host = urlsplit(address).netloc
        if host in self._visited:
            time.sleep(max(0, self._visited[host] + self.pause - time.monotonic()))
        request = Request(address, method=method, headers={"User-Agent": f"check_links (+{settings.SITE_URL})"})  # noqa: S310 - http and https alone come here
        try:
            with urlopen(request, timeout=TIMEOUT) as response:  # noqa: S310 - idem
                return response.status
        except HTTPError as error:
            error.close()
            return error.code
        finally:
            self._visited[host] = time.monotonic()


def _here(address: str) -> str:
    try:
        landing(address)
    except NoAnswer as refusal:
        return str(refusal)
    return ""
