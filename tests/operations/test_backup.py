"""A site in one file, and back: whole or not at all, on a machine where it may have broken."""

import shutil
import stat
import tarfile
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.db import connection

from dossiers.operations.backup.archive import DamagedBackup, open_archive
from dossiers.operations.backup.retention import backups_to_keep

from ..databases import new_database, query
from ..processes import run, start

FILL = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("load_demo", verbosity=0)
from tests.editors import make_editor
make_editor("sam")
"""
RENAME = "UPDATE dossiers_dossier SET title = 'Later veranderd' WHERE code = 'K16-006'"


class Site:
    """A site with a database and a folder of its own, asked by processes as they are typed on a server."""

    def __init__(self, database, folder):
        self.database, self.var, self.backups = database, folder / "var", folder / "backups"
        self.var.mkdir(exist_ok=True)

    def manage(self, *command, **more):
        """What a command that went well printed."""
        status, output, problems = self.attempt(*command, **more)
        assert (status, problems) == (0, "")
        return output

    def attempt(self, *command, **more):
        return run(self.database, "manage.py", *map(str, command), VAR_DIR=str(self.var), **more)

    def refusal(self, *command):
        status, _, problems = self.attempt(*command)
        assert status == 1
        return problems.strip().removeprefix("CommandError: ")

    def back_up(self):
        return Path(self.manage("backup", self.backups).strip().removeprefix("De back-up is gemaakt: "))

    def ask(self, statement):
        return query(self.database, statement)

    def seen(self):
        """What is stored, and how many pages the search knows."""
        files = [file for file in (self.var / "media").rglob("*") if file.is_file()]
        return {
            "titles": sorted(self.ask("SELECT code, title FROM dossiers_dossier")),
            "editors": self.ask("SELECT username, password FROM dossiers_editor"),
            "pages to find": self.ask("SELECT COUNT(*) FROM dossiers_searchwords"),
            "files": {str(file.relative_to(self.var)): file.read_bytes() for file in files},
        }


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    folder = tmp_path_factory.mktemp("filled")
    with new_database(folder) as database:
        filled = Site(database, folder)
        status, _, problems = run(database, "-c", FILL, VAR_DIR=str(filled.var))
        assert (status, problems) == (0, "")
        yield filled


@pytest.fixture
def site(filled, tmp_path):
    """A site of the test's own, with the demonstration and an editor."""
    with new_database(tmp_path, filled.database) as database:
        site = Site(database, tmp_path)
        shutil.copytree(filled.var, site.var, dirs_exist_ok=True)
        yield site


