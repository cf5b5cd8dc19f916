"""The forms of the admin: what is asked, in whose words, and where a refusal is shown."""

from datetime import date
from urllib.parse import urlsplit

from django import forms
from django.contrib.admin.widgets import AdminFileWidget, AdminRadioSelect, AdminSplitDateTime
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.urls import Resolver404, resolve, reverse

from . import clock, date_rules, uploads
from .date_rules import Publication
from .kinds import Kind
from .models import Attachment, Dossier, Entry
from .models.published import path_on_this_site

FIRST_SERIES = "K"  # the letter for the very first dossier; afterwards the newest code gives it
LAST_NUMBER = 999


def next_code(day: date) -> str:
    """The code to propose on that day: the newest code's letter, the day's year, the next free running number.

    Empty when the numbers of the year are used up.
    """
    newest = Dossier.objects.newest_first().values_list("code", flat=True).first()
    series = newest[:-6] if newest else FIRST_SERIES
    highest = Dossier.objects.of_year(day.year).newest_first().values_list("code", flat=True).first()
    number = int(highest[-3:]) + 1 if highest else 1
    return f"{series}{day:%y}-{number:03d}" if number <= LAST_NUMBER else ""


# --- Publication ------------------------------------------------------------------------------------------


class Visibility(models.TextChoices):
    """What an editor chooses for something that was never public."""

    DRAFT = "draft", "Concept: alleen redacteuren zien dit"
    NOW = "now", "Nu openbaar"
    LATER = "later", "Inplannen: openbaar vanaf een dag en tijd die je kiest"


class PublishedForm(forms.ModelForm):
    """A form that says when its row becomes public. The admin leaves the question out once that is fixed."""

    visibility = forms.ChoiceField(
        label="Wie ziet dit?", choices=Visibility, widget=AdminRadioSelect(attrs={"class": "radiolist"})
    )
    publish_on = forms.SplitDateTimeField(
        label="Openbaar vanaf",
        required=False,
        widget=AdminSplitDateTime,
        help_text="Alleen invullen als je inplant. Op deze tijd komt het vanzelf op de site.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("visibility", "publish_on"):
            if name not in self._meta.fields:
                del self.fields[name]
        if "visibility" in self.fields:
            planned = self.instance.published_at
            self.fields["visibility"].initial = Visibility.LATER if planned else Visibility.DRAFT
            self.fields["publish_on"].initial = planned

    def clean(self):
        super().clean()
        if "publish_on" not in self.errors and self.cleaned_data.get("visibility"):
            now = clock.now()
            try:
                self._set_publication(now)
            except ValidationError as error:
                self.add_error("visibility", error.messages)
        return self.cleaned_data

    def _set_publication(self, now):
        choice, at = self.cleaned_data["visibility"], self.cleaned_data["publish_on"]
        if choice == Visibility.DRAFT:
            self.instance.unschedule(now)
        elif choice == Visibility.NOW:
            self.instance.publish(now, now)
        elif at is None:
            self.add_error("publish_on", "Kies de dag en de tijd waarop dit openbaar wordt.")
        elif at <= now:
            self.add_error("publish_on", "Dit moment is al geweest. Kies een later moment, of kies “Nu openbaar”.")
        else:
            self.instance.publish(at, now)


class WithdrawForm(forms.Form):
    """Why something public goes off the site, and where it went."""

    reason = Entry._meta.get_field("withdrawn_reason").formfield(
        label="Reden",
        required=True,
        help_text="Wie het oude adres opent, leest deze reden. Schrijf één of twee zinnen.",
    )
    moved_to = Entry._meta.get_field("moved_to").formfield(
        label="Staat nu op (mag leeg)", required=False, validators=[path_on_this_site]
    )

    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, **kwargs)
        self.row = row

    def clean_moved_to(self):
        if self._leads_back(self.cleaned_data["moved_to"]):
            raise ValidationError("Dit is het adres van wat je intrekt. Kies een ander adres.")
        return self.cleaned_data["moved_to"]

    def _leads_back(self, address):
        """Whether an address is the row's own, in any spelling; a withdrawn dossier takes all below it along."""
        try:
            found = resolve(urlsplit(address).path).kwargs
        except Resolver404:
            return False
        own = (
            {"code": self.row.code}
            if isinstance(self.row, Dossier)
            else {"code": self.row.dossier.code, "number": str(self.row.number)}
        )
        return {name: value.upper() for name, value in found.items() if name in own} == own


