"""The forms of the admin: what is asked, in whose words, and where a refusal is shown."""

from .attachment import AttachmentForm
from .dossier import DossierForm, next_code
from .editor import EditorForm, ForgottenForm, LoginForm, NewEditorForm, OwnEditorForm
from .entry import EntryForm, NewEntryForm, ProposalForm
from .moment import DAYS_AND_TIMES
from .point import AnswerForm, AnswerFormSet, PointForm, PointFormSet, ThemeForm
from .preview_link import PreviewLinkForm
from .publication import PublishedForm, Report, Visibility, WithdrawForm
from .redirect import RedirectForm

__all__ = [
    "DAYS_AND_TIMES",
    "AnswerForm",
    "AnswerFormSet",
    "AttachmentForm",
    "DossierForm",
    "EditorForm",
    "EntryForm",
    "ForgottenForm",
    "LoginForm",
    "NewEditorForm",
    "OwnEditorForm",
    "NewEntryForm",
    "PointForm",
    "PointFormSet",
    "PreviewLinkForm",
    "ProposalForm",
    "PublishedForm",
    "RedirectForm",
    "Report",
    "ThemeForm",
    "Visibility",
    "WithdrawForm",
    "next_code",
]
