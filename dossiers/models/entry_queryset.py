"""What is asked of entries: which ones a tenant may see, what answers them, what became of an advice."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import Case, Count, Exists, F, Max, Min, OuterRef, Prefetch, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from ..rules.days import (
    Precision,
    day_of,
    plausible_date_q,
    recent_or_upcoming_q,
    starts_after_q,
    upcoming_q,
    within_a_week_q,
)
from ..rules.kinds import (
    ANSWER_OUTCOMES,
    ANSWERING_KINDS,
    AWAITING_KINDS,
    KINDS,
    MEETING_KINDS,
    POINTS_KINDS,
    ROUND_KINDS,
    THEMES_KINDS,
    Outcome,
)
from ..rules.phases import Phase
from ..rules.publication import (
    READABLE_SINCE,
    Audience,
    Publication,
    never_public_q,
    publication_q,
    visible_q,
    was_visible_q,
)
from ..rules.rounds import closed_q, open_q, unclosed_q
from ..rules.terms import late_q, running_q, term_has_begun_q
from .change import Change
from .point import Point
from .visible import VisibleQuerySet

if TYPE_CHECKING:
    from .entry import Entry


class AdviceOutcome(models.TextChoices):
    """What became of an advice as a whole."""

    FOLLOWED = Outcome.FOLLOWED.value, Outcome.FOLLOWED.label
    PARTLY = Outcome.PARTLY.value, Outcome.PARTLY.label
    NOT_FOLLOWED = Outcome.NOT_FOLLOWED.value, Outcome.NOT_FOLLOWED.label
    NO_ANSWER = Outcome.NO_ANSWER.value, Outcome.NO_ANSWER.label
    ANSWERED = "answered", "Beantwoord"


def awaited_kind_expression():
    return Case(*(When(kind=kind, then=Value(spec.awaits)) for kind, spec in KINDS.items() if spec.awaits))


class EntryQuerySet(VisibleQuerySet["Entry"]):
    def visible_to(self, audience: Audience) -> "EntryQuerySet":
        return self.filter(visible_q(audience, entry="", dossier="dossier__"))

    def withdrawn(self, now: datetime) -> "EntryQuerySet":
        """What readers could see at some instant up to ``now`` and no longer can."""
        return self.filter(
            was_visible_q(now, "", "dossier__"),
            Q(withdrawn_at__isnull=False) | Q(dossier__withdrawn_at__isnull=False),
        )

    def never_public(self, now: datetime) -> "EntryQuerySet":
        """Drafts and scheduled entries, unless their dossier was withdrawn or binned."""
        return self.filter(never_public_q(now), dossier__withdrawn_at=None)

    def not_withdrawn(self) -> "EntryQuerySet":
        return self.filter(withdrawn_at=None)

    def not_binned(self, now: datetime) -> "EntryQuerySet":
        return self.exclude(publication_q(Publication.BINNED, now))

    def undated(self) -> "EntryQuerySet":
        return self.filter(starts_on=None)

    def dated(self) -> "EntryQuerySet":
        return self.filter(starts_on__isnull=False)

    def newest_first(self) -> "EntryQuerySet":
        return self.order_by(F("starts_on").desc(nulls_last=True), "-number")

    def upcoming(self, day: date) -> "EntryQuerySet":
        """Not cancelled, soonest first; an entry without an hour precedes those of its day."""
        until_over = [kind for kind, spec in KINDS.items() if spec.upcoming_until_over]
        return (
            self.recent_or_upcoming(day)
            .filter(upcoming_q(day, until_over), cancelled=False)
            .order_by("starts_on", F("begins_at").asc(nulls_first=True), "pk")
        )

    def recent_or_upcoming(self, day: date) -> "EntryQuerySet":
        """Everything not over on ``day`` and little else. A subquery, so that the database uses its indexes."""
        return self.filter(pk__in=self.model.objects.filter(recent_or_upcoming_q(day)).values("pk"))

    def newest_readable_first(self) -> "EntryQuerySet":
        """Ordered by ``readable_since``. No index serves it: use it for one dossier, or for all entries at once."""
        return self.order_by(READABLE_SINCE.desc(), "-pk")

    def newest_readable(self, most: int) -> list["Entry"]:
        """The first ``most`` dated entries ``newest_readable_first``, each with its dossier.

        Two queries, since no index covers the later of two instants: the newest by their own publication, then those
        whose dossier was published after the last of these.
        """
        dated = self.dated().select_related("dossier")
        newest = list(dated.order_by("-published_at", "-pk")[:most])
        if newest:
            dossiers = apps.get_model("dossiers.Dossier").objects
            late = dated.filter(dossier__in=dossiers.filter(published_at__gt=newest[-1].published_at))
            newest = list({*newest, *late.order_by("-dossier__published_at", "-pk")[:most]})
        return sorted(newest, key=lambda entry: (entry.readable_since, entry.pk), reverse=True)[:most]

    def with_response(self, audience: Audience) -> "EntryQuerySet":
        """Annotate the first visible response of the kind that each entry awaits.

        ``is_answered``, ``answered_on`` (its day; None when undated) and ``answered_precision``.
        """
        responses = (
            self.model.objects.visible_to(audience)
            .filter(responds_to=OuterRef("pk"), kind=OuterRef("awaited_kind"))
            .order_by(F("starts_on").asc(nulls_last=True), "number")
        )
        return self.annotate(awaited_kind=awaited_kind_expression()).annotate(
            is_answered=Exists(responses),
            answered_on=Subquery(responses.values("starts_on")[:1]),
            answered_precision=Subquery(responses.values("date_precision")[:1]),
        )

    def with_waiting(self, day: date) -> "EntryQuerySet":
        """Annotate ``is_waiting`` (the awaited response is due to be written) and ``begun_response_id`` (its first
        draft).

        For editors: a draft counts as a response, a withdrawn or binned one does not. Nothing waits that is a draft
        itself, cancelled or withdrawn, nor a round that has not closed.
        """
        responses = self.model.objects.filter(
            responds_to=OuterRef("pk"), kind=OuterRef("awaited_kind"), withdrawn_at=None
        )
        waits = Q(awaited_kind__isnull=False, published_at__isnull=False, withdrawn_at=None, cancelled=False)
        waits &= term_has_begun_q(day) & Q(~Exists(responses))
        begun = Subquery(responses.order_by("number").values("pk")[:1])
        return self.annotate(awaited_kind=awaited_kind_expression()).annotate(
            is_waiting=waits, begun_response_id=begun
        )

    def with_reports(self, now: datetime) -> "EntryQuerySet":
        """Annotate the reported changes of each entry: ``reported_changes``, their count, and ``last_reported_at``."""
        reported = Change.objects.public(now).filter(entry=OuterRef("pk")).order_by().values("entry")
        return self.annotate(
            reported_changes=Coalesce(Subquery(reported.annotate(count=Count("pk")).values("count")), 0),
            last_reported_at=Subquery(reported.annotate(last=Max("at")).values("last")),
        )

    def in_calendar(self) -> "EntryQuerySet":
        """Meetings, rounds and terms whose day is known exactly, by day.

        Leaves out implausible years, which can only come in past the forms: one would break the calendar for everyone.
        """
        exact = Q(kind__in=MEETING_KINDS, date_precision=Precision.DAY)
        sets_term = Q(kind__in=AWAITING_KINDS, due_on__isnull=False)
        entries = self.filter(exact | Q(kind__in=ROUND_KINDS) | sets_term, starts_on__isnull=False)
        days = map(plausible_date_q, ("starts_on", "ends_on", "due_on"))
        return entries.filter(*days).order_by("starts_on", "pk")

    def late(self, now: datetime) -> "EntryQuerySet":
        """In unfinished dossiers, longest first."""
        return self.unanswered(now).filter(late_q(day_of(now)))

    def due(self, now: datetime) -> "EntryQuerySet":
        """Unanswered, late or not, in unfinished dossiers; earliest first."""
        day = day_of(now)
        return self.unanswered(now).filter(late_q(day) | running_q(day))

    def unanswered(self, now: datetime) -> "EntryQuerySet":
        unfinished = self.with_response(Audience(now)).exclude(dossier__phase=Phase.CLOSED)
        return unfinished.order_by("due_on", "pk")

    def advices(self, audience: Audience) -> "EntryQuerySet":
        """Annotate ``advice_outcome`` (an ``AdviceOutcome``) as an audience sees it.

        The newest visible answer to each point counts; without points, the newest answer as a whole.
        """
        graded = (
            Point.objects.filter(entry=OuterRef("pk"))  # type: ignore[misc] # annotated
            .with_answer(audience)
            .filter(answer_outcome__in=ANSWER_OUTCOMES)
            .order_by()
            .values("entry")
            .annotate(first=Min("answer_outcome"), last=Max("answer_outcome"))
        )
        of_points = Case(When(first=F("last"), then=F("first")), default=Value(AdviceOutcome.PARTLY))
        answers = (
            self.model.objects.visible_to(audience)
            .filter(responds_to=OuterRef("pk"), kind__in=ANSWERING_KINDS)
            .order_by(F("starts_on").desc(nulls_last=True), "-number")
        )
        of_answer = Case(When(outcome="", then=Value(AdviceOutcome.ANSWERED)), default=F("outcome"))
        return self.filter(kind__in=POINTS_KINDS).annotate(
            advice_outcome=Coalesce(
                Subquery(graded.annotate(verdict=of_points).values("verdict")),
                Case(When(Exists(Point.objects.filter(entry=OuterRef("pk"))), then=Value(AdviceOutcome.NO_ANSWER))),
                Subquery(answers.annotate(verdict=of_answer).values("verdict")[:1]),
                Value(AdviceOutcome.NO_ANSWER),
            )
        )

    def outcome_counts(self) -> dict[str, int]:
        """Takes ``advices``; an outcome without advices has no key."""
        return dict(self.order_by().values_list("advice_outcome").annotate(Count("pk")))  # type: ignore[misc] # annotated

    def rounds(self) -> "EntryQuerySet":
        return self.filter(kind__in=ROUND_KINDS, cancelled=False)

    def opening_or_closing_within_a_week(self, day: date) -> "EntryQuerySet":
        opens, closes = within_a_week_q("starts_on", day), within_a_week_q("ends_on", day)
        return self.rounds().filter(opens | closes).order_by("starts_on", "pk")

    def unclosed_rounds(self, day: date) -> "EntryQuerySet":
        """First to close first."""
        return self.recent_or_upcoming(day).rounds().filter(unclosed_q(day)).order_by("ends_on", "pk")

    def in_finished_dossiers(self) -> "EntryQuerySet":
        return self.filter(dossier__phase=Phase.CLOSED)

    def announced_rounds(self, day: date) -> "EntryQuerySet":
        """First to open first."""
        return self.rounds().filter(starts_after_q(day)).order_by("starts_on", "pk")

    def rounds_awaiting_feedback(self, audience: Audience) -> "EntryQuerySet":
        """In unfinished dossiers, longest closed first."""
        feedback = self.model.objects.visible_to(audience).filter(kind__in=THEMES_KINDS, responds_to=OuterRef("pk"))
        closed = self.rounds().filter(closed_q(day_of(audience.now)), ~Exists(feedback))
        return closed.exclude(dossier__phase=Phase.CLOSED).order_by("ends_on", "pk")

    def finished_rounds(self, now: datetime) -> "EntryQuerySet":
        """Closed and not awaiting feedback, undated or cancelled; newest first.

        Each has its public feedback, if any, as the list ``feedback``.
        """
        past = closed_q(day_of(now)) | Q(starts_on=None) | Q(cancelled=True)
        waiting = self.model.objects.rounds_awaiting_feedback(Audience(now)).filter(pk=OuterRef("pk"))
        feedback = (
            self.model.objects.public(now).filter(kind__in=THEMES_KINDS).select_related("dossier").order_by("number")
        )
        finished = self.filter(past, ~Exists(waiting), kind__in=ROUND_KINDS).newest_first()
        return finished.prefetch_related(Prefetch("responses", feedback, to_attr="feedback"))

    def of_year(self, year: int) -> "EntryQuerySet":
        return self.filter(starts_on__year=year)

    def years(self) -> list[int]:
        return [day.year for day in self.dated().dates("starts_on", "year", order="DESC")]

    def open_rounds(self, day: date) -> "EntryQuerySet":
        """First to close first."""
        return self.recent_or_upcoming(day).rounds().filter(open_q(day)).order_by("ends_on", "pk")
