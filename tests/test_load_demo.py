"""The demonstration, loaded by the command, on whatever day."""

import json
import re
from datetime import UTC, date, datetime, time, timedelta
from html import unescape
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import transaction
from reversion.models import Version

from dossiers import demonstration
from dossiers.kinds import Kind, Outcome
from dossiers.models import Attachment, Change, Dossier, Editor, Entry, Inspraak, Phase, Point

from .conftest import AMSTERDAM
from .factories import make_dossier
from .processes import run

pytestmark = pytest.mark.django_db

# What a tenant reads behind Code, Titel, Fase and Inspraakmoment.
DOSSIERS = {
    "K16-006": ("Nieuwe Samenwerkingsovereenkomst", Phase.CLOSED, Inspraak.NONE),
    "K19-004": ("Herziening samenwerkingsovereenkomst", Phase.CLOSED, Inspraak.NONE),
    "K20-002": ("Huurverhoging 1 juli 2020", Phase.CLOSED, Inspraak.NONE),
    "K17-003": ("Contracten Balthasar van der Polweg", Phase.CLOSED, Inspraak.NONE),
    "K17-005": ("Prijs van de was", Phase.CLOSED, Inspraak.NONE),
    "K26-003": ("Renovatie Jacoba van Beierenlaan", Phase.PREPARATION, Inspraak.ANNOUNCED),
    "K23-004": ("Herontwikkeling Van Hasseltlaan", Phase.TALKS, Inspraak.NONE),
    "K25-003": ("Instemmen en hospiteren", Phase.ADVICE, Inspraak.CLOSED),
    "K24-002": ("Afrekening servicekosten 2022 en 2023", Phase.EXECUTION, Inspraak.NONE),
    "K22-006": ("Energiekosten en blokverwarming", Phase.CLOSED, Inspraak.NONE),
    "K17-010": ("Prestatieafspraken Delft 2018–2023", Phase.CLOSED, Inspraak.NONE),
    "K26-001": ("Pakketkluizen als extra dienst", Phase.TALKS, Inspraak.OPEN),
}
DAY = date(2027, 6, 15)


def load_demo(*options):
    out = StringIO()
    call_command("load_demo", *options, stdout=out)
    return out.getvalue()


@pytest.fixture
def loaded(at):
    """The demonstration, loaded on the morning of 15 June 2027; the instant."""
    now = at(2027, 6, 15, 9)
    load_demo()
    return now


def entry(code, number):
    return Entry.objects.get(dossier__code=code, number=number)


# --- What stands there ------------------------------------------------------------------------------------


def shown(now):
    return {
        dossier.code: (dossier.title, dossier.phase, dossier.inspraak)
        for dossier in Dossier.objects.public(now).with_inspraak(now)
    }


@pytest.mark.parametrize(
    "event",
    [
        date(2027, 10, 31),  # summer time ends
        date(2028, 1, 1),
        date(2028, 2, 29),
        date(2028, 3, 26),  # summer time begins
    ],
    ids=str,
)
def test_every_dossier_has_its_status_on_whatever_day_it_is_loaded(event):
    for moment in (time(0, 0, 1), time(23, 59, 59)):
        now = datetime.combine(event, moment, tzinfo=AMSTERDAM)
        with transaction.atomic():
            demonstration.load(now)
            assert shown(now) == DOSSIERS, now
            transaction.set_rollback(True)


def test_all_of_it_is_public_at_once(at):
    now = at(2027, 6, 15, 0, 0, 1)
    load_demo()
    assert Entry.objects.public(now).count() == Entry.objects.count()
    assert Attachment.objects.public(now).count() == Attachment.objects.count() == 1
    assert Change.objects.public(now).count() == Change.objects.count() == 2


def test_an_entry_was_published_at_noon_of_its_own_day(loaded):
    assert entry("K16-006", 5).published_at == datetime(2017, 8, 2, 12, tzinfo=AMSTERDAM)
    assert entry("K26-003", 1).published_at == datetime(2027, 5, 6, 12, tzinfo=AMSTERDAM)  # D-40


