"""The models, complete: dossiers, their entries, and what hangs on them."""

from .attachment import Attachment, Language
from .change import Change
from .dossier import Dossier, Inspraak
from .editor import Editor
from .entry import Entry
from .entry_queryset import AdviceOutcome
from .failed_login import FailedLogin
from .logbook import LogLine
from .ownership import Ownership, Part
from .passkey import Passkey
from .point import Point
from .preview_link import LinkState, PreviewLink
from .redirect import Redirect
from .search import AttachmentText, SearchRow, SearchWords

__all__ = [
    "AdviceOutcome",
    "Attachment",
    "AttachmentText",
    "Change",
    "Dossier",
    "Editor",
    "Entry",
    "FailedLogin",
    "Inspraak",
    "Language",
    "LinkState",
    "LogLine",
    "Ownership",
    "Part",
    "Passkey",
    "Point",
    "PreviewLink",
    "Redirect",
    "SearchRow",
    "SearchWords",
]
