"""The preview: the form is saved as public inside a transaction, shown by the public view itself, and rolled back."""

from copy import copy

from django.db import transaction
from django.http import QueryDict
from django.urls import resolve

from .. import clock, date_rules
from ..date_rules import Publication
from ..models import Attachment

_CONDITIONS = {"HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE"}


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
    """The page that readers would get if the row were public now. Changes the rows: the caller rolls back."""
    now = clock.now()
    for each in {row, getattr(row, "dossier", row)}:
        not_public = type(each).objects.filter(pk=each.pk).exclude(date_rules.publication_q(Publication.PUBLIC, now))
        not_public.update(published_at=now, withdrawn_at=None)
    path = row.get_absolute_url()
    view, args, kwargs = resolve(path)
    response = view(_as_reader(request, path), *args, **kwargs)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    response._csp_replace = {}  # the policy of the public pages
    return response


def _as_reader(request, path):
    """The request that a reader would make for ``path``; ``is_preview`` lets the page say that it is none."""
    page = copy(request)
    page.method, page.path, page.path_info = "GET", path, path
    page.GET = page.POST = QueryDict()
    page.META = {name: value for name, value in request.META.items() if name not in _CONDITIONS}
    page.META |= {"REQUEST_METHOD": "GET", "QUERY_STRING": "", "PATH_INFO": path}
    page.is_preview = True
    return page
