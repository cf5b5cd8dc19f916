"""The groups of editors, after every migrate."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

pytestmark = pytest.mark.django_db
ROWS = ("dossier", "entry", "point", "attachment", "redirect", "ownership")


def permissions(group):
    return set(Group.objects.get(name=group).permissions.values_list("codename", flat=True))


def test_the_board_writes_dossiers_and_has_no_say_over_accounts():
    assert {"add_dossier", "change_entry", "add_attachment"} <= permissions("Bestuur")
    assert not {name for name in permissions("Bestuur") if "editor" in name}


def test_administration_also_manages_accounts():
    assert permissions("Beheer") - permissions("Bestuur") == {"view_editor", "add_editor", "change_editor"}


def test_nobody_may_delete():
    assert not {name for name in permissions("Bestuur") | permissions("Beheer") if name.startswith("delete")}


def test_the_groups_hold_what_the_table_says_and_nothing_else():
    write = {f"{act}_{row}" for act in ("view", "add", "change") for row in ROWS}
    assert permissions("Bestuur") == write | {"view_logline"}
    Group.objects.create(name="Vroeger").permissions.set(Permission.objects.all())
    Group.objects.get(name="Bestuur").permissions.add(Permission.objects.get(codename="delete_dossier"))
    call_command("migrate", verbosity=0)
    assert permissions("Bestuur") == write | {"view_logline"}
    assert set(Group.objects.values_list("name", flat=True)) == {"Bestuur", "Beheer"}


def test_migrating_again_takes_away_what_was_added_by_hand():
    Group.objects.get(name="Bestuur").permissions.clear()
    call_command("migrate", verbosity=0)
    assert "change_dossier" in permissions("Bestuur")
