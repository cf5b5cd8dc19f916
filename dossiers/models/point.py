from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, OuterRef, Subquery

from ..fields import OneLine, Text
from ..rules.kinds import ANSWERING_KINDS, Outcome
from ..rules.publication import Audience, visible_q
from .numbered import Numbered
from .visible import VisibleQuerySet


class PointQuerySet(VisibleQuerySet["Point"]):
    def visible_to(self, audience: Audience) -> "PointQuerySet":
        return self.filter(visible_q(audience, entry="entry__", dossier="entry__dossier__"))

    def with_answer(self, audience: Audience) -> "PointQuerySet":
        """Annotate the newest visible answer of the landlord to each point: ``answer_id`` and ``answer_outcome``."""
        answers = (
            Point.objects.visible_to(audience)
            .filter(responds_to=OuterRef("pk"), entry__kind__in=ANSWERING_KINDS)
            .order_by(F("entry__starts_on").desc(nulls_last=True), "-entry__number")
        )
        return self.annotate(
            answer_id=Subquery(answers.values("pk")[:1]), answer_outcome=Subquery(answers.values("outcome")[:1])
        )


class Point(Numbered):
    """One numbered point: of an advice, the landlord's answer to such a point, or a theme of a feedback.

    An answer ``responds_to`` the point of the advice. Whether a point is visible follows its entry.
    """

    numbered_in = "entry"

    entry = models.ForeignKey("Entry", models.PROTECT, related_name="points", verbose_name="bericht")
    text = OneLine("punt", max_length=300, blank=True, help_text="In één zin.")
    explanation = Text("uitleg", blank=True)
    responds_to = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="answers", verbose_name="antwoord op punt"
    )
    outcome = models.CharField("uitkomst", max_length=12, choices=Outcome, blank=True)
    reason = Text("reden", blank=True)

    answer_id: int | None  # by with_answer
    answer_outcome: str | None

    objects = PointQuerySet.as_manager()

    class Meta:
        verbose_name = "punt"
        verbose_name_plural = "punten"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "number"],
                name="point_number_once_an_entry",
                violation_error_message="Er is al een punt met dit nummer.",
            ),
            models.UniqueConstraint(
                fields=["entry", "responds_to"],
                name="point_answered_once_an_entry",
                violation_error_message="Op dit punt staat al een antwoord.",
            ),
        ]

    def __str__(self):
        number = self.responds_to.number if self.responds_to else self.number
        return f"{number}. {self.text}" if self.text else str(number)

    def clean(self):
        if not (self.text or self.responds_to):
            raise ValidationError({"text": "Schrijf het punt op, in één zin."})
        if self.responds_to and self.responds_to.entry_id != self.entry.responds_to_id:
            raise ValidationError("Dit punt hoort niet bij het advies waarop dit een antwoord is.")
