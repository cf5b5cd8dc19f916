"""Where a reader ends up who opens an address of this site: asked of its own views, without leaving the process."""

import re
from collections.abc import Callable, Container, Iterator
from io import BytesIO
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404, HttpResponse
from django.urls import Resolver404, ResolverMatch, resolve

from ..models import Redirect
from ..models.redirect import AROUND
from ..search.dutch import HYPHENS

PUBLIC_URLS = "dossiers.urls"  # what lies outside, such as the admin, is no page for readers
MAX_HOPS = 10

# What an escaped "&" or "?" makes of a query.
_QUERY_IN_PATH = re.compile(r"[?&#].*", re.DOTALL)
# What word processors make of a hyphen, and what they put where a line may end.
_WRONG_SIGNS = str.maketrans(dict.fromkeys(HYPHENS, "-") | dict.fromkeys("\u00ad\u200b\u2060\ufeff"))


class NoAnswer(Exception):
    """Why a reader finds nothing, in words for an editor."""


def landing(
    address: str, target_of: Callable[[str], str | None] | None = None, *, takes: Container[int] = (200,)
) -> str:
    """The address at which a reader can read, after every hop of ``way``. Raises NoAnswer."""
    *_, end = way(address, target_of, takes=takes)
    return end


def way(
    address: str, target_of: Callable[[str], str | None] | None = None, *, takes: Container[int] = (200,)
) -> Iterator[str]:
    """The addresses that a reader passes, the last one where there is something to read; another site ends it too.

    ``address`` begins with a slash or a scheme, and comes first. ``target_of`` tells where an old address leads; as
    stored when it is left out. ``takes`` are the statuses that count as something to read. Raises NoAnswer at a dead
    end.
    """
    target_of = target_of or Redirect.objects.target_of
    for _ in range(MAX_HOPS):
        yield address
        if is_elsewhere(address):
            return
        page, hash_, place = address.partition("#")
        response = answer(page)
        if response.status_code in takes:
            return
        following = response.headers.get("Location") or (response.status_code == 404 and target_of(page))
        if not following:
            raise NoAnswer("Op dit adres is niets te lezen voor huurders.")
        address = following if "#" in following else following + hash_ + place  # as a browser does
    raise NoAnswer("Dit adres leidt in een kring rond. Kies het adres waar de bladzijde nu staat.")


def answer(address: str) -> HttpResponse:
    """The public answer at a path of this site, with or without a query. A file that it opened is closed again."""
    path, _, query = address.partition("?")
    site = urlsplit(settings.SITE_URL)
    request = WSGIRequest(
        {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": query,
            "HTTP_HOST": site.netloc,
            "wsgi.url_scheme": site.scheme,
            "wsgi.input": BytesIO(),
        }
    )
    try:
        view, args, kwargs = resolve(request.path_info, PUBLIC_URLS)
        response = view(request, *args, **kwargs)
    except Http404:
        return HttpResponse(status=404)
    if response.streaming:
        response.file_to_stream.close()  # closing the whole answer would end the request that asks, and its connection
    return response


def is_elsewhere(address: str) -> bool:
    """Whether an address is one of another site."""
    return not address.startswith("/")


def on_this_site(address: str) -> str:
    """An address of this site, under either scheme, without the name of the site; any other as it is."""
    site = re.escape(urlsplit(settings.SITE_URL).netloc)
    rest = re.sub(rf"\Ahttps?://{site}(?=[/?#]|\Z)", "", address, flags=re.IGNORECASE)
    return f"/{rest}" if rest[:1] in ("", "?", "#") else rest


def page_at(address: str) -> ResolverMatch | None:
    """The kind of page at an address of this site, with its code and number; None when no page can stand there."""
    try:
        return resolve(unquote(urlsplit(address).path), PUBLIC_URLS)
    except (Resolver404, ValueError):
        return None


def dossier_code(address: str) -> str:
    """The code of the dossier to which an address of this site belongs; empty when it belongs to none."""
    found = page_at(address)
    return found.kwargs.get("code", "").upper() if found else ""


def cleaned(path: str) -> str:
    """A path without what mail programs and running text make of it, also when it was percent-encoded twice.

    Neither ``path`` nor the answer is percent-encoded.
    """
    path = _QUERY_IN_PATH.sub("", unquote(path)).translate(_WRONG_SIGNS)
    parts = (part.strip() for part in path.strip("/" + AROUND).split("/"))
    return f"/{'/'.join(filter(None, parts))}"


def bare(value: str) -> str:
    """A value from a query without what stands around an address in running text."""
    return value.strip(AROUND)
