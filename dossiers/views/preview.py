"""The pages of a dossier before they are public: each made by its own function, for an audience that sees more."""

import html
import re
from dataclasses import dataclass
from functools import partial

from django.utils.cache import add_never_cache_headers

from ..addresses.links import resolve_href
from ..addresses.resolving import decoded_path, match_public
from ..models import Attachment, Dossier, Entry
from ..rules.publication import Audience, public_since
from ..story.story import Story
from .agenda import dossier_entries, dossier_response
from .attachment import attachment_response
from .dossier import render_description, render_dossier, render_entry, visible_dossier

LINK = re.compile(r'(<a\b[^>]*?\bhref=")([^"]*)')


@dataclass(frozen=True)
class Preview:
    """What a page that is only previewed says of itself, and what goes before the addresses of its dossier."""

    banner: str
    prefix: str


def dossier_of(row):
    return row if isinstance(row, Dossier) else row.dossier


def preview_audience(row, now, with_drafts):
    """Readers who also see the row and its dossier as they are stored, and perhaps the other drafts beside it."""
    dossier = dossier_of(row)
    entries = set() if row == dossier else {row.pk}
    if with_drafts:
        entries |= set(Entry.objects.filter(dossier=dossier).never_public(now).values_list("pk", flat=True))
    return Audience(now, {"dossier": {dossier.pk}, "entry": entries})


def preview_page(request, row, audience, preview):
    """The page that readers would get if the stored row were public now."""
    return preview_address(request, row, row.get_absolute_url(), audience, preview)


def preview_address(request, row, address, audience, preview):
    """What is at an address of the row's dossier; None when that audience sees nothing there."""
    dossier = visible_dossier(dossier_of(row).code, audience)
    show = find_page(dossier.code, address)
    response = show and show(request, dossier, audience, preview)
    if response is None:
        return None
    if not response.streaming and response.headers["Content-Type"].startswith("text/html"):
        keep_links_inside(response, dossier.code, address, preview.prefix)
    return mark_private(response)


def find_page(code, address):
    """The function for an address of that dossier, None for one that leads elsewhere."""
    match = match_public(decoded_path(address))
    if match is None or match.kwargs.get("code") != code:
        return None
    show = PAGES.get(match.url_name.removeprefix("short_"))
    return show and partial(show, **{name: match.kwargs[name] for name in ("number",) if name in match.kwargs})


def show_dossier(request, dossier, audience, preview):
    return render_dossier(request, Story(dossier, audience), preview)


def show_description(request, dossier, audience, preview):
    return render_description(request, Story(dossier, audience), preview) if dossier.description else None


def show_entry(request, dossier, audience, preview, number):
    story = Story(dossier, audience)
    entry = next((entry for entry in story.entries if entry.number == number), None)
    return entry and render_entry(request, story, entry, preview)


def show_attachment(request, dossier, audience, preview, number):
    visible = Attachment.objects.visible_to(audience).filter(dossier=dossier, number=number)
    found = visible.select_related("dossier").first()
    return found and attachment_response(found)


def show_agenda(request, dossier, audience, preview):
    entries = list(dossier_entries(dossier, audience))
    dossier.published_at = public_since(dossier, audience)
    for entry in entries:
        entry.published_at, entry.dossier = public_since(entry, audience), dossier
    return dossier_response(dossier, entries)


PAGES = {
    "dossier": show_dossier,
    "description": show_description,
    "entry": show_entry,
    "attachment": show_attachment,
    "dossier_agenda": show_agenda,
}


def keep_links_inside(response, code, page, prefix):
    """Lead the links to pages of that dossier to their previews, also those that an editor wrote in a text."""

    def inside(link):
        address = resolve_href(html.unescape(link[2]), page)
        return f"{link[1]}{html.escape(prefix + address)}" if address and find_page(code, address) else link[0]

    response.content = LINK.sub(inside, response.content.decode())


def mark_private(response):
    """Keep a response out of caches and search engines, and its address from other sites."""
    add_never_cache_headers(response)
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
