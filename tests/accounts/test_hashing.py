"""One password is hashed at a time on a machine and two wait; who comes after is told so at once."""

import re
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from queue import Queue

import pytest
from django.conf import settings
from django.test import Client

from dossiers.accounts import hashing, password_links
from dossiers.models import FailedLogin

from ..editors import Desk, make_editor
from ..filled_form import read_form, visible_text
from ..processes import start

SOON = 20  # seconds on a busy machine
BUSY = "Het is druk, probeer het zo weer."

WORKER = """
import sys
from pathlib import Path
import django
django.setup()
from django.conf import settings
from dossiers.accounts import hashing
settings.VAR_DIR = Path(sys.argv[1])
with hashing.turn():
    print("turn", flush=True)
    sys.stdin.readline()
"""


@contextmanager
def another_worker():
    """A worker of the site that hashes a password meanwhile."""
    worker = start("sqlite://:memory:", "-c", WORKER, str(settings.VAR_DIR))
    assert worker.stdout.readline() == "turn\n"
    yield
    worker.communicate("\n", timeout=SOON)


@contextmanager
def five_who_come_meanwhile():
    """What happens to five who come while another worker hashes, as it happens."""
    happened, inside, together = Queue(), [], []

    def come():
        try:
            with hashing.turn():
                inside.append(1)
                together.append(len(inside))
                inside.pop()
            happened.put("turn")
        except hashing.Busy:
            happened.put("busy")

    with ThreadPoolExecutor(5) as threads:
        with another_worker():
            came = [threads.submit(come) for _ in range(5)]
            yield happened
        wait(came, SOON)
    assert together == [1, 1]


def test_two_wait_for_the_worker_that_hashes_and_the_others_are_sent_away_at_once():
    with five_who_come_meanwhile() as happened:
        assert [happened.get(timeout=SOON) for _ in range(3)] == ["busy"] * 3
        assert happened.empty()
    assert [happened.get(timeout=SOON) for _ in range(2)] == ["turn"] * 2


@contextmanager
def crowd():
    with five_who_come_meanwhile() as happened:
        for _ in range(3):
            assert happened.get(timeout=SOON) == "busy"
        yield


def assert_is_sent_away(page):
    assert page.status_code == 503
    assert int(page["Retry-After"]) > 0
    assert BUSY in visible_text(page)


@pytest.mark.django_db
def test_a_login_in_a_crowd_keeps_the_name_and_counts_as_no_failure():
    make_editor()
    answers = {"username": "sam", "password": "een lang wachtwoord"}
    with crowd():
        page = Client().post("/beheer/login/?next=/beheer/", answers)
    assert_is_sent_away(page)
    assert read_form(page, "login-form")["username"] == "sam"
    assert FailedLogin.objects.count() == 0
    assert Client().post("/beheer/login/?next=/beheer/", answers).status_code == 302


@pytest.mark.django_db
def test_a_crowd_keeps_nobody_from_reading_nor_from_an_empty_form():
    Desk(make_editor())
    with crowd():
        assert Client().get("/").status_code == 200
        assert Client().get("/beheer/login/").status_code == 200
        assert Client().post("/beheer/login/", {"username": "sam", "password": ""}).status_code == 200


@pytest.mark.django_db
def test_who_chooses_a_password_in_a_crowd_can_do_it_again(mailoutbox):
    editor = make_editor(email="sam@huurders.example")
    password_links.invite(editor)
    path = re.search(r"http://localhost:8000(/\S+)", mailoutbox[0].body)[1]
    new = dict.fromkeys(("new_password1", "new_password2"), "een heel lang woord")
    with crowd():
        assert_is_sent_away(Client().post(path, new))
    assert Client().post(path, new).status_code == 302


@pytest.mark.django_db
def test_who_changes_a_password_in_a_crowd_can_do_it_again():
    desk = Desk(make_editor())
    new = dict.fromkeys(("new_password1", "new_password2"), "een heel lang woord")
    answers = new | {"old_password": "een lang wachtwoord"}
    with crowd():
        assert_is_sent_away(desk.post("/beheer/password_change/", answers))
        assert desk.get("/beheer/password_change/").status_code == 200
    assert desk.post("/beheer/password_change/", answers).status_code == 302
