"""Who may come where in the admin, and what an account manager cannot do."""

from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from dossiers.models import Editor
from dossiers.roles import ADMINISTRATION, BOARD

from .editors import Desk, make_editor
from .factories import make_attachment, make_dossier, make_entry
from .filled_form import read_form, visible_text

pytestmark = pytest.mark.django_db

ADDRESSES = [
    "/beheer/",
    "/beheer/handleiding/",
    "/beheer/overdracht/",
    "/beheer/dossiers/",
    "/beheer/dossiers/dossier/",
    "/beheer/dossiers/dossier/add/",
    "/beheer/dossiers/dossier/{dossier}/change/",
    "/beheer/dossiers/dossier/{dossier}/history/",
    "/beheer/dossiers/dossier/{dossier}/intrekken/",
    "/beheer/dossiers/dossier/{dossier}/prullenbak/",
    "/beheer/dossiers/dossier/{dossier}/terugzetten/",
    "/beheer/dossiers/dossier/bijlage/{attachment}/",
    "/beheer/dossiers/entry/",
    "/beheer/dossiers/entry/add/",
    "/beheer/dossiers/entry/voorstel/",
    "/beheer/dossiers/entry/{entry}/change/",
    "/beheer/dossiers/entry/{entry}/history/",
    "/beheer/dossiers/entry/{entry}/intrekken/",
    "/beheer/dossiers/entry/{entry}/prullenbak/",
    "/beheer/dossiers/entry/{entry}/terugzetten/",
    "/beheer/password_change/",
]
ACCOUNTS = [
    "/beheer/dossiers/editor/",
    "/beheer/dossiers/editor/add/",
    "/beheer/dossiers/editor/{editor}/change/",
    "/beheer/dossiers/editor/{editor}/password/",
]


@pytest.fixture
def rows(at):
    at(2027, 5, 1, 20, 0)
    entry = make_entry(make_dossier())
    return {
        "dossier": entry.dossier_id,
        "entry": entry.pk,
        "attachment": make_attachment(entry.dossier).pk,
        "editor": make_editor("ander").pk,
    }


@pytest.mark.parametrize("address", ADDRESSES + ACCOUNTS)
def test_who_is_not_logged_in_is_asked_to(rows, address):
    address = address.format(**rows)
    for method in ("get", "post"):
        answer = getattr(Client(), method)(address)
        assert (answer.status_code, answer["Location"]) == (302, f"/beheer/login/?next={address}")


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("group", [BOARD, ADMINISTRATION])
def test_both_groups_reach_the_dossiers(rows, group, address):
    answer = Desk(make_editor(group=group)).get(address.format(**rows), follow=True)
    answer.close()
    assert answer.status_code == 200


@pytest.mark.parametrize("address", ACCOUNTS)
def test_only_administration_reaches_the_accounts(rows, address):
    assert Desk(make_editor("bestuur", group=BOARD)).get(address.format(**rows)).status_code == 403
    assert Desk(make_editor("beheer", group=ADMINISTRATION)).get(address.format(**rows)).status_code == 200


@pytest.mark.parametrize("address", [each for each in ADDRESSES if "{" in each or "add" in each])
def test_an_account_without_a_group_may_do_nothing(rows, address):
    desk = Desk(make_editor(group=None))
    assert desk.get(address.format(**rows)).status_code == 403
    if "intrekken" in address or "prullenbak" in address or "terugzetten" in address:
        assert desk.post(address.format(**rows), {"reason": "x"}).status_code == 403


@pytest.mark.parametrize(("last_day", "works"), [(date(2027, 4, 30), False), (date(2027, 5, 1), True), (None, True)])
def test_an_account_works_through_its_last_day(rows, last_day, works):
    desk = Desk(make_editor(ends_on=last_day))
    assert ("Wat wil je doen?" in visible_text(desk.get("/beheer/", follow=True))) is works


def test_the_admin_has_its_own_policy_and_public_pages_keep_theirs(rows):
    desk = Desk(make_editor())
    admin = desk.get(f"/beheer/dossiers/dossier/{rows['dossier']}/change/")["Content-Security-Policy"].split("; ")
    assert "style-src 'self' 'unsafe-inline'" in admin
    assert [part for part in admin if part.startswith("script-src 'self' 'nonce-")]
    assert "default-src 'none'" in admin
    public = desk.get("/")["Content-Security-Policy"]
    assert "unsafe" not in public
    assert "nonce" not in public


