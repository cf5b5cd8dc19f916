"""The form of a preview link: for whom, and until when."""

from datetime import timedelta

from django import forms
from django.contrib.admin.widgets import AdminDateWidget, AdminTextInputWidget
from django.core.exceptions import ValidationError

from .. import clock
from ..models import LinkState, PreviewLink
from ..wording import day_in_words
from .moment import DayField

MAX_DURATION = timedelta(days=90)
DEFAULT_DURATION = timedelta(days=30)  # how long a link works when nobody says otherwise


class PreviewLinkForm(forms.ModelForm):
    class Meta:
        model = PreviewLink
        fields = ("label", "ends_on", "with_drafts")
        labels = {
            "label": "Voor wie is het?",
            "ends_on": "Tot en met",
            "with_drafts": "Laat ook de andere concepten van dit dossier zien",
        }
        help_texts = {"ends_on": "Daarna werkt de link niet meer. Je kunt hem ook eerder intrekken."}
        field_classes = {"ends_on": DayField}
        widgets = {"label": AdminTextInputWidget, "ends_on": AdminDateWidget}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["ends_on"] = clock.today() + DEFAULT_DURATION

    def clean_ends_on(self):
        ends_on = self.cleaned_data["ends_on"]
        if ends_on < clock.today():
            raise ValidationError("Deze dag is al geweest. Kies vandaag of een latere dag.")
        if ends_on > (latest := clock.today() + MAX_DURATION):
            raise ValidationError(
                f"Een link werkt hoogstens {MAX_DURATION.days} dagen. Kies {day_in_words(latest)} of een eerdere dag."
            )
        return ends_on

    def clean(self):
        super().clean()
        if ends_on := self.cleaned_data.get("ends_on"):
            self.instance.ends_on = ends_on
            state = self.instance.state(clock.now())
            if state is not LinkState.WORKS:
                raise ValidationError(f"{state.label}. Er is dus geen voorbeeld te laten zien.")
        return self.cleaned_data

    def save(self, commit=True):
        self.instance.created_at = clock.now()
        return super().save(commit)
