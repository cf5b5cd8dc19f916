"""What a reader asks of a list in the address: filters and a page."""

from django.core.paginator import InvalidPage, Paginator
from django.http import Http404, QueryDict

from ..addresses.spelling import strip_surroundings

PAGE_SIZE = 20


def choices(request, **known):
    """The value of each filter, empty unless it is one of those known; and whether another one was asked for."""
    asked = {name: strip_surroundings(request.GET.get(name, "")).lower() for name in known}
    chosen = {name: value if value in known[name] else "" for name, value in asked.items()}
    return chosen, chosen != asked


def filled(**query):
    """What of a query is worth a place in the links to the other pages of a list, as templates take it."""
    worth = QueryDict(mutable=True)
    worth.update({name: value for name, value in query.items() if value})
    return worth


def canonical_page_url(request, page):
    return request.path if page.number == 1 else f"{request.path}?pagina={page.number}"


def paginate(request, rows):
    """The requested page of ``PAGE_SIZE`` rows. Raises Http404 when it does not exist."""
    try:
        return Paginator(rows, PAGE_SIZE).page(strip_surroundings(request.GET.get("pagina", "1")))
    except InvalidPage:
        raise Http404 from None
