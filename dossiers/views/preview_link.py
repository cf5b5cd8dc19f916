"""What somebody with a preview link sees, and no other draft. Asking changes nothing and opens no transaction."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from .. import clock
from ..models import LinkState, PreviewLink
from ..wording import day_in_words
from .preview import Preview, mark_private, preview_address, preview_audience


@require_safe
def shared_page(request, signed, page=""):
    """The page for which the link was made, or another of its dossier; where that is once it is public; else 410."""
    now = clock.now()
    link = PreviewLink.objects.find_by_signed_token(signed)
    state = link and link.state(now)
    if state is LinkState.PUBLIC:
        return mark_private(redirect(link.row))
    if state is not LinkState.WORKS:
        return preview_ended(request, 410 if link else 404)
    address = f"/{page}" if page else link.row.get_absolute_url()
    audience = preview_audience(link.row, now, link.with_drafts)
    return preview_address(request, link.row, address, audience, shared_preview(link)) or preview_ended(request, 404)


def preview_ended(request, status):
    """Does not say what the page was or what became of the link."""
    return mark_private(render(request, "dossiers/preview_ended.html", {"noindex": True}, status=status))


def shared_preview(link):
    until = day_in_words(link.ends_on)
    banner = f"Dit is een voorbeeld voor {link.label}, tot en met {until}. Deze bladzijde staat nog niet op de site."
    return Preview(banner, link.get_absolute_url().rstrip("/"))
