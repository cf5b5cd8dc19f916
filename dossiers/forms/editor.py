"""The forms of accounts: logging in, what is asked of a new account, and a forgotten password."""

import logging

from dateutil.relativedelta import relativedelta
from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.forms import PasswordResetForm
from django.core.cache import cache
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.template.loader import render_to_string

from .. import clock
from ..accounts import hashing, login_limit, passkeys, password_links, sessions
from ..accounts.roles import ADMINISTRATION
from ..models import Editor

logger = logging.getLogger(__name__)

DEFAULT_TERM = relativedelta(months=18)  # about as long as a board member stays
MAIL_INTERVAL = 600  # seconds between two mails to one editor, for each worker


class LoginForm(AdminAuthenticationForm):
    """A name and its password, or ``key``: what a passkey signed, which is enough."""

    key = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("username", "password"):
            self.fields[name].required = not self.data.get("key")

    def clean_username(self):
        """The name as its account spells it: a name may be a mail address, and nobody minds the capitals of those."""
        typed = self.cleaned_data["username"]
        spellings = list(Editor.objects.filter(username__iexact=typed).values_list("username", flat=True))
        return spellings[0] if len(spellings) == 1 else typed

    def clean(self):
        if self.data.get("key"):
            self.check_key()
            return self.cleaned_data
        name = self.cleaned_data.get("username")
        if name is None or not self.cleaned_data.get("password"):
            return super().clean()
        try:
            with hashing.turn():
                self.check_password(name)
        except hashing.Busy as busy:
            raise ValidationError(hashing.BUSY, code="busy") from busy
        return self.cleaned_data

    def check_password(self, name):
        try:
            if not login_limit.may_try(name, clock.now()):
                raise self.too_many_failures()
            super().clean()
        except ValidationError:
            logger.warning("Login failed for %r.", name)
            raise
        login_limit.forget(name)
        if passkeys.are_offered(self.request) and passkeys.of_editor(self.get_user()).exists():
            raise ValidationError("Gebruik nu je sleutel om verder te gaan.", code="key")

    def check_key(self):
        """However many wrong passwords others try, a key lets its owner in."""
        try:
            self.user_cache = passkeys.owner(self.request.session, self.cleaned_data.get("key", ""), clock.now())
        except passkeys.Refused as refused:
            logger.warning("Login with a passkey failed.")
            raise ValidationError(
                "Met deze sleutel lukte het niet. Probeer het nog eens, log in met je wachtwoord, of vraag een link."
            ) from refused
        self.confirm_login_allowed(self.user_cache)
        login_limit.forget(self.user_cache.username)

    def asks_for_key(self):
        return self.has_error(NON_FIELD_ERRORS, "key")

    def is_busy(self):
        return self.has_error(NON_FIELD_ERRORS, "busy")

    def too_many_failures(self):
        (words,) = self.get_invalid_login_error().messages
        return ValidationError(f"{words} Probeer het over een kwartier weer, of vraag een link.")

    def confirm_login_allowed(self, user):
        """Who knows the password of an account that has ended reads so; nobody else learns that it exists."""
        if not user.can_log_in_on(clock.today()):
            raise ValidationError("Dit account is gesloten of afgelopen. Vraag het aan wie de accounts beheert.")
        super().confirm_login_allowed(user)


class EditorForm(forms.ModelForm):
    """An account. Nobody types the password of somebody else: a mail asks them to choose it."""

    class Meta:
        model = Editor
        fields = ("first_name", "last_name", "email", "groups", "ends_on")
        labels = {"first_name": "Voornaam", "last_name": "Achternaam", "groups": "Groepen"}
        help_texts = {"email": "Hierheen gaan de mails met een link om in te loggen."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.had_ended = not self.instance.can_log_in_on(clock.today())
        for name in self.fields.keys() & {"first_name", "email"}:
            self.fields[name].required = True
        if "groups" in self.fields and not self.instance.is_superuser:
            self.fields["groups"].required = True

    def clean_email(self):
        email = self.cleaned_data["email"]
        if Editor.objects.exclude(pk=self.instance.pk).filter(email__iexact=email).exists():
            raise ValidationError("Er is al een account met dit mailadres.")
        return email

    def save(self, commit=True):
        """An account that gets another last day after it had ended is logged in nowhere."""
        if self.had_ended:
            sessions.end(self.instance)
        return super().save(commit)


class OwnEditorForm(EditorForm):
    """One's own account, in which nobody shuts out himself: perhaps no other may let him in again."""

    def clean_groups(self):
        groups = self.cleaned_data["groups"]
        was_administrator = self.instance.groups.filter(name=ADMINISTRATION).exists()
        if was_administrator and not any(group.name == ADMINISTRATION for group in groups):
            raise ValidationError("Je eigen account houdt Beheer. Laat iemand anders dit veranderen.")
        return groups

    def clean_ends_on(self):
        ends_on = self.cleaned_data["ends_on"]
        if ends_on and ends_on < clock.today():
            raise ValidationError("Deze dag is al geweest. Dan kun je zelf niet meer inloggen.")
        return ends_on


class NewEditorForm(EditorForm):
    """A new account is named after its mail address, and has no password yet."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("ends_on", clock.today() + DEFAULT_TERM)

    def clean_email(self):
        username = super().clean_email().lower()
        try:
            Editor._meta.get_field("username").run_validators(username)
        except ValidationError as error:
            raise ValidationError("Met dit mailadres kan niemand inloggen. Kies een gewoner adres.") from error
        if Editor.objects.filter(username__iexact=username).exists():
            raise ValidationError("Er is al een account met dit mailadres.")
        return self.cleaned_data["email"]

    def clean_ends_on(self):
        ends_on = self.cleaned_data["ends_on"]
        if ends_on and ends_on < clock.today():
            raise ValidationError("Deze dag is al geweest. Dan kan niemand met dit account werken.")
        return ends_on

    def save(self, commit=True):
        self.instance.username = self.cleaned_data["email"].lower()
        self.instance.is_staff = True  # an account here is for working in the admin
        self.instance.set_unusable_password()
        return super().save(commit)


class ForgottenPasswordForm(PasswordResetForm):
    email = forms.EmailField(label="Je mailadres", widget=forms.EmailInput(attrs={"autocomplete": "email"}))

    def clean(self):
        """Look up whose mailbox it is: all that the answer takes time for."""
        cleaned = super().clean()
        self.editors = list(Editor.objects.filter(email__iexact=cleaned.get("email", "")))
        return cleaned

    def send_mail(self, subject_template_name, email_template_name, context, from_email, to_email, **options):
        subject = render_to_string(subject_template_name, context).strip()
        password_links.send(subject, email_template_name, context, [to_email])

    def get_users(self, email):
        """Who works today, also before choosing a first password; nobody fills the mailbox of another."""
        for editor in self.editors:
            if editor.can_log_in_on(clock.today()) and cache.add(f"forgotten/{editor.pk}", True, MAIL_INTERVAL):
                yield editor
