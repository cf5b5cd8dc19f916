from datetime import date, timedelta
from typing import ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models

from ..fields import Line, MailAddress
from ..rules.days import day_of

PASSKEY_AFTER = timedelta(days=14)  # who manages accounts has so long before a passkey is asked for


class EditorManager(UserManager["Editor"]):
    def managing_accounts(self, day: date) -> "models.QuerySet[Editor]":
        """Who may work on accounts on that day, by name."""
        works = models.Q(ends_on=None) | models.Q(ends_on__gte=day)
        return self.with_perm("dossiers.change_editor").filter(works).order_by("first_name", "username")


class Editor(AbstractUser):
    """Who works in the admin. ``ends_on`` is the last day of the account; empty means no end."""

    first_name = Line("voornaam", max_length=150, blank=True)
    last_name = Line("achternaam", max_length=150, blank=True)
    email = MailAddress("e-mailadres", blank=True)
    ends_on = models.DateField(
        "laatste dag", null=True, blank=True, help_text="Tot en met deze dag werkt het account."
    )

    passkey_put_off_until = models.DateField(null=True, editable=False)  # on that day it is asked again

    objects: ClassVar[EditorManager] = EditorManager()

    class Meta(AbstractUser.Meta):
        verbose_name = "redacteur"
        verbose_name_plural = "redacteuren"

    @property
    def display_name(self) -> str:
        return self.get_full_name() or self.username

    def passkey_is_due(self, day: date) -> bool:
        """Whether the account is old enough to have a passkey, if it manages accounts."""
        return day - day_of(self.date_joined) >= PASSKEY_AFTER

    def can_log_in_on(self, day: date) -> bool:
        return self.is_active and (self.ends_on is None or day <= self.ends_on)
