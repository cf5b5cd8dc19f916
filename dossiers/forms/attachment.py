"""The form of an attachment: every upload is hostile until it was checked."""

from django import forms
from django.contrib.admin.widgets import AdminFileWidget
from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse

from .. import clock
from ..models import Attachment
from . import uploads


class CurrentFile:
    """A stored file as the form shows it: under its public name, at an address that works for drafts too."""

    def __init__(self, attachment):
        self.name = attachment.filename
        self.url = reverse("admin:attachment_file", args=[attachment.pk])

    def __str__(self):
        return self.name


class AttachmentWidget(AdminFileWidget):
    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        if context["widget"]["is_initial"]:
            context["widget"]["value"] = CurrentFile(value.instance)
        return context


class AttachmentForm(forms.ModelForm):
    file = forms.FileField(
        label="Bestand",
        max_length=255,
        allow_empty_file=True,  # uploads.checked refuses it by name
        widget=AttachmentWidget(attrs={"accept": uploads.ACCEPT}),
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

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["hidden"].initial = self.instance.withdrawn_at is not None

    def clean_file(self):
        file = self.cleaned_data["file"]
        return uploads.checked(file) if isinstance(file, UploadedFile) else file

    def save(self, commit=True):
        if not self.cleaned_data["hidden"]:
            self.instance.withdrawn_at = None
        elif self.instance.withdrawn_at is None:
            self.instance.withdrawn_at = clock.now()
        return super().save(commit)
