"""Steps of publication beside the form: off the site, into the bin, and back. Each is taken by POST."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from .. import clock
from ..admin_site.by_post import only_by_post
from ..forms.publication import WithdrawForm
from ..history.snapshots import PUBLICATION_FIELDS
from ..rules.publication import NEVER_PUBLIC, Publication
from .states import what_tenants_see
from .unsaved import say_nothing_saved
from .versions import version


def url_name(model_admin, name):
    return f"{model_admin.opts.app_label}_{model_admin.opts.model_name}_{name}"


def url(model_admin, name, row):
    return reverse(f"admin:{url_name(model_admin, name)}", args=[row.pk])


def row_for_step(model_admin, request, pk):
    """The row, or None when it is not there. Raises PermissionDenied."""
    row = model_admin.get_object(request, str(pk))
    if not model_admin.has_change_permission(request, row):
        raise PermissionDenied
    return row


def back(model_admin, request, row, level, words):
    """To the form of the row, with a message."""
    model_admin.message_user(request, words, level)
    return HttpResponseRedirect(reverse("admin:index") if row is None else url(model_admin, "change", row))


def withdraw(model_admin, request, pk):
    """Ask why, then take it off the site."""
    row = row_for_step(model_admin, request, pk)
    if row is None or row.state != Publication.PUBLIC:
        words = "Dit staat niet op de site. Je hoeft het niet in te trekken."
        return back(model_admin, request, row, messages.WARNING, words)
    return _ask_why(model_admin, request, row, "Intrekken", "Ingetrokken.", row.withdraw)


def correct_withdrawal(model_admin, request, pk):
    """Ask again why it went off the site, and leave it off.

    At an address of its own: a colleague may have put the row back, and then this must not withdraw it again.
    """
    row = row_for_step(model_admin, request, pk)
    if row is None or row.state != Publication.WITHDRAWN:
        words = "Dit is niet ingetrokken. Er is niets aan te passen."
        return back(model_admin, request, row, messages.WARNING, words)
    title, comment = "Reden of nieuw adres aanpassen", "Reden of nieuw adres aangepast."
    return _ask_why(model_admin, request, row, title, comment, row.correct_withdrawal)


@only_by_post("../change/")
def put_in_bin(model_admin, request, pk):
    """Put away what never was public."""
    row = row_for_step(model_admin, request, pk)
    if row is None or row.state not in NEVER_PUBLIC:
        return back(model_admin, request, row, messages.WARNING, "Dit kan niet in de prullenbak.")
    return _take(model_admin, request, row, "In de prullenbak gelegd.", lambda: row.withdraw(clock.now()))


@only_by_post("../change/")
def put_back(model_admin, request, pk):
    """Undo the withdrawal, or take it out of the bin."""
    row = row_for_step(model_admin, request, pk)
    if row is None or row.withdrawn_at is None:
        return back(model_admin, request, row, messages.WARNING, "Er is niets terug te zetten.")
    return _take(model_admin, request, row, "Teruggezet.", row.put_back)


def _ask_why(model_admin, request, row, title, comment, step):
    """The form with the reason and the new address; once filled in, the step that takes them."""
    form, status = WithdrawForm(request.POST if request.method == "POST" else None, row=row), None
    if form.is_valid():
        reason, moved_to = form.cleaned_data["reason"], form.cleaned_data["moved_to"]
        try:
            return _take(model_admin, request, row, comment, lambda: step(clock.now(), reason, moved_to))
        except Exception as error:
            say_nothing_saved(request, error)
            status = 503
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": title,
        "subtitle": str(row),
        "original": row,
        "is_public": row.state == Publication.PUBLIC,
        "form": form,
        "back_url": url(model_admin, "change", row),
    }
    return TemplateResponse(request, "admin/dossiers/withdraw.html", context, status=status)


def _take(model_admin, request, row, comment, step):
    """Take one step of publication, as a version with that comment."""
    try:
        with version(request, comment):
            step()
            row.save(update_fields=PUBLICATION_FIELDS)
            model_admin.log_change(request, row, comment)
    except ValidationError as error:
        return back(model_admin, request, row, messages.ERROR, " ".join(error.messages))
    words = f"{row}: {comment} {what_tenants_see(row, clock.now())}"
    return back(model_admin, request, row, messages.SUCCESS, words)
