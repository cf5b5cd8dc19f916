"""The public pages: parse the request, ask a queryset, render."""

from .advices import advices
from .agenda import agenda, dossier_agenda
from .attachment import attachment
from .dossier import description_page, dossier_page, entry_page
from .dossier_list import dossier_list
from .explanation import explanation
from .feeds import dossier_feed, feed
from .following import following
from .home import home
from .inspraak import inspraak
from .not_found import not_found
from .preview_link import shared_attachment, shared_description, shared_page
from .robots import robots, sitemap
from .search import search_page

__all__ = [
    "advices",
    "agenda",
    "attachment",
    "description_page",
    "dossier_agenda",
    "dossier_feed",
    "dossier_list",
    "dossier_page",
    "entry_page",
    "explanation",
    "feed",
    "following",
    "home",
    "inspraak",
    "not_found",
    "robots",
    "sitemap",
    "search_page",
    "shared_attachment",
    "shared_description",
    "shared_page",
]
