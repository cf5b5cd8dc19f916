"""The preview: the form is saved inside a transaction, shown by the public view's own function, and rolled back."""

from django.db import transaction

from .. import clock
from ..models import Attachment
from ..views.preview import Shown, preview_page

BANNER = "Dit is een voorbeeld. Er is nog niets opgeslagen of geplaatst. Sluit dit tabblad om verder te schrijven."
WITHOUT_FILES = "Bestanden die je net koos, staan hier nog niet bij."


class PreviewMixin:
    """Saves a form whose button "Voorbeeld" was pressed and rolls it back.

    The admin answers with ``public_page`` in between; a form that is refused comes back with its errors.
    """

    def changeform_view(self, request, *args, **kwargs):
        if not asks_preview(request):
            return super().changeform_view(request, *args, **kwargs)
        with transaction.atomic():
            response = super().changeform_view(request, *args, **kwargs)
            transaction.set_rollback(True)
        return response

    def save_formset(self, request, form, formset, change):
        if not asks_preview(request) or formset.model is not Attachment:
            super().save_formset(request, form, formset, change)
            return
        # A file on disk is not rolled back: what was just chosen stays out.
        for attachment in formset.save(commit=False):
            if attachment.file._committed:
                attachment.save()


def asks_preview(request):
    return request.method == "POST" and "_preview" in request.POST


def public_page(request, row):
    """The page that readers would get if the row, as it was just saved, were public now."""
    banner = f"{BANNER} {WITHOUT_FILES}" if request.FILES else BANNER
    response = preview_page(request, row, clock.now(), Shown(banner))
    response._csp_replace = {}  # the policy of the public pages
    return response