# --- Dossier ----------------------------------------------------------------------------------------------


class UpperCaseField(forms.CharField):
    """Takes what is typed in any case."""

    def to_python(self, value):
        return super().to_python(value).upper()


class DossierForm(PublishedForm):
    class Meta:
        field_classes = {"code": UpperCaseField}
        help_texts = {
            "title": "Kort en gewoon, zoals je het aan een huurder zou zeggen.",
            "phase": "Jullie eigen oordeel. Je mag ook een fase terug.",
            "closed_on": "Op welke dag was het klaar?",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "code" in self.fields:
            self.fields[
                "code"
            ].help_text = "Het volgende vrije nummer van dit jaar. Ligt vast als er een dag van plaatsen is."


# --- Entry ------------------------------------------------------------------------------------------------

# Where the message of a constraint stands: at the day that has to change.
_FIELD_OF_CONSTRAINT = {
    "entry_ends_after_it_starts": "ends_on",
    "entry_due_after_it_starts": "due_on",
    "entry_round_has_both_days": "ends_on",
    "entry_period_is_exact": "date_precision",
}
_FIELD_OF_MESSAGE = {
    constraint.violation_error_message: _FIELD_OF_CONSTRAINT[constraint.name]
    for constraint in Entry._meta.constraints
    if constraint.name in _FIELD_OF_CONSTRAINT
}
# What the constraints look at, also where the form does not ask for it.
_LOOKED_AT = {"kind", "starts_on", "ends_on", "date_precision", "due_on"}


class EntryChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, entry):
        return f"{entry.number}. {entry.get_kind_display()}: {entry.title}"


class NewEntryForm(forms.Form):
    """In which dossier, and of which kind: what has to be known before an entry can be asked for."""

    dossier = forms.ModelChoiceField(Dossier.objects.none(), label="Dossier", empty_label="Kies een dossier")
    kind = forms.ChoiceField(choices=Kind)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kept = Dossier.objects.exclude(date_rules.publication_q(Publication.BINNED, clock.now()))
        self.fields["dossier"].queryset = kept.newest_first()


class EntryForm(PublishedForm):
    """An entry in the words of its kind. ``dossier`` and ``kind`` are those of a new entry; the admin sets them."""

    dossier = None
    kind = None

    class Meta:
        field_classes = {"responds_to": EntryChoiceField}
        help_texts = {
            "title": "Kort: wat is er gebeurd, of wat gaat er gebeuren?",
            "body": "Het hele verhaal. Een lezer komt hier via “Lees verder”.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.instance.dossier, self.instance.kind = self.dossier, self.kind
        for name, label in self.instance.spec.labels.items():
            if name in self.fields:
                self.fields[name].label = label
        if "responds_to" in self.fields:
            self._offer_responses(self.fields["responds_to"])

    def _offer_responses(self, field):
        kinds = self.instance.spec.responds_to
        binned = date_rules.publication_q(Publication.BINNED, clock.now())
        field.queryset = self.instance.dossier.entries.filter(kind__in=kinds).exclude(binned).newest_first()
        if self.instance.pk is None and self.instance.spec.requires_response:
            names = " of ".join(kind.label.lower() for kind in kinds)
            field.required = True
            field.error_messages["required"] = f"Kies op welk bericht dit een reactie is. Dat is een {names}."
            field.help_text = f"Staat er niets om te kiezen? Voeg dan eerst een {names} toe aan dit dossier."

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - (_LOOKED_AT - self.fields.keys())

    def _post_clean(self):
        super()._post_clean()
        for error in self._errors.pop(NON_FIELD_ERRORS, forms.utils.ErrorList()).as_data():
            field = _FIELD_OF_MESSAGE.get(error.message)
            self.add_error(field if field in self.fields else None, error)


# --- Attachment -------------------------------------------------------------------------------------------


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