def test_what_is_planned_was_published_five_days_ago(loaded):
    assert entry("K26-003", 2).starts_on == date(2027, 6, 18)
    assert entry("K26-003", 2).published_at == datetime(2027, 6, 10, 12, tzinfo=AMSTERDAM)


def test_a_dossier_was_published_with_its_first_entry(loaded):
    assert Dossier.objects.get(code="K16-006").published_at == datetime(2017, 4, 7, 12, tzinfo=AMSTERDAM)


@pytest.mark.parametrize(
    ("hour", "published"),
    [(11, datetime(2027, 6, 15, 11, tzinfo=AMSTERDAM)), (13, datetime(2027, 6, 15, 12, tzinfo=AMSTERDAM))],
)
def test_what_is_of_today_is_never_published_after_the_moment_of_loading(file_with, at, hour, published):
    at(2027, 6, 15, hour)
    file_with(starts_on="D")
    load_demo()
    assert entry("K27-001", 1).published_at == published


# --- The chains -------------------------------------------------------------------------------------------


def chain(code):
    entries = Entry.objects.filter(dossier__code=code, responds_to__isnull=False).order_by("number")
    return [(row.kind, row.responds_to.kind) for row in entries.select_related("responds_to")]


def test_k16_006_tells_its_story_to_the_signature_and_goes_on_in_k19_004(loaded):
    dossier = Dossier.objects.get(code="K16-006")
    kinds = list(dossier.entries.order_by("number").values_list("kind", flat=True))
    assert kinds == [Kind.MEETING, Kind.MEETING, Kind.INSPRAAK, Kind.FEEDBACK, Kind.AGREEMENT]
    assert chain("K16-006") == [(Kind.FEEDBACK, Kind.INSPRAAK)]
    assert dossier.successor.code == "K19-004"
    assert (dossier.closed_on, bool(dossier.result)) == (date(2017, 8, 2), True)
    assert entry("K16-006", 1).date_text == "7 en 12 april 2017"


def test_the_agreement_is_a_small_pdf_that_hangs_on_its_entry(loaded):
    attachment = entry("K16-006", 5).attachments.get()
    with attachment.file.open() as file:
        content = file.read()
    assert content.startswith(b"%PDF-")
    assert len(content) < 20_000
    assert attachment.filename.endswith(".pdf")


def test_the_landlord_refused_both_points_of_k20_002_with_a_reason(loaded):
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


def test_the_answer_on_the_three_points_of_k24_002_is_late(loaded):
    advice = entry("K24-002", 3)
    assert (advice.kind, advice.due_on) == (Kind.ADVICE, DAY - timedelta(days=6))
    assert [bool(point.explanation) for point in advice.points.all()] == [True] * 3
    assert not advice.responses.exists()


def test_the_feedback_on_k25_003_is_still_missing(loaded):
    round_ = entry("K25-003", 2)
    assert (round_.starts_on, round_.ends_on) == (date(2025, 10, 1), date(2025, 10, 31))
    assert round_.due_on == date(2025, 11, 28)
    assert not round_.responses.exists()


def test_a_tenant_can_react_on_k26_001_while_the_advice_is_being_written(loaded):
    assert chain("K26-001") == [(Kind.INSPRAAK, Kind.REQUEST)]
    round_ = entry("K26-001", 2)
    assert (round_.ends_on, round_.due_on) == (date(2027, 7, 1), date(2027, 7, 29))
    assert round_.question
    assert round_.react_mail.endswith("@wijwonen.example")
    assert round_.responds_to.due_on == date(2027, 7, 22)


def test_the_feedbacks_say_per_theme_what_was_done_and_why(loaded):
    for feedback in Entry.objects.filter(kind=Kind.FEEDBACK):
        assert feedback.reactions_online
        assert feedback.points.count() >= 3
        assert all(theme.outcome and theme.reason for theme in feedback.points.all())


