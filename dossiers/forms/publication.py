"""From draft to public, what is said of a change afterwards, and off the site again."""

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from django.utils.text import get_text_list

from .. import clock
from ..addresses.resolving import DeadEnd, decoded_path, match_public, redirect_chain
from ..addresses.spelling import strip_site_url
from ..models import Change, Dossier, Entry
from ..rules.days import IMPLAUSIBLE_DATE, day_of, is_plausible_date
from ..story import changes
from .moment import MomentField
from .named import DayAndTime, RadioGroup


class Visibility(models.TextChoices):
    """What an editor chooses for something that was never public."""

    DRAFT = "draft", "Concept: alleen redacteuren zien dit"
    NOW = "now", "Nu openbaar"
    LATER = "later", "Inplannen: openbaar vanaf een dag en tijd die je kiest"


class Report(models.TextChoices):
    """What an editor chooses for a change of something that tenants can read."""

    SILENT = "silent", "Stil verbeteren (een typefout)"
    ANNOUNCED = "announced", "Wijziging melden"


VISIBILITY_FIELDS = ("visibility", "publish_on")
REPORT_FIELDS = ("report", "report_text")
CONFLICT = "Dit is opgeslagen nadat jij het opende. Er is nog niets van jou opgeslagen, en niets van jou is weg."


class PublishedForm(forms.ModelForm):
    """A form that says when its row becomes public, and of what is public how a change of it is reported.

    The admin leaves out the questions that do not apply.

    The form carries the version that it was opened with. When another was saved since, it is refused once, with
    ``has_conflict``: who saves again has seen that.
    """

    has_conflict = False

    opened_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    visibility = forms.ChoiceField(label="Wie ziet dit?", choices=Visibility, widget=RadioGroup("Wie ziet dit?"))
    publish_on = MomentField(
        label="Openbaar vanaf",
        required=False,
        widget=DayAndTime("Openbaar vanaf"),
        help_text="Alleen invullen als je inplant. Op deze tijd komt het vanzelf op de site.",
    )
    report = forms.ChoiceField(
        label="Typefout of wijziging?",
        required=False,
        choices=Report,
        widget=RadioGroup("Typefout of wijziging?"),
        help_text="Verander je een dag of een tekst die huurders al konden lezen? Kies dan wat het is.",
    )
    report_text = Change._meta.get_field("text").formfield(
        label="Wat is er veranderd?",
        required=False,
        max_length=250,
        widget=AdminTextInputWidget,
        help_text="Eén regel voor huurders, zoals “De zaal was al bezet.” Komt met de dag van vandaag op de site.",
    )

    def __init__(self, *args, opening, **kwargs):
        self.opening = opening
        super().__init__(*args, **kwargs)
        for name in (*VISIBILITY_FIELDS, *REPORT_FIELDS):
            if name not in self._meta.fields:
                del self.fields[name]
        self.fields["opened_version"].initial = opening.newest_version
        if not self.is_bound:
            restorable = self.fields.keys() - {"code"}  # an address never goes back to an old one
            self.initial |= {name: value for name, value in opening.restored_row.items() if name in restorable}
        if "visibility" in self.fields:
            planned = self.instance.published_at
            self.fields["visibility"].initial = Visibility.LATER if planned else Visibility.DRAFT
            self.fields["publish_on"].initial = planned

    def clean(self):
        super().clean()
        newest = self.opening.newest_version
        if newest is not None and not self.opening.is_preview and self.cleaned_data.get("opened_version") != newest:
            self.has_conflict = True
            self.add_error(None, CONFLICT)
        if self.is_late_draft():
            self.add_error(None, "Dit is intussen openbaar. Moet het van de site? Gebruik dan “Intrekken”.")
        if "publish_on" not in self.errors and self.cleaned_data.get("visibility"):
            now = clock.now()
            try:
                self.set_publication(now)
            except ValidationError as error:
                self.add_error("visibility", error.messages)
        return self.cleaned_data

    def is_late_draft(self):
        """Whether somebody chose "Concept" in a form that was opened before the planned moment came."""
        chosen = self.data.get(self.add_prefix("visibility"))
        return "visibility" not in self.fields and chosen == Visibility.DRAFT and self.last_public_state is not None

    @property
    def last_public_state(self):
        return self.opening.last_public_state

    @cached_property
    def changed_data(self):
        """What the history calls changed: fields of the row, not the question what kind of change it is."""
        return [name for name in super().changed_data if name not in (*REPORT_FIELDS, "opened_version")]

    def full_clean(self):
        super().full_clean()
        if (
            self.is_bound
            and self.last_public_state is not None
            and not self.opening.is_preview
            and not self.has_conflict
        ):
            self.check_report()

    def save(self, commit=True):
        row = super().save(commit)
        if commit and (change := self.reported_change()):
            change.save()
        return row

    def check_report(self):
        """Refuse a change of what tenants could read that is neither silent nor reported, or wrongly silent."""
        choice, text = self.cleaned_data.get("report"), self.cleaned_data.get("report_text")
        changed = changes.watched_changes(self.last_public_state, self.instance)
        reason = changes.reason_to_report(self.last_public_state, changed)
        if "report" in self.errors:
            return
        if choice == Report.ANNOUNCED:
            if not text and "report_text" not in self.errors:
                self.add_error("report_text", "Schrijf in één regel wat er veranderd is. Huurders lezen dit.")
        elif reason:
            self.add_error("report", f"{reason} Kies “{Report.ANNOUNCED.label}” en schrijf één regel.")
        elif choice != Report.SILENT and (changed or text):
            self.add_error("report", self.report_error(changed))

    def report_error(self, changed):
        labels = [self.fields[name].label.lower() for name in changed if name in self.fields]
        what = f"Je veranderde: {get_text_list(labels, 'en')}. " if labels else ""
        return f"{what}Huurders konden dit al lezen. Kies wat het is: een typefout of een wijziging."

    def reported_change(self):
        text = self.cleaned_data.get("report") == Report.ANNOUNCED and self.cleaned_data["report_text"]
        if not text or self.last_public_state is None:
            return None
        return changes.build_change(self.last_public_state, self.instance, text, clock.now())

    def set_publication(self, now):
        choice, at = self.cleaned_data["visibility"], self.cleaned_data["publish_on"]
        if choice == Visibility.DRAFT:
            self.instance.unschedule(now)
        elif choice == Visibility.NOW:
            self.instance.publish(now, now)
        elif at is None:
            self.add_error("publish_on", "Kies de dag en de tijd waarop dit openbaar wordt.")
        elif not is_plausible_date(day_of(at)):
            self.add_error("publish_on", IMPLAUSIBLE_DATE)
        elif at <= now:
            self.add_error("publish_on", "Dit moment is al geweest. Kies een later moment, of kies “Nu openbaar”.")
        else:
            self.instance.publish(at, now)


