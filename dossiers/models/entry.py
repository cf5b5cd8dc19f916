from datetime import date, datetime

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import MaxValueValidator, URLValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.text import slugify

from ..fields import MailAddress, OneLine, RichText, Text, WebAddress
from ..rules.days import IMPLAUSIBLE_DATE, Precision, first_day_of, is_plausible_date
from ..rules.kinds import KINDS, Kind, KindSpec, Outcome, Right
from ..rules.publication import Publication, readable_since
from ..text import plain_text
from .entry_queryset import EntryQuerySet
from .numbered import Numbered
from .point import Point
from .published import Published
from .response_rules import (
    kind_change_errors,
    planned_response_error,
    postponement_error,
    response_day_error,
    responses_too_early_error,
    second_response_error,
    target_error,
    too_early_error,
)

validate_count = MaxValueValidator(1_000_000, "Klopt dit aantal? Het kan niet meer zijn dan 1.000.000.")

# Every field that some kinds use and others do not.
FACTS = tuple(dict.fromkeys(name for spec in KINDS.values() for name in spec.facts))


class Entry(Numbered, Published):
    """One event on a dossier's timeline, with an address of its own. ``kinds.py`` says what each kind uses."""

    dossier = models.ForeignKey("Dossier", models.PROTECT, related_name="entries", verbose_name="dossier")
    kind = models.CharField("soort", max_length=12, choices=Kind)
    title = OneLine("titel", max_length=200)
    teaser = Text(
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
    react_mail = MailAddress("reageren per mail", blank=True, help_text="Het mailadres voor reacties.")
    react_link = WebAddress(
        "reageren via een link",
        max_length=1000,
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
    reactions_online = models.PositiveIntegerField(
        "reacties online", null=True, blank=True, validators=[validate_count]
    )
    reactions_paper = models.PositiveIntegerField(
        "reacties op papier", null=True, blank=True, validators=[validate_count]
    )
    reactions_meeting = models.PositiveIntegerField(
        "reacties op een bijeenkomst", null=True, blank=True, validators=[validate_count]
    )

    is_answered: bool  # by with_response
    answered_on: date | None
    answered_precision: str | None

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
        return readable_since(self)

    def get_absolute_url(self) -> str:
        parts = {"code": self.dossier.code, "slug": self.dossier.slug}
        return reverse("entry", kwargs=parts | {"number": self.number, "entry_slug": self.slug})

    @property
    def short_url(self) -> str:
        """For print; redirects to the page."""
        return reverse("short_entry", kwargs={"code": self.dossier.code, "number": self.number})

    def has_fact(self, name: str) -> bool:
        """True for zero, false for an unticked box."""
        value = getattr(self, name)
        return value is not None and value != "" and value is not False

    @property
    def lead(self) -> str:
        """The teaser, or "" when the text already begins with it."""
        return "" if plain_text(self.body).startswith(" ".join(self.teaser.split()).rstrip("… ")) else self.teaser

    def withdraw(self, now: datetime, reason: str = "", moved_to: str = "") -> None:
        """Raises ValidationError also when a scheduled response would be left without its target."""
        if self.publication(now) is not Publication.PUBLIC and (refusal := planned_response_error(self, None)):
            raise ValidationError(refusal)
        super().withdraw(now, reason, moved_to)

    def put_back(self) -> None:
        """Raises ValidationError when a second response was added, or the target moved past this entry's day."""
        super().put_back()
        if self.responds_to and (refusal := second_response_error(self) or too_early_error(self)):
            raise ValidationError(refusal)

    def clean(self):
        errors = self.day_errors()
        if self.kind in KINDS:
            stored = self.get_stored()
            if reasons := [*self.foreign_fact_errors(), *kind_change_errors(self, stored)]:
                errors["kind"] = reasons
            elif reason := target_error(self, stored):
                errors["responds_to"] = [reason]
            elif reason := response_day_error(self, stored):
                errors["starts_on"] = [reason]
            if reason := responses_too_early_error(self, stored):
                errors.setdefault("ends_on" if self.ends_on else "starts_on", []).append(reason)
            if reason := postponement_error(self, stored):
                errors[NON_FIELD_ERRORS] = [reason]
        if errors:
            raise ValidationError(errors)

    def day_errors(self) -> dict[str, list[str]]:
        days = ("starts_on", "ends_on", "due_on")
        errors = {name: [IMPLAUSIBLE_DATE] for name in days if not is_plausible_date(getattr(self, name))}
        if self.starts_on and self.starts_on != first_day_of(self.date_precision, self.starts_on):
            errors["starts_on"] = ["Van een maand of een jaar bewaren we de eerste dag."]
        if self.ends_on and not self.starts_on:
            errors["starts_on"] = ["Vul ook de eerste dag in, of maak de laatste dag leeg."]
        if self.due_on and self.ends_on and self.due_on <= self.ends_on:
            errors["due_on"] = ["Dan kunnen huurders nog reageren. Kies een dag na de laatste dag."]
        if self.due_on and not self.ends_on and self.kind in KINDS and self.spec.is_round:
            errors["due_on"] = ["Vul eerst in van wanneer tot wanneer huurders konden reageren."]
        if self.ends_at and not self.begins_at:
            errors["ends_at"] = ["Vul ook in hoe laat het begint, of maak dit leeg."]
        return errors

    def foreign_fact_errors(self) -> list[str]:
        columns = {field.name: field for field in self._meta.fields}
        labels = [columns[name].verbose_name for name in FACTS if self.is_foreign_fact(name)]
        kind = self.get_kind_display()
        return [f"Bij de soort “{kind}” hoort geen “{label}”. Maak dat veld eerst leeg." for label in labels]

    def is_foreign_fact(self, name: str) -> bool:
        return name not in self.spec.facts and self.has_fact(name)

    def get_stored(self) -> "Entry | None":
        """The row in the database, annotated with ``has_points`` and ``has_answers``; None for a new entry."""
        points = Point.objects.filter(entry=OuterRef("pk"))
        has = {"has_points": Exists(points), "has_answers": Exists(points.filter(responds_to__isnull=False))}
        return Entry.objects.annotate(**has).filter(pk=self.pk).first() if self.pk else None
