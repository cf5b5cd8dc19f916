"""Whole answers for readers, kept in memory as long as they are true."""

from hashlib import sha256

from django.conf import settings
from django.core.cache import caches
from django.http import HttpResponse
from django.urls import Resolver404, resolve

from .. import clock
from .state import site_state

MAX_BYTES = 50_000  # of an answer as it is sent; times the entries of the stores in the settings
KEPT_STATUSES = {200, 301, 404, 410}


def keep_pages(get_response):
    """Answer a page for readers from what is kept. All else goes on to its view, and comes back as it is."""

    def middleware(request):
        view = find_view(request.path_info)
        query_keys = getattr(view, "query_keys", None) if view else ()
        if query_keys is None or request.method not in ("GET", "HEAD"):
            return get_response(request)
        is_head, request.method = request.method == "HEAD", "GET"  # a HEAD is answered as its page is
        response = kept_or_made(request, query_keys, get_response)
        if is_head:
            response.content = b""
        return response

    return middleware


def kept_or_made(request, query_keys, get_response):
    page, address = keys_of(request, query_keys)
    store = caches["searches" if any(name in request.GET for name in query_keys) else "pages"]
    kept = store.get(page) or caches["searches"].get(address)
    if kept:
        content, status, headers = kept
        return HttpResponse(content, status=status, headers=headers)
    response = get_response(request)
    if not may_be_kept(response):
        return response
    is_page = response.status_code == 200
    if is_page:
        response.headers["X-Accel-Expires"] = "1"  # second; the front knows the keys of pages alone
    if len(response.content) <= MAX_BYTES:
        answer = (response.content, response.status_code, dict(response.headers))
        if is_page:
            store.set(page, answer)
        else:
            caches["searches"].set(address, answer)
    return response


def find_view(path):
    """None where no page can be."""
    try:
        return resolve(path).func
    except Resolver404:
        return None


def keys_of(request, query_keys):
    """Two keys: of a page, for which only those keys of the query count, and of an address with its whole query.

    By the second goes what is no page: the whole query belongs to an old address, and a redirect carries it on.
    """
    asked = {name: request.GET.get(name) for name in query_keys}
    takes_gzip = "gzip" in request.headers.get("Accept-Encoding", "")
    state = site_state(clock.now())
    same = (request.get_host(), request.path_info, takes_gzip, state, settings.RELEASE)
    return [sha256(repr((*same, query)).encode()).hexdigest() for query in (asked, request.META["QUERY_STRING"])]


def may_be_kept(response):
    """Not what is for one visitor, nor what a view keeps to itself or sends from a file."""
    if response.status_code not in KEPT_STATUSES or response.streaming or response.cookies:
        return False
    control, vary = response.headers.get("Cache-Control", ""), response.headers.get("Vary", "")
    return not ("no-store" in control or "private" in control or "Cookie" in vary)
