"""Preview links of a page, for somebody without an account: made, listed and revoked; never deleted."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse

from .. import clock
from ..addresses.spelling import absolute
from ..admin_site.actions import post_or_redirect
from ..forms.preview_link import PreviewLinkForm
from ..models import LinkState, PreviewLink
from ..rules.days import day_of
from ..wording import day_in_words
from .steps import admin_url, redirect_to_form, row_for_step
from .unsaved import report_write_refusal


def preview_links(model_admin, request, pk):
    """List the links to a row, and make another one by POST. Whoever may change the row may show it to others."""
    row = row_for_step(model_admin, request, pk)
    if row is None:
        return redirect_to_form(model_admin, request, row, messages.WARNING, "Deze bladzijde bestaat niet.")
    form = PreviewLinkForm(request.POST if request.method == "POST" else None, instance=PreviewLink.for_row(row))
    status = None
    if form.is_valid():
        try:
            return create_link(model_admin, request, row, form)
        except Exception as error:
            report_write_refusal(request, error)
            status = 503
    now = clock.now()
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": "Voorbeeldlinks",
        "subtitle": str(row),
        "original": row,
        "form": form,
        "media": model_admin.media + form.media,
        "can_share": can_share(row, now),
        "links": [link_row(link, now) for link in PreviewLink.objects.for_row(row)],
        "back_url": admin_url(model_admin, "change", row),
    }
    return TemplateResponse(request, "admin/dossiers/preview_links.html", context, status=status)


def create_link(model_admin, request, row, form):
    with transaction.atomic():
        link = form.save()
        until = day_in_words(link.ends_on)
        model_admin.log_change(request, row, f"Voorbeeldlink gemaakt voor {link.label}, tot en met {until}.")
    words = "De link is gemaakt. Kopieer het adres hieronder en stuur het op."
    return redirect_to_links(model_admin, request, row, words)


@post_or_redirect("../../")
def revoke(model_admin, request, pk, link):
    """End a link at once. One that has ended stays as it is."""
    row = row_for_step(model_admin, request, pk)
    found = row and PreviewLink.objects.for_row(row).filter(pk=link).first()
    if found is None:
        return redirect_to_form(model_admin, request, row, messages.WARNING, "Deze link bestaat niet.")
    if found.revoked_at is None:
        with transaction.atomic():
            found.revoked_at = clock.now()
            found.save(update_fields=["revoked_at"])
            model_admin.log_change(request, row, f"Voorbeeldlink voor {found.label} ingetrokken.")
    return redirect_to_links(model_admin, request, row, f"De link voor {found.label} werkt niet meer.")


def redirect_to_links(model_admin, request, row, words):
    model_admin.message_user(request, words, messages.SUCCESS)
    return HttpResponseRedirect(admin_url(model_admin, "preview_links", row))


def can_share(row, now):
    """Whether a link made now would show the row."""
    return PreviewLink.for_row(row, ends_on=day_of(now)).state(now) is LinkState.WORKS


def link_row(link, now):
    state = link.state(now)
    return {
        "pk": link.pk,
        "label": link.label,
        "until": day_in_words(link.ends_on),
        "state": state.label,
        "with_drafts": link.with_drafts,
        "works": state is LinkState.WORKS,
        "address": absolute(link.get_absolute_url()),
    }
