from django.db import models

from ..fields import OneLine


class Part(models.TextChoices):
    DOMAIN = "domain", "Domeinnaam"
    DNS = "dns", "DNS"
    SERVER = "server", "Server"
    MAIL = "mail", "Mail"
    BACKUPS = "backups", "Back-ups"


class Ownership(models.Model):
    """Who owns a part of what the site stands on, in words for the next board."""

    part = models.CharField("wat", max_length=10, choices=Part, unique=True)
    owner = OneLine(
        "van wie", max_length=200, help_text="Bij welk bedrijf, op wiens naam, en wie erbij kan. Nooit een wachtwoord."
    )

    class Meta:
        verbose_name = "eigenaar"
        verbose_name_plural = "eigenaren"

    def __str__(self):
        return self.get_part_display()
