"""Steps of publication beside the form: off the site, into the bin, and back. Each is taken by POST."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from .. import clock
from ..admin_site.actions import post_or_redirect
from ..forms.publication import WithdrawForm
from ..history.snapshots import PUBLICATION_FIELDS
from ..rules.publication import NEVER_PUBLIC, Publication
from .states import visibility_sentence
from .unsaved import report_write_refusal
from .versions import record_version


def admin_url_name(model_admin, name):
    return f"{model_admin.opts.app_label}_{model_admin.opts.model_name}_{name}"


def admin_url(model_admin, name, row):
    return reverse(f"admin:{admin_url_name(model_admin, name)}", args=[row.pk])


def row_for_step(model_admin, request, pk):
    """The row, or None when it is not there. Raises PermissionDenied."""
    row = model_admin.get_object(request, str(pk))
    if not model_admin.has_change_permission(request, row):
        raise PermissionDenied
    return row


def redirect_to_form(model_admin, request, row, level, words):
    model_admin.message_user(request, words, level)
    return HttpResponseRedirect(reverse("admin:index") if row is None else admin_url(model_admin, "change", row))


def withdraw(model_admin, request, pk):
    row = row_for_step(model_admin, request, pk)
    has_reason = request.method == "POST" and row is not None and row.state == Publication.WITHDRAWN  # by a colleague
    if row is None or not (has_reason or row.state == Publication.PUBLIC):
        words = "Dit staat niet op de site. Je hoeft het niet in te trekken."
        return redirect_to_form(model_admin, request, row, messages.WARNING, words)
    return ask_reason(model_admin, request, row, "Intrekken", "Ingetrokken.", row.withdraw)


def correct_withdrawal(model_admin, request, pk):
    """Ask again why it went off the site, and leave it off.

    At an address of its own: a colleague may have put the row back, and then this must not withdraw it again.
    """
    row = row_for_step(model_admin, request, pk)
    if row is None or row.state != Publication.WITHDRAWN:
        words = "Dit is niet ingetrokken. Er is niets aan te passen."
        return redirect_to_form(model_admin, request, row, messages.WARNING, words)
    title, comment = "Reden of nieuw adres aanpassen", "Reden of nieuw adres aangepast."
    return ask_reason(model_admin, request, row, title, comment, row.correct_withdrawal)


@post_or_redirect("../change/")
def put_in_bin(model_admin, request, pk):
    row = row_for_step(model_admin, request, pk)
    if row is None or row.state not in NEVER_PUBLIC:
        return redirect_to_form(model_admin, request, row, messages.WARNING, "Dit kan niet in de prullenbak.")
    return take_step(model_admin, request, row, "In de prullenbak gelegd.", lambda: row.withdraw(clock.now()))


@post_or_redirect("../change/")
def put_back(model_admin, request, pk):
    """Undo the withdrawal, or take it out of the bin."""
    row = row_for_step(model_admin, request, pk)
    if row is None or row.withdrawn_at is None:
        return redirect_to_form(model_admin, request, row, messages.WARNING, "Er is niets terug te zetten.")
    return take_step(model_admin, request, row, "Teruggezet.", row.put_back)


def ask_reason(model_admin, request, row, title, comment, step):
    form, status = WithdrawForm(request.POST if request.method == "POST" else None, row=row), None
    if form.is_valid():
        reason, moved_to = form.cleaned_data["reason"], form.cleaned_data["moved_to"]
        try:
            return save_step(model_admin, request, row, comment, lambda: step(clock.now(), reason, moved_to))
        except ValidationError as error:
            form.add_error(None, [*error.messages, *words_of_colleague(row)])
        except Exception as error:
            report_write_refusal(request, error)
            status = 503
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": title,
        "subtitle": str(row),
        "original": row,
        "is_public": row.state == Publication.PUBLIC,
        "form": form,
        "back_url": admin_url(model_admin, "change", row),
    }
    return TemplateResponse(request, "admin/dossiers/withdraw.html", context, status=status)


def words_of_colleague(row):
    if row.withdrawn_at is None:
        return []
    return [f"De reden die er nu staat: “{row.withdrawn_reason}” Aanpassen kan bij “Reden of nieuw adres aanpassen”."]


def take_step(model_admin, request, row, comment, step):
    try:
        return save_step(model_admin, request, row, comment, step)
    except ValidationError as error:
        return redirect_to_form(model_admin, request, row, messages.ERROR, " ".join(error.messages))


def save_step(model_admin, request, row, comment, step):
    """Raises ValidationError, also when a colleague was there first."""
    with record_version(request, comment):
        row.refresh_from_db(fields=PUBLICATION_FIELDS, from_queryset=type(row).objects.select_for_update())
        step()
        row.save(update_fields=PUBLICATION_FIELDS)
        model_admin.log_change(request, row, comment)
    words = f"{row}: {comment} {visibility_sentence(row, clock.now())}"
    return redirect_to_form(model_admin, request, row, messages.SUCCESS, words)
