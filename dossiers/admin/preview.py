"""The editor's own preview: what the form holds, saved in a transaction that is rolled back, among what is stored."""

from csp.constants import HEADER
from csp.utils import build_policy
from django.contrib import messages
from django.urls import reverse

from .. import clock
from ..views.preview import Preview, dossier_of, preview_address, preview_audience
from .steps import redirect_to_form, row_for_step

UNSAVED = "Dit is een voorbeeld. Er is nog niets opgeslagen of geplaatst. Sluit dit tabblad om verder te schrijven."
WITHOUT_FILES = "Bestanden die je net koos, staan hier nog niet bij."
SAVED = "Dit is een voorbeeld. Je ziet wat het laatst is opgeslagen."
WITH_DRAFTS = "De andere concepten staan erbij."
NO_PAGE = "Deze bladzijde is nog niet opgeslagen. Sla op en maak het voorbeeld opnieuw."


def is_preview_request(request):
    return request.method == "POST" and "_preview" in request.POST


def unsaved_page(request, row, is_new):
    """Its links lead to what is stored."""
    with_drafts = "_drafts" in request.POST
    banner = f"{UNSAVED} {WITHOUT_FILES}" if request.FILES else UNSAVED
    url = pages_url(dossier_of(row) if is_new else row, with_drafts)
    return page_response(request, row, row.get_absolute_url(), url, banner, with_drafts)


def saved_page(model_admin, request, pk, page="", with_drafts=False):
    row = row_for_step(model_admin, request, pk)
    address = f"/{page}" if page else row and row.get_absolute_url()
    response = row and page_response(request, row, address, pages_url(row, with_drafts), SAVED, with_drafts)
    return response or redirect_to_form(model_admin, request, row, messages.WARNING, NO_PAGE)


def pages_url(row, with_drafts):
    name = "preview_with_drafts" if with_drafts else "preview"
    return reverse(f"admin:dossiers_{row._meta.model_name}_{name}", args=[row.pk])


def page_response(request, row, address, url, banner, with_drafts):
    preview = Preview(f"{banner} {WITH_DRAFTS}" if with_drafts else banner, url.rstrip("/"))
    response = preview_address(request, row, address, preview_audience(row, clock.now(), with_drafts), preview)
    if response is not None:
        response.headers[HEADER] = build_policy()  # of the public pages; the admin's own allows more
    return response
