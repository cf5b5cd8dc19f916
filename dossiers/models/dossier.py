import re
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest, Left, Right, Upper
from django.urls import reverse
from django.utils.text import slugify

from ..fields import Code, OneLine, RichText, Text
from ..rules.days import IMPLAUSIBLE_DATE, day_of, is_plausible_date, stale_q, starts_after_q
from ..rules.phases import Phase
from ..rules.publication import Audience, Publication, never_public_q, publication_q, visible_q
from ..rules.rounds import open_q
from .change import Change
from .entry import Entry
from .published import Published
from .visible import VisibleQuerySet

CODE_PATTERN = r"[A-Z]{1,2}[0-9]{2}-[0-9]{3}"


class Inspraak(models.TextChoices):
    """What a day makes of a dossier's inspraak rounds."""

    OPEN = "open", "Open"
    ANNOUNCED = "announced", "Aangekondigd"
    CLOSED = "closed", "Gesloten, terugkoppeling volgt"
    NONE = "none", "Geen"


class DossierQuerySet(VisibleQuerySet["Dossier"]):
    def visible_to(self, audience: Audience) -> "DossierQuerySet":
        return self.filter(visible_q(audience, dossier=""))

    def withdrawn(self, now: datetime) -> "DossierQuerySet":
        """What readers could see at some instant up to ``now`` and no longer can."""
        return self.filter(publication_q(Publication.WITHDRAWN, now))

    def never_public(self, now: datetime) -> "DossierQuerySet":
        return self.filter(never_public_q(now))

    def not_binned(self, now: datetime) -> "DossierQuerySet":
        return self.exclude(publication_q(Publication.BINNED, now))

    def unfinished(self) -> "DossierQuerySet":
        return self.exclude(phase=Phase.CLOSED)

    def stale(self, now: datetime) -> "DossierQuerySet":
        """Unfinished, not paused, and without an update for sixty days or more; longest first."""
        running = self.unfinished().filter(pause_reason="").with_last_update(now)
        return running.filter(stale_q(day_of(now))).order_by("last_update", "pk")  # type: ignore[misc] # annotated

    def newest_first(self) -> "DossierQuerySet":
        return self.order_by("-serial", "-code")

    def of_year(self, year: int) -> "DossierQuerySet":
        short = f"{year % 100:02d}"
        return self.filter(serial__range=(f"{short}-000", f"{short}-999")) if 2000 <= year <= 2099 else self.none()

    def relatives_of(self, dossier: "Dossier") -> "DossierQuerySet":
        """Those that it continues and the one that continues it."""
        predecessors = Dossier.objects.filter(successor=dossier.pk).values("pk")
        successor = Dossier.objects.filter(pk=dossier.successor_id).values("pk")  # type: ignore[misc] # None finds none
        return self.filter(pk__in=predecessors.union(successor))  # with OR, SQLite reads the whole archive

    def years(self) -> list[int]:
        # "K16-" or "KB16". SQLite reads the code from the index of the list, but no generated field such as serial.
        beginnings = self.order_by().annotate(beginning=Left("code", 4)).values_list("beginning", flat=True)
        return sorted({2000 + int(re.findall(r"\d\d", each)[0]) for each in beginnings.distinct()}, reverse=True)

    def with_inspraak(self, audience: Audience) -> "DossierQuerySet":
        """Annotate the inspraak status as an audience sees it.

        ``inspraak`` (an ``Inspraak``), ``open_until`` (the earliest closing day of the open rounds), ``opens_on``
        (the earliest opening day of the announced ones).
        """
        day = day_of(audience.now)
        visible = Entry.objects.visible_to(audience).filter(dossier=OuterRef("pk"))
        rounds, waiting = visible.rounds(), visible.rounds_awaiting_feedback(audience)
        return self.annotate(
            open_until=Subquery(rounds.filter(open_q(day)).order_by("ends_on").values("ends_on")[:1]),
            opens_on=Subquery(rounds.filter(starts_after_q(day)).order_by("starts_on").values("starts_on")[:1]),
            inspraak=Case(
                When(open_until__isnull=False, then=Value(Inspraak.OPEN)),
                When(opens_on__isnull=False, then=Value(Inspraak.ANNOUNCED)),
                When(Exists(waiting), then=Value(Inspraak.CLOSED)),
                default=Value(Inspraak.NONE),
            ),
        )

    def of_inspraak_status(self, status: Inspraak, now: datetime) -> "DossierQuerySet":
        """Takes dossiers annotated ``with_inspraak``."""
        found = self.filter(inspraak=status)  # type: ignore[misc] # annotated
        if status in (Inspraak.OPEN, Inspraak.ANNOUNCED):  # few: asking their rounds first spares the whole archive
            rounds = Entry.objects.public(now).unclosed_rounds(day_of(now))
            found = found.filter(pk__in=rounds.order_by().values("dossier"))
        return found

    def with_last_update(self, now: datetime) -> "DossierQuerySet":
        """Annotate ``last_update``: ``rules.publication.last_update`` in SQL."""
        entries = Entry.objects.public(now).filter(dossier=OuterRef("pk")).order_by("-published_at")
        changes = Change.objects.public(now).filter(dossier=OuterRef("pk")).order_by("-at")
        return self.annotate(
            last_update=Greatest(
                "published_at",
                Coalesce(Subquery(entries.values("published_at")[:1]), "published_at"),
                Coalesce(Subquery(changes.values("at")[:1]), "published_at"),
            )
        )

    def with_last_entry(self, now: datetime) -> "DossierQuerySet":
        """Annotate ``last_entry_id``: the newest dated entry up to today, else the first one to come."""
        dated = Entry.objects.public(now).filter(dossier=OuterRef("pk"), starts_on__isnull=False)
        future = starts_after_q(day_of(now))
        past_first = dated.exclude(future).order_by("-starts_on", "-number")
        future_first = dated.filter(future).order_by("starts_on", "number")
        return self.annotate(
            last_entry_id=Coalesce(Subquery(past_first.values("pk")[:1]), Subquery(future_first.values("pk")[:1]))
        )


