"""What answers what in one dossier, read from the rows that an audience sees of it.

Lists ask the database the same by annotations; each function names the one that it agrees with.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from ..models import AdviceOutcome, Dossier, Entry, Inspraak, Point
from ..rules.days import starts_after
from ..rules.kinds import ANSWER_OUTCOMES, ANSWERING_KINDS
from ..rules.phases import Phase
from ..rules.rounds import has_closed, is_open


def set_responses(entries: list[Entry]) -> None:
    """``EntryQuerySet.with_response``, of all entries of a dossier that an audience sees."""
    responses = defaultdict(list)
    for entry in entries:
        responses[entry.responds_to_id, entry.kind].append(entry)
    for entry in entries:
        awaited = responses.get((entry.pk, entry.spec.awaits or ""), [])
        first = min(awaited, key=lambda each: (each.starts_on or date.max, each.number), default=None)
        entry.is_answered = first is not None
        entry.answered_on = first.starts_on if first else None
        entry.answered_precision = first.date_precision if first else None


def set_inspraak(dossier: Dossier, entries: list[Entry], day: date) -> None:
    """``DossierQuerySet.with_inspraak``; takes entries after ``set_responses``."""
    rounds = [entry for entry in entries if entry.spec.is_round and not entry.cancelled]
    dossier.open_until = min((each.ends_on for each in rounds if each.ends_on and is_open(each, day)), default=None)
    dossier.opens_on = min(
        (each.starts_on for each in rounds if each.starts_on and starts_after(each, day)), default=None
    )
    awaits_feedback = any(has_closed(each, day) and not each.is_answered for each in rounds)
    if dossier.open_until:
        dossier.inspraak = Inspraak.OPEN
    elif dossier.opens_on:
        dossier.inspraak = Inspraak.ANNOUNCED
    else:
        is_waiting = awaits_feedback and dossier.phase != Phase.CLOSED
        dossier.inspraak = Inspraak.CLOSED if is_waiting else Inspraak.NONE


def set_answers(points: list[Point], entries: list[Entry]) -> None:
    """``PointQuerySet.with_answer``."""
    by_pk = {entry.pk: entry for entry in entries}
    answers = defaultdict(list)
    for point in points:
        if point.responds_to_id and by_pk[point.entry_id].kind in ANSWERING_KINDS:
            answers[point.responds_to_id].append(point)
    for point in points:
        newest = max(answers[point.pk], key=lambda answer: recency(by_pk[answer.entry_id]), default=None)
        point.answer_id, point.answer_outcome = (newest.pk, newest.outcome) if newest else (None, None)


def advice_outcome(advice: Entry, points: Iterable[Point], entries: Iterable[Entry]) -> str:
    """``EntryQuerySet.advices``; takes points after ``set_answers``."""
    own = [point for point in points if point.entry_id == advice.pk]
    given = {point.answer_outcome for point in own if point.answer_outcome in ANSWER_OUTCOMES}
    if given:
        return AdviceOutcome(given.pop()) if len(given) == 1 else AdviceOutcome.PARTLY
    if own:
        return AdviceOutcome.NO_ANSWER
    answers = [each for each in entries if each.responds_to_id == advice.pk and each.kind in ANSWERING_KINDS]
    newest = max(answers, key=recency, default=None)
    return (newest.outcome or AdviceOutcome.ANSWERED) if newest else AdviceOutcome.NO_ANSWER


def recency(entry: Entry) -> tuple[date, int]:
    return entry.starts_on or date.min, entry.number
