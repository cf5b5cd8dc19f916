"""The account with which a new site begins."""

import pytest
from django.core.management import call_command
from django.test import Client

from dossiers.models import Editor

from ..editors import make_editor

pytestmark = pytest.mark.django_db


def test_who_installs_the_site_can_log_in_with_what_is_printed(capsys):
    call_command("first_account")
    printed = dict(line.split(": ", 1) for line in capsys.readouterr().out.splitlines() if ": " in line)
    assert Client().login(username=printed["Naam"], password=printed["Wachtwoord"])
    assert Editor.objects.get().is_superuser


def test_a_site_that_has_an_account_gets_no_other(capsys):
    make_editor("sam")
    call_command("first_account")
    assert [editor.username for editor in Editor.objects.all()] == ["sam"]
    assert capsys.readouterr().out == ""
