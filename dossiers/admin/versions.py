"""Every save is a version that can be read and filled in again, and nothing is deleted."""

from contextlib import contextmanager
from copy import copy

import reversion
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.template.response import TemplateResponse

from ..history.snapshots import Snapshot, edits, snapshots, versions_of
from ..models import Attachment, Change, Dossier, Entry, Point, Redirect
from .unsaved import UnsavedMixin

reversion.register(Dossier, follow=("own_attachments",))
reversion.register(Entry, follow=("points", "attachments"))
reversion.register(Point)
reversion.register(Attachment)
reversion.register(Change)
reversion.register(Redirect)

VERSIONS_PER_PAGE = 20
_NOTHING = Snapshot(version=None, row={})


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
    can_restore = False  # whether the form takes the values of an old version

    def has_delete_permission(self, request, obj=None):
        return False

    def changeform_view(self, request, *args, **kwargs):
        if request.method != "POST":
            return super().changeform_view(request, *args, **kwargs)
        with version(request):
            return super().changeform_view(request, *args, **kwargs)

    def get_object(self, request, object_id, from_field=None):
        """With ``as_it_was`` on the request: the row with the values of the version in the address, if any.

        A row that is about to be saved is locked: of two who save at once the second waits, and is told.
        """
        row = super().get_object(request, object_id, from_field)
        if row is None:
            return None
        if reversion.is_active():
            self.model.objects.select_for_update().values_list("pk").get(pk=row.pk)
        if "versie" in request.GET:
            request.restored = _snapshot(row, request.GET["versie"])
        request.as_it_was = _with_values(row, self.restored(request).row)
        return row

    def restored(self, request) -> Snapshot:
        """What the version in the address holds; nothing when there is none."""
        return getattr(request, "restored", _NOTHING)

    def log_addition(self, request, obj, message):
        return self._comment(super().log_addition(request, obj, message))

    def log_change(self, request, obj, message):
        return self._comment(super().log_change(request, obj, message))

    def _comment(self, log_entry):
        if reversion.is_active():
            reversion.set_comment(log_entry.get_change_message())
        return log_entry

    def history_view(self, request, object_id, extra_context=None):
        """Who changed what and when, the newest first."""
        row = self.get_object(request, unquote(object_id))
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        versions = versions_of(row)
        page = Paginator(versions, VERSIONS_PER_PAGE).get_page(request.GET.get("pagina"))
        first = (page.number - 1) * VERSIONS_PER_PAGE
        shown = list(versions[first : first + VERSIONS_PER_PAGE + 1])
        earlier = shown.pop() if len(shown) > VERSIONS_PER_PAGE else None
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Geschiedenis",
            "subtitle": str(row),
            "original": row,
            "edits": edits(row, shown, earlier),
            "page": page,
            "can_restore": self.can_restore and self.has_change_permission(request, row),
        }
        return TemplateResponse(request, "admin/dossiers/history.html", context)


def _snapshot(row, pk):
    """What a version of a row holds. Raises Http404 for what is no version of it."""
    found = versions_of(row).filter(pk=pk).first() if pk.isdecimal() else None
    if found is None:
        raise Http404("Deze versie is er niet.")
    return snapshots(row, [found])[0]


def _with_values(row, values):
    other = copy(row)
    for field in row._meta.concrete_fields:
        if field.editable and field.name in values:
            setattr(other, field.attname, values[field.name])
    return other
