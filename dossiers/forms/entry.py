"""The form of an entry, in the words of its kind."""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.urls import reverse
from django.utils.formats import localize_input
from django.utils.html import format_html
from django.utils.http import urlencode

from .. import clock
from ..models import Dossier, Entry
from ..rules.days import Precision, first_day_of
from ..rules.kinds import KINDS, Kind, Right
from ..story.terms import proposal_in_words, proposed_due_on
from ..wording import right_in_words
from .moment import DayField
from .named import RadioGroup
from .publication import PublishedForm, Visibility

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
CONSTRAINT_FIELDS = {"kind", "starts_on", "ends_on", "date_precision", "due_on"}


# The rows to answer are those of the advice that was known when the form was opened.
SAVE_FIRST = "Kies je een advies, of een ander? Sla dan op. Daarna staan de punten ervan in dit formulier."


class EntryChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, entry):
        return f"{entry.number}. {entry.get_kind_display()}: {entry.title}"


class LenientChoiceField(forms.ModelChoiceField):
    """A choice that an address may know already; one that does not exist is no choice."""

    def clean(self, value):
        try:
            return super().clean(value)
        except forms.ValidationError:
            return None


class NewEntryForm(forms.Form):
    """In which dossier, and of which kind: what has to be known before an entry can be asked for.

    ``responds_to`` may be known too.
    """

    dossier = forms.ModelChoiceField(Dossier.objects.none(), label="Dossier", empty_label="Kies een dossier")
    kind = forms.ChoiceField(choices=Kind)
    responds_to = LenientChoiceField(Entry.objects.select_related("dossier"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kept = Dossier.objects.not_binned(clock.now())
        self.fields["dossier"].queryset = kept.newest_first()

    def clean(self):
        target = self.cleaned_data.get("responds_to")
        kinds = KINDS[self.cleaned_data["kind"]].responds_to if "kind" in self.cleaned_data else ()
        if target and (target.dossier != self.cleaned_data.get("dossier") or target.kind not in kinds):
            self.cleaned_data["responds_to"] = None
        return self.cleaned_data


class ProposalForm(forms.Form):
    """What is filled in already of what a proposal for ``due_on`` depends on. What cannot be read is not there."""

    kind = forms.ChoiceField(choices=Kind)
    starts_on = DayField(required=False)
    ends_on = DayField(required=False)
    date_precision = forms.ChoiceField(choices=Precision, required=False)
    responds_to = LenientChoiceField(Entry.objects.all(), required=False)

    def proposal(self):
        """The day as the form takes it, and what is said of it; both empty for a kind that does not exist."""
        spec = KINDS.get(self.data.get("kind"))
        self.fields["starts_on"].has_been = spec is not None and spec.has_been
        self.full_clean()
        known = {name: value for name, value in self.cleaned_data.items() if value}
        if "kind" not in known:
            return {"due_on": "", "words": ""}
        entry = Entry(**known)
        day = proposed_due_on(entry)
        return {"due_on": localize_input(day) if day else "", "words": proposal_in_words(entry)}


class EntryForm(PublishedForm):
    """An entry in the words of its kind."""

    class Meta:
        field_classes = {"responds_to": EntryChoiceField}
        error_messages = {
            "react_mail": {"invalid": "Vul een mailadres in, zoals inspraak@example.org."},
            "react_link": {"invalid": "Vul een adres in dat met https:// begint."},
        }
        help_texts = {
            "title": "Kort: wat is er gebeurd, of wat gaat er gebeuren?",
            "body": "Het hele verhaal. Een lezer komt hier via “Lees verder”.",
            "right": "Jullie kiezen dit zelf. Staat het niet in de aanvraag? Vraag het na.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.instance.dossier, self.instance.kind = self.opening.dossier, self.opening.kind
        for name, label in self.instance.spec.labels.items():
            if name in self.fields:
                self.fields[name].label = label
        if "starts_on" in self.fields:
            self.fields["starts_on"].has_been = self.instance.spec.has_been
        if "responds_to" in self.fields:
            self.offer_responses(self.fields["responds_to"])
        if "right" in self.fields:
            self.explain_rights(self.fields["right"])
        if "due_on" in self.fields:
            self.propose_due_on(self.fields["due_on"])

    def explain_rights(self, field):
        explained = [(right, f"{right.label}. {right_in_words(right)}") for right in Right]
        field.widget = RadioGroup(field.label)
        field.choices = [("", "Nog niet gekozen"), *explained]

    def propose_due_on(self, field):
        """Name the day that fits what is filled in, while there is none or the form was refused.

        A script asks again when what it depends on changes, and fills it in where nothing stands.
        """
        filled_in = self.data if self.is_bound else self.initial
        values = {name: filled_in.get(name) for name in ProposalForm.base_fields} | {"kind": self.instance.kind}
        is_needed = self.instance.due_on is None or self.is_bound
        words = ProposalForm(values).proposal()["words"] if is_needed else ""
        field.help_text = format_html('{} <span id="proposal" aria-live="polite">{}</span>', field.help_text, words)
        address = reverse("admin:dossiers_entry_proposal")
        field.widget.attrs["data-proposal"] = f"{address}?{urlencode({'kind': self.instance.kind})}"
        if self.instance.pk is None and not self.is_bound:
            field.widget.attrs["data-proposal-now"] = ""

    def clean_kind(self):
        """Refuse another kind that makes no sense without what it responds to: the button there fills that in."""
        kind = self.cleaned_data["kind"]
        if kind != self.initial.get("kind") and KINDS[kind].requires_response:
            name = Kind(kind).label.lower()
            raise ValidationError(f"Een {name} hoort bij een ander bericht. Begin bij dat bericht, met de knop daar.")
        return kind

    def clean(self):
        super().clean()
        if self.cleaned_data.get("starts_on"):
            precision = self.cleaned_data.get("date_precision", self.instance.date_precision)
            self.cleaned_data["starts_on"] = first_day_of(precision, self.cleaned_data["starts_on"])
        elif self.is_meeting_without_day():
            self.add_error(
                "starts_on", "Op welke dag is het? Zonder dag staat het niet op de voorpagina en in de agenda."
            )
        if "starts_on" in self.errors:
            self.cleaned_data.pop("ends_on", None)  # what it ends can only be said when both days can be read
        return self.cleaned_data

    def is_meeting_without_day(self):
        """Whether it becomes public so. One that is public may lose its day: it is moved, and nobody knows to when."""
        becomes_public = self.cleaned_data.get("visibility") in (Visibility.NOW, Visibility.LATER)
        return becomes_public and self.instance.spec.is_meeting and "starts_on" not in self.errors

    def offer_responses(self, field):
        kinds = self.instance.spec.responds_to
        entries = self.instance.dossier.entries
        offered = entries.not_binned(clock.now()).filter(kind__in=kinds)
        field.queryset = (offered | entries.filter(pk=self.instance.responds_to_id)).newest_first()
        names = " of ".join(kind.label.lower() for kind in kinds)
        field.error_messages["invalid_choice"] = (
            f"Dat bericht staat in een ander dossier of is van een andere soort. Kies een {names} uit dit dossier."
        )
        was_imported_without = self.instance.pk and self.instance.responds_to_id is None
        if self.instance.spec.requires_response and not was_imported_without:
            field.required = True
            field.error_messages["required"] = f"Kies op welk bericht dit een reactie is. Dat is een {names}."
            field.help_text = f"Staat er niets om te kiezen? Voeg dan eerst een {names} toe aan dit dossier."
        if self.instance.spec.answers_points:
            field.help_text += f" {SAVE_FIRST}"

    def full_clean(self):
        """Show what a constraint refuses at the day that has to change, and look at all that constraints look at."""
        super().full_clean()
        if not self.is_bound:
            return
        if NON_FIELD_ERRORS in self.errors:
            for error in self.errors.pop(NON_FIELD_ERRORS).as_data():
                if error.message not in _FIELD_OF_MESSAGE:
                    self.add_error(None, error)
        seen = (CONSTRAINT_FIELDS | self.fields.keys()) - self.errors.keys()
        try:
            self.instance.validate_constraints(exclude={field.name for field in Entry._meta.fields} - seen)
        except ValidationError as refusal:
            for error in refusal.error_dict[NON_FIELD_ERRORS]:
                field = _FIELD_OF_MESSAGE.get(error.message)
                self.add_error(field if field in self.fields else None, error)
