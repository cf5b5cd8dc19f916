from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, URLValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.text import slugify

from ..fields import OneLine, RichText
from ..rules.days import IMPLAUSIBLE_DATE, Precision, day_of, first_of, is_before, is_plausible_date
from ..rules.kinds import KINDS, Kind, KindSpec, Outcome, Right
from ..rules.publication import Publication, readable_since
from ..text import plain_text
from .entry_queryset import EntryQuerySet
from .numbered import Numbered
from .point import Point
from .published import Published

_a_count = MaxValueValidator(1_000_000, "Klopt dit aantal? Het kan niet meer zijn dan 1.000.000.")

# Every field that some kinds use and others do not.
FACTS = tuple(dict.fromkeys(name for spec in KINDS.values() for name in spec.facts))


class Entry(Numbered, Published):
    """One event on a dossier's timeline, with an address of its own. ``kinds.py`` says what each kind uses."""

    dossier = models.ForeignKey("Dossier", models.PROTECT, related_name="entries", verbose_name="dossier")
    kind = models.CharField("soort", max_length=12, choices=Kind)
    title = OneLine("titel", max_length=200)
    teaser = models.TextField(
        "kort",
        max_length=300,
        blank=True,
        help_text="Eén of twee zinnen. Ze staan op de tijdlijn van het dossier.",
    )
    body = RichText("tekst", blank=True)

    starts_on = models.DateField("datum", null=True, blank=True)
    ends_on = models.DateField("laatste dag", null=True, blank=True, help_text="Deze dag telt nog mee.")
    date_precision = models.CharField(
        "hoe precies",
        max_length=5,
        choices=Precision,
        default=Precision.DAY,
        help_text="Weet je de dag niet precies?",
    )
    date_text = OneLine(
        "datum in woorden",
        max_length=60,
        blank=True,
        help_text="Staat op de site in plaats van de datum, zoals “7 en 12 april 2017” of “voorjaar 2019”.",
    )
    begins_at = models.TimeField("begint om", null=True, blank=True)
    ends_at = models.TimeField("eindigt om", null=True, blank=True)
    due_on = models.DateField("uiterlijk", null=True, blank=True, help_text="Op deze dag mag het nog.")
    cancelled = models.BooleanField("afgelast", default=False)
    responds_to = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="responses", verbose_name="reactie op"
    )

    place = OneLine("plaats", max_length=200, blank=True)
    question = OneLine("de vraag", max_length=200, blank=True, help_text="In één zin.")
    audience = OneLine("wie kan reageren", max_length=200, blank=True)
    react_mail = models.EmailField("reageren per mail", blank=True, help_text="Het mailadres voor reacties.")
    react_link = models.URLField(
        "reageren via een link",
        blank=True,
        validators=[
            # a code of its own: for "invalid" a form shows its own words
            URLValidator(schemes=["https"], message="Vul een adres in dat met https:// begint.", code="not_https")
        ],
    )
    right = models.CharField("recht", max_length=12, choices=Right, blank=True)
    joint_with = OneLine("samen met", max_length=200, blank=True)
    outcome = models.CharField(
        "uitkomst",
        max_length=12,
        choices=Outcome,
        blank=True,
        help_text="Alleen als het advies geen losse punten heeft.",
    )
    reactions_online = models.PositiveIntegerField("reacties online", null=True, blank=True, validators=[_a_count])
    reactions_paper = models.PositiveIntegerField("reacties op papier", null=True, blank=True, validators=[_a_count])
    reactions_meeting = models.PositiveIntegerField(
        "reacties op een bijeenkomst", null=True, blank=True, validators=[_a_count]
    )

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = "bericht"
        verbose_name_plural = "berichten"
        indexes = [
            models.Index(F("dossier"), F("starts_on").desc(), F("number").desc(), name="entry_timeline"),
            models.Index(fields=["kind", "starts_on"], name="entry_kind_day"),
            models.Index(fields=["published_at"], name="entry_published"),
            models.Index(fields=["due_on"], name="entry_due"),
            models.Index(fields=["starts_on"], name="entry_starts"),
            models.Index(fields=["ends_on"], name="entry_ends"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "number"],
                name="entry_number_once_a_dossier",
                violation_error_message="Dit dossier heeft al een bericht met dit nummer.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on__isnull=False, ends_on__gte=F("starts_on")),
                name="entry_ends_after_it_starts",
                violation_error_message="De laatste dag ligt voor de eerste dag.",
            ),
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(starts_on=None) | Q(due_on__gte=F("starts_on")),
                name="entry_due_after_it_starts",
                violation_error_message="De uiterste dag ligt voor de eerste dag.",
            ),
            models.CheckConstraint(
                condition=~Q(kind=Kind.INSPRAAK) | Q(starts_on=None, ends_on=None) | Q(ends_on__isnull=False),
                name="entry_round_has_both_days",
                violation_error_message="Een inspraakmoment heeft een eerste én een laatste dag, of geen van beide.",
            ),
            models.CheckConstraint(
                condition=Q(date_precision=Precision.DAY) | Q(ends_on=None) & ~Q(kind=Kind.INSPRAAK),
                name="entry_period_is_exact",
                violation_error_message="Weet je alleen de maand of het jaar? Dan is er geen laatste dag.",
            ),
        ]

    def __str__(self):
        return f"{self.dossier.code}/{self.number} {self.title}"

    @property
    def spec(self) -> KindSpec:
        return KINDS[self.kind]

    @property
    def slug(self) -> str:
        return slugify(self.title)

    @property
    def readable_since(self) -> datetime:
        """Since when readers can see this entry, that is public; what counts as its day of publication."""
        return readable_since(self)

    def get_absolute_url(self) -> str:
        parts = {"code": self.dossier.code, "slug": self.dossier.slug}
        return reverse("entry", kwargs=parts | {"number": self.number, "entry_slug": self.slug})

    @property
    def short_url(self) -> str:
        """The short form for print; one hop from the page."""
        return reverse("short_entry", kwargs={"code": self.dossier.code, "number": self.number})

    def has_fact(self, name: str) -> bool:
        """Whether a field holds something: a number does, also zero; an unticked box does not."""
        value = getattr(self, name)
        return value is not None and value != "" and value is not False

    @property
    def lead(self) -> str:
        """The teaser as it stands above the text: empty when the text begins with it."""
        return "" if plain_text(self.body).startswith(" ".join(self.teaser.split()).rstrip("… ")) else self.teaser

    def withdraw(self, now: datetime, reason: str = "", moved_to: str = "") -> None:
        """As for all that is published. Raises ValidationError too when a planned response would be left alone."""
        if self.publication(now) is not Publication.PUBLIC and (refusal := self._why_not_at(None)):
            raise ValidationError(refusal)
        super().withdraw(now, reason, moved_to)

    def put_back(self) -> None:
        """Undo ``withdraw``. Raises ValidationError when another response has taken the only place meanwhile, or what
        this responds to has moved past it.
        """
        super().put_back()
        if self.responds_to and (reason := self._why_no_second() or self._why_too_early()):
            raise ValidationError(reason)

    def clean(self):
        """Refuse what one row cannot tell: facts and points of another kind, and a response that does not fit.

        Brings a day of month or year precision to the first day of it, as it is stored.
        """
        days = ("starts_on", "ends_on", "due_on")
        errors = {name: IMPLAUSIBLE_DATE for name in days if not is_plausible_date(getattr(self, name))}
        if self.starts_on:
            self.starts_on = first_of(self.date_precision, self.starts_on)
        if self.ends_on and not self.starts_on:
            errors["starts_on"] = "Vul ook de eerste dag in, of maak de laatste dag leeg."
        if self.due_on and self.ends_on and self.due_on <= self.ends_on:
            errors["due_on"] = "Dan kunnen huurders nog reageren. Kies een dag na de laatste dag."
        if self.ends_at and not self.begins_at:
            errors["ends_at"] = "Vul ook in hoe laat het begint, of maak dit leeg."
        if self.kind in KINDS:
            if self.due_on and self.spec.tenants_react and not self.ends_on:
                errors["due_on"] = "Vul eerst in van wanneer tot wanneer huurders konden reageren."
            stored = self._stored()
            if reasons := self._why_not_this_kind(stored):
                errors["kind"] = reasons
            elif reason := self._why_no_response(stored):
                errors["responds_to"] = reason
            elif reason := self._why_not_that_day(stored):
                errors["starts_on"] = [reason]
            if reason := self._why_not_after_its_responses(stored):
                errors.setdefault("ends_on" if self.ends_on else "starts_on", []).append(reason)
            if reason := self._why_not_later(stored):
                errors.setdefault("__all__", []).append(reason)
        if errors:
            raise ValidationError(errors)

    def _stored(self) -> "Entry | None":
        """This entry as it was before, with ``has_points`` and ``has_answers``; None when it is new."""
        points = Point.objects.filter(entry=OuterRef("pk"))
        has = {"has_points": Exists(points), "has_answers": Exists(points.filter(responds_to__isnull=False))}
        return Entry.objects.annotate(**has).filter(pk=self.pk).first() if self.pk else None

    def _why_not_this_kind(self, stored: "Entry | None") -> list[str]:
        reasons = []
        for name in FACTS:
            if name not in self.spec.facts and self.has_fact(name):
                label = self._meta.get_field(name).verbose_name
                reasons.append(
                    f"Bij de soort “{self.get_kind_display()}” hoort geen “{label}”. Maak dat veld eerst leeg."
                )
        if stored and stored.has_points and stored.kind != self.kind:
            reasons.append("Bij dit bericht staan punten. Die horen bij de soort die het nu heeft.")
        if stored and stored.kind != self.kind and (response := self._response_to_another_kind()):
            reasons.append(f"{response} is een reactie op de soort die dit bericht nu heeft. Verander die eerst.")
        return reasons

    def _response_to_another_kind(self) -> "Entry | None":
        """The first response that cannot respond to an entry of this kind; None when all can."""
        responses = self.responses.filter(withdrawn_at=None).select_related("dossier").order_by("number")
        return next((response for response in responses if self.kind not in response.spec.responds_to), None)

    def _why_no_response(self, stored: "Entry | None") -> str:
        if stored and stored.has_answers and stored.responds_to_id != self.responds_to_id:
            return "Hieronder staan antwoorden op de punten van het vorige advies. Maak die eerst leeg en sla op."
        target = self.responds_to
        if target is None:
            return ""
        if target.dossier_id != self.dossier_id:
            return "Dit bericht staat in een ander dossier. Kies een bericht uit dit dossier."
        if target.pk == self.pk or target.kind not in self.spec.responds_to:
            allowed = " of ".join(Kind(kind).label.lower() for kind in self.spec.responds_to)
            return f"Kies een bericht van de soort {allowed}."
        return self._why_no_second() or self._why_too_soon(target, stored)

    def _why_not_that_day(self, stored: "Entry | None") -> str:
        """Why a response cannot be of this day: too early for what it responds to, or an awaited one not come yet.

        That one has come on the day on which it can be read.
        """
        if self.responds_to is None or self.starts_on is None:
            return ""
        if (reason := self._why_too_early()) and not (stored and self._has_days_of(stored)):
            return reason
        if self.kind not in {spec.awaits for spec in KINDS.values()}:
            return ""
        if stored and (stored.published_at, stored.starts_on) == (self.published_at, self.starts_on):
            return ""
        if self.published_at and (read_on := day_of(self.published_at)) < self.starts_on:
            kind = self.get_kind_display().lower()
            return f"Huurders lezen dit vanaf {read_on:%d-%m-%Y}. Een {kind} kan niet van een latere dag zijn."
        return ""

    def _why_too_early(self) -> str:
        """Why this cannot respond to its target on the day that it has."""
        target = self.responds_to
        if not is_before(self, target):
            return ""
        if target.ends_on:
            return f"“{target}” loopt t/m {target.ends_on:%d-%m-%Y}. Kies een dag daarna."
        return f"Dit is eerder dan het bericht waarop dit een reactie is ({target.starts_on:%d-%m-%Y})."

    def _why_not_after_its_responses(self, stored: "Entry | None") -> str:
        """Why this cannot be on these days: a response that is not withdrawn would be too early for it."""
        if stored is None or self._has_days_of(stored) and self.cancelled == stored.cancelled:
            return ""
        responses = self.responses.filter(withdrawn_at=None).select_related("dossier").order_by("starts_on", "number")
        first = next((response for response in responses if is_before(response, self)), None)
        return f"De reactie {first} is dan te vroeg ({first.starts_on:%d-%m-%Y}). Verander die eerst." if first else ""

    def _has_days_of(self, stored: "Entry") -> bool:
        """Whether what decides the order of days stayed as it was; what was imported may be wrong in it."""
        names = ("starts_on", "ends_on", "date_precision", "responds_to_id")
        return all(getattr(self, name) == getattr(stored, name) for name in names)

    def _why_not_later(self, stored: "Entry | None") -> str:
        """Why this cannot become public later than planned, or a draft again: a response to it would come first."""
        if stored is None or stored.published_at == self.published_at:
            return ""
        return self._why_not_at(self.published_at)

    def _why_not_at(self, moment: datetime | None) -> str:
        """Why this cannot become public at that instant, or never: a response that is planned would come first."""
        planned = self.responses.filter(published_at__isnull=False, withdrawn_at=None)
        if moment:
            planned = planned.filter(published_at__lt=moment)
        first = planned.select_related("dossier").order_by("published_at").first()
        return f"De reactie {first} wordt dan eerder openbaar dan dit bericht. Verander die eerst." if first else ""

    def _why_no_second(self) -> str:
        """Why there can be no other response of this kind to the same entry; "" when there is none or it may be."""
        if not self.spec.one_response or self.withdrawn_at:
            return ""
        others = Entry.objects.filter(responds_to=self.responds_to_id, kind=self.kind, withdrawn_at=None)
        first = others.exclude(pk=self.pk).select_related("dossier").order_by("number").first()
        kind = self.get_kind_display().lower()
        return f"Op dit bericht is al een {kind}: {first}. Werk die bij, of kies een ander bericht." if first else ""

    def _why_too_soon(self, target: "Entry", stored: "Entry | None") -> str:
        """Why this cannot be public beside its target. What was public already stays as it was."""
        if stored and (stored.published_at, stored.responds_to_id) == (self.published_at, target.pk):
            return ""
        if self.published_at is None:
            return ""
        if target.withdrawn_at:
            return "Dat bericht is ingetrokken. Kies een ander bericht, of laat dit een concept."
        if target.published_at is None or target.published_at > self.published_at:
            return "Dat bericht is dan nog niet openbaar. Maak dat eerst openbaar."
        return ""
