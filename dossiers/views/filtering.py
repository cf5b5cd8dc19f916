"""What a reader asks of a list in the address: filters and a page."""

from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404

from ..addresses.spelling import bare

PAGE_SIZE = 20


def choice(request, name: str, known) -> str:
    """The value of a filter when it is known, in any case; else empty."""
    value = bare(request.GET.get(name, "")).lower()
    return value if value in known else ""


def address_of(request, page: Page) -> str:
    """The canonical address of a page of a list."""
    return request.path if page.number == 1 else f"{request.path}?pagina={page.number}"


def page_of(request, rows) -> Page:
    """The page of twenty that is asked for. Raises Http404 when there is no such page."""
    try:
        return Paginator(rows, PAGE_SIZE).page(bare(request.GET.get("pagina", "1")))
    except InvalidPage:
        raise Http404 from None
