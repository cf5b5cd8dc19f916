"""The form of an old address: what would lead nowhere, round in a circle, or unasked to another site is refused."""

from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError

from .. import clock
from ..addresses import NoAnswer, answer, is_elsewhere, landing, on_this_site
from ..models import Redirect
from ..models.redirect import normal_form


class RedirectForm(forms.ModelForm):
    other_site = forms.BooleanField(
        label="Ja, dit oude adres moet naar een andere site",
        required=False,
        help_text="Alleen nodig als je een adres van een andere site invult.",
    )

    class Meta:
        model = Redirect
        fields = ("old_path", "target")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["other_site"].initial = bool(self.instance.target) and is_elsewhere(self.instance.target)

    def clean_old_path(self):
        """The path, also when the whole address was pasted. Raises ValidationError when this site uses it itself."""
        typed = self.cleaned_data["old_path"]
        if "://" in typed:
            typed = urlsplit(typed)._replace(scheme="", netloc="", fragment="").geturl()
        old_path = normal_form(typed)
        if answer(old_path).status_code != 404:
            raise ValidationError("Dit adres gebruikt de site zelf al. Een verwijzing werkt daar niet.")
        return old_path

    def clean_target(self):
        target = on_this_site(self.cleaned_data["target"])
        Redirect._meta.get_field("target").run_validators(target)
        return target

    def clean(self):
        super().clean()
        old_path, target = self.cleaned_data.get("old_path"), self.cleaned_data.get("target")
        if old_path and target:
            try:
                self._refuse(old_path, target)
            except (ValidationError, NoAnswer) as refusal:
                self.add_error("target", getattr(refusal, "message", str(refusal)))
        return self.cleaned_data

    def _refuse(self, old_path, target):
        if is_elsewhere(target):
            if not self.cleaned_data["other_site"]:
                raise ValidationError("Dit is een andere site. Klopt dat? Zet dan het vinkje hieronder.")
            return
        if normal_form(target) == old_path:
            raise ValidationError("Dit is het oude adres zelf. Kies het adres waar de bladzijde nu staat.")
        others = Redirect.objects.exclude(pk=self.instance.pk)
        landing(target, lambda address: target if normal_form(address) == old_path else others.target_of(address))

    def save(self, commit=True):
        if self.instance.created_at is None:
            self.instance.created_at = clock.now()
        return super().save(commit)
