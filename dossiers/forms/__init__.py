"""The forms of the admin: what is asked, in whose words, and where a refusal is shown."""

from .attachment import AttachmentForm
from .dossier import DossierForm, next_code
from .entry import EntryForm, NewEntryForm
from .publication import PublishedForm, Visibility, WithdrawForm

__all__ = [
    "AttachmentForm",
    "DossierForm",
    "EntryForm",
    "NewEntryForm",
    "PublishedForm",
    "Visibility",
    "WithdrawForm",
    "next_code",
]