class Dossier(Published):
    """One subject that the organisation follows, under a permanent code such as K16-006."""

    code = Code(
        "code",
        max_length=8,
        unique=True,
        validators=[
            RegexValidator(
                rf"\A{CODE_PATTERN}\Z",
                "Een code bestaat uit één of twee hoofdletters, twee cijfers, een streepje en drie cijfers: K16-006.",
            )
        ],
        error_messages={"unique": "Er is al een dossier met deze code."},
    )
    serial = models.GeneratedField(
        expression=Right("code", 6),
        output_field=models.CharField(max_length=6),
        db_persist=True,
        db_index=True,
    )
    title = OneLine("titel", max_length=200)
    phase = models.CharField("fase", max_length=12, choices=Phase, default=Phase.EXPLORATION)
    pause_reason = OneLine(
        "gepauzeerd omdat", max_length=300, blank=True, help_text="Ligt dit dossier stil? Schrijf waarom."
    )
    introduction = Text("inleiding", blank=True, help_text="Waar gaat dit over? Een paar zinnen bovenaan het dossier.")
    description = RichText(
        "dossierbeschrijving",
        blank=True,
        help_text="De achtergrond. Staat onderaan de tijdlijn, met een eigen pagina.",
    )
    closed_on = models.DateField("afgerond op", null=True, blank=True)
    result = OneLine("resultaat", max_length=200, blank=True, help_text="Wat kwam eruit, in één zin?")
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name="gaat verder in",
        help_text="Het dossier dat dit onderwerp overneemt.",
    )

    inspraak: str  # by with_inspraak
    open_until: date | None
    opens_on: date | None

    objects = DossierQuerySet.as_manager()

    class Meta:
        verbose_name = "dossier"
        verbose_name_plural = "dossiers"
        # The list in its order: what is public is counted in it, without reading the texts. No index begins with a
        # moment: SQLite takes that for a quick way to a few dossiers, which it is not.
        indexes = [
            models.Index(fields=["serial", "code", "withdrawn_at", "published_at", "phase"], name="dossier_list")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(code=Upper("code")),
                name="dossier_code_upper_case",
                violation_error_message="Schrijf de code in hoofdletters.",
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.title}"

    @property
    def slug(self) -> str:
        return slugify(self.title)

    @property
    def year(self) -> int:
        return 2000 + int(self.code[-6:-4])

    def get_absolute_url(self) -> str:
        return self.reverse_page("dossier")

    def get_description_url(self) -> str:
        return self.reverse_page("description")

    def get_calendar_url(self) -> str:
        return self.reverse_page("dossier_agenda")

    def get_feed_url(self, form: str = "atom") -> str:
        return self.reverse_page("dossier_feed", form=form)

    def reverse_page(self, name: str, **parts: str) -> str:
        return reverse(name, kwargs={"code": self.code, "slug": self.slug, **parts})

    @property
    def short_url(self) -> str:
        """For print; redirects to the page."""
        return reverse("short_dossier", kwargs={"code": self.code})

    @property
    def own_attachments(self) -> models.QuerySet:
        """Without those of its entries."""
        return self.attachments.filter(entry=None)

    def clean(self):
        errors = {}
        if not is_plausible_date(self.closed_on):
            errors["closed_on"] = IMPLAUSIBLE_DATE
        if self.pk and self.successor_id == self.pk:
            errors["successor"] = "Een dossier kan niet verdergaan in zichzelf."
        published = Dossier.objects.filter(pk=self.pk, published_at__isnull=False)
        stored = published.values_list("code", flat=True).first()
        if stored and stored != self.code:
            errors["code"] = f"De code {stored} ligt vast: er wordt al naar verwezen."
        if errors:
            raise ValidationError(errors)
