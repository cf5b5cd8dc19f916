"""What stands in the demonstration, as it was loaded on the morning of 15 June 2027."""

import json
import re
from datetime import date, datetime, timedelta
from html import unescape

import pytest
import time_machine
from django.db import transaction
from django.test import override_settings
from reversion.models import Version

from dossiers.models import Change, Dossier, Entry, Point
from dossiers.operations import demonstration
from dossiers.rules.kinds import Kind, Outcome
from dossiers.rules.phases import Phase

from ..conftest import AMSTERDAM

pytestmark = pytest.mark.django_db

DAY = date(2027, 6, 15)


@pytest.fixture(scope="module", autouse=True)
def _loaded(django_db_setup, django_db_blocker, tmp_path_factory):
    """Load it once: the tests of this module only read."""
    morning = datetime(2027, 6, 15, 9, tzinfo=AMSTERDAM)
    with django_db_blocker.unblock(), transaction.atomic():
        with time_machine.travel(morning, tick=False), override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
            demonstration.load(morning)
        yield
        transaction.set_rollback(True)


def entry(code, number):
    return Entry.objects.get(dossier__code=code, number=number)


# --- What stands there ------------------------------------------------------------------------------------


def test_an_entry_was_published_at_noon_of_its_own_day():
    assert entry("K16-006", 5).published_at == datetime(2017, 8, 2, 12, tzinfo=AMSTERDAM)
    assert entry("K26-003", 1).published_at == datetime(2027, 5, 6, 12, tzinfo=AMSTERDAM)  # D-40


def test_what_is_planned_was_published_five_days_ago():
    assert entry("K26-003", 2).starts_on == date(2027, 6, 18)
    assert entry("K26-003", 2).published_at == datetime(2027, 6, 10, 12, tzinfo=AMSTERDAM)


def test_a_dossier_was_published_with_its_first_entry():
    assert Dossier.objects.get(code="K16-006").published_at == datetime(2017, 4, 7, 12, tzinfo=AMSTERDAM)


# --- The chains -------------------------------------------------------------------------------------------


def chain(code):
    entries = Entry.objects.filter(dossier__code=code, responds_to__isnull=False).order_by("number")
    return [(row.kind, row.responds_to.kind) for row in entries.select_related("responds_to")]


def test_k16_006_tells_its_story_to_the_signature_and_goes_on_in_k19_004():
    dossier = Dossier.objects.get(code="K16-006")
    kinds = list(dossier.entries.order_by("number").values_list("kind", flat=True))
    assert kinds == [Kind.MEETING, Kind.MEETING, Kind.INSPRAAK, Kind.FEEDBACK, Kind.AGREEMENT]
    assert chain("K16-006") == [(Kind.FEEDBACK, Kind.INSPRAAK)]
    assert dossier.successor.code == "K19-004"
    assert (dossier.closed_on, bool(dossier.result)) == (date(2017, 8, 2), True)
    assert entry("K16-006", 1).date_text == "7 en 12 april 2017"


def test_the_landlord_refused_both_points_of_k20_002_with_a_reason():
    assert chain("K20-002") == [
        (Kind.ADVICE, Kind.REQUEST),
        (Kind.ANSWER, Kind.ADVICE),
        (Kind.DECISION, Kind.ANSWER),
    ]
    answers = Point.objects.filter(entry__dossier__code="K20-002", entry__kind=Kind.ANSWER)
    assert [(point.responds_to.number, point.outcome) for point in answers] == [
        (1, Outcome.NOT_FOLLOWED),
        (2, Outcome.NOT_FOLLOWED),
    ]
    assert all(point.reason for point in answers)


def test_the_answer_on_the_three_points_of_k24_002_is_late():
    advice = entry("K24-002", 3)
    assert (advice.kind, advice.due_on) == (Kind.ADVICE, DAY - timedelta(days=6))
    assert [bool(point.explanation) for point in advice.points.all()] == [True] * 3
    assert not advice.responses.exists()


