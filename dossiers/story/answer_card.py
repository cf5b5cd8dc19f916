"""The answer card: each point of an advice beside the landlord's answer, each theme of a feedback beside ours."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.text import capfirst

from ..models import AdviceOutcome, Entry, Point
from ..rules.kinds import ANSWER_OUTCOMES
from ..wording import Tag, outcome_tag


@dataclass(frozen=True)
class Pair:
    """What was asked or said, and what was answered or done. ``reply_words`` may be empty."""

    ask_label: str
    ask: str
    explanation: str
    reply_label: str
    reply_tag: Tag | None
    reply_words: str


@dataclass(frozen=True)
class Card:
    """``entry`` is the advice or the feedback; ``summary`` says in words what became of it as a whole."""

    entry: Entry
    title: str
    summary: str
    tag: Tag | None
    pairs: list[Pair]


def advice_card(advice: Entry, outcome: str, points: list[Point]) -> Card | None:
    """The card of an advice; None when it has neither points nor an answer.

    ``outcome`` is its ``AdviceOutcome``; ``points`` are public points of its dossier, annotated ``with_answer``.
    """
    replies: dict[int | None, Point] = {point.pk: point for point in points}
    own = [point for point in points if point.entry_id == advice.pk]
    if not own and outcome == AdviceOutcome.NO_ANSWER:
        return None
    pairs = [advice_pair(point, replies.get(point.answer_id)) for point in own]
    return Card(advice, "Ons advies, hun antwoord", outcome_in_words(outcome, own), outcome_tag(outcome), pairs)


def outcome_in_words(outcome: str, points: list[Point]) -> str:
    landlord = capfirst(settings.ORGANISATION["landlord"])
    verdict = {
        AdviceOutcome.FOLLOWED: f"{landlord} heeft dit advies overgenomen.",
        AdviceOutcome.PARTLY: f"{landlord} heeft dit advies deels overgenomen.",
        AdviceOutcome.NOT_FOLLOWED: f"{landlord} heeft dit advies niet overgenomen.",
        AdviceOutcome.NO_ANSWER: "Er is geen antwoord op de punten." if points else "Er is geen antwoord.",
        AdviceOutcome.ANSWERED: f"{landlord} heeft dit advies beantwoord.",
    }[AdviceOutcome(outcome)]
    open_points = [str(point.number) for point in points if not is_point_answered(point)]
    if outcome == AdviceOutcome.NO_ANSWER or not open_points:
        return verdict
    *most, last = open_points
    named = f"punten {', '.join(most)} en {last}" if most else f"punt {last}"
    return f"{verdict} Op {named} is geen antwoord."


def themes_card(feedback: Entry, points: list[Point]) -> Card | None:
    pairs = [
        Pair(
            ask_label="Dit zeiden jullie",
            ask=point.text,
            explanation=point.explanation,
            reply_label="Dit deden wij ermee",
            reply_tag=outcome_tag(point.outcome) if point.outcome else None,
            reply_words=point.reason,
        )
        for point in points
        if point.entry_id == feedback.pk
    ]
    return Card(feedback, "Jullie reacties, ons antwoord", "", None, pairs) if pairs else None


def advice_pair(point: Point, answer: Point | None) -> Pair:
    return Pair(
        ask_label=f"Punt {point.number} van ons advies",
        ask=point.text,
        explanation=point.explanation,
        reply_label=f"Antwoord van {settings.ORGANISATION['landlord']}",
        reply_tag=outcome_tag(answer.outcome if answer else ""),
        reply_words="\n\n".join(filter(None, [answer.text, answer.reason])) if answer else "",
    )


def is_point_answered(point: Point) -> bool:
    return point.answer_outcome in ANSWER_OUTCOMES
