"""From draft to public, and off the site again."""

from urllib.parse import urlsplit

from django import forms
from django.contrib.admin.widgets import AdminRadioSelect, AdminSplitDateTime
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import Resolver404, resolve

from .. import clock
from ..models import Dossier, Entry
from ..models.published import path_on_this_site


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
