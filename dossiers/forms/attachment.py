"""The rows of attachments: every upload is hostile until it was checked."""

from django import forms
from django.contrib.admin.widgets import AdminFileWidget
from django.core.files.uploadedfile import UploadedFile
from django.db.models.fields.files import FieldFile
from django.urls import reverse

from .. import clock
from ..models import Attachment
from . import uploads

UNREAD = "De woorden van dit bestand vindt het zoeken nog niet. Dat komt binnen een uur vanzelf."


class CurrentFile:
    """A stored file as the form shows it: under its public name, at an address that works for drafts too."""

    def __init__(self, attachment):
        self.name = attachment.filename
        self.url = reverse("admin:attachment_file", args=[attachment.pk])

    def __str__(self):
        return self.name


class AttachmentWidget(AdminFileWidget):
    def is_initial(self, value):
        """Django asks storage for an address, which a bucket does not give."""
        return bool(value) and isinstance(value, FieldFile)

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        if context["widget"]["is_initial"]:
            context["widget"]["value"] = CurrentFile(value.instance)
        return context


class AttachmentForm(forms.ModelForm):
    """A row that knows its dossier from the start: that gives the file its folder.

    ``restored`` are the values of an old version to fill in. A file stays as it is.
    """

    file = forms.FileField(
        label="Bestand",
        max_length=255,
        allow_empty_file=True,  # uploads.clean_upload refuses it by name
        widget=AttachmentWidget(attrs={"accept": uploads.ACCEPTED_TYPES}),
        help_text="Een PDF of een afbeelding (JPG, PNG, WebP), hoogstens 20 MB.",
    )
    hidden = forms.BooleanField(
        label="Niet meer tonen",
        required=False,
        help_text="Haalt deze bijlage van de site. Je kunt dit later weer uitzetten.",
    )

    class Meta:
        model = Attachment
        fields = ("file", "title", "language")

    def __init__(self, *args, dossier, restored, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.dossier = dossier
        if not self.is_bound:
            old = restored.get(self.instance.pk, {})
            self.initial |= {name: old[name] for name in ("title", "language") if name in old}
        if self.instance.pk and self.instance.is_unread:
            self.fields["file"].help_text += " " + UNREAD
        self.fields["hidden"].initial = self.instance.withdrawn_at is not None

    def clean_file(self):
        file = self.cleaned_data["file"]
        return uploads.clean_upload(file) if isinstance(file, UploadedFile) else file

    def save(self, commit=True):
        if not self.cleaned_data["hidden"]:
            self.instance.withdrawn_at = None
        elif self.instance.withdrawn_at is None:
            self.instance.withdrawn_at = clock.now()
        return super().save(commit)


class AttachmentFormSet(forms.BaseInlineFormSet):
    def __init__(self, *args, opening, **kwargs):
        self.opening = opening
        super().__init__(*args, **kwargs)

    def get_form_kwargs(self, index):
        dossier = getattr(self.instance, "dossier", self.instance)
        return super().get_form_kwargs(index) | {"dossier": dossier, "restored": self.opening.restored_attachments}

    def save_new(self, form, commit=True):
        return super().save_new(form, commit and self.should_save(form))

    def save_existing(self, form, obj, commit=True):
        return super().save_existing(form, obj, commit and self.should_save(form))

    def should_save(self, form):
        """A preview is rolled back, but a file on disk is not: one that was just chosen stays out."""
        return not (self.opening.is_preview and "file" in form.changed_data)
