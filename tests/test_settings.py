"""The site starts with safe settings and refuses unsafe ones, with a message that says what to do."""

import os
import re
import runpy
import subprocess
import sys
from pathlib import Path
from unittest import mock

import pytest
from django.core.exceptions import ImproperlyConfigured

from .settings import SECRET_KEY

ROOT = Path(__file__).parent.parent
SETTINGS = ROOT / "wijwonen" / "settings.py"


def loaded(**environment):
    """The settings as they load with this environment and nothing else; None leaves a variable out."""
    given = {
        "ENV_FILE": os.devnull,
        "SECRET_KEY": SECRET_KEY,
        "ORGANISATION_MAIL": "bestuur@example.org",
    } | environment
    variables = {name: value for name, value in given.items() if value is not None}
    with mock.patch.dict(os.environ, variables, clear=True):
        return runpy.run_path(str(SETTINGS))


def refusal(**environment):
    """Why the settings do not load; empty when they do."""
    try:
        loaded(**environment)
    except ImproperlyConfigured as refused:
        return str(refused)
    return ""


def manage(*command, **environment):
    """What a command gives as a process of its own, with this environment and nothing else."""
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        env={"ENV_FILE": os.devnull} | environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture(scope="module")
def https():
    return loaded(SITE_URL="https://dossiers.example")


@pytest.fixture(scope="module")
def loopback():
    return loaded()


# --- For who outgrows one machine -------------------------------------------------------------------------


def test_one_line_each_puts_attachments_in_a_bucket_and_the_cache_in_redis():
    grown = loaded(
        ATTACHMENTS_URL="s3://key:se%2Fcret@s3.example.org/files/delft/?region=nl-ams",
        CACHE_URL="redis://cache.example.org:6379/0",
        FILES_BY_FRONT="True",
    )
    assert grown["STORAGES"]["default"]["OPTIONS"] == {
        "endpoint_url": "https://s3.example.org",
        "access_key": "key",
        "secret_key": "se/cret",
        "bucket_name": "files",
        "location": "delft",
        "region_name": "nl-ams",
    }
    assert grown["FILES_BY_FRONT"] is False, "nginx has no way into the bucket"
    assert grown["CACHES"]["default"] | {"OPTIONS": {}} == {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": "redis://cache.example.org:6379/0",
        "OPTIONS": {},
    }


def test_without_those_lines_files_lie_on_the_disk_and_no_library_for_them_is_loaded():
    done = manage("check", SECRET_KEY=SECRET_KEY, PYTHONPROFILEIMPORTTIME="1")
    assert (done.returncode, "django.core" in done.stderr) == (0, True)
    assert [name for name in ("boto3", "storages.backends", "redis.client") if name in done.stderr] == []


def test_an_address_of_a_bucket_that_cannot_be_is_refused_without_the_secret_in_it():
    for setting in ("ATTACHMENTS_URL", "BACKUP_COPY_TO"):
        for address in (
            "s3://s3.example.org/files",
            "s3://key:hush@s3.example.org",
            "s3://key:hush@s3.example.org/",
            "s3://:hush@s3.example.org/files",
            "s3://key:hu/sh@s3.example.org/files",
            "s3:files",
        ):
            message = refusal(**{setting: address})
            assert f"{setting} must look like s3://" in message, (setting, address)
            assert "hush" not in message
        plain = refusal(**{setting: "s3+http://key:hush@s3.example.org/files"})
        assert f"{setting} is plain http" in plain
        assert refusal(**{setting: "s3+http://key:hush@127.0.0.1:9000/files"}) == ""
    assert "ATTACHMENTS_URL must look like" in refusal(ATTACHMENTS_URL="https://s3.example.org/files")
    assert "backups" not in loaded(BACKUP_COPY_TO="s3backup@example.org:folder/")["STORAGES"], "a name for rsync"


# --- Refused ----------------------------------------------------------------------------------------------


def test_a_missing_or_weak_secret_key_is_refused():
    for key in (None, "", "kort", (SECRET_KEY + SECRET_KEY)[:49], "abcd" * 15):
        assert refusal(SECRET_KEY=key).startswith("SECRET_KEY is missing or weak."), key


