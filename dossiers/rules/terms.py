"""Terms: the last day on which a response is due, and what a day makes of it."""

from datetime import date

from django.db import models
from django.db.models import Q

from .days import Precision


class TermState(models.TextChoices):
    EXPECTED = "expected", "Begint nog"
    RUNNING = "running", "Loopt"
    LATE = "late", "Te laat"
    MET = "met", "Op tijd"
    MET_LATE = "met_late", "Te laat gekomen"
    ANSWERED = "answered", "Beantwoord"
    NOT_RECORDED = "not_recorded", "Geen antwoord vastgelegd"


def term_state(entry, day: date, *, finished: bool) -> TermState | None:
    """None without ``due_on``, and for a cancelled entry.

    Takes an entry annotated ``with_response``. In a ``finished`` dossier an open term is never called late.
    """
    if entry.due_on is None or entry.cancelled:
        return None
    if entry.is_answered:
        if entry.answered_on is None or entry.answered_precision != Precision.DAY:
            return TermState.ANSWERED
        return TermState.MET if entry.answered_on <= entry.due_on else TermState.MET_LATE
    if finished:
        return TermState.NOT_RECORDED
    if not term_has_begun(entry, day):
        return TermState.EXPECTED
    return TermState.RUNNING if day <= entry.due_on else TermState.LATE


def late_q(day: date) -> Q:
    """Takes entries annotated ``with_response``, of unfinished dossiers."""
    return Q(due_on__lt=day, cancelled=False, is_answered=False) & term_has_begun_q(day)


def running_q(day: date) -> Q:
    return Q(due_on__gte=day, cancelled=False, is_answered=False) & term_has_begun_q(day)


def term_has_begun(entry, day: date) -> bool:
    """From the entry's own day on; for a round, from the day after its last day."""
    if entry.ends_on is not None:
        return entry.ends_on < day
    return entry.starts_on is None or entry.starts_on <= day


def term_has_begun_q(day: date) -> Q:
    return Q(ends_on__lt=day) | Q(ends_on=None) & (Q(starts_on=None) | Q(starts_on__lte=day))
