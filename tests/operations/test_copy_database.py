"""Moving to another database with one command: everything goes along as it is, or nothing does."""

import sqlite3

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db import connection
from reversion.models import Version

from dossiers.models import Attachment, Change, Dossier, Editor, Entry, Point
from dossiers.rules.kinds import Kind

from ..factories import make_dossier, make_entry
from ..processes import run

FILL = """
import sys, django
django.setup()
from django.conf import settings
settings.MEDIA_ROOT = sys.argv[1]
from datetime import UTC, date, datetime
import reversion
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, transaction
call_command("migrate", verbosity=0)
with transaction.atomic():  # ids as of another order of installing
    Permission.objects.filter(content_type__app_label="sessions").update(content_type=900)
    ContentType.objects.filter(app_label="sessions").update(id=900)
call_command("load_demo", verbosity=0)
from dossiers.models import Dossier, Editor, Entry
from tests.editors import make_editor
sam = make_editor("sam")
sam.passkeys.create(host="a.example", credential_id="a", credential=bytes(range(256)), created_at=sam.date_joined)
with reversion.create_revision():
    entry = Entry.objects.get(dossier__code="K16-006", number=1)
    entry.title = "Nieuwe titel"
    entry.save()
Entry.objects.filter(pk=entry.pk).update(published_at=datetime(2016, 2, 29, 23, 30, 15, 123456, tzinfo=UTC))
with connection.cursor() as cursor:  # stored long ago, when other tags were allowed
    cursor.execute("UPDATE dossiers_entry SET body = '<h6>Oud — € ✓</h6>' WHERE id = %s", [entry.pk])
connection.close()
"""


@pytest.fixture(scope="module")
def filled_file(tmp_path_factory):
    """A SQLite database with the demonstration, an editor, versions, and ids unlike those of a new database."""
    folder = tmp_path_factory.mktemp("filled")
    file = folder / "db.sqlite3"
    status, _, problems = run(f"sqlite:///{file}", "-c", FILL, str(folder))
    assert (status, problems) == (0, "")
    return file


@pytest.fixture
def old_file(filled_file, tmp_path):
    """A copy of it that a test may spoil."""
    file = tmp_path / "old.sqlite3"
    with sqlite3.connect(filled_file) as source, sqlite3.connect(file) as target:
        source.backup(target)
    source.close()
    target.close()
    yield file
    ContentType.objects.clear_cache()


def copy(file):
    call_command("copy_database", f"--from=sqlite:///{file}")


def spoil(file, statement):
    with sqlite3.connect(file) as database:
        database.execute(statement)
    database.close()


def refusal(file):
    """Why the command refuses; nothing may have been written."""
    before = table_counts()
    with pytest.raises(CommandError) as refused:
        copy(file)
    assert table_counts() == before
    return str(refused.value)


def table_counts():
    return {model: model._base_manager.count() for model in apps.get_models(include_auto_created=True)}