def empty(site):
    """Lose the database and the attachments, as a broken machine does."""
    shutil.rmtree(site.var)
    site.var.mkdir()
    if connection.vendor == "postgresql":
        site.ask("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    else:
        Path(site.database.removeprefix("sqlite:///")).unlink()


def mode(file):
    return stat.S_IMODE(file.stat().st_mode)


def rewritten(file, change):
    """The backup again, with other contents of its files: ``change`` gets and returns each as bytes."""
    other = file.with_name("anders.tar")
    with tarfile.open(file) as source, tarfile.open(other, "w") as target:
        for member in source:
            body = change(member.name, source.extractfile(member).read())
            member.size = len(body)
            target.addfile(member, BytesIO(body))
    return other


def test_what_was_lost_comes_back_with_accounts_files_and_the_search(site):
    before = site.seen()
    file = site.back_up()
    empty(site)

    output = site.manage("restore", file)

    assert site.seen() == before
    assert (len(before["titles"]), len(before["editors"]), before["pages to find"] > [(50,)]) == (12, 1, True)
    assert output.startswith("De back-up van 20")
    assert f"Bestanden: {len(before['files'])}." in output


def test_only_its_owner_reads_a_backup_and_nothing_else_is_left_in_the_folder(site):
    file = site.back_up()
    assert (mode(site.backups), mode(file)) == (0o700, 0o600)
    assert list(site.backups.iterdir()) == [file]


def test_a_backup_tells_what_is_in_it(site):
    with open_archive(site.back_up()) as backup:
        manifest = backup.manifest
    assert manifest.rows["dossiers_dossier"] == 12
    assert manifest.vendor == connection.vendor
    assert "dossiers.0001_initial" in manifest.migrations
    assert len(manifest.sums) == 1 + len(site.seen()["files"])


def test_what_was_written_during_the_restore_of_a_filled_site_lies_aside(site):
    file, before = site.back_up(), site.seen()
    site.ask(RENAME)

    output = site.manage("restore", "--replace", file)

    assert site.seen() == before
    (aside,) = site.var.glob("before-*")
    assert output.endswith(f"Wat er eerst was, ligt in {aside}.\n")
    assert sorted(each.name for each in (aside / "attachments").iterdir()) == sorted(
        each.name for each in (site.var / "media").iterdir()
    )


@pytest.mark.sqlite
def test_the_log_of_the_database_goes_aside_with_it(site):
    """Beside a restored file it would bring the old rows back in silence."""
    file, before = site.back_up(), site.seen()
    name = Path(site.database.removeprefix("sqlite:///")).name
    killed = start(
        site.database,
        "-c",
        "import os, sqlite3, sys\n"
        "database = sqlite3.connect(sys.argv[1])\n"
        "database.execute(sys.argv[2])\n"
        "database.commit()\n"
        "os.kill(os.getpid(), 9)",
        site.database.removeprefix("sqlite:///"),
        RENAME,
    )
    killed.communicate()

    site.manage("restore", "--replace", file)

    (aside,) = site.var.glob("before-*")
    assert (aside / f"{name}-wal").stat().st_size > 0
    assert site.seen() == before


def test_a_filled_database_is_refused_without_replace(site):
    file = site.back_up()
    site.ask(RENAME)
    refusal = site.refusal("restore", file)
    assert refusal.startswith("De database is niet leeg: er staat al iets in ")
    assert refusal.endswith("Er is niets veranderd.")
    assert ("K16-006", "Later veranderd") in site.seen()["titles"]


def test_a_folder_with_attachments_is_refused_without_replace(site):
    file = site.back_up()
    empty(site)
    (site.var / "media").mkdir()
    (site.var / "media" / "van-een-ander.pdf").write_bytes(b"%PDF")
    assert site.refusal("restore", file) == "De map met bijlagen is niet leeg. Er is niets veranderd."


@pytest.mark.parametrize("damage", ["a byte", "the end", "everything"])
def test_a_damaged_file_is_refused_and_changes_nothing(site, damage):
    file, before = site.back_up(), site.seen()
    whole = file.read_bytes()
    middle = len(whole) // 2
    broken = {
        "a byte": whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :],
        "the end": whole[:middle],
        "everything": b"",
    }
    file.write_bytes(broken[damage])
    assert str(file) in site.refusal("restore", "--replace", file)
    assert site.seen() == before
    assert not list(site.var.glob("before-*"))


def test_a_file_that_the_manifest_does_not_name_is_refused(site):
    file = site.back_up()
    with tarfile.open(file, "a") as tar:
        tar.addfile(tarfile.TarInfo("attachments/../../erbij.pdf"))
    with pytest.raises(DamagedBackup, match="erbij"), open_archive(file):
        pass


def test_a_backup_of_a_newer_version_is_refused_with_both_versions_named(site):
    def newer(name, body):
        return body.replace(b'"dossiers.0001_initial"', b'"dossiers.0999_later"') if name == "manifest.json" else body

    refusal = site.refusal("restore", "--replace", rewritten(site.back_up(), newer))
    assert "met dossiers.0999_later" in refusal
    assert "Deze site is onbekend, met dossiers.0" in refusal


def test_what_does_not_count_the_same_is_put_back_as_it_was(site):
    file = site.back_up()
    site.ask(RENAME)
    before = site.seen()

    def miscounted(name, body):
        return body.replace(b'"dossiers_dossier": 12', b'"dossiers_dossier": 13') if name == "manifest.json" else body

    refusal = site.refusal("restore", "--replace", rewritten(file, miscounted))

    assert refusal.startswith("Er staat na het terugzetten niet evenveel in de database als in de back-up.")
    assert site.seen() == before
    assert not list(site.var.glob("before-*"))