def test_the_feedback_on_k25_003_is_still_missing():
    round_ = entry("K25-003", 2)
    assert (round_.starts_on, round_.ends_on) == (date(2025, 10, 1), date(2025, 10, 31))
    assert round_.due_on == date(2025, 11, 28)
    assert not round_.responses.exists()


def test_a_tenant_can_react_on_k26_001_while_the_advice_is_being_written():
    assert chain("K26-001") == [(Kind.INSPRAAK, Kind.REQUEST)]
    round_ = entry("K26-001", 2)
    assert (round_.ends_on, round_.due_on) == (date(2027, 7, 1), date(2027, 7, 29))
    assert round_.question
    assert round_.react_mail.endswith("@wijwonen.example")
    assert round_.responds_to.due_on == date(2027, 7, 22)


def test_the_feedbacks_say_per_theme_what_was_done_and_why():
    for feedback in Entry.objects.filter(kind=Kind.FEEDBACK):
        assert feedback.reactions_online
        assert feedback.points.count() >= 3
        assert all(theme.outcome and theme.reason for theme in feedback.points.all())


def test_a_paused_dossier_says_why_and_its_cancelled_meeting_stands_there():
    assert Dossier.objects.exclude(pause_reason="").get().code == "K23-004"
    meeting = Entry.objects.get(cancelled=True)
    assert meeting == entry("K23-004", 4)
    assert "Afgelast" in meeting.changes.get().text


def test_a_meeting_that_was_moved_says_from_which_day():
    change = Change.objects.get(old_starts_on__isnull=False)
    assert (change.entry, change.old_starts_on) == (entry("K26-003", 2), date(2027, 6, 16))
    assert change.at == datetime(2027, 6, 13, 12, tzinfo=AMSTERDAM)


def test_every_finished_dossier_says_what_came_out_of_it_and_when():
    for dossier in Dossier.objects.filter(phase=Phase.CLOSED):
        assert dossier.result, dossier
        assert dossier.closed_on, dossier


# --- The texts --------------------------------------------------------------------------------------------


def test_every_entry_has_a_teaser_that_fits_and_a_text():
    for row in Entry.objects.all():
        assert 0 < len(row.teaser) <= 300, row
        assert row.body, row


def test_the_texts_are_stored_as_they_are_written_so_the_sanitiser_took_nothing(settings):
    written = json.loads((settings.FIXTURE_DIRS[0] / "demo.json").read_text(encoding="utf-8"))
    for row in written:
        dossier = Dossier.objects.get(code=row["code"])
        assert unescape(dossier.description) == "".join(row["description"])
        bodies = dossier.entries.order_by("number").values_list("body", flat=True)
        assert [unescape(body) for body in bodies] == ["".join(entry["body"]) for entry in row["entries"]]


def test_every_link_leads_to_a_dossier_of_the_demonstration():
    texts = [*Dossier.objects.values_list("description", flat=True), *Entry.objects.values_list("body", flat=True)]
    links = re.findall(r'href="([^"]*)"', " ".join(texts))
    codes = Dossier.objects.values_list("code", flat=True)
    assert {"/k16-006", "/k19-004"} <= set(links)
    assert {link.removeprefix("/").upper() for link in links} <= set(codes)


def test_search_will_find_the_words_that_tenants_use():
    def words(code):
        rows = Entry.objects.filter(dossier__code=code)
        return " ".join(f"{row.title} {row.teaser} {row.body}" for row in rows)

    assert {"huren", "huurverhoging"} <= set(words("K20-002").split())
    assert "wasbeurt" in words("K17-005").split()


def test_the_history_begins_with_the_loaded_text_so_an_edit_can_be_undone():
    version = Version.objects.get_for_object(entry("K16-006", 1)).get()
    assert version.field_dict["title"] == "Workshop Huurdersorganisaties"
    assert version.revision.comment == "Demonstratie geladen."
