"""What goes before and after every view: a query as it was meant, and the headers of the answer."""

import re

from django.conf import settings


def answer_headers(get_response):
    def middleware(request):
        response = get_response(request)
        # A browser may keep an answer, but asks each time whether it still holds: a max-age would carry
        # "Open" past midnight, and browsers keep a permanent redirect for ever.
        response.headers.setdefault("Cache-Control", "no-cache")
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        return response

    return middleware


def mended_query(get_response):
    def middleware(request):
        # Some mail programs escape the "&" of a link a second time, or a third.
        request.META["QUERY_STRING"] = re.sub("&(?:amp;)+", "&", request.META.get("QUERY_STRING", ""))
        return get_response(request)

    return middleware