def rows_of(table, file=None):
    """All rows of a table, each by name of its column; of a SQLite file, or of the database of the test."""
    if file is None:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 - the name of a table of ours
            names = [column.name if hasattr(column, "name") else column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    with sqlite3.connect(file) as database:
        database.row_factory = sqlite3.Row
        found = [dict(row) for row in database.execute(f"SELECT * FROM {table}")]  # noqa: S608 - idem
    database.close()
    return found


@pytest.mark.django_db
def test_everything_goes_along_with_its_ids_and_counts(old_file, capsys):
    copy(old_file)
    for model in (Dossier, Entry, Point, Attachment, Change, Editor, Group, ContentType, Version):
        table = model._meta.db_table
        old = sorted(row["id"] for row in rows_of(table, old_file))
        assert sorted(row["id"] for row in rows_of(table)) == old != [], table
    assert Dossier.objects.count() == 12
    assert "dossiers_dossier: 12\n" in capsys.readouterr().out
    assert ContentType.objects.get(app_label="sessions").pk == 900


@pytest.mark.django_db
def test_numbers_days_and_texts_are_as_they_were(old_file):
    copy(old_file)
    columns = ("number", "kind", "title", "teaser", "body", "responds_to_id", "place", "question")
    old = {row["id"]: [row[name] for name in columns] for row in rows_of("dossiers_entry", old_file)}
    assert {row["id"]: [row[name] for name in columns] for row in rows_of("dossiers_entry")} == old
    entry = Entry.objects.get(title="Nieuwe titel")
    assert entry.body == "<h6>Oud — € ✓</h6>"
    assert entry.published_at.isoformat() == "2016-02-29T23:30:15.123456+00:00"
    assert entry.dossier.serial == "16-006"


@pytest.mark.django_db
def test_versions_still_tell_what_a_text_was(old_file):
    copy(old_file)
    entry = Entry.objects.get(title="Nieuwe titel")
    versions = Version.objects.get_for_object(entry)
    assert [version.field_dict["title"] for version in versions][0] == "Nieuwe titel"
    assert len(versions) == 2


@pytest.mark.django_db
def test_an_editor_keeps_password_keys_and_groups(old_file):
    copy(old_file)
    editor = Editor.objects.get(username="sam")
    assert editor.password == rows_of("dossiers_editor", old_file)[0]["password"]
    assert bytes(editor.passkeys.get().credential) == bytes(range(256))
    assert editor.has_perm("dossiers.add_entry")
    assert not editor.has_perm("dossiers.add_editor")


@pytest.mark.django_db
def test_a_new_row_gets_an_id_and_a_number_of_its_own(old_file):
    highest = max(row["id"] for row in rows_of("dossiers_entry", old_file))
    copy(old_file)
    dossier = Dossier.objects.get(code="K16-006")
    numbers = set(dossier.entries.values_list("number", flat=True))
    entry = make_entry(dossier)
    assert entry.pk > highest
    assert entry.number == max(numbers) + 1
    make_dossier("K99-001")
    Editor.objects.create_user("nieuw").groups.add(Group.objects.first())


@pytest.mark.django_db
def test_a_tenant_finds_the_same_pages_after_the_move(old_file, client):
    copy(old_file)
    entry = Entry.objects.filter(kind=Kind.ADVICE, starts_on__isnull=False).first()
    assert client.get(entry.get_absolute_url()).status_code == 200
    assert entry.title in client.get(entry.dossier.get_absolute_url()).content.decode().replace("\u00ad", "")


@pytest.mark.django_db
def test_a_tenant_finds_the_same_words_after_the_move(old_file, client):
    copy(old_file)
    page = client.get("/zoeken/?q=samenwerkingsovereenkomst").content.decode().replace("\u00ad", "")
    assert "/dossiers/k16-006-nieuwe-samenwerkingsovereenkomst/" in page


@pytest.mark.django_db
@pytest.mark.parametrize("published_at", [None, "2016-01-01T12:00Z"])
def test_a_database_that_holds_a_row_is_refused_and_keeps_it(old_file, published_at):
    make_dossier(published_at=published_at)
    assert refusal(old_file) == (
        "De nieuwe database is niet leeg: er staat al iets in dossiers_dossier. Er is niets overgezet."
    )


@pytest.mark.django_db
def test_a_database_with_only_an_account_is_refused_too(old_file):
    Editor.objects.create_user("ik")
    assert "er staat al iets in dossiers_editor" in refusal(old_file)


@pytest.mark.django_db
def test_a_file_that_is_not_there_is_not_made(tmp_path):
    file = tmp_path / "nergens.sqlite3"
    assert refusal(file) == f"Er is geen bestand {file}. Er is niets overgezet."
    assert not file.exists()


@pytest.mark.django_db
def test_a_file_that_is_no_database_is_refused(tmp_path):
    file = tmp_path / "brief.txt"
    file.write_text("Geachte heer, mevrouw, " * 100)
    assert refusal(file).startswith("De oude database is niet te lezen.")
    (tmp_path / "leeg.sqlite3").touch()
    assert refusal(tmp_path / "leeg.sqlite3").startswith("De oude database is leeg")


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["", "var/db.sqlite3", "mysql://ik@daar/alles"])
def test_an_address_of_another_kind_is_refused(address):
    with pytest.raises(CommandError, match="Dit is geen adres van een database."):
        call_command("copy_database", f"--from={address}")


@pytest.mark.django_db
def test_a_database_of_another_version_of_the_code_is_refused(old_file):
    spoil(old_file, "DELETE FROM django_migrations WHERE app = 'dossiers' AND name = '0001_initial'")
    assert refusal(old_file).startswith("De databases zijn niet van dezelfde versie van de site.")


@pytest.mark.django_db
def test_a_row_that_points_to_nothing_stops_the_whole_move(old_file):
    spoil(old_file, "UPDATE dossiers_entry SET dossier_id = 12345 WHERE title = 'Nieuwe titel'")
    assert refusal(old_file).startswith("In de oude database verwijst een rij naar niets.")


@pytest.mark.django_db
def test_a_row_that_stays_behind_stops_the_whole_move(old_file):
    spoil(old_file, "INSERT INTO dossiers_editor_groups (editor_id, group_id) SELECT id, 12345 FROM dossiers_editor")
    assert refusal(old_file) == "Niet elke rij van dossiers_editor_groups is over te zetten. Er is niets overgezet."


@pytest.mark.postgres
@pytest.mark.django_db
def test_a_text_that_is_too_long_for_postgresql_stops_the_whole_move_with_the_table(old_file):
    """SQLite counts no letters."""
    spoil(old_file, "UPDATE dossiers_dossier SET title = printf('%.201c', 'a') WHERE code = 'K16-006'")
    assert refusal(old_file).startswith("Iets in dossiers_dossier past niet in de nieuwe database.")


def test_one_command_fills_a_database_that_has_no_tables_yet(empty_database, filled_file):
    before = filled_file.read_bytes()
    status, output, problems = run(empty_database, "manage.py", "copy_database", f"--from=sqlite:///{filled_file}")
    assert (status, problems) == (0, "")
    assert "dossiers_dossier: 12\n" in output
    assert output.endswith("Alles is overgezet. De bijlagen zelf blijven staan waar ze staan.\n")
    assert filled_file.read_bytes() == before
    status, _, problems = run(empty_database, "manage.py", "copy_database", f"--from=sqlite:///{filled_file}")
    assert (status, "De nieuwe database is niet leeg" in problems) == (1, True)


def test_what_moved_can_move_back(empty_database, filled_file, tmp_path):
    assert run(empty_database, "manage.py", "copy_database", f"--from=sqlite:///{filled_file}")[0] == 0
    back = tmp_path / "back.sqlite3"
    assert run(f"sqlite:///{back}", "manage.py", "copy_database", f"--from={empty_database}")[0] == 0
    for table in ("dossiers_dossier", "dossiers_entry", "dossiers_point", "reversion_version", "auth_permission"):
        assert sorted(map(str, rows_of(table, back))) == sorted(map(str, rows_of(table, filled_file)))
    assert rows_of("sqlite_stat1", back)  # SQLite counted what came
