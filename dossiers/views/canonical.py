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
    """Redirect to the address that ``reverse`` gives for the view, unless that is the one requested."""

    @wraps(view)
    def wrapper(request):
        address = reverse(request.resolver_match.view_name)
        return redirect_to_canonical_url(request, address) or view(request)

    return wrapper


def require_public_row(view):
    """Call the view with the row at its address and the instant ``now`` at which it is public.

    Redirects any other spelling and what moved; 410 for what is gone. Raises Http404 for what never was public.
    """

    @wraps(view)
    def wrapper(request, **parts):
        now = clock.now()
        match resolve(request.path_info, now):
            case Page(address, row):
                return redirect_to_canonical_url(request, address) or view(request, row, now)
            case other:
                return explain_absence(request, other)

    return wrapper


def explain_absence(request, resolution):
    """The answer for an address without a page. Raises Http404 for what never was public."""
    match resolution:
        case Moved(to):
            return redirect_with_query(request, to)
        case Gone(name, withdrawn, dossier):
            context = {"withdrawn": withdrawn, "name": name, "dossier": dossier}
            return render(request, "410.html", context, status=410)
    raise Http404


def redirect_to_canonical_url(request, address):
    """None when the request is for that address."""
    return None if request.path == address else redirect_with_query(request, address)


def redirect_with_query(request, address):
    """A permanent redirect; the query string of the request comes after that of the address."""
    return HttpResponsePermanentRedirect(append_query(address, request.META.get("QUERY_STRING", "")))
