"""A round on every day around it: the Python rule, its query and a table written here say the same."""

from datetime import date

import pytest

from dossiers.rules.days import (
    Precision,
)
from dossiers.rules.kinds import Kind
from dossiers.rules.rounds import closed_q, has_closed, is_open, open_q, unclosed_q

from .walking import JUNE_1, JUNE_5, NEVER, after, days_around, is_found, is_in_span, make_dated_entry, span

pytestmark = pytest.mark.django_db

ROUNDS = [
    # starts_on, ends_on, the days on which it is open, the days on which it has closed
    (JUNE_1, JUNE_5, span(JUNE_1, JUNE_5), after(JUNE_5)),
    (JUNE_1, JUNE_1, span(JUNE_1, JUNE_1), after(JUNE_1)),
    (date(2027, 3, 26), date(2027, 3, 30), span(date(2027, 3, 26), date(2027, 3, 30)), after(date(2027, 3, 30))),
    (date(2027, 10, 29), date(2027, 11, 2), span(date(2027, 10, 29), date(2027, 11, 2)), after(date(2027, 11, 2))),
    (date(2027, 12, 30), date(2028, 1, 2), span(date(2027, 12, 30), date(2028, 1, 2)), after(date(2028, 1, 2))),
    (date(2028, 2, 28), date(2028, 2, 29), span(date(2028, 2, 28), date(2028, 2, 29)), after(date(2028, 2, 29))),
    (None, None, NEVER, NEVER),
]


@pytest.mark.parametrize(("starts_on", "ends_on", "open_on", "closed_on"), ROUNDS)
def test_a_round_is_open_from_its_first_to_its_last_day_and_closed_after_it(starts_on, ends_on, open_on, closed_on):
    entry = make_dated_entry(Precision.DAY, starts_on, ends_on, Kind.INSPRAAK)
    for day in days_around(starts_on, ends_on):
        assert is_open(entry, day) is is_in_span(open_on, day), day
        assert is_found(open_q(day)) is is_in_span(open_on, day), day
        assert has_closed(entry, day) is is_in_span(closed_on, day), day
        assert is_found(closed_q(day)) is is_in_span(closed_on, day), day
        assert is_found(unclosed_q(day)) is (ends_on is not None and not is_in_span(closed_on, day)), day