def test_a_site_that_runs_is_not_replaced(site):
    file = site.back_up()
    serving = "import wijwonen.wsgi; print('serving', flush=True); input()"
    server = start(site.database, "-c", serving, VAR_DIR=str(site.var))
    assert server.stdout.readline() == "serving\n"

    assert site.refusal("restore", "--replace", file).startswith("De site draait nog.")

    server.communicate("stop\n")
    assert site.manage("restore", "--replace", file)


def test_what_was_restored_can_be_backed_up_and_restored_again(site):
    site.manage("restore", "--replace", site.back_up())
    before = site.seen()
    site.manage("restore", "--replace", site.back_up())
    assert site.seen() == before


def test_the_drill_restores_beside_the_site_and_leaves_only_the_backup(site):
    before = site.seen()
    output = site.manage("drill", site.backups)
    (file,) = site.backups.iterdir()
    assert "Rijen: " in output
    assert output.endswith(f"De oefening is gelukt met {file}\n")
    assert site.seen() == before


def test_a_copy_goes_to_the_folder_of_the_setting(site, tmp_path):
    there = tmp_path / "schijf"
    there.mkdir()
    file = Path(site.manage("backup", site.backups, BACKUP_COPY_TO=f"{there}/").strip().rpartition(" ")[2])
    assert (there / file.name).read_bytes() == file.read_bytes()
    assert mode(there / file.name) == 0o600


def test_a_copy_that_does_not_arrive_is_told_and_the_backup_stays(site):
    status, _, problems = site.attempt("backup", site.backups, BACKUP_COPY_TO="/is/er/niet/")
    assert status == 1
    assert "De back-up is gemaakt, maar de kopie kwam niet aan." in problems
    assert len(list(site.backups.glob("backup-*.tar"))) == 1


def test_a_disk_that_takes_nothing_is_told(site, tmp_path):
    (tmp_path / "backups").write_text("geen map")
    assert site.refusal("backup", site.backups).startswith("Er is geen back-up gemaakt.")


def test_rows_saved_during_the_backup_are_in_it_whole_or_not_at_all(site):
    """Every dossier of the writer has one entry, in one transaction."""
    writer = start(
        site.database,
        "-c",
        "import django; django.setup()\n"
        "from django.db import transaction\n"
        "from tests.factories import make_dossier, make_entry\n"
        "for number in range(900):\n"
        "    with transaction.atomic():\n"
        "        make_entry(make_dossier(f'Z99-{number:03d}'))\n"
        "    print(number, flush=True)\n",
        VAR_DIR=str(site.var),
    )
    demonstration = 12
    writer.stdout.readline()
    file = site.back_up()
    assert writer.poll() is None, "the writer was done before the backup"
    writer.kill()
    writer.communicate()
    site.manage("restore", "--replace", file)
    ((dossiers,),) = site.ask("SELECT COUNT(*) FROM dossiers_dossier")
    entries = site.ask(
        "SELECT 1 FROM dossiers_entry WHERE dossier_id IN (SELECT id FROM dossiers_dossier WHERE code LIKE 'Z99%')"
    )
    assert dossiers == demonstration + len(entries) > demonstration


def test_the_last_of_14_days_8_weeks_and_12_months_stays():
    def noon(*day):
        return datetime(*day, 12, tzinfo=UTC)

    made = [noon(2027, 6, 16) - timedelta(hours=12 * half) for half in range(2 * 500)]
    stay = sorted(backups_to_keep(made), reverse=True)

    days = [noon(2027, 6, 16) - timedelta(days=day) for day in range(14)]
    sundays = [noon(2027, 5, 30) - timedelta(weeks=week) for week in range(5)]
    months = [noon(2027, 5, 31), noon(2027, 4, 30), noon(2027, 3, 31), noon(2026, 7, 31)]
    assert stay[:14] == days
    assert set(sundays + months) < set(stay)
    assert stay[-1] == noon(2026, 7, 31)
    assert len(stay) == 14 + 5 + 11


def test_an_old_backup_goes_and_what_is_no_backup_stays(site):
    site.backups.mkdir(mode=0o700)
    for name in ("backup-2016-01-01-030000.tar", "backup-2016-01-01-040000.tar", "brief.tar"):
        (site.backups / name).touch()
    site.back_up()
    left = {each.name for each in site.backups.iterdir()}
    assert {"backup-2016-01-01-040000.tar", "brief.tar"} < left
    assert "backup-2016-01-01-030000.tar" not in left
