"""Two workers of the real server, each with pages of its own: none hands out what is older than the last commit."""

import re
import socket
import threading
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from ..databases import new_database, query
from ..processes import run, start

READS, EDITS_A_SECOND = 1_000, 10
RENAME = "UPDATE dossiers_dossier SET title = 'Titel {number}' WHERE code = 'K16-006'"
FILL = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests.factories import make_dossier
make_dossier(title="Titel 0")
"""


@pytest.fixture
def database(tmp_path):
    with new_database(tmp_path) as address:
        assert run(address, "-c", FILL, VAR_DIR=str(tmp_path)) == (0, "", "")
        yield address


@pytest.fixture
def server(database, tmp_path):
    """The address of gunicorn as configured, with two workers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        host, port = free.getsockname()
    settings = {"SITE_URL": f"http://{host}:{port}", "VAR_DIR": str(tmp_path)}
    static = run(database, "manage.py", "collectstatic", "--noinput", "--verbosity", "0", **settings)
    assert static == (0, "", "")
    options = ["--config", "wijwonen/deploy/gunicorn.conf.py", "--bind", f"{host}:{port}", "--workers", "2"]
    process = start(database, "-m", "gunicorn", *options, **settings)
    for _ in range(200):
        with socket.socket() as visitor:
            if visitor.connect_ex((host, port)) == 0:
                break
        time.sleep(0.1)
    yield f"http://{host}:{port}"
    process.terminate()
    process.communicate()


class Editor(threading.Thread):
    """Renames the dossier ten times a second, past the application; ``committed`` is the number of the last title."""

    def __init__(self, database):
        super().__init__()
        self.database, self.committed, self.stopped = database, 0, threading.Event()

    def run(self):
        while not self.stopped.wait(1 / EDITS_A_SECOND):
            query(self.database, RENAME.format(number=self.committed + 1))
            self.committed += 1


def test_of_a_thousand_readings_amid_edits_none_is_older_than_the_commit_before_it(database, server):
    editor = Editor(database)

    def age(_):
        committed = editor.committed
        with urllib.request.urlopen(f"{server}/dossiers/") as answer:  # noqa: S310 - an address of this test
            return committed - int(re.search(r"Titel (\d+)", answer.read().decode())[1])

    editor.start()
    with ThreadPoolExecutor(4) as readers:
        ages = list(readers.map(age, range(READS)))
    editor.stopped.set()
    editor.join()

    assert len(ages) == READS
    assert editor.committed >= 5  # there was something to miss
    assert max(ages) <= 0


@pytest.mark.postgres
def test_two_editors_who_write_at_once_wait_for_nothing(database):
    address = database.replace("postgres://", "postgresql://")
    insert = "INSERT INTO dossiers_redirect (old_path, target, created_at) VALUES (%s, '/', now())"
    with psycopg.connect(address) as one, psycopg.connect(address) as other:
        for connection in (one, other):
            connection.execute("SET lock_timeout = '2s'")
        for round_ in range(3):
            one.execute(insert, [f"/een{round_}"])
            other.execute(insert, [f"/ander{round_}"])
        one.commit()
        other.commit()

    assert query(database, "SELECT COUNT(*) FROM dossiers_redirect") == [(6,)]
