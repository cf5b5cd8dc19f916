from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models

from ..fields import Address, OneLine
from ..rules.publication import Publication, publication_of

validate_site_path = RegexValidator(
    r"\A/(?![/\\])[^\s\\]*\Z",
    "Vul een adres op deze site in. Het begint met één schuine streep, zoals /k19-004.",
)

REASON_REQUIRED = "Schrijf waarom je dit intrekt. Lezers zien deze reden."


class Published(models.Model):
    """What can be draft, scheduled, public and withdrawn.

    Only the methods here move a row from one state to another. They change the instance; the caller saves.
    """

    published_at = models.DateTimeField(
        "openbaar vanaf", null=True, blank=True, help_text="Leeg is een concept. In de toekomst is ingepland."
    )
    withdrawn_at = models.DateTimeField("ingetrokken op", null=True, blank=True, editable=False)
    withdrawn_reason = OneLine("reden van intrekken", max_length=300, blank=True)
    moved_to = Address(
        "staat nu op",
        max_length=1000,
        blank=True,
        validators=[validate_site_path],
        help_text="Een adres op deze site, zoals /k19-004. Wie het oude adres opent, komt daar uit.",
    )

    class Meta:
        abstract = True

    def publication(self, now: datetime) -> Publication:
        return publication_of(self, now)

    def publish(self, at: datetime | None, now: datetime) -> None:
        """Make public from the instant ``at`` on, or change a schedule.

        Raises ValidationError when the row was ever public or is withdrawn: ``published_at`` is then fixed.
        """
        if self.withdrawn_at is not None:
            raise ValidationError({"published_at": "Dit is ingetrokken. Zet het eerst terug."})
        if self.publication(now) is Publication.PUBLIC:
            raise ValidationError({"published_at": "Dit is al openbaar geweest. De dag van plaatsen ligt vast."})
        self.published_at = at

    def unschedule(self, now: datetime) -> None:
        """Make a scheduled row a draft again. Raises ValidationError when it was ever public."""
        if self.publication(now) is Publication.DRAFT:
            return
        self.publish(None, now)

    def withdraw(self, now: datetime, reason: str = "", moved_to: str = "") -> None:
        """Take a public row off the site, or put one that never was public in the bin.

        A public row needs a reason or a place where it went. Raises ValidationError.
        """
        if self.withdrawn_at is not None:
            raise ValidationError("Dit is al ingetrokken.")
        if self.publication(now) is Publication.PUBLIC and not (reason or moved_to):
            raise ValidationError({"withdrawn_reason": REASON_REQUIRED})
        self.withdrawn_at, self.withdrawn_reason, self.moved_to = now, reason, moved_to

    def correct_withdrawal(self, now: datetime, reason: str, moved_to: str = "") -> None:
        """Change the reason or the new address of a withdrawn row; ``withdrawn_at`` stays.

        Raises ValidationError when the row is not withdrawn or is in the bin, or when both are empty.
        """
        if self.publication(now) is not Publication.WITHDRAWN:
            raise ValidationError("Dit is niet ingetrokken.")
        if not (reason or moved_to):
            raise ValidationError({"withdrawn_reason": REASON_REQUIRED})
        self.withdrawn_reason, self.moved_to = reason, moved_to

    def put_back(self) -> None:
        """Undo ``withdraw``: public again with the same ``published_at``, or a draft.

        A schedule does not come back: its moment may have passed.
        """
        if self.withdrawn_at and self.publication(self.withdrawn_at) is Publication.BINNED:
            self.published_at = None
        self.withdrawn_at, self.withdrawn_reason, self.moved_to = None, "", ""
