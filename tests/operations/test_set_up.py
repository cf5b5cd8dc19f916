"""What `make run` does before it serves."""

import stat
import sys

import pytest

from dossiers.operations import python_version

from ..processes import run, start

SET_UP = """
import os, sys, django
from pathlib import Path
django.setup()
from django.conf import settings
from django.core.management import call_command
os.umask(0o022)
settings.VAR_DIR = Path(sys.argv[1])
settings.MEDIA_ROOT = settings.VAR_DIR / "media"
call_command("set_up")
"""


@pytest.fixture
def var(tmp_path):
    folder = tmp_path / "var"
    folder.mkdir()
    folder.chmod(0o755)
    return folder


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_no_other_user_of_the_machine_reads_what_is_made(var):
    assert run(f"sqlite:///{var / 'db.sqlite3'}", "-c", SET_UP, str(var))[0] == 0
    made = [path for path in var.rglob("*") if path.is_dir() or path.name.startswith("db.sqlite3")]
    assert var / "db.sqlite3" in made
    assert var / "media" in made
    open_to_others = {
        path: mode(path) & (0o007 if path.is_dir() else 0o077) for path in made
    }  # the front has the group
    assert open_to_others == dict.fromkeys(made, 0)
    assert mode(var) == 0o750


def test_a_folder_that_lets_its_group_in_for_the_front_goes_on_doing_so(var):
    var.chmod(0o2755)
    run("sqlite://:memory:", "-c", SET_UP, str(var))
    assert mode(var) == 0o2750


def test_a_public_address_gets_tables_and_no_demonstration(empty_database, var):
    public = {"SITE_URL": "https://dossiers.example", "ORGANISATION_MAIL": "bestuur@example.org"}
    output, _ = start(empty_database, "-c", SET_UP, str(var), **public).communicate()
    assert output == ""
    assert run(empty_database, "manage.py", "migrate", "--check")[0] == 0
    process = start(empty_database, "manage.py", "load_demo", **public)
    output, errors = process.communicate()
    assert process.returncode != 0
    assert "De demonstratie is voor je eigen computer." in errors
    assert "12 dossiers" in run(empty_database, "manage.py", "load_demo")[1]


@pytest.mark.parametrize("version", [(3, 11, 9), (3, 11, 0), (3, 12, 5)])
def test_a_python_with_the_slow_cookie_is_warned_of(version):
    assert "CVE-2024-7592" in python_version.warning(version)


@pytest.mark.parametrize("version", [(3, 11, 10), (3, 12, 6), (3, 13, 0), (3, 14, 1)])
def test_another_python_is_not(version):
    assert python_version.warning(version) == ""


def test_the_warning_stops_nothing(empty_database, var):
    status, output, problems = run(empty_database, "-c", SET_UP, str(var))
    assert status == 0
    assert "12 dossiers" in output
    assert problems.strip() == python_version.warning(sys.version_info[:3])
