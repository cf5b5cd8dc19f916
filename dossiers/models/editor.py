from datetime import date

from django.contrib.auth.models import AbstractUser
from django.db import models


class Editor(AbstractUser):
    """Who works in the admin. ``ends_on`` is the last day of the account; empty means no end."""

    ends_on = models.DateField(
        "laatste dag", null=True, blank=True, help_text="Tot en met deze dag werkt het account."
    )

    class Meta(AbstractUser.Meta):
        verbose_name = "redacteur"
        verbose_name_plural = "redacteuren"

    def can_log_in_on(self, day: date) -> bool:
        return self.is_active and (self.ends_on is None or day <= self.ends_on)
