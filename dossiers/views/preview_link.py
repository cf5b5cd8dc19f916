"""What somebody with a preview link sees, and no other draft. Asking changes nothing and opens no transaction."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from .. import clock
from ..models import Attachment, LinkState, PreviewLink
from ..wording import day_in_words
from .attachment import attachment_response
from .preview import PreviewContext, mark_private, preview_audience, preview_description, preview_page


@require_safe
def shared_page(request, signed, dossier=""):
    return link_response(
        request, signed, lambda link, now: preview_page(request, link.row, now, preview_context(link))
    )


@require_safe
def shared_description(request, signed, dossier):
    def description(link, now):
        if link.entry or not link.dossier.description:
            return preview_ended(request, 404)
        return preview_description(request, link.dossier, now, preview_context(link))

    return link_response(request, signed, description)


@require_safe
def shared_attachment(request, signed, code, number, name=""):
    def file(link, now):
        audience = preview_audience(link.row, now)
        listed = Attachment.objects.visible_to(audience).filter(dossier=link.dossier, entry=link.entry)
        found = listed.filter(number=number).select_related("dossier").first()
        return attachment_response(found) if found else preview_ended(request, 404)

    return link_response(request, signed, file)


def link_response(request, signed, show):
    """``show(link, now)`` for a link that works, a redirect once its row is public, 410 after its end, else 404."""
    now = clock.now()
    link = PreviewLink.objects.find_by_signed_token(signed)
    state = link and link.state(now)
    if state is LinkState.WORKS:
        return mark_private(show(link, now))
    if state is LinkState.PUBLIC:
        return mark_private(redirect(link.row))
    return mark_private(preview_ended(request, 410 if link else 404))


def preview_ended(request, status):
    """Does not say what the page was or what became of the link."""
    return render(request, "dossiers/preview_ended.html", {"noindex": True}, status=status)


def preview_context(link):
    until = day_in_words(link.ends_on)
    banner = f"Dit is een voorbeeld voor {link.label}, tot en met {until}. Deze bladzijde staat nog niet op de site."
    return PreviewContext(banner, link.get_absolute_url().rstrip("/"))
