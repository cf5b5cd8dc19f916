"""Headers that every answer of the site carries, unless the view said something else."""

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
