"""Every save is a version, and nothing is deleted."""

from contextlib import contextmanager

import reversion
from django.contrib import admin

from ..models import Attachment, Change, Dossier, Entry, Point, Redirect
from .unsaved import UnsavedMixin

reversion.register(Dossier)
reversion.register(Entry, follow=("points", "attachments"))
reversion.register(Point)
reversion.register(Attachment)
reversion.register(Change)
reversion.register(Redirect)


@contextmanager
def version(request, comment=""):
    """Keep what is saved inside as one version: who, when, and a comment that people can read."""
    with reversion.create_revision():
        reversion.set_user(request.user)
        reversion.set_comment(comment)
        yield


class VersionedAdmin(UnsavedMixin, admin.ModelAdmin):
    """Writes a version with every post that saves; a GET opens no transaction."""

    actions = None  # the only one would be to delete

    def has_delete_permission(self, request, obj=None):
        return False

    def changeform_view(self, request, *args, **kwargs):
        if request.method != "POST":
            return super().changeform_view(request, *args, **kwargs)
        with version(request):
            return super().changeform_view(request, *args, **kwargs)

    def log_addition(self, request, obj, message):
        return self._comment(super().log_addition(request, obj, message))

    def log_change(self, request, obj, message):
        return self._comment(super().log_change(request, obj, message))

    def _comment(self, log_entry):
        if reversion.is_active():
            reversion.set_comment(log_entry.get_change_message())
        return log_entry
