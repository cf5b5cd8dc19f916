"""A term in words is that of the law or the promise itself, wherever it is told."""

from datetime import timedelta

import pytest

from dossiers.rules import legal_terms
from dossiers.rules.kinds import KINDS, Kind
from dossiers.rules.legal_terms import term_in_words


@pytest.mark.parametrize(
    ("days", "words"),
    [(1, "één dag"), (7, "één week"), (10, "10 dagen"), (14, "twee weken"), (84, "twaalf weken"), (91, "91 dagen")],
)
def test_a_term_is_told_in_weeks_when_it_is_whole_weeks(days, words):
    assert term_in_words(timedelta(days=days)) == words


def test_every_proposal_names_its_own_term():
    for kind, term in (
        (Kind.INSPRAAK, legal_terms.FEEDBACK_TERM),
        (Kind.REQUEST, legal_terms.ADVICE_TERM),
        (Kind.ADVICE, legal_terms.ANSWER_TERM),
    ):
        assert KINDS[kind].due_reason.startswith(f"{term_in_words(term)} na "), kind
