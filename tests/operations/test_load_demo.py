"""The demonstration, loaded by the command, on whatever day."""

import json
from datetime import UTC, date, datetime, time
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import transaction

from dossiers.models import Attachment, Change, Dossier, Editor, Entry, Inspraak
from dossiers.operations import demonstration
from dossiers.rules.phases import Phase
from dossiers.rules.publication import Audience

from ..conftest import AMSTERDAM
from ..factories import make_dossier
from ..processes import run

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


def load_demo(*options):
    out = StringIO()
    call_command("load_demo", *options, stdout=out)
    return out.getvalue()


def entry(code, number):
    return Entry.objects.get(dossier__code=code, number=number)


# --- On whatever day --------------------------------------------------------------------------------------


def shown(now):
    return {
        dossier.code: (dossier.title, dossier.phase, dossier.inspraak)
        for dossier in Dossier.objects.public(now).with_inspraak(Audience(now))
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


@pytest.mark.parametrize(
    ("hour", "published"),
    [(11, datetime(2027, 6, 15, 11, tzinfo=AMSTERDAM)), (13, datetime(2027, 6, 15, 12, tzinfo=AMSTERDAM))],
)
def test_what_is_of_today_is_never_published_after_the_moment_of_loading(file_with, at, hour, published):
    at(2027, 6, 15, hour)
    file_with(starts_on="D")
    load_demo()
    assert entry("K27-001", 1).published_at == published


def test_the_agreement_is_a_small_pdf_that_hangs_on_its_entry(at):
    at(2027, 6, 15, 9)
    load_demo()
    attachment = entry("K16-006", 5).attachments.get()
    with attachment.file.open() as file:
        content = file.read()
    assert content.startswith(b"%PDF-")
    assert len(content) < 20_000
    assert attachment.filename.endswith(".pdf")


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
from pathlib import Path
settings.MEDIA_ROOT = settings.VAR_DIR = Path(sys.argv[1])
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
    status, output, problems = run(empty_database, "-c", SET_UP, str(tmp_path))
    assert status == 0
    assert "12 dossiers" in output
    assert output.count("Wachtwoord: ") == 1
    before = run(empty_database, "-c", SHOW)
    assert len(json.loads(before[1])) > 12
    assert run(empty_database, "-c", SET_UP, str(tmp_path)) == (0, "", problems)
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


def test_the_editor_can_log_in_to_the_admin_with_what_is_printed(client, file_with, settings):
    file_with()
    printed = load_demo("--with-editor")
    password = printed.split("Wachtwoord: ")[1].split()[0]
    assert f"{settings.SITE_URL}/beheer/" in printed
    assert "Naam: demo\n" in printed
    assert client.login(username="demo", password=password)


def test_the_editor_is_a_board_member_and_nothing_more(file_with):
    file_with()
    load_demo("--with-editor")
    editor = Editor.objects.get()
    assert (editor.is_staff, editor.is_superuser) == (True, False)
    assert [group.name for group in editor.groups.all()] == ["Bestuur"]
    assert not editor.user_permissions.exists()


def test_nobody_gets_an_account_when_there_is_one_already(file_with):
    file_with()
    Editor.objects.create_user("penning")
    assert "Wachtwoord" not in load_demo("--with-editor")
    assert Editor.objects.get().username == "penning"


def test_nobody_gets_an_account_unasked(file_with):
    file_with()
    assert "Wachtwoord" not in load_demo()
    assert not Editor.objects.exists()


def test_two_demonstrations_never_have_the_same_password():
    first = demonstration.create_editor()
    Editor.objects.all().delete()
    assert len(first) >= 12
    assert demonstration.create_editor() != first
