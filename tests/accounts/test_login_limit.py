"""A name gets five wrong passwords in a quarter of an hour, and nothing tells whether an account has that name."""

import re
from datetime import date

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.management import call_command
from django.test import Client

from dossiers.accounts import login_limit
from dossiers.models import Editor, FailedLogin

from ..editors import make_editor
from ..filled_form import visible_text
from ..mails import wait_for_mails
from ..processes import run, start

pytestmark = pytest.mark.django_db
RIGHT = "een lang wachtwoord"
NO_MATCH = "Deze gebruikersnaam en dit wachtwoord horen niet bij elkaar."
LATER = "over een kwartier weer, of vraag een link"


@pytest.fixture(autouse=True)
def _evening(at):
    at(2027, 5, 1, 20, 0)


def log_in(username="sam", password=RIGHT):
    page = Client().post("/beheer/login/?next=/beheer/", {"username": username, "password": password}, follow=True)
    return visible_text(page)


def fail(times, username="sam"):
    for _ in range(times):
        words = log_in(username, "een ander wachtwoord")
        assert NO_MATCH in words
        assert LATER not in words


def test_five_wrong_passwords_are_taken_and_after_them_not_even_the_right_one():
    make_editor()
    fail(4)
    assert "Wat wil je doen?" in log_in()
    fail(5)
    words = log_in()
    assert NO_MATCH in words
    assert LATER in words


def test_a_quarter_of_an_hour_later_the_password_is_taken_again(at):
    make_editor()
    fail(5)
    at(2027, 5, 1, 20, 14, 59)
    assert LATER in log_in()
    at(2027, 5, 1, 20, 15)
    assert "Wat wil je doen?" in log_in()


def test_who_goes_on_trying_waits_no_longer_for_it(at):
    make_editor()
    fail(5)
    at(2027, 5, 1, 20, 14)
    for _ in range(10):
        assert LATER in log_in(password="een ander wachtwoord")
    at(2027, 5, 1, 20, 15)
    assert "Wat wil je doen?" in log_in()


def test_one_name_does_not_hold_up_another():
    make_editor("ander")
    fail(5)
    assert "Wat wil je doen?" in log_in("ander")


@pytest.mark.parametrize("state", [None, {}, {"is_active": False}, {"ends_on": date(2027, 4, 30)}])
def test_the_words_are_the_same_for_every_name_in_whatever_capitals(state):
    if state is not None:
        make_editor("ana@huurders.example", **state)
    for name in ("ana@huurders.example", "ANA@huurders.example", "Ana@Huurders.example", " ana@huurders.example"):
        fail(1, name)
    fail(1, "ana@HUURDERS.example")
    assert LATER in log_in("aNA@huurders.example")


def test_who_comes_in_by_the_mailed_link_is_not_held_up(mailoutbox):
    make_editor(email="sam@huurders.example")
    fail(5)
    Client().post("/beheer/wachtwoord-vergeten/", {"email": "sam@huurders.example"})
    wait_for_mails()
    path = re.search(r"http://localhost:8000(/\S+)", mailoutbox[0].body)[1]
    visitor = Client()
    new = dict.fromkeys(("new_password1", "new_password2"), "een heel lang woord")
    words = visible_text(visitor.post(path, new, follow=True))
    assert "Je bent ingelogd als sam." in words
    assert "Wat wil je doen?" in words
    assert "Wat wil je doen?" in log_in(password="een heel lang woord")


def test_a_failure_is_stored_without_the_name_for_a_day(at, capsys):
    fail(2, "geheime naam")
    stored = str(list(FailedLogin.objects.values()))
    assert "geheim" not in stored
    at(2027, 5, 2, 19, 59, 59)
    call_command("purge")
    assert FailedLogin.objects.count() == 2
    at(2027, 5, 2, 20, 0)
    call_command("purge")
    assert FailedLogin.objects.count() == 0
    assert capsys.readouterr().out == "Verwijderd: 0.\nVerwijderd: 2.\n"


def test_a_later_failure_of_any_name_takes_the_old_ones_away(at):
    fail(2)
    at(2027, 5, 2, 20, 0)
    fail(1, "ander")
    assert FailedLogin.objects.count() == 1


class CountedHasher(MD5PasswordHasher):
    count = 0

    def encode(self, password, salt):
        CountedHasher.count += 1
        return super().encode(password, salt)


ACCOUNTS = {
    "an account that works": {},
    "a closed account": {"is_active": False},
    "an account that has ended": {"ends_on": date(2027, 4, 30)},
}


@pytest.mark.parametrize("password", [RIGHT, "een ander wachtwoord"])
@pytest.mark.parametrize("account", ["no account", "an account without a password", *ACCOUNTS])
def test_one_hash_is_made_whoever_tries(settings, account, password):
    settings.PASSWORD_HASHERS = [f"{__name__}.CountedHasher"]
    if account == "an account without a password":
        Editor.objects.create_user("sam", is_staff=True)
    elif account in ACCOUNTS:
        make_editor(**ACCOUNTS[account])
    CountedHasher.count = 0
    log_in(password=password)
    assert CountedHasher.count == 1


def test_each_failure_is_one_line_in_the_log_with_the_name_alone(caplog):
    make_editor()
    make_editor("dicht", is_active=False)
    log_in()
    log_in("dicht")
    for _ in range(6):
        log_in("niemand\nLogin ok", "een geheim wachtwoord")
    lines = [record.getMessage() for record in caplog.records]
    assert lines == ["Login failed for 'dicht'."] + [r"Login failed for 'niemand\nLogin ok'."] * 6


def test_another_key_gives_another_hash(settings):
    fail(1)
    settings.SECRET_KEY = "another-" + settings.SECRET_KEY
    fail(1)
    assert len(set(FailedLogin.objects.values_list("name_hash", flat=True))) == 2


TRY = """
import sys
from concurrent.futures import ThreadPoolExecutor
import django
django.setup()
from dossiers import clock
from dossiers.accounts import login_limit
sys.stdin.readline()
with ThreadPoolExecutor(25) as threads:
    allowed = list(threads.map(lambda _: login_limit.may_try("sam", clock.now()), range(25)))
print(sum(allowed))
"""


def test_of_a_hundred_at_once_in_four_workers_no_more_than_five_are_tried(empty_database):
    assert run(empty_database, "manage.py", "migrate")[0] == 0
    workers = [start(empty_database, "-c", TRY) for _ in range(4)]
    for worker in workers:
        worker.stdin.write("\n")
        worker.stdin.flush()
    answers = [worker.communicate() for worker in workers]
    assert [problems for _, problems in answers] == [""] * 4
    assert sum(int(allowed) for allowed, _ in answers) <= login_limit.MOST_FAILURES
