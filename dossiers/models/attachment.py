from datetime import datetime
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.text import slugify

from ..fields import OneLine
from ..rules.publication import Audience, visible_q, was_visible_q
from .numbered import Numbered
from .visible import VisibleQuerySet


class Language(models.TextChoices):
    DUTCH = "nl", "Nederlands"
    ENGLISH = "en", "Engels"


# The files that may be attached: their type for browsers; readers see its second half.
CONTENT_TYPES = {
    ".pdf": "application/pdf",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".jfif": "image/jpeg",  # as Windows names a photo that is saved from a browser
    ".png": "image/png",
    ".webp": "image/webp",
}


class AttachmentQuerySet(VisibleQuerySet["Attachment"]):
    def visible_to(self, audience: Audience) -> "AttachmentQuerySet":
        return self.filter(
            visible_q(audience, dossier="dossier__"),
            Q(entry=None) | visible_q(audience, entry="entry__"),
            withdrawn_at=None,
        )

    def withdrawn(self, now: datetime) -> "AttachmentQuerySet":
        """What readers could open at some instant up to ``now`` and no longer can."""
        of_dossier = Q(entry=None) & was_visible_q(now, "dossier__")
        of_entry = was_visible_q(now, "entry__", "dossier__")
        seen = Q(withdrawn_at=None) | Q(dossier__published_at__lte=F("withdrawn_at")) & (
            Q(entry=None) | Q(entry__published_at__lte=F("withdrawn_at"))
        )
        gone = (
            Q(withdrawn_at__isnull=False)
            | Q(entry__withdrawn_at__isnull=False)
            | Q(dossier__withdrawn_at__isnull=False)
        )
        return self.filter(of_dossier | of_entry, seen, gone)


def upload_path(attachment: "Attachment", filename: str) -> str:
    """Relative to MEDIA_ROOT. Storage adds letters to a name that exists, so no file is overwritten."""
    return f"{attachment.dossier.code.lower()}/{slugify(PurePosixPath(filename).stem) or 'bijlage'}{suffix(filename)}"


def suffix(filename: str) -> str:
    """The lower-case suffix with its dot, such as ".pdf"."""
    return PurePosixPath(filename).suffix.lower()


class Attachment(Numbered):
    """A file with an entry, or with the dossier itself when ``entry`` is empty. A replaced file keeps the number."""

    dossier = models.ForeignKey("Dossier", models.PROTECT, related_name="attachments", verbose_name="dossier")
    entry = models.ForeignKey(
        "Entry", models.PROTECT, null=True, blank=True, related_name="attachments", verbose_name="bericht"
    )
    title = OneLine("titel", max_length=200, help_text="Wat is het? Deze woorden staan op de site.")
    file = models.FileField("bestand", upload_to=upload_path, max_length=255)
    language = models.CharField("taal", max_length=2, choices=Language, default=Language.DUTCH)
    withdrawn_at = models.DateTimeField("ingetrokken op", null=True, blank=True, editable=False)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = "bijlage"
        verbose_name_plural = "bijlagen"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "number"],
                name="attachment_number_once_a_dossier",
                violation_error_message="Dit dossier heeft al een bijlage met dit nummer.",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def filename(self) -> str:
        return f"{slugify(self.title) or 'bijlage'}{suffix(str(self.file))}"

    @property
    def type_name(self) -> str:
        return CONTENT_TYPES[suffix(str(self.file))].partition("/")[2].upper()

    @property
    def size(self) -> int | None:
        """Bytes; None when the file is missing from storage, or storage does not answer."""
        try:
            return self.file.size
        except OSError:
            return None

    @property
    def is_unread(self) -> bool:
        """Whether it is a PDF of which the words are not kept yet, so that no search finds them."""
        stored = getattr(self, "stored_text", None)
        return suffix(str(self.file)) == ".pdf" and (stored is None or stored.file != str(self.file))

    def get_absolute_url(self) -> str:
        parts = {"code": self.dossier.code, "number": self.number, "name": self.filename}
        return reverse("attachment", kwargs=parts)

    def clean(self):
        if self.entry and self.entry.dossier_id != self.dossier_id:
            raise ValidationError({"entry": "Dit bericht staat in een ander dossier."})
