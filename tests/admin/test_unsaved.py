"""A database that refuses to write, and a session that ended: nothing that was typed is lost."""

import errno
import re
import sqlite3
from contextlib import contextmanager
from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.db.models.signals import pre_save
from django.test import Client
from reversion.models import Revision
from reversion.signals import pre_revision_commit

from dossiers.accounts import password_links
from dossiers.accounts.roles import ADMINISTRATION, BOARD
from dossiers.models import Dossier, Editor, Entry, PreviewLink, Redirect
from dossiers.rules.kinds import Kind

from ..editors import Desk, make_editor
from ..factories import LONG_AGO, make_dossier, make_entry, make_point
from ..filled_form import read_form, visible_text
from ..reading import parse

KEPT = "Er is niets opgeslagen; je tekst staat nog in dit scherm."
LONG = "<p>" + "Veel tekst. " * 60_000 + "</p>"
NEW_PASSWORD = dict.fromkeys(("password1", "password2"), "een heel lang woord")


@pytest.fixture
def desk(at):
    at(2027, 5, 1, 20, 0)
    return Desk(make_editor(group=ADMINISTRATION))


# --- The database refuses ---------------------------------------------------------------------------------


@contextmanager
def read_only():
    setting = {"sqlite": "PRAGMA query_only", "postgresql": "SET default_transaction_read_only"}[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(f"{setting} = 1")
        yield
        cursor.execute(f"{setting} = 0")


@contextmanager
def full():
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # no page that other tests left empty
        (pages,) = cursor.execute("PRAGMA page_count").fetchone()
        (most,) = cursor.execute("PRAGMA max_page_count").fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        yield
        cursor.execute(f"PRAGMA max_page_count = {most}")


@contextmanager
def read_only_at_the_last_moment():
    """All of the form is saved, its files too, and then the version of it is refused."""

    def refuse_from_here(**kwargs):
        connection.cursor().execute("PRAGMA query_only = 1")

    pre_revision_commit.connect(refuse_from_here)
    yield
    pre_revision_commit.disconnect(refuse_from_here)
    connection.cursor().execute("PRAGMA query_only = 0")


@contextmanager
def read_only_at_the_log():
    """All of the form is saved, and then the line about it in the log is refused."""

    def refuse_from_here(**kwargs):
        connection.cursor().execute("PRAGMA query_only = 1")

    pre_save.connect(refuse_from_here, sender=LogEntry)
    yield
    pre_save.disconnect(refuse_from_here, sender=LogEntry)
    connection.cursor().execute("PRAGMA query_only = 0")


@contextmanager
def held_by_another_writer():
    other = sqlite3.connect(connection.settings_dict["NAME"], uri=True, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.execute("ROLLBACK")
    other.close()


@pytest.mark.django_db(transaction=True)
def test_every_form_comes_back_filled_when_nothing_can_be_written(desk):
    entry = make_entry(make_dossier(), "Workshop", starts_on=date(2027, 5, 1))
    old = Redirect.objects.create(old_path="/oud", target="/dossiers/", created_at=LONG_AGO)
    colleague = make_editor("ander")
    board = str(Group.objects.get(name=BOARD).pk)
    forms = [
        ("dossier", None, {}, {"title": "Fietsen"}),
        ("dossier", entry.dossier, {}, {"title": "Meer fietsen", "report": "silent"}),
        ("entry", None, {"dossier": entry.dossier_id, "kind": "news"}, {"title": "Nieuws", "body": "<p>Getypt.</p>"}),
        ("entry", entry, {}, {"title": "Beter", "body": "<p>Getypt.</p>", "report": "silent"}),
        ("redirect", None, {}, {"old_path": "/ouder", "target": "/dossiers/"}),
        ("redirect", old, {}, {"target": "/adviezen/"}),
        ("editor", None, {}, {"first_name": "Robin", "email": "robin@huurders.example", "groups": board}),
        ("editor", colleague, {}, {"first_name": "Robin", "email": "robin@huurders.example"}),
    ]
    for model, row, query, typed in forms:
        with read_only():
            page = desk.save(model, row, query=query, **typed)
        assert page.status_code == 503, (model, row)
        assert KEPT in visible_text(page)
        filled_in = read_form(page, f"{model}_form")
        assert {name: filled_in[name] for name in typed} == typed
    assert (LogEntry.objects.count(), Revision.objects.count()) == (0, 0)
    assert (Dossier.objects.get().title, Entry.objects.get().title) == (entry.dossier.title, "Workshop")
    assert (Redirect.objects.get().target, Editor.objects.count()) == ("/dossiers/", 2)


@pytest.mark.django_db(transaction=True)
def test_the_forms_beside_it_come_back_filled_too(desk):
    entry = make_entry(make_dossier())
    draft = make_entry(entry.dossier, published_at=None)
    gone = make_entry(entry.dossier, withdrawn_at=LONG_AGO, withdrawn_reason="Fout.")
    forms = [
        (entry, "intrekken", "withdraw_form", {"reason": "Dubbel.", "moved_to": "/adviezen/"}),
        (gone, "reden", "withdraw_form", {"reason": "Dubbel.", "moved_to": "/adviezen/"}),
        (draft, "voorbeeldlinks", "link_form", {"label": "de Bewonersraad", "ends_on": "20-05-2027"}),
    ]
    for row, step, form, typed in forms:
        with read_only():
            page = desk.post(f"/beheer/dossiers/entry/{row.pk}/{step}/", typed)
        assert page.status_code == 503, step
        assert KEPT in visible_text(page)
        filled_in = read_form(page, form)
        assert {name: filled_in[name] for name in typed} == typed
    assert (LogEntry.objects.count(), Revision.objects.count(), PreviewLink.objects.count()) == (0, 0, 0)
    entry.refresh_from_db()
    gone.refresh_from_db()
    assert (entry.withdrawn_at, gone.withdrawn_reason) == (None, "Fout.")


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_an_account_that_was_not_saved_is_not_invited(desk, mailoutbox):
    board = str(Group.objects.get(name=BOARD).pk)
    with read_only_at_the_log():
        page = desk.save("editor", first_name="Robin", email="robin@huurders.example", groups=board)
    assert page.status_code == 503
    assert "De uitnodiging is verstuurd" not in visible_text(page)
    assert (Editor.objects.count(), mailoutbox) == (1, [])


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("refuses", [full, held_by_another_writer])
def test_nothing_is_saved_by_halves(desk, refuses):
    advice = make_entry(make_dossier(), "Ons advies", kind=Kind.ADVICE, published_at=None)
    make_point(advice, text="Het eerste punt.")
    with refuses():
        page = desk.save("entry", advice, title="Beter", body=LONG, **{"points-0-text": "Anders."})
    assert page.status_code == 503
    assert KEPT in visible_text(page)
    filled_in = read_form(page, "entry_form")
    assert (filled_in["title"], filled_in["body"], filled_in["points-0-text"]) == ("Beter", LONG, "Anders.")
    advice.refresh_from_db()
    assert (advice.title, advice.body, advice.points.get().text) == ("Ons advies", "", "Het eerste punt.")
    desk.post(page.wsgi_request.get_full_path(), filled_in | {"_save": "1"})
    assert Entry.objects.get().title == "Beter"


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_a_mistake_of_our_own_is_no_reason_to_try_again(desk):
    entry = make_entry(make_dossier(), published_at=None)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE dossiers_point RENAME TO elsewhere")
        try:
            with pytest.raises(OperationalError, match="no such table"):
                desk.save("entry", entry, title="Beter")
        finally:
            cursor.execute("ALTER TABLE elsewhere RENAME TO dossiers_point")


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_what_fails_at_the_last_moment_is_not_called_saved(desk):
    entry = make_entry(make_dossier(), published_at=None)
    with read_only_at_the_last_moment():
        page = desk.save("entry", entry, title="Beter")
    assert page.status_code == 503
    assert [message.level_tag for message in page.context["messages"]] == ["error"]
    assert Entry.objects.get().title == "Workshop"


def attachment(content):
    return {
        "attachments-TOTAL_FORMS": "1",
        "attachments-0-title": "Verslag",
        "attachments-0-language": "nl",
        "attachments-0-file": SimpleUploadedFile("verslag.pdf", content),
    }


PDF, LARGE_PDF = b"%PDF-1.4\n%%EOF\n", b"%PDF-1.4\n" + b" " * 3_000_000 + b"%%EOF\n"


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("content", [PDF, LARGE_PDF], ids=["in memory", "in a file"])
def test_files_have_to_be_chosen_again_and_the_page_says_so(desk, content):
    entry = make_entry(make_dossier(), published_at=None)
    with read_only_at_the_last_moment():
        page = desk.save("entry", entry, **attachment(content))
    assert page.status_code == 503
    assert "Kies je bestanden opnieuw: die onthoudt je browser niet." in visible_text(page)
    assert read_form(page, "entry_form")["attachments-0-title"] == "Verslag"
    assert not entry.attachments.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("reason", [errno.ENOSPC, errno.EROFS])
def test_a_disk_that_takes_no_file_is_no_crash(desk, monkeypatch, reason):
    def refuse(storage, name, content):
        raise OSError(reason, "The disk takes nothing")

    monkeypatch.setattr(FileSystemStorage, "_save", refuse)
    entry = make_entry(make_dossier())
    page = desk.save("entry", entry, body="<p>Getypt.</p>", report="silent", **attachment(PDF))
    assert page.status_code == 503
    assert read_form(page, "entry_form")["body"] == "<p>Getypt.</p>"


@pytest.mark.django_db(transaction=True)
def test_every_other_step_says_in_dutch_that_nothing_was_saved(desk, mailoutbox):
    dossier = make_dossier()
    public, draft = make_entry(dossier), make_entry(dossier, published_at=None)
    binned = make_entry(dossier, published_at=None, withdrawn_at=dossier.published_at)
    colleague = make_editor("ander", email="ander@huurders.example")
    steps = [
        (f"/beheer/dossiers/entry/{public.pk}/intrekken/", {"reason": "Dubbel."}),
        (f"/beheer/dossiers/entry/{draft.pk}/prullenbak/", {}),
        (f"/beheer/dossiers/entry/{binned.pk}/terugzetten/", {}),
        (f"/beheer/dossiers/editor/{colleague.pk}/sluiten/", {}),
        ("/beheer/logout/", {}),
    ]
    for address, answers in steps:
        with read_only():
            page = desk.post(address, answers)
        assert page.status_code == 503, address
        assert "Er is niets opgeslagen" in visible_text(page)
    password_links.invite(colleague)
    choose = re.search(r"http://[^/]+(/\S+)", mailoutbox[0].body)[1]
    passwords = dict.fromkeys(("new_password1", "new_password2"), "een heel lang woord")
    log_in = {"username": "sam", "password": "een lang wachtwoord"}
    for address, answers in [("/beheer/login/", log_in), (choose, passwords)]:
        with read_only():
            page = Client().post(address, answers)
        assert page.status_code == 503, address
    assert not Entry.objects.filter(withdrawn_reason="Dubbel.").exists()
    assert (Revision.objects.count(), LogEntry.objects.count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_tenants_notice_nothing_of_a_database_that_refuses(at):
    at(2027, 5, 1, 20, 0)
    entry = make_entry(make_dossier(), "Workshop", starts_on=date(2027, 5, 1))
    addresses = ["/", "/dossiers/", "/inspraak/", "/adviezen/", "/zoeken/?q=workshop", "/feed.atom", "/agenda.ics"]
    with read_only():
        for address in [*addresses, entry.get_absolute_url(), entry.dossier.get_absolute_url()]:
            assert Client().get(address).status_code == 200, address


@pytest.mark.django_db
def test_another_error_is_not_called_a_refusal(desk, monkeypatch):
    def fail(storage, name, content):
        raise PermissionError("A mistake of ours")

    monkeypatch.setattr(FileSystemStorage, "_save", fail)
    with pytest.raises(PermissionError):
        desk.save("entry", make_entry(make_dossier()), report="silent", **attachment(PDF))


# --- The session ended ------------------------------------------------------------------------------------


def log_in(client, page, **answers):
    data = read_form(page, "login-form") | carried_by(page) | {"username": "sam", "password": "een lang wachtwoord"}
    return client.post("/beheer/login/", data | answers)


def carried_by(page):
    """A hidden field that belongs to the form although it stands outside it."""
    return {"carried": page.context["carried"]} if page.context["carried"] else {}


def carry_on(client, page):
    form = page.context["form"]
    return client.post(form.path, dict(form.fields) | {"csrfmiddlewaretoken": page.context["csrf_token"]}, follow=True)


@pytest.fixture
def typed_page(at):
    """The login page that an editor gets who saves a new entry after the session ended."""
    at(2027, 5, 1, 20, 0)
    dossier = make_dossier()
    desk = Desk(make_editor(), enforce_csrf_checks=True)
    page = desk.open_form("entry", dossier=dossier.pk, kind="news")
    data = read_form(page, "entry_form") | {"title": "Laat getypt", "body": "<p>Na twaalven.</p>", "_save": "1"}
    Session.objects.all().delete()
    answer = desk.post(page.wsgi_request.get_full_path(), data)
    assert answer.status_code == 403
    return desk, answer


@pytest.mark.django_db
def test_saving_after_the_session_ended_asks_to_log_in_and_goes_on(typed_page):
    desk, page = typed_page
    assert "Er is nog niets opgeslagen, en wat je typte is bewaard." in visible_text(page)
    page = log_in(desk, page)
    assert "Het is nog niet opgeslagen." in visible_text(page)
    assert not Entry.objects.exists()
    page = carry_on(desk, page)
    assert "Laat getypt is opgeslagen." in visible_text(page)
    assert Entry.objects.get().body == "<p>Na twaalven.</p>"


@pytest.mark.django_db
def test_the_button_that_goes_on_says_what_it_will_do(at):
    at(2027, 5, 1, 20, 0)
    make_editor()
    entry = make_entry(make_dossier())
    address = f"/beheer/dossiers/entry/{entry.pk}/"
    table = [
        ("change/", {"_save": "Opslaan"}, "Opslaan", True),
        ("change/", {"_continue": "1"}, "Opslaan en verder werken", True),
        ("change/", {"_preview": "1"}, "Voorbeeld", True),
        ("intrekken/", {"reason": "Dubbel.", "_withdraw": "1"}, "Intrekken", True),
        ("voorbeeldlinks/", {"label": "de buren", "_share": "1"}, "Link maken", True),
        ("prullenbak/", {"csrfmiddlewaretoken": "oud"}, "Doe het alsnog", False),
    ]
    for step, posted, words, has_form in table:
        client = Client()
        page = log_in(client, client.post(address + step, posted))
        document = parse(page.content.decode())
        assert document.text(".carry-on button") == words
        assert (f'href="{address}{step}">Open het formulier</a>' in page.content.decode()) == has_form


@pytest.mark.django_db
def test_a_wrong_password_loses_nothing_either(typed_page):
    desk, page = typed_page
    page = log_in(desk, page, password="vergeten")
    assert "Er is nog niets opgeslagen" in visible_text(page)
    carry_on(desk, log_in(desk, page))
    assert Entry.objects.get().title == "Laat getypt"


@pytest.mark.django_db
def test_the_form_that_goes_on_needs_the_token_of_the_new_session(typed_page):
    desk, page = typed_page
    page = log_in(desk, page)
    form = page.context["form"]
    assert desk.post(form.path, dict(form.fields)).status_code == 403
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_only_what_this_site_packed_goes_on(typed_page):
    desk, page = typed_page
    data = {"username": "sam", "password": "een lang wachtwoord", "next": "https://elders.example/"}
    token = read_form(page, "login-form")["csrfmiddlewaretoken"]
    answer = desk.post("/beheer/login/", data | {"csrfmiddlewaretoken": token, "carried": "https://elders.example/"})
    assert (answer.status_code, answer["Location"]) == (302, "/beheer/")


@pytest.mark.django_db
def test_passwords_and_files_do_not_travel_and_the_page_says_so(at):
    at(2027, 5, 1, 20, 0)
    make_editor()
    page = Client().post(
        "/beheer/dossiers/editor/add/",
        {"username": "nieuw", "file": SimpleUploadedFile("verslag.pdf", PDF)} | NEW_PASSWORD,
    )
    page = log_in(Client(), page)
    assert "Kies ze straks opnieuw." in visible_text(page)
    assert "nieuw" in page.content.decode()
    assert NEW_PASSWORD["password1"] not in page.content.decode()


@pytest.mark.django_db
def test_who_logged_in_again_elsewhere_is_shown_the_way_back_to_the_form(desk):
    strict = Desk(desk.editor, enforce_csrf_checks=True)
    answer = strict.post("/beheer/dossiers/dossier/add/?bron=a&b", {"title": "Getypt"})
    assert answer.status_code == 403
    assert '<a href="/beheer/dossiers/dossier/add/?bron=a&amp;b">' in answer.content.decode()
