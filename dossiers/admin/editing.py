"""The form of a row in the admin: all of it is saved, or it comes back as it was typed."""

import json
from contextlib import contextmanager
from dataclasses import dataclass

import reversion
from django.contrib import admin, messages
from django.contrib.admin.helpers import AdminErrorList, AdminForm
from django.contrib.admin.models import LogEntry
from django.contrib.admin.options import InlineModelAdmin
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model
from django.forms import BaseInlineFormSet, ModelForm, all_valid
from django.http import HttpResponseRedirect
from django.urls import reverse

from ..forms.opening import Opening
from ..search.attachment_text import read_ahead
from .lists import OfferedLookups, VisibleSearch
from .preview import is_preview_request, unsaved_page
from .unsaved import report_write_refusal
from .versions import record_version


@dataclass(frozen=True)
class Sheet:
    """The form of one request with the rows below it. ``row`` is None while it is new."""

    row: Model | None
    opening: Opening | None
    fieldsets: list
    form: ModelForm
    inlines: list[InlineModelAdmin]
    formsets: list[BaseInlineFormSet]

    def is_valid(self):
        """Looks at the rows too when the form itself is refused: all that is wrong is said at once."""
        is_valid = self.form.is_valid()
        return all_valid(self.formsets) and is_valid

    def save(self):
        row = self.form.save()
        for formset in self.formsets:
            formset.save()
        return row


class RowNotFound(Exception):
    """There is no row at this address."""


class EditingAdmin(OfferedLookups, VisibleSearch, admin.ModelAdmin):
    """An admin whose form is one view of our own, because Django's offers no place for three things.

    What a request opens is handed to its form and rows as one object, a preview is rolled back, and a form that
    cannot be written comes back filled in, with a 503. Nothing is deleted here.
    """

    actions = None  # the only one would be to delete
    has_preview = False

    def has_delete_permission(self, request, obj=None):
        return False

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return self.process_sheet(
                request, lambda: self.open_sheet(request, self.get_row_to_edit(request, object_id))
            )
        except RowNotFound:
            return redirect_to_index(self, request, object_id)

    def get_row_to_edit(self, request, object_id):
        """The row, or None for a new one. Raises PermissionDenied and RowNotFound.

        One that is about to be saved is locked: of two who save at once the second waits, and then sees the conflict.
        """
        if object_id is None:
            if not self.has_add_permission(request):
                raise PermissionDenied
            return None
        row = self.get_object(request, unquote(object_id))
        is_allowed = self.has_change_permission if request.method == "POST" else self.has_view_or_change_permission
        if not is_allowed(request, row):
            raise PermissionDenied
        if row is None:
            raise RowNotFound
        if reversion.is_active():
            self.model.objects.select_for_update().values_list("pk").get(pk=row.pk)
        return row

    def open_sheet(self, request, row):
        initial = {} if row else self.get_changeform_initial_data(request)
        return make_sheet(self, request, row, self.get_fieldsets(request, row), initial=initial)

    def process_sheet(self, request, open_sheet):
        """Show the sheet; a post that is valid is saved, or shown as readers would see it."""
        if request.method != "POST":
            return self.render_sheet(request, open_sheet())
        is_preview = self.has_preview and is_preview_request(request)
        files = [] if is_preview else request.FILES.values()
        try:
            with read_ahead(files), discard_changes() if is_preview else record_version(request):
                sheet = open_sheet()
                if not sheet.is_valid():
                    return self.render_sheet(request, sheet)
                row = sheet.save()
                if is_preview:
                    return unsaved_page(request, row, is_new=sheet.row is None)
                self.write_log(request, sheet, row)
        except Exception as error:
            report_write_refusal(request, error)
            return self.render_sheet(request, open_sheet(), status=503)
        return self.response_change(request, row) if sheet.row else self.response_add(request, row)

    def write_log(self, request, sheet, row):
        message = self.construct_change_message(request, sheet.form, sheet.formsets, add=sheet.row is None)
        deed = LogEntry(change_message=json.dumps(message)).get_change_message()
        reversion.set_comment(deed)
        if sheet.row is None:
            self.log_addition(request, row, deed)
        else:
            self.log_change(request, row, " ".join([deed, *self.log_details(sheet.form)]))

    def log_details(self, form):
        """Sentences behind what Django says of a change."""
        return []

    def render_sheet(self, request, sheet, status=None):
        row = sheet.row
        may_change = row is None or self.has_change_permission(request, row)
        read_only = self.get_readonly_fields(request, row) if may_change else flatten_fieldsets(sheet.fieldsets)
        form = AdminForm(sheet.form, sheet.fieldsets, {}, read_only, model_admin=self)
        rows = self.get_inline_formsets(request, sheet.formsets, sheet.inlines, row)
        context = {
            **self.admin_site.each_context(request),
            "subtitle": str(row) if row else None,
            "adminform": form,
            "object_id": row and row.pk,
            "original": row,
            "is_popup": False,
            "to_field": None,
            "media": sum((part.media for part in rows), self.media + form.media),
            "inline_admin_formsets": rows,
            "errors": AdminErrorList(sheet.form, sheet.formsets),
            "preserved_filters": self.get_preserved_filters(request),
            "opening": sheet.opening,
        }
        response = self.render_change_form(request, context, add=row is None, change=row is not None, obj=row)
        response.status_code = status or response.status_code
        return response


def make_sheet(model_admin, request, row, fieldsets, *, inlines=(), opening=None, initial=None):
    """The sheet as it was posted, or to fill in. The form and the rows are handed the opening, if any."""
    form_class = model_admin.get_form(request, row, change=row is not None, fields=flatten_fieldsets(fieldsets))
    posted = {"data": request.POST, "files": request.FILES} if request.method == "POST" else {}
    known = {"opening": opening} if opening else {}
    form = form_class(**posted, **known, instance=row, initial=None if posted else initial)
    inlines = [inline(model_admin.model, model_admin.admin_site) for inline in inlines]
    formsets = [
        inline.get_formset(request, row)(
            **posted, **known, instance=form.instance, queryset=inline.get_queryset(request)
        )
        for inline in inlines
    ]
    return Sheet(row, opening, fieldsets, form, inlines, formsets)


def redirect_to_index(model_admin, request, object_id):
    """Say that there is no such row, where the editor can go on."""
    name = model_admin.opts.verbose_name
    message = f"{name} met ID ‘{unquote(object_id)}’ bestaat niet. Misschien is deze verwijderd?"
    model_admin.message_user(request, message, messages.WARNING)
    return HttpResponseRedirect(reverse("admin:index"))


@contextmanager
def discard_changes():
    """Keep nothing of what is saved inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
