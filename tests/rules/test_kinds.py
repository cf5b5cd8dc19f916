"""The table of kinds holds together: what is forgotten is named when it is loaded, not when a tenant opens a page."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings

from dossiers.models import Entry
from dossiers.rules.kind_checks import InconsistentKinds, check_kinds
from dossiers.rules.kinds import KINDS, Kind
from dossiers.rules.terms import TermState
from dossiers.story.terms import SENTENCES

ADVICE, FEEDBACK, INSPRAAK = Kind.ADVICE, Kind.FEEDBACK, Kind.INSPRAAK
MEETING, NEWS, REQUEST = Kind.MEETING, Kind.NEWS, Kind.REQUEST


def without(kind, *facts):
    return tuple(fact for fact in KINDS[kind].facts if fact not in facts)


FORGOTTEN = [
    # a kind, what is changed of it, and what is then missing
    (NEWS, {"facts": ("due_on",)}, "news: due_on among its facts needs awaits."),
    (REQUEST, {"awaits": None}, "request: due_on among its facts needs awaits."),
    (REQUEST, {"due_words": ""}, "request: due_on among its facts needs due_words."),
    (REQUEST, {"labels": {}}, "request: due_on among its facts needs a label for due_on."),
    (REQUEST, {"facts": without(REQUEST, "due_on")}, "request: awaits needs due_on among its facts."),
    (REQUEST, {"follow_up": ""}, "request: awaits needs follow_up."),
    (REQUEST, {"awaits": NEWS}, "request: awaits needs that kind to respond to request."),
    (NEWS, {"follow_up": "Antwoorden"}, "news: follow_up needs awaits."),
    (NEWS, {"due_words": "Laatste dag"}, "news: due_words needs due_on among its facts."),
    (NEWS, {"propose_due": max, "due_reason": "zo"}, "news: propose_due needs due_on among its facts."),
    (REQUEST, {"due_reason": ""}, "request: propose_due needs due_reason."),
    (REQUEST, {"propose_due": None}, "request: due_reason needs propose_due."),
    (ADVICE, {"propose_due": None, "due_reason": ""}, "advice: due_requires_right needs propose_due."),
    (ADVICE, {"responds_to": (NEWS,)}, "advice: due_requires_right needs a target with a right."),
    (REQUEST, {"facts": without(REQUEST, "due_on")}, "request: minimum_term needs due_on among its facts."),
    (FEEDBACK, {"facts": ()}, "feedback: responds_to needs responds_to among its facts."),
    (FEEDBACK, {"target_words": ""}, "feedback: responds_to needs target_words and response_words."),
    (FEEDBACK, {"response_words": ""}, "feedback: responds_to needs target_words and response_words."),
    (FEEDBACK, {"responds_to": ()}, "feedback: responds_to among its facts needs responds_to."),
    (NEWS, {"requires_response": True}, "news: requires_response needs responds_to."),
    (NEWS, {"one_response": True}, "news: one_response needs responds_to."),
    (NEWS, {"requested_labels": ("Ja", "Nee")}, "news: requested_labels needs responds_to."),
    (FEEDBACK, {"answers_points": True}, "feedback: answers_points needs a target with points."),
    (INSPRAAK, {"facts": without(INSPRAAK, "ends_on")}, "inspraak: is_round needs ends_on among its facts."),
    (INSPRAAK, {"day_precision": False}, "inspraak: is_round needs day_precision."),
    (INSPRAAK, {"labels": {}}, "inspraak: is_round needs a label for starts_on."),
    (MEETING, {"labels": {}}, "meeting: is_meeting needs a label for starts_on."),
    (
        MEETING,
        {"facts": without(MEETING, "begins_at")},
        "meeting: ends_at among its facts needs begins_at too.",
    ),
    (NEWS, {"labels": {"place": "Waar"}}, "news: the label of place needs place among its facts."),
]


def test_what_a_kind_lacks_is_named_when_the_table_is_loaded():
    for kind, changed, missing in FORGOTTEN:
        with pytest.raises(InconsistentKinds) as refusal:
            check_kinds(KINDS | {kind: replace(KINDS[kind], **changed)})
        assert missing in str(refusal.value).splitlines(), (kind, changed)


def test_every_kind_has_its_place_in_the_table():
    assert list(KINDS) == list(Kind)


def test_what_a_kind_uses_are_fields_of_an_entry():
    fields = {field.name for field in Entry._meta.concrete_fields}
    for kind, spec in KINDS.items():
        assert fields.issuperset(spec.facts), kind


def test_every_kind_has_a_symbol_of_its_own():
    sprite = Path(settings.BASE_DIR, "templates/dossiers/_sprite.html").read_text(encoding="utf-8")
    for kind in Kind:
        assert sprite.count(f'<symbol id="k-{kind.value}"') == 1, kind


def test_every_response_that_is_awaited_has_a_sentence_for_every_state_of_its_term():
    for kind in {spec.awaits for spec in KINDS.values() if spec.awaits}:
        assert SENTENCES[kind].keys() == set(TermState), kind
