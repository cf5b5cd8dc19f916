"""The scripts by which a volunteer runs the site, rehearsed for real in a folder that stands for the machine."""

import sqlite3
import stat
from pathlib import Path

import pytest

from .machine import run

pytestmark = pytest.mark.sqlite  # the database that install sets up


def tree_of(folder):
    """Every file with its mode and its instant of change, and every link with where it leads."""
    return {
        str(path.relative_to(folder)): path.readlink()
        if path.is_symlink()
        else (path.stat().st_mode, path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_symlink() or path.is_file()
        if not path.name.endswith(("-wal", "-shm"))
    }


def titles(machine):
    with sqlite3.connect(machine.home() / "var" / "db.sqlite3") as database:
        return [title for (title,) in database.execute("SELECT title FROM dossiers_dossier")]


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_one_run_sets_up_the_whole_site(installed, port):
    output = installed.first_run.stdout
    assert (installed.first_run.returncode, installed.first_run.stderr) == (0, "")
    assert f"http://localhost:{port} is ready." in output
    assert "Wachtwoord: " in output
    assert (installed.home() / "current" / ".release").read_text().startswith("v1.0 (")
    assert "[ ]" not in installed.manage("showmigrations", "dossiers")


def test_secrets_are_for_the_site_alone_and_files_for_the_front_too(installed):
    home = installed.home()
    assert {mode(home / name) for name in (".env", "var/db.sqlite3")} == {0o600}
    assert mode(home / "backups") == 0o700
    static = [path for path in (home / "var" / "static").rglob("*") if path.is_file()]
    assert {mode(path) for path in static} == {0o640}
    assert any(path.suffix == ".br" for path in static)
    assert {mode(home / name) for name in ("", "var", "var/media", "var/static")} == {0o750}


def test_what_needs_systemd_or_the_network_is_shown_and_skipped(installed):
    skipped = [line for line in installed.first_run.stdout.splitlines() if "not in a rehearsal" in line]
    words = ("apt-get", "useradd", "pip install", "systemctl enable", "curl")
    assert [word for word in words if not any(word in line for line in skipped)] == []


def test_a_second_run_changes_nothing(installed, port):
    before = tree_of(installed.root)
    again = installed.script("install", f"http://localhost:{port}", "--without-tls")
    assert (again.returncode, again.stderr) == (0, "")
    assert tree_of(installed.root) == before
    assert "Wachtwoord" not in again.stdout


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["ftp://dossiers.example"], "an address looks like"),
        (["http://dossiers.example"], "the address begins with https"),
        (["http://dossiers.example", "--without-tls"], "without TLS the address is one of this machine"),
        (["https://dossiers.example"], "has another SITE_URL"),
        ([], "give one address"),
        (["--wihtout-tls"], "there is no option --wihtout-tls"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(installed, arguments, reason):
    before = tree_of(installed.root)
    refused = installed.script("install", *arguments)
    assert refused.returncode == 1
    assert reason in refused.stderr
    assert tree_of(installed.root) == before


def test_the_units_are_sound(installed):
    """Their programs are those of the rehearsed machine, where /srv is."""
    units = installed.root / "etc" / "systemd" / "system"
    for unit in units.iterdir():
        if unit.is_file():
            text = unit.read_text().replace("/srv/%i", str(installed.home()))
            (installed.root / unit.name.replace("@", "@wijwonen")).write_text(text)
    made = sorted(map(str, installed.root.glob("wijwonen-*")))
    done = run("systemd-analyze", "verify", "--man=no", *made, check=False)
    assert (len(made), done.returncode, done.stderr) == (12, 0, "")


def started_timers(done):
    return sorted(word for word in done.stdout.split() if word.endswith(".timer"))


def test_every_timer_is_started_also_by_an_update_that_brings_it(updated):
    timers = (updated.root / "etc" / "systemd" / "system").glob("*.timer")
    expected = sorted(timer.name.replace("@", "@wijwonen") for timer in timers)
    assert started_timers(updated.first_run) == expected
    assert started_timers(updated.update) == expected


def test_a_second_organisation_stands_beside_the_first_with_https(installed):
    """Its certificate is made by hand here, where certbot would ask for one."""
    certificate = installed.root / "etc/letsencrypt/live/zus.example.org"
    certificate.mkdir(parents=True)
    names = [
        "-keyout",
        certificate / "privkey.pem",
        "-out",
        certificate / "fullchain.pem",
        "-subj",
        "/CN=zus.example.org",
    ]
    run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", *names)
    first = tree_of(installed.home())

    made = installed.script("new-organisation", "zus", "https://zus.example.org")

    assert (made.returncode, made.stderr) == (0, "")
    assert "https://zus.example.org is ready." in made.stdout
    assert tree_of(installed.home()) == first
    one, other = ((installed.home(name) / ".env").read_text().splitlines()[0] for name in ("wijwonen", "zus"))
    assert one != other
    config = installed.root / "both.conf"
    modules = "\n".join(f"include {file};" for file in Path("/etc/nginx/modules-enabled").glob("*brotli*"))
    sites = f"include {installed.root}/etc/nginx/conf.d/*.conf; include {installed.root}/etc/nginx/sites-enabled/*;"
    config.write_text(f"{modules}\nerror_log stderr;\npid {installed.root}/both.pid;\nevents {{}}\nhttp {{ {sites} }}")
    assert run("nginx", "-t", "-q", "-c", config, check=False).stderr == ""


@pytest.fixture(scope="module")
def updated(installed):
    """The same machine after an update that adds a table; a dossier was written before it."""
    installed.manage("load_demo", "--if-empty")
    migration = installed.tree / "dossiers" / "migrations" / "0900_new.py"
    migration.write_text(
        MIGRATION.format(
            previous=previous(installed), operation='migrations.RunSQL("CREATE TABLE new_table (id int)")'
        )
    )
    installed.release("v1.1")
    installed.update = installed.script("update", "v1.1")
    return installed


MIGRATION = """
from django.db import migrations

class Migration(migrations.Migration):
    dependencies = [("dossiers", "{previous}")]
    operations = [{operation}]
"""


def previous(machine):
    return sorted(path.stem for path in (machine.tree / "dossiers" / "migrations").glob("0*.py"))[-1]


def test_an_update_brings_the_version_and_keeps_what_was_written(updated):
    assert (updated.update.returncode, updated.update.stderr) == (0, "")
    assert (updated.home() / "current" / ".release").read_text().startswith("v1.1 (")
    assert "[X] 0900_new" in updated.manage("showmigrations", "dossiers")
    assert len(titles(updated)) == 12
    assert not (updated.home() / "var" / "read-only").exists()
    assert len(list((updated.home() / "backups").iterdir())) == 1


def test_an_update_to_where_it_is_does_nothing(updated):
    before = tree_of(updated.root)
    assert "wijwonen is at v1.1 already." in updated.script("update", "v1.1").stdout
    assert tree_of(updated.root) == before


def test_a_version_that_is_not_there_is_refused(updated):
    refused = updated.script("update", "v9")
    assert (refused.returncode, "there is no version v9" in refused.stderr) == (1, True)


def test_an_update_that_fails_halfway_goes_back_to_the_version_and_the_backup(updated):
    broken = updated.tree / "dossiers" / "migrations" / "0901_broken.py"
    operations = 'migrations.RunSQL("DELETE FROM dossiers_point"), migrations.RunSQL("SELECT nothing")'
    broken.write_text(
        MIGRATION.format(previous="0900_new", operation=operations).replace(
            "operations =", "atomic = False\n    operations ="
        )
    )
    updated.release("v1.2")

    failed = updated.script("update", "v1.2")

    assert failed.returncode == 1
    assert "Stopped at: check the settings, migrate the database, collect the static files." in failed.stderr
    assert "Stopped: the site is at v1.1 again, as it was" in failed.stderr
    assert (updated.home() / "current" / ".release").read_text().startswith("v1.1 (")
    with sqlite3.connect(updated.home() / "var" / "db.sqlite3") as database:
        assert database.execute("SELECT COUNT(*) FROM dossiers_point").fetchone() > (0,)
    assert not (updated.home() / "var" / "read-only").exists()
