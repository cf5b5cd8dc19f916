"""What a monitor asks every few minutes."""

from datetime import UTC, datetime

import pytest
from django.db import connection

from dossiers.operations.backup import record

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(at):
    at(2027, 6, 10, 12)


def test_it_tells_the_age_of_the_newest_backup(client):
    record.write(record.Backup(datetime(2027, 6, 10, 1, tzinfo=UTC), copied=False))
    answer = client.get("/health")
    assert (answer.status_code, answer.json()) == (200, {"database": "answers", "backup_age": 9 * 3600})


@pytest.mark.parametrize("written", [None, "", "{}", "[]"])
def test_without_a_backup_that_can_be_read_there_is_no_age(client, settings, written):
    if written is not None:
        (settings.VAR_DIR / "last-backup.json").write_text(written)
    answer = client.get("/health")
    assert (answer.status_code, answer.json()["backup_age"]) == (200, None)


def test_a_database_that_does_not_answer_is_503(client):
    with connection.execute_wrapper(broken):
        answer = client.get("/health")
    assert (answer.status_code, answer.json()) == (503, {"database": "silent"})


def broken(execute, sql, *args):
    """A database without its tables, as after a disk was lost."""
    return execute("SELECT 1 FROM nothing_at_all", *args)


def test_nobody_keeps_the_answer(client):
    assert "no-store" in client.get("/health")["Cache-Control"]
    assert "Set-Cookie" not in client.get("/health").headers


def test_it_takes_no_post(client):
    assert client.post("/health").status_code == 405
