"""What the page of a dossier or an entry will be: made by the page's own function, for an audience that sees it."""

from dataclasses import dataclass

from django.utils.cache import add_never_cache_headers

from ..models import Dossier
from ..rules.publication import Audience
from ..story.story import Story
from .dossier import render_description, render_dossier, render_entry, visible_dossier


@dataclass(frozen=True)
class PreviewContext:
    """What a page that is only previewed says of itself, and what goes before the addresses of its own parts."""

    banner: str
    prefix: str = ""


def preview_audience(row, now):
    """Readers who also see the row as it is stored; for an entry, its dossier too."""
    if isinstance(row, Dossier):
        return Audience(now, {"dossier": row.pk})
    return Audience(now, {"dossier": row.dossier_id, "entry": row.pk})


def preview_page(request, row, now, preview):
    """The page that readers would get if the stored row were public now."""
    audience = preview_audience(row, now)
    dossier, relatives = visible_dossier(getattr(row, "dossier", row).code, audience)
    story = Story(dossier, audience)
    if row == dossier:
        return mark_private(render_dossier(request, story, relatives, preview))
    return mark_private(render_entry(request, story, story.entry(row.pk), preview))


def preview_description(request, dossier, now, preview):
    audience = preview_audience(dossier, now)
    visible, _ = visible_dossier(dossier.code, audience)
    return mark_private(render_description(request, visible, audience, preview))


def mark_private(response):
    """Keep a response out of caches and search engines, and its address from other sites."""
    add_never_cache_headers(response)
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
