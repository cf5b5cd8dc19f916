import secrets
from datetime import datetime

from django.core import signing
from django.db import models
from django.urls import reverse

from ..fields import OneLine
from ..rules.days import day_of
from ..rules.publication import Publication
from .dossier import Dossier
from .entry import Entry

# The address carries the token signed with SECRET_KEY: whoever gets hold of the database alone has no address.
_SIGNER = signing.Signer(salt="preview link", sep=".")


class LinkState(models.TextChoices):
    """What a link gives: only the first shows the draft."""

    WORKS = "works", "Werkt"
    REVOKED = "revoked", "Ingetrokken"
    ENDED = "ended", "Verlopen"
    GONE = "gone", "De bladzijde is ingetrokken"
    PUBLIC = "public", "De bladzijde is nu openbaar"


class PreviewLinkQuerySet(models.QuerySet["PreviewLink"]):
    def find_by_signed_token(self, signed: str) -> "PreviewLink | None":
        """The link in any state; None for a token that we never gave out."""
        try:
            token = _SIGNER.unsign(signed)
        except signing.BadSignature:
            return None
        return self.select_related("dossier", "entry__dossier").filter(token=token).first()

    def for_row(self, row: Dossier | Entry) -> "PreviewLinkQuerySet":
        links = self.filter(dossier=row, entry=None) if isinstance(row, Dossier) else self.filter(entry=row)
        return links.select_related("dossier", "entry__dossier").order_by("-created_at", "-pk")


class PreviewLink(models.Model):
    """Shows one page as it was last saved, and its dossier, before they are public, to somebody without an account.

    The page is that of ``entry``, or of ``dossier`` when there is no entry. The day ``ends_on`` still counts.
    """

    token = models.CharField(max_length=43, unique=True, editable=False, default=secrets.token_urlsafe)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="preview_links", editable=False)
    entry = models.ForeignKey(Entry, models.PROTECT, null=True, related_name="preview_links", editable=False)
    label = OneLine("voor wie", max_length=80, help_text="Deze naam staat boven het voorbeeld.")
    ends_on = models.DateField("laatste dag", help_text="Tot en met deze dag werkt de link.")
    with_drafts = models.BooleanField(
        "ook de andere concepten",
        default=False,
        help_text="Wie de link heeft, ziet dan alle concepten en alles wat is ingepland in dit dossier.",
    )
    created_at = models.DateTimeField("gemaakt op", editable=False)
    revoked_at = models.DateTimeField("ingetrokken op", null=True, editable=False)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "voorbeeldlink"
        verbose_name_plural = "voorbeeldlinks"
        default_permissions = ()  # whoever may change the page may show it

    def __str__(self):
        return f"voorbeeldlink voor {self.label}"

    @classmethod
    def for_row(cls, row: Dossier | Entry, **fields) -> "PreviewLink":
        """A new link, not saved."""
        page = {"dossier": row} if isinstance(row, Dossier) else {"dossier": row.dossier, "entry": row}
        return cls(**page, **fields)

    @property
    def row(self) -> Dossier | Entry:
        return self.entry or self.dossier

    def get_absolute_url(self) -> str:
        return reverse("shared_page", kwargs={"signed": _SIGNER.sign(self.token)})

    def state(self, now: datetime) -> LinkState:
        if self.revoked_at is not None:
            return LinkState.REVOKED
        if self.ends_on < day_of(now):
            return LinkState.ENDED
        pages = {self.dossier, self.row}
        if any(page.withdrawn_at for page in pages):
            return LinkState.GONE
        if all(page.publication(now) is Publication.PUBLIC for page in pages):
            return LinkState.PUBLIC
        return LinkState.WORKS
