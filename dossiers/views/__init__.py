"""The public pages: parse the request, ask a queryset, render."""

from .agenda import agenda, dossier_agenda
from .attachment import attachment
from .dossier import description_page, dossier_page, entry_page
from .dossier_list import dossier_list
from .home import home

__all__ = [
    "agenda",
    "attachment",
    "description_page",
    "dossier_agenda",
    "dossier_list",
    "dossier_page",
    "entry_page",
    "home",
]
