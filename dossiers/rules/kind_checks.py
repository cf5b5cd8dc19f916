"""What the table of kinds lacks: a page would find out only when the first entry of that kind is public."""

from collections.abc import Iterator


class InconsistentKinds(Exception):
    """The table of kinds says one thing and lacks what goes with it."""


def check_kinds(kinds: dict) -> None:
    """Raises InconsistentKinds with one line for each problem."""
    problems = [problem for kind, spec in kinds.items() for problem in kind_problems(kind, spec, kinds)]
    if problems:
        raise InconsistentKinds("\n".join(problems))


def kind_problems(kind, spec, kinds: dict) -> Iterator[str]:
    for what, applies, needed, is_met in requirements(kind, spec, kinds):
        if applies and not is_met:
            yield f"{kind}: {what} needs {needed}."
    for name in spec.labels.keys() - {"starts_on", *spec.facts}:
        yield f"{kind}: the label of {name} needs {name} among its facts."


def requirements(kind, spec, kinds: dict) -> list[tuple]:
    """Rows of: a property, whether the spec has it, what it requires, whether that is present."""
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
        ("awaits", spec.awaits, f"that kind to respond to {kind}", is_answered_by(kind, spec.awaits, kinds)),
        ("follow_up", spec.follow_up, "awaits", spec.awaits),
        ("due_words", spec.due_words, "due_on among its facts", has_due_day),
        ("propose_due", spec.propose_due, "due_on among its facts", has_due_day),
        ("propose_due", spec.propose_due, "due_reason", spec.due_reason),
        ("due_reason", spec.due_reason, "propose_due", spec.propose_due),
        ("due_requires_right", spec.due_requires_right, "propose_due", spec.propose_due),
        ("due_requires_right", spec.due_requires_right, "a target with a right", has_right),
        ("minimum_term", spec.minimum_term, "due_on among its facts", has_due_day),
        ("responds_to", spec.responds_to, "responds_to among its facts", responds),
        ("responds_to", spec.responds_to, "target_words and response_words", leads),
        ("responds_to among its facts", responds, "responds_to", spec.responds_to),
        ("requires_response", spec.requires_response, "responds_to", spec.responds_to),
        ("one_response", spec.one_response, "responds_to", spec.responds_to),
        ("requested_labels", spec.requested_labels, "responds_to", spec.responds_to),
        ("answers_points", spec.answers_points, "a target with points", has_points),
        ("is_round", spec.is_round, "ends_on among its facts", "ends_on" in spec.facts),
        ("is_round", spec.is_round, "day_precision", spec.day_precision),
        ("is_round", spec.is_round, "a label for starts_on", "starts_on" in spec.labels),
        ("is_meeting", spec.is_meeting, "a label for starts_on", "starts_on" in spec.labels),
        ("ends_at among its facts", "ends_at" in spec.facts, "begins_at too", "begins_at" in spec.facts),
    ]


def is_answered_by(kind, awaited, kinds: dict) -> bool:
    return awaited in kinds and kind in kinds[awaited].responds_to
