"""Attachments: rows in the form of an entry or a dossier, and the file for who works here."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from ..forms.attachment import AttachmentForm, AttachmentFormSet
from ..models import Attachment


@require_safe
def attachment_file(request, pk):
    """The file of any attachment, also of a draft."""
    if not request.user.has_perm("dossiers.view_attachment"):
        raise PermissionDenied
    attachment = get_object_or_404(Attachment, pk=pk)
    try:
        return FileResponse(attachment.file.open(), filename=attachment.filename)
    except FileNotFoundError as error:
        raise Http404("Het bestand staat niet meer op de server.") from error


class AttachmentInline(admin.StackedInline):
    model = Attachment
    form = AttachmentForm
    formset = AttachmentFormSet
    fields = ("file", "title", "language", "hidden")
    extra = 0
    max_num = 100
    view_on_site = False
    classes = ("attachments",)

    def get_formset(self, request, obj=None, **kwargs):
        """Rows that take no more than ``max_num``, whatever count is posted: each costs time to build."""
        return super().get_formset(request, obj, absolute_max=self.max_num, **kwargs)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("stored_text")

    def has_delete_permission(self, request, obj=None):
        return False


class EntryAttachmentInline(AttachmentInline):
    fk_name = "entry"


class DossierAttachmentInline(AttachmentInline):
    """What hangs on the dossier itself; the attachments of entries stand with their entry."""

    fk_name = "dossier"
    verbose_name_plural = "Bijlagen bij het dossier zelf"

    def get_queryset(self, request):
        return super().get_queryset(request).filter(entry=None)
