"""What goes before and after every view: a query as it was meant, writes that wait, and the headers of the answer."""

import re

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import FileResponse, HttpResponse, HttpResponseNotAllowed
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import set_response_etag
from django.utils.http import parse_header_parameters

_UNREADABLE = "unreadable/content-type"
_PLAIN = "text/plain; charset=utf-8"
_ONE_RANGE = re.compile(r"bytes=(?=\d|-\d)(\d{0,15})-(\d{0,15})", re.ASCII)


def response_headers(get_response):
    def middleware(request):
        response = get_response(request)
        # A browser may keep an answer, but asks each time whether it still holds: a max-age would carry
        # "Open" past midnight, and browsers keep a permanent redirect for ever.
        response.headers.setdefault("Cache-Control", "no-cache")
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        return response

    return middleware


def unescaped_query(get_response):
    def middleware(request):
        # Some mail programs escape the "&" of a link a second time, or a third.
        request.META["QUERY_STRING"] = re.sub("&(?:amp;)+", "&", request.META.get("QUERY_STRING", ""))
        return get_response(request)

    return middleware


def refused_bodies(get_response):
    """Refuse by its length what nobody will use, before anything reads it: reading writes it to the disk."""

    def middleware(request):
        length = int(request.META.get("CONTENT_LENGTH") or 0)
        is_public = not request.path.startswith(reverse("admin:index"))
        if "Transfer-Encoding" in request.headers:
            return HttpResponse("Een bericht zonder lengte nemen we niet aan.", status=411, content_type=_PLAIN)
        if is_public and request.method not in ("GET", "HEAD", "OPTIONS"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        if length > settings.MAX_FORM_MEGABYTES * 1024 * 1024 or is_public and length:
            context = {"limit": settings.MAX_FORM_MEGABYTES, "is_public": is_public}
            return render(request, "413.html", context, status=413)
        return get_response(request)

    return middleware


def refused_writes(get_response):
    """While the file read-only lies beside the database, as during an update, people read and nobody saves."""

    def middleware(request):
        if request.method not in ("GET", "HEAD", "OPTIONS") and (settings.VAR_DIR / "read-only").exists():
            response = render(request, "503.html", status=503)
            response.headers["Retry-After"] = "120"  # seconds
            return response
        return get_response(request)

    return middleware


def content_etag(get_response):
    """Name what is answered after what it says, before it is compressed: a page that says the same keeps its name."""

    def middleware(request):
        response = get_response(request)
        may_return = "no-store" not in response.headers.get("Cache-Control", "")
        return set_response_etag(response) if may_return and "ETag" not in response.headers else response

    return middleware


class GZipPages(GZipMiddleware):
    """Not attachments: PDF and images are compressed already, and a reader sees how long a file takes."""

    def process_response(self, request, response):
        return response if isinstance(response, FileResponse) else super().process_response(request, response)


def parts_of_files(get_response):
    """Answer with the part of a file that is asked for (RFC 9110, 14.2); anything odd gets all of it."""

    def middleware(request):
        response = get_response(request)
        if not isinstance(response, FileResponse) or response.status_code != 200:
            return response
        response.headers["Accept-Ranges"] = "bytes"
        asked = _ONE_RANGE.fullmatch(request.headers.get("Range", ""))
        is_same_file = request.headers.get("If-Range") in (None, response.headers.get("ETag"))
        return _part(response, *asked.groups()) if asked and is_same_file and request.method == "GET" else response

    return middleware


def _part(response, first, last):
    """The bytes from ``first`` up to and including ``last``; without a ``first`` that many of the end."""
    size = int(response.headers["Content-Length"])
    start = int(first) if first else max(size - int(last), 0)
    end = min(int(last), size - 1) if first and last else size - 1
    if first and last and int(first) > int(last):
        return response
    if start > end:
        response.file_to_stream.close()  # closing the whole answer would say that the request is over
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    part = HttpResponse(response.getvalue()[start : end + 1], status=206, headers=dict(response.headers))
    part.headers["Content-Range"] = f"bytes {start}-{end}/{size}"
    part.headers["Content-Length"] = str(len(part.content))
    response.file_to_stream.close()
    return part


def marked_content_type(application):
    """A WSGI application for which a content type that would break its request is replaced by one to refuse."""

    def answer(environ, start_response):
        if not _is_readable(environ.get("CONTENT_TYPE", "")):
            environ["CONTENT_TYPE"] = _UNREADABLE
        return application(environ, start_response)

    return answer


def readable_content_type(get_response):
    def middleware(request):
        if request.content_type == _UNREADABLE:
            raise BadRequest("Unreadable content type.")
        return get_response(request)

    return middleware


def _is_readable(content_type):
    try:
        _, parameters = parse_header_parameters(content_type)
        b"\xff".decode(parameters.get("charset", "utf-8"), errors="replace")
    except (LookupError, TypeError, ValueError):
        return False
    return True
