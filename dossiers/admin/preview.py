"""The preview of a form: what was saved in a transaction that is rolled back, shown by the public view itself."""

from csp.constants import HEADER
from csp.utils import build_policy

from .. import clock
from ..views.preview import PreviewContext, preview_page

BANNER = "Dit is een voorbeeld. Er is nog niets opgeslagen of geplaatst. Sluit dit tabblad om verder te schrijven."
WITHOUT_FILES = "Bestanden die je net koos, staan hier nog niet bij."


def is_preview_request(request):
    return request.method == "POST" and "_preview" in request.POST


def public_page(request, row):
    banner = f"{BANNER} {WITHOUT_FILES}" if request.FILES else BANNER
    response = preview_page(request, row, clock.now(), PreviewContext(banner))
    response.headers[HEADER] = build_policy()  # of the public pages; the admin's own allows more
    return response