def test_a_secret_key_of_fifty_characters_of_which_five_differ_is_taken():
    for key in ((SECRET_KEY + SECRET_KEY)[:50], "abcde" * 10):
        assert loaded(SECRET_KEY=key)["SECRET_KEY"] == key


def test_plain_http_is_refused_on_a_host_that_others_reach():
    for url in ("http://dossiers.example", "http://192.0.2.1", "http://128.0.0.1", "http://0.0.0.0"):
        assert "plain http" in refusal(SITE_URL=url), url


def test_a_site_address_that_is_not_a_scheme_and_a_host_is_refused():
    for url in (
        "https://dossiers.example/site",
        "https://dossiers.example?a=b",
        "https://dossiers.example#top",
        "dossiers.example",
        "//dossiers.example",
        "ftp://dossiers.example",
        "https://",
        "https://name:password@dossiers.example",
        "https://dossiers.example:port",
        "",
    ):
        assert "SITE_URL must look like https://example.org" in refusal(SITE_URL=url), url


def test_debug_is_refused_on_a_public_host():
    assert "loopback host only" in refusal(SITE_URL="https://dossiers.example", DEBUG="True")


def test_a_mail_address_that_nobody_can_have_is_refused_on_a_public_host():
    for mail in (
        None,
        "bestuur@wijwonen.example",
        "bestuur@WijWonen.EXAMPLE",
        "b@c.invalid",
        "b@c.test",
        "b@localhost",
    ):
        refused = refusal(SITE_URL="https://dossiers.example", ORGANISATION_MAIL=mail)
        assert "tenants and editors would write to nobody" in refused, mail


def test_a_mail_address_that_somebody_may_have_is_taken_and_any_on_this_machine():
    for url, mail in (
        ("https://dossiers.example", "bestuur@example.org"),
        ("https://dossiers.example", "bestuur@example.wijwonen.nl"),
        ("http://localhost:8000", None),
    ):
        assert loaded(SITE_URL=url, ORGANISATION_MAIL=mail)["SITE_URL"] == url, mail


# --- Started ----------------------------------------------------------------------------------------------


def test_with_a_secret_key_alone_the_site_starts_on_this_machine(loopback):
    assert manage("check", SECRET_KEY=SECRET_KEY).returncode == 0
    assert loopback["SITE_URL"] == "http://127.0.0.1:8000"
    assert loopback["DEBUG"] is False
    assert loopback["DATABASES"]["default"]["ENGINE"] == "django.db.backends.sqlite3"
    assert loopback["DATABASES"]["default"]["NAME"] == str(ROOT / "var" / "db.sqlite3")


def test_plain_http_is_taken_on_a_loopback_host():
    for url in ("http://localhost:8000", "http://127.0.0.2", "http://[::1]:8000"):
        assert loaded(SITE_URL=url, DEBUG="True")["DEBUG"] is True, url


def test_the_allowed_host_follows_the_site_address(https, loopback):
    assert https["ALLOWED_HOSTS"] == ["dossiers.example"]
    assert set(loopback["ALLOWED_HOSTS"]) == {"127.0.0.1", "localhost", "[::1]"}
    assert "127.0.0.2" in loaded(SITE_URL="http://127.0.0.2:8000")["ALLOWED_HOSTS"]
    assert loaded(SITE_URL="https://[2001:db8::1]:8443")["ALLOWED_HOSTS"] == ["[2001:db8::1]"]
    assert loaded(SITE_URL="https://dossiers.example:8443/")["ALLOWED_HOSTS"] == ["dossiers.example"]


def test_a_closing_slash_of_the_site_address_does_not_matter():
    assert loaded(SITE_URL="https://dossiers.example/")["SITE_URL"] == "https://dossiers.example"


def test_https_brings_secure_cookies_a_redirect_and_a_year_of_hsts(https):
    assert https["SESSION_COOKIE_SECURE"]
    assert https["CSRF_COOKIE_SECURE"]
    assert https["SECURE_SSL_REDIRECT"]
    assert https["SECURE_HSTS_SECONDS"] == 365 * 24 * 3600


