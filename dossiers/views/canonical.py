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
        return view(request) if request.path == address else redirect_with_query(request, address)

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
                return view(request, row, now) if request.path == address else redirect_with_query(request, address)
            case Moved(to):
                return redirect_with_query(request, to)
            case Gone(name, withdrawn, dossier):
                context = {"withdrawn": withdrawn, "name": name, "dossier": dossier}
                return render(request, "410.html", context, status=410)
        raise Http404

    return wrapper


def redirect_with_query(request, address):
    """A permanent redirect; the query string of the request comes after that of the address."""
    return HttpResponsePermanentRedirect(append_query(address, request.META.get("QUERY_STRING", "")))
