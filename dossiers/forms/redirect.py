"""The form of an old address: what would lead nowhere, round in a circle, or unasked to another site is refused."""

import re
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse

from .. import clock
from ..addresses.resolving import DeadEnd, Missing, decoded_path, final_url, resolve
from ..addresses.spelling import is_external, strip_site_url
from ..models import Redirect
from ..models.redirect import normalize_address

# "index.php/nieuws" is a path.
_HOST = r"(?:[\w-]+\.)+(?!(?:php\d?|[ps]?html?|aspx?|js[fp]|cfm|cgi|do|pdf)\b)[a-z]{2,6}(?=/)"
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def is_free_path(path):
    """Whether the site has nothing at an address of its own."""
    return isinstance(resolve(decoded_path(path), clock.now()), Missing)


class RedirectForm(forms.ModelForm):
    other_site = forms.BooleanField(
        label="Ja, dit oude adres moet naar een andere site",
        required=False,
        help_text="Alleen nodig als het nieuwe adres op een andere site uitkomt.",
    )

    class Meta:
        model = Redirect
        fields = ("old_path", "target")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["other_site"].initial = bool(self.instance.target) and is_external(self.instance.target)

    def clean_old_path(self):
        """The path and the query of what was pasted. Raises ValidationError when no redirect can work there."""
        own = re.escape(urlsplit(settings.SITE_URL).netloc.removeprefix("www."))
        site = rf"\A(?:https?://[^/?#]*|www\.[^/?#]*|{own}(?=[/?#]|\Z)|{_HOST})"
        typed = re.sub(site, "", self.cleaned_data["old_path"].replace("&amp;", "&"), flags=re.IGNORECASE)
        old_path = normalize_address(typed.partition("#")[0])
        if _SCHEME.match(typed) or "\0" in old_path:
            raise ValidationError("Dit is geen adres van een bladzijde. Vul het zo in: /nieuws/samen.")
        if f"{old_path}/".startswith(reverse("admin:index")) or not is_free_path(old_path):
            raise ValidationError("Dit adres gebruikt de site zelf al. Een verwijzing werkt daar niet.")
        return old_path

    def clean_target(self):
        target = strip_site_url(self.cleaned_data["target"])
        Redirect._meta.get_field("target").run_validators(target)
        try:
            urlsplit(target)
        except ValueError as error:
            raise ValidationError("Dit adres klopt niet. Kijk vooral naar de naam van de site.") from error
        return target

    def clean(self):
        super().clean()
        old_path, target = self.cleaned_data.get("old_path"), self.cleaned_data.get("target")
        if old_path and self.instance.pk and old_path != self.instance.old_path:
            self.check_incoming_redirects(self.instance.old_path)
        if old_path and target:
            try:
                self.check_target(old_path, target)
            except (ValidationError, DeadEnd) as refusal:
                self.add_error("target", getattr(refusal, "message", str(refusal)))
        return self.cleaned_data

    def check_incoming_redirects(self, before):
        """Another old address may lead to this one as it was."""
        for other in Redirect.objects.exclude(pk=self.instance.pk).order_by("old_path"):
            page = other.target.partition("#")[0]
            if before in (normalize_address(page), normalize_address(page.partition("?")[0])):
                self.add_error("old_path", f"Het oude adres {other.old_path} leidt naar {before}. Verander dat eerst.")
                return

    def check_target(self, old_path, target):
        if normalize_address(target) == old_path:
            raise ValidationError("Dit is het oude adres zelf. Kies het adres waar de bladzijde nu staat.")
        others = Redirect.objects.exclude(pk=self.instance.pk)
        end = final_url(
            target, clock.now(), lambda path: target if normalize_address(path) == old_path else others.target_of(path)
        )
        if is_external(end) and not self.cleaned_data["other_site"]:
            raise ValidationError("Dit leidt naar een andere site. Klopt dat? Zet dan het vinkje hieronder.")

    def save(self, commit=True):
        if self.instance.created_at is None:
            self.instance.created_at = clock.now()
        return super().save(commit)
