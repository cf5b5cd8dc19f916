"""What editors read in and about mails, also on a site that can send none."""

import re
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from dossiers.accounts.roles import ADMINISTRATION
from dossiers.models import Editor

from ..editors import Desk, make_editor
from ..filled_form import visible_text
from ..mails import wait_for_mails

pytestmark = pytest.mark.django_db
FORGOTTEN = "/beheer/wachtwoord-vergeten/"


@pytest.fixture
def manager(at):
    at(2027, 5, 1, 20, 0)
    return Desk(make_editor("beheer", group=ADMINISTRATION))


def invite(manager):
    editor = make_editor("sam", email="sam@huurders.example")
    return visible_text(manager.press("editor", "invite", editor))


def ask_link(address):
    page = Client().post(FORGOTTEN, {"email": address}, follow=True)
    wait_for_mails()
    return visible_text(page)


def test_every_mail_says_from_whom_it_is_and_that_no_one_typed_it(manager, mailoutbox):
    invite(manager)
    ask_link("sam@huurders.example")
    assert len(mailoutbox) == 2
    for mail in mailoutbox:
        assert mail.message()["From"] == "WijWonen <bestuur@wijwonen.example>", mail.subject
        assert mail.message()["Auto-Submitted"] == "auto-generated", mail.subject


def test_a_site_that_sends_no_mail_never_says_that_it_did(manager, settings, tmp_path):
    settings.EMAIL_FILE_PATH = tmp_path
    for backend in ("console", "dummy", "filebased"):
        settings.EMAIL_BACKEND = f"django.core.mail.backends.{backend}.EmailBackend"
        Editor.objects.filter(username="sam").delete()
        words = invite(manager)
        assert "verstuurd" not in words, backend
        assert "gaat er een mail" not in visible_text(manager.open_form("editor")), backend
        assert "manage.py login_link sam" in words, backend
        answers = {ask_link(f"{who}@huurders.example") for who in ("sam", "niemand")}
        assert len(answers) == 1, backend
        assert "Deze site kan geen mail sturen." in answers.pop(), backend


def test_a_printed_link_lets_its_editor_in_once(at, capsys):
    at(2027, 5, 1, 20, 0)
    make_editor("Sam@huurders.example")
    call_command("login_link", "sam@huurders.example")
    path = re.fullmatch(r"http://localhost:8000(/\S+)\n", capsys.readouterr().out)[1]
    new = dict.fromkeys(("new_password1", "new_password2"), "een heel lang woord")
    assert "Je bent ingelogd als Sam@huurders.example." in visible_text(Client().post(path, new, follow=True))
    assert Client().get(path).status_code == 410


def test_for_whom_no_link_can_be_printed_is_said_with_what_to_do(at):
    at(2027, 5, 1, 20, 0)
    with pytest.raises(CommandError, match="manage.py first_account"):
        call_command("login_link", "sam")
    make_editor("dicht", is_active=False)
    make_editor("oud", ends_on=date(2027, 4, 30))
    for name, words in [("sam", "Deze zijn er: dicht, oud"), ("dicht", "gesloten"), ("OUD", "afgelopen")]:
        with pytest.raises(CommandError, match=words):
            call_command("login_link", name)


def test_the_foot_of_a_public_page_leads_editors_in():
    page = Client().get("/")
    assert "Inloggen voor redacteuren" in visible_text(page)
    assert 'href="/beheer/"' in page.content.decode()