def test_a_paused_dossier_says_why_and_its_cancelled_meeting_stands_there(loaded):
    assert Dossier.objects.exclude(pause_reason="").get().code == "K23-004"
    meeting = Entry.objects.get(cancelled=True)
    assert meeting == entry("K23-004", 4)
    assert "Afgelast" in meeting.changes.get().text


def test_a_meeting_that_was_moved_says_from_which_day(loaded):
    change = Change.objects.get(old_starts_on__isnull=False)
    assert (change.entry, change.old_starts_on) == (entry("K26-003", 2), date(2027, 6, 16))
    assert change.at == datetime(2027, 6, 13, 12, tzinfo=AMSTERDAM)


def test_every_finished_dossier_says_what_came_out_of_it_and_when(loaded):
    for dossier in Dossier.objects.filter(phase=Phase.CLOSED):
        assert dossier.result, dossier
        assert dossier.closed_on, dossier


# --- The texts --------------------------------------------------------------------------------------------


def test_every_entry_has_a_teaser_that_fits_and_a_text(loaded):
    for row in Entry.objects.all():
        assert 0 < len(row.teaser) <= 300, row
        assert row.body, row


def test_the_texts_are_stored_as_they_are_written_so_the_sanitiser_took_nothing(loaded, settings):
    written = json.loads((settings.FIXTURE_DIRS[0] / "demo.json").read_text(encoding="utf-8"))
    for row in written:
        dossier = Dossier.objects.get(code=row["code"])
        assert unescape(dossier.description) == "".join(row["description"])
        bodies = dossier.entries.order_by("number").values_list("body", flat=True)
        assert [unescape(body) for body in bodies] == ["".join(entry["body"]) for entry in row["entries"]]


def test_every_link_leads_to_a_dossier_of_the_demonstration(loaded):
    texts = [*Dossier.objects.values_list("description", flat=True), *Entry.objects.values_list("body", flat=True)]
    links = re.findall(r'href="([^"]*)"', " ".join(texts))
    assert {"/k16-006", "/k19-004"} <= set(links)
    assert {link.removeprefix("/").upper() for link in links} <= set(DOSSIERS)


def test_search_will_find_the_words_that_tenants_use(loaded):
    def words(code):
        rows = Entry.objects.filter(dossier__code=code)
        return " ".join(f"{row.title} {row.teaser} {row.body}" for row in rows)

    assert {"huren", "huurverhoging"} <= set(words("K20-002").split())
    assert "wasbeurt" in words("K17-005").split()


def test_the_history_begins_with_the_loaded_text_so_an_edit_can_be_undone(loaded):
    version = Version.objects.get_for_object(entry("K16-006", 1)).get()
    assert version.field_dict["title"] == "Workshop Huurdersorganisaties"
    assert version.revision.comment == "Demonstratie geladen."


# --- When it may load -------------------------------------------------------------------------------------


def test_a_database_with_a_dossier_is_refused_and_stays_as_it_is():
    make_dossier("K27-001", published_at=None)
    with pytest.raises(CommandError, match="Er staan al dossiers in de database"):
        load_demo("--with-editor")
    assert Dossier.objects.get().code == "K27-001"
    assert not Editor.objects.exists()


def test_with_if_empty_a_database_with_a_dossier_is_left_alone_in_silence():
    make_dossier("K27-001", published_at=None)
    assert load_demo("--if-empty", "--with-editor") == ""
    assert Dossier.objects.get().code == "K27-001"
    assert not Editor.objects.exists()


def test_with_if_empty_an_empty_database_is_filled(at):
    at(2027, 6, 15, 9)
    assert "12 dossiers" in load_demo("--if-empty")
    assert Dossier.objects.count() == 12