def test_plain_http_on_this_machine_sets_none_of_them(loopback):
    assert not loopback["SESSION_COOKIE_SECURE"]
    assert not loopback["CSRF_COOKIE_SECURE"]
    assert not loopback["SECURE_SSL_REDIRECT"]
    assert loopback["SECURE_HSTS_SECONDS"] == 0


def test_what_is_saved_in_sqlite_is_on_the_disk(loopback):
    assert "synchronous=FULL" in loopback["DATABASES"]["default"]["OPTIONS"]["init_command"]


def test_the_database_address_chooses_postgresql():
    database = loaded(DATABASE_URL="postgres://schrijver:geheim@db.example:5433/dossiers")["DATABASES"]["default"]
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("db.example", 5433, "dossiers")
    assert "transaction_mode" not in database.get("OPTIONS", {})


def test_the_file_is_read_and_the_environment_wins_over_it(tmp_path):
    file = tmp_path / "env"
    file.write_text(f"SECRET_KEY={SECRET_KEY}\nSITE_URL=https://bestand.example\nORGANISATION_NAME=Bestand\n")
    read = loaded(ENV_FILE=str(file), SECRET_KEY=None)
    assert (read["SITE_URL"], read["ORGANISATION"]["name"]) == ("https://bestand.example", "Bestand")
    won = loaded(ENV_FILE=str(file), SECRET_KEY=None, SITE_URL="https://omgeving.example")
    assert (won["SITE_URL"], won["ORGANISATION"]["name"]) == ("https://omgeving.example", "Bestand")


def test_the_example_file_names_every_key_that_the_settings_read():
    keys = set(re.findall(r'env(?:\.\w+)?\("([A-Z_]+)"', SETTINGS.read_text()))
    assert "SECRET_KEY" in keys
    assert keys == set(re.findall(r"^(?:# )?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))


@pytest.mark.parametrize("command", ["migrate", "runserver", "set_up"])
def test_the_last_line_of_a_command_without_settings_says_what_to_do(command):
    process = subprocess.run(
        [sys.executable, "manage.py", command],
        env={"ENV_FILE": os.devnull},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert process.returncode != 0
    assert process.stderr.endswith("SECRET_KEY is missing or weak. `make run` writes a good one to .env.\n")


@pytest.mark.django_db
def test_files_of_an_organisation_win_over_ours_and_each_may_be_left_out(tmp_path, client, settings):
    none = loaded(VAR_DIR=str(tmp_path))
    assert none["STATICFILES_DIRS"] == [ROOT / "static"]
    assert none["WHITENOISE_ROOT"] == ROOT / "static" / "root"
    own = tmp_path / "own"
    for name in ("img/logo.svg", "css/own.css"):
        (own / name).parent.mkdir(parents=True, exist_ok=True)
        (own / name).write_text("")
    some = loaded(VAR_DIR=str(tmp_path))
    assert some["STATICFILES_DIRS"] == [own, ROOT / "static"]
    assert some["WHITENOISE_ROOT"] == ROOT / "static" / "root"
    (own / "root").mkdir()
    assert loaded(VAR_DIR=str(tmp_path))["WHITENOISE_ROOT"] == own / "root"
    for chosen, is_own in ((none, False), (some, True)):
        settings.ORGANISATION = chosen["ORGANISATION"]
        head = client.get(f"/nergens/{is_own}/").content.decode()
        assert ("css/own.css" in head, "img/logo.svg" in head) == (is_own, is_own)
        assert head.index("css/site.css") < head.find("css/own.css") or not is_own


@pytest.mark.django_db
def test_browsers_find_the_icons_at_the_root_of_the_site(client):
    for name, start in (("favicon.ico", b"\0\0\1\0"), ("apple-touch-icon.png", b"\x89PNG")):
        answer = client.get(f"/{name}")
        assert answer.status_code == 200, name
        assert answer.getvalue().startswith(start), name
    assert (
        'rel="apple-touch-icon" href="/static/root/apple-touch-icon.png"' in client.get("/nergens/").content.decode()
    )