class WithdrawForm(forms.Form):
    """Why something public goes off the site, or went off it, and where it is now."""

    reason = Entry._meta.get_field("withdrawn_reason").formfield(
        label="Reden",
        required=True,
        help_text="Wie het oude adres opent, leest deze reden. Schrijf één of twee zinnen.",
    )
    moved_to = Entry._meta.get_field("moved_to").formfield(label="Staat nu op (mag leeg)", required=False)

    def __init__(self, *args, row, **kwargs):
        initial = {"reason": row.withdrawn_reason, "moved_to": row.moved_to}
        super().__init__(*args, initial=initial, **kwargs)
        self.row = row

    def clean_moved_to(self):
        if not self.cleaned_data["moved_to"]:
            return ""
        address = strip_site_url(self.cleaned_data["moved_to"])
        Entry._meta.get_field("moved_to").run_validators(address)
        try:
            for step, found in redirect_chain(address, clock.now()):
                if found is None:
                    raise ValidationError(
                        "Dit oude adres leidt naar een andere site. Kies een adres dat op deze site uitkomt."
                    )
                if self.goes_off_with_row(step):
                    raise ValidationError("Dit adres hoort bij wat je intrekt. Kies een ander adres.")
        except DeadEnd as refusal:
            raise ValidationError(str(refusal)) from refusal
        return address

    def goes_off_with_row(self, address):
        """Whether an address, in any spelling, goes off the site with the row: its own, or of what hangs on it."""
        page = match_public(decoded_path(address))
        parts = page.kwargs if page else {}
        if isinstance(self.row, Dossier):
            return parts.get("code") == self.row.code
        if parts.get("code") != self.row.dossier.code or "number" not in parts:
            return False
        if page.url_name == "attachment":
            return self.row.attachments.filter(number=parts["number"]).exists()
        return parts["number"] == self.row.number
