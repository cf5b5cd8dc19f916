"""How often a form of the admin asks the database."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dossiers.rules.kinds import Kind

from ..factories import make_dossier, make_entry, make_point

pytestmark = pytest.mark.django_db

MOST = 70


def test_opening_and_saving_an_advice_with_eight_changed_points(desk):
    advice = make_entry(make_dossier(), kind=Kind.ADVICE)
    for number in range(1, 9):
        make_point(advice, number, f"Punt {number}.")
    desk.save("entry", advice)  # what Django remembers of its content types is no part of it
    changed = {f"points-{place}-text": f"Beter {place}." for place in range(8)}
    with CaptureQueriesContext(connection) as queries:
        desk.save("entry", advice, report="silent", follow=False, **changed)
    assert [point.text for point in advice.points.all()] == list(changed.values())
    assert len(queries) <= MOST
