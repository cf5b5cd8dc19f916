"""A row is in one of five states: the Python rule, its query and a table written here say the same."""

from datetime import UTC, datetime, timedelta

import pytest

from dossiers.models import Dossier, Entry
from dossiers.rules.publication import (
    Audience,
    Publication,
    public_since,
    publication_of,
    publication_q,
    was_visible_q,
)

from ..factories import make_dossier, make_entry
from .walking import is_found

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 6, 15, 22, 0, tzinfo=UTC)  # midnight in Amsterdam
TICK = timedelta(microseconds=1)
DRAFT, SCHEDULED, PUBLIC, WITHDRAWN, BINNED = Publication

PUBLICATIONS = [
    # published_at, withdrawn_at, and the state just before, at and just after NOW
    (None, None, (DRAFT, DRAFT, DRAFT)),
    (NOW, None, (SCHEDULED, PUBLIC, PUBLIC)),
    (NOW - timedelta(days=1), None, (PUBLIC, PUBLIC, PUBLIC)),
    (NOW + timedelta(days=1), None, (SCHEDULED, SCHEDULED, SCHEDULED)),
    (NOW - timedelta(days=1), NOW - timedelta(hours=1), (WITHDRAWN, WITHDRAWN, WITHDRAWN)),
    (NOW - timedelta(hours=1), NOW - timedelta(hours=1), (WITHDRAWN, WITHDRAWN, WITHDRAWN)),
    (NOW - timedelta(hours=1) + TICK, NOW - timedelta(hours=1), (BINNED, BINNED, BINNED)),
    (NOW, NOW - timedelta(hours=1), (BINNED, BINNED, BINNED)),
    (NOW + timedelta(days=1), NOW - timedelta(hours=1), (BINNED, BINNED, BINNED)),
    (None, NOW - timedelta(hours=1), (BINNED, BINNED, BINNED)),
]


def test_an_audience_sees_the_draft_it_is_shown_and_no_other():
    shown, other = make_dossier(published_at=None), make_dossier("K16-007", published_at=None)
    entry = make_entry(shown, published_at=None)
    assert list(Dossier.objects.visible_to(Audience(NOW, {"dossier": {shown.pk}}))) == [shown]
    assert not Entry.objects.visible_to(Audience(NOW, {"dossier": {shown.pk}})).exists()
    assert list(Entry.objects.visible_to(Audience(NOW, {"dossier": {shown.pk}, "entry": {entry.pk}}))) == [entry]
    assert not Entry.objects.visible_to(Audience(NOW, {"dossier": {other.pk}, "entry": {entry.pk}})).exists()
    assert not Dossier.objects.public(NOW).exists()


@pytest.mark.parametrize(
    ("published_at", "withdrawn_at", "since"),
    [
        (NOW - TICK, None, NOW - TICK),
        (NOW, None, NOW),
        (NOW + TICK, None, NOW),
        (None, None, NOW),
        (NOW - 2 * TICK, NOW - TICK, NOW),
    ],
)
def test_what_is_only_previewed_is_public_since_that_instant(published_at, withdrawn_at, since):
    dossier = make_dossier(published_at=published_at, withdrawn_at=withdrawn_at)
    assert public_since(dossier, Audience(NOW, {"dossier": {dossier.pk}})) == since


@pytest.mark.parametrize(("published_at", "withdrawn_at", "states"), PUBLICATIONS)
def test_a_row_is_in_one_of_five_states_of_publication(published_at, withdrawn_at, states):
    dossier = make_dossier(published_at=published_at, withdrawn_at=withdrawn_at)
    entry = make_entry(dossier)
    for now, expected in zip((NOW - TICK, NOW, NOW + TICK), states, strict=True):
        assert publication_of(dossier, now) == expected, now
        for state in Publication:
            found = Dossier.objects.filter(publication_q(state, now)).exists()
            assert found is (state == expected), (state, now)
            of_entry = Entry.objects.filter(publication_q(state, now, "dossier__"), pk=entry.pk)
            assert of_entry.exists() is (state == expected), (state, now)


HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("entry", "dossier", "seen"),
    [
        # published_at and withdrawn_at of each
        ((NOW, None), (NOW, None), True),
        ((NOW + TICK, None), (NOW - HOUR, None), False),
        ((NOW - HOUR, None), (NOW + TICK, None), False),
        ((None, None), (NOW - HOUR, None), False),
        ((NOW - HOUR, None), (None, None), False),
        ((NOW - 2 * HOUR, NOW - HOUR), (NOW - 2 * HOUR, None), True),
        ((NOW - 2 * HOUR, NOW - HOUR), (NOW - HOUR, None), True),
        ((NOW - 2 * HOUR, NOW - HOUR), (NOW - HOUR + TICK, None), False),
        ((NOW - 2 * HOUR, None), (NOW - 2 * HOUR, NOW - HOUR), True),
        ((NOW - HOUR, None), (NOW - 2 * HOUR, NOW - HOUR), True),
        ((NOW - HOUR + TICK, None), (NOW - 2 * HOUR, NOW - HOUR), False),
        ((NOW - HOUR, NOW - 2 * HOUR), (NOW - 3 * HOUR, None), False),
    ],
)
def test_an_entry_was_seen_when_it_and_its_dossier_were_public_at_one_instant(entry, dossier, seen):
    parent = make_dossier(published_at=dossier[0], withdrawn_at=dossier[1])
    make_entry(parent, published_at=entry[0], withdrawn_at=entry[1])
    assert is_found(was_visible_q(NOW, "", "dossier__")) is seen
