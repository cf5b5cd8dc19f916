"""What the table of kinds lacks: a page would find out only when the first entry of that kind is public."""

from collections.abc import Iterator


class InconsistentKinds(Exception):
    """The table of kinds says one thing and lacks what goes with it."""


def check(kinds: dict) -> None:
    """Raises InconsistentKinds with everything that is missing, a line each."""
    problems = [problem for kind, spec in kinds.items() for problem in _problems(kind, spec, kinds)]
    if problems:
        raise InconsistentKinds("\n".join(problems))


def _problems(kind, spec, kinds: dict) -> Iterator[str]:
    for what, is_so, needed, is_there in _needs(kind, spec, kinds):
        if is_so and not is_there:
            yield f"{kind}: {what} needs {needed}."
    for name in spec.labels.keys() - {"starts_on", *spec.facts}:
        yield f"{kind}: the label of {name} needs {name} among its facts."


def _needs(kind, spec, kinds: dict) -> list[tuple]:
    """What the spec says, whether it does, what that needs, and whether that is there."""
    has_due_day, responds = "due_on" in spec.facts, "responds_to" in spec.facts
    leads = spec.target_words and spec.response_words
    targets = [kinds[target] for target in spec.responds_to if target in kinds]
    has_right = any("right" in target.facts for target in targets)
    has_points = any(target.has_points for target in targets)
    return [
        ("due_on among its facts", has_due_day, "awaits", spec.awaits),
        ("due_on among its facts", has_due_day, "due_words", spec.due_words),
        ("due_on among its facts", has_due_day, "a label for due_on", "due_on" in spec.labels),
        ("awaits", spec.awaits, "due_on among its facts", has_due_day),
        ("awaits", spec.awaits, "follow_up", spec.follow_up),
        ("awaits", spec.awaits, f"that kind to respond to {kind}", _is_answered_by(kind, spec.awaits, kinds)),
        ("follow_up", spec.follow_up, "awaits", spec.awaits),
        ("due_words", spec.due_words, "due_on among its facts", has_due_day),
        ("propose_due", spec.propose_due, "due_on among its facts", has_due_day),
        ("propose_due", spec.propose_due, "due_reason", spec.due_reason),
        ("due_reason", spec.due_reason, "propose_due", spec.propose_due),
        ("due_only_after", spec.due_only_after, "propose_due", spec.propose_due),
        ("due_only_after", spec.due_only_after, "a target with a right", has_right),
        ("least_term", spec.least_term, "due_on among its facts", has_due_day),
        ("responds_to", spec.responds_to, "responds_to among its facts", responds),
        ("responds_to", spec.responds_to, "target_words and response_words", leads),
        ("responds_to among its facts", responds, "responds_to", spec.responds_to),
        ("requires_response", spec.requires_response, "responds_to", spec.responds_to),
        ("one_response", spec.one_response, "responds_to", spec.responds_to),
        ("asked_words", spec.asked_words, "responds_to", spec.responds_to),
        ("answers_points", spec.answers_points, "a target with points", has_points),
        ("is_round", spec.is_round, "ends_on among its facts", "ends_on" in spec.facts),
        ("is_round", spec.is_round, "day_precision", spec.day_precision),
        ("is_round", spec.is_round, "a label for starts_on", "starts_on" in spec.labels),
        ("is_meeting", spec.is_meeting, "a label for starts_on", "starts_on" in spec.labels),
        ("ends_at among its facts", "ends_at" in spec.facts, "begins_at too", "begins_at" in spec.facts),
    ]


def _is_answered_by(kind, awaited, kinds: dict) -> bool:
    return awaited in kinds and kind in kinds[awaited].responds_to