@pytest.mark.parametrize("address", ["/beheer/dossiers/dossier/{}/change/", "/beheer/dossiers/entry/{}/change/"])
@pytest.mark.parametrize("pk", ["999", "x", "%00", "9" * 30])
def test_a_row_that_does_not_exist_leads_back_with_a_message(rows, address, pk):
    answer = Desk(make_editor()).get(address.format(pk), follow=True)
    assert answer.status_code == 200
    assert "bestaat niet" in visible_text(answer)


# --- Accounts ---------------------------------------------------------------------------------------------


@pytest.fixture
def manager(at):
    at(2027, 5, 1, 20, 0)
    return Desk(make_editor("beheer", group=ADMINISTRATION))


def group(name):
    return Group.objects.get(name=name)


def test_an_account_manager_makes_an_account_that_can_work(manager):
    manager.save(
        "editor",
        username="nieuw",
        password1="een heel lang woord",
        password2="een heel lang woord",
        groups=[group(BOARD).pk],
        ends_on="01-11-2028",
    )
    editor = Editor.objects.get(username="nieuw")
    assert editor.ends_on == date(2028, 11, 1)
    client = Client()
    assert client.login(username="nieuw", password="een heel lang woord")
    assert "Wat wil je doen?" in visible_text(client.get("/beheer/"))
    assert client.get("/beheer/dossiers/dossier/add/").status_code == 200


def test_an_account_can_be_closed(manager):
    editor = make_editor("ander")
    manager.save("editor", editor, without=["is_active"])
    editor.refresh_from_db()
    assert not editor.is_active


def test_an_account_manager_cannot_give_more_than_the_two_groups(manager):
    editor = make_editor("ander")
    other = Group.objects.create(name="Almachtig")
    page = manager.open_form("editor", editor)
    assert "Almachtig" not in visible_text(page)
    page = manager.save("editor", editor, groups=[other.pk])
    assert "groups" in page.context["adminform"].form.errors
    manager.save("editor", editor, is_superuser="on", user_permissions=["1"], is_staff="on")
    editor.refresh_from_db()
    assert not editor.is_superuser
    assert not editor.user_permissions.exists()
    assert list(editor.groups.all()) == [group(BOARD)]


def test_an_account_manager_cannot_change_or_take_over_a_superuser(manager):
    chief = Editor.objects.create_superuser("chef", password="een lang wachtwoord")
    password = chief.password
    assert "username" not in read_form_or_nothing(manager.open_form("editor", chief))
    for address in ("change", "password"):
        data = {"username": "gekaapt", "password1": "nieuw lang woord", "password2": "nieuw lang woord"}
        assert manager.post(f"/beheer/dossiers/editor/{chief.pk}/{address}/", data).status_code == 403
    chief.refresh_from_db()
    assert (chief.username, chief.password) == ("chef", password)


def read_form_or_nothing(page):
    return read_form(page, "editor_form") if page.status_code == 200 else {}


def test_nobody_manages_groups_in_the_admin(manager):
    assert manager.get("/beheer/auth/group/").status_code == 404


@pytest.mark.parametrize("count", [1, 3, 40])
def test_the_list_takes_the_same_queries_for_any_number_of_editors(manager, django_assert_num_queries, count):
    for number in range(count - 1):
        make_editor(f"redacteur{number}")
    with django_assert_num_queries(9):
        page = manager.get("/beheer/dossiers/editor/")
    assert f"{count} redacteur" in visible_text(page)


def test_a_page_that_needs_other_rights_says_so_in_dutch():
    answer = Desk(make_editor()).get("/beheer/dossiers/editor/")
    assert answer.status_code == 403
    assert "Dit mag je niet openen" in visible_text(answer)


def test_a_form_of_an_old_session_says_in_dutch_that_nothing_was_saved():
    desk = Desk(make_editor(), enforce_csrf_checks=True)
    answer = desk.post("/beheer/dossiers/dossier/add/", {"title": "Getypt"})
    assert answer.status_code == 403
    assert "Wat je typte, staat nog in het vorige scherm." in visible_text(answer)
