"""The models, complete: dossiers, their entries, and what hangs on them."""

from .attachment import Attachment, Language
from .change import Change
from .dossier import Dossier, Inspraak, Phase
from .editor import Editor
from .entry import Entry
from .point import Point

__all__ = ["Attachment", "Change", "Dossier", "Editor", "Entry", "Inspraak", "Language", "Phase", "Point"]