SET_UP = """
import sys, django
django.setup()
from django.conf import settings
from django.core.management import call_command
settings.MEDIA_ROOT = sys.argv[1]
call_command("set_up")
"""
SHOW = """
import django
django.setup()
from django.core import serializers
from dossiers.models import Dossier, Editor, Entry
print(serializers.serialize("json", [*Dossier.objects.all(), *Entry.objects.all(), *Editor.objects.all()]))
"""


def test_a_site_is_set_up_once_and_the_second_time_nothing_changes(empty_database, tmp_path):
    status, said, problems = run(empty_database, "-c", SET_UP, str(tmp_path))
    assert (status, problems) == (0, "")
    assert "12 dossiers" in said
    assert said.count("Wachtwoord: ") == 1
    before = run(empty_database, "-c", SHOW)
    assert len(json.loads(before[1])) > 12
    assert run(empty_database, "-c", SET_UP, str(tmp_path)) == (0, "", "")
    assert run(empty_database, "-c", SHOW) == before


@pytest.fixture
def file_with(settings, tmp_path):
    """Put a file of one dossier with one entry, with these fields, in the place of the demonstration."""

    def write(**fields):
        entry = {"kind": "news", "title": "Nieuws", "starts_on": "2027-06-01"} | fields
        dossier = {"code": "K27-001", "title": "Proef", "entries": [entry]}
        (tmp_path / "demo.json").write_text(json.dumps([dossier]), encoding="utf-8")
        settings.FIXTURE_DIRS = [tmp_path]

    return write


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("D", date(2028, 2, 29)),
        ("D+1", date(2028, 3, 1)),
        ("D-60", date(2027, 12, 31)),
        ("2027-02-28", date(2027, 2, 28)),
    ],
)
def test_a_day_is_a_date_or_counts_from_the_day_of_loading(file_with, written, day):
    file_with(starts_on=written)
    demonstration.load(datetime(2028, 2, 28, 23, 30, tzinfo=UTC))  # half past midnight in Amsterdam
    assert entry("K27-001", 1).starts_on == day


def test_a_file_that_breaks_a_rule_is_loaded_not_at_all(file_with):
    file_with(kind="inspraak", ends_on="2027-05-01")
    with pytest.raises(ValidationError, match="De laatste dag ligt voor de eerste dag"):
        load_demo()
    assert not Dossier.objects.exists()


def test_no_script_gets_in_through_the_file(file_with):
    file_with(body=["<p onclick='x()'>Hallo</p>", "<script>x()</script>"])
    load_demo()
    assert entry("K27-001", 1).body == "<p>Hallo</p>"


# --- The account to look around with ----------------------------------------------------------------------


def test_the_editor_can_log_in_to_the_admin_with_what_is_printed(client, at, settings):
    at(2027, 6, 15, 9)
    printed = load_demo("--with-editor")
    password = printed.split("Wachtwoord: ")[1].split()[0]
    assert f"{settings.SITE_URL}/beheer/" in printed
    assert "Naam: demo\n" in printed
    assert client.login(username="demo", password=password)


def test_the_editor_is_a_board_member_and_nothing_more(at):
    at(2027, 6, 15, 9)
    load_demo("--with-editor")
    editor = Editor.objects.get()
    assert (editor.is_staff, editor.is_superuser) == (True, False)
    assert [group.name for group in editor.groups.all()] == ["Bestuur"]
    assert not editor.user_permissions.exists()


def test_nobody_gets_an_account_when_there_is_one_already(at):
    at(2027, 6, 15, 9)
    Editor.objects.create_user("penning")
    assert "Wachtwoord" not in load_demo("--with-editor")
    assert Editor.objects.get().username == "penning"


def test_nobody_gets_an_account_unasked(at):
    at(2027, 6, 15, 9)
    assert "Wachtwoord" not in load_demo()
    assert not Editor.objects.exists()


def test_two_demonstrations_never_have_the_same_password():
    first = demonstration.make_editor()
    Editor.objects.all().delete()
    assert len(first) >= 12
    assert demonstration.make_editor() != first
