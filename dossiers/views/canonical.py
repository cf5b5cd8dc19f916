"""One address for each page, and an honest answer where there is no page.

What never was public answers 404 and gives nothing away. What was answers 410 and says why, without title or
slug, since those may be the reason.
"""

from functools import wraps

from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse

from .. import clock
from ..addresses.resolving import Gone, Moved, Page, resolve
from ..addresses.spelling import append_query


def require_canonical_url(view):
    """Call the view at the address that ``reverse`` gives for it; from any other spelling, one hop to it."""

    @wraps(view)
    def answer(request):
        address = reverse(request.resolver_match.view_name)
        return view(request) if request.path == address else redirect_with_query(request, address)

    return answer


def require_public_row(view):
    """Call the view with the row of its address, public at the instant ``now``, only at the canonical address.

    From any other spelling of it, and from what moved, one hop; what is gone answers 410. Raises Http404 when it
    never was.
    """

    @wraps(view)
    def answer(request, **parts):
        now = clock.now()
        match resolve(request.path_info, now):
            case Page(address, row):
                return view(request, row, now) if request.path == address else redirect_with_query(request, address)
            case Moved(to):
                return redirect_with_query(request, to)
            case Gone(name, withdrawn, dossier):
                context = {"withdrawn": withdrawn, "name": name, "dossier": dossier}
                return render(request, "410.html", context, status=410)
        raise Http404

    return answer


def redirect_with_query(request, address):
    """One permanent hop, with the query string as it came, after the one that the address has."""
    return HttpResponsePermanentRedirect(append_query(address, request.META.get("QUERY_STRING", "")))
