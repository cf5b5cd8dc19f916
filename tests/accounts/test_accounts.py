"""Accounts: invited by mail, with a last day, closed in one click; and what editors did can be read."""

import re
from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from dossiers.accounts.roles import ADMINISTRATION, BOARD
from dossiers.models import Editor, Redirect

from ..editors import Desk, make_editor
from ..factories import LONG_AGO, make_dossier, make_entry, make_point
from ..filled_form import read_form, visible_text
from ..mails import SlowBackend, wait_for_mails
from ..reading import read

pytestmark = pytest.mark.django_db
NEW_ONE = "een heel lang woord"


@pytest.fixture
def manager(at):
    at(2027, 5, 1, 20, 0)
    return Desk(make_editor("beheer", group=ADMINISTRATION))


def group(name):
    return Group.objects.get(name=name)


def press(manager, step, editor):
    return manager.post(f"/beheer/dossiers/editor/{editor.pk}/{step}/", follow=True)


def invite(manager, email="Nieuw@huurders.example", **answers):
    return manager.save("editor", first_name="Sam", email=email, groups=[group(BOARD).pk], **answers)


def path_in(mail):
    """The path of the only link in a mail; it stands on a line of its own."""
    (path,) = re.findall(r"^http://localhost:8000(/\S+)$", mail.body, re.MULTILINE)
    return path


def choose(client, path, password=NEW_ONE):
    return client.post(path, {"new_password1": password, "new_password2": password}, follow=True)


def log_in(username, password=NEW_ONE):
    client = Client()
    return client.post("/beheer/login/?next=/beheer/", {"username": username, "password": password}, follow=True)


@pytest.fixture
def broken_mail(settings):
    settings.EMAIL_BACKEND = "tests.broken_mail.Backend"


# --- Invited ----------------------------------------------------------------------------------------------


def test_a_new_editor_is_invited_by_mail_and_chooses_a_password(manager, mailoutbox):
    page = manager.open_form("editor")
    form = read_form(page, "editor_form")
    assert form["ends_on"] == "01-11-2028"
    assert not [name for name in form if "password" in name]
    assert "De uitnodiging is verstuurd aan Nieuw@huurders.example." in visible_text(invite(manager))
    editor = Editor.objects.get(email="Nieuw@huurders.example")
    assert (editor.username, editor.ends_on) == ("nieuw@huurders.example", date(2028, 11, 1))
    (mail,) = mailoutbox
    assert (mail.to, mail.subject) == (["Nieuw@huurders.example"], "Je account bij WijWonen")
    for words in (
        "Hallo Sam,",
        "7 dagen, en één keer",
        "gebruikersnaam is: nieuw@huurders.example",
        "1 november 2028",
    ):
        assert words in mail.body
    client = Client()
    page = client.get(path_in(mail))
    assert "Je gebruikersnaam is nieuw@huurders.example" in visible_text(page)
    assert page["Referrer-Policy"] == "same-origin"
    assert "no-store" in page["Cache-Control"]
    assert "Je bent ingelogd als nieuw@huurders.example." in visible_text(choose(client, path_in(mail)))
    page = log_in("nieuw@huurders.example")
    assert "Wat wil je doen?" in visible_text(page)


def test_opening_the_link_changes_nothing_and_choosing_uses_it_up(manager, mailoutbox, django_assert_num_queries):
    invite(manager)
    path = path_in(mailoutbox[0])
    for _ in range(2):  # a mail scanner first
        client = Client()
        with django_assert_num_queries(1):
            assert client.get(path).status_code == 200
        assert "sessionid" not in client.cookies
    assert "Dit wachtwoord is te kort. Kies minstens 12 tekens." in visible_text(choose(client, path, "kort"))
    choose(client, path)
    for address in (path, path.replace("/beheer/wachtwoord/", "/beheer/wachtwoord/x"), f"{path[:-2]}/"):
        page = client.get(address)
        assert page.status_code == 410
        assert "De link is verlopen of al gebruikt" in visible_text(page)


def test_the_link_works_for_seven_days(manager, mailoutbox, at):
    invite(manager)
    at(2027, 5, 8, 20, 0)
    assert Client().get(path_in(mailoutbox[0])).status_code == 200
    at(2027, 5, 8, 20, 0, 1)
    assert Client().get(path_in(mailoutbox[0])).status_code == 410


def test_an_editor_can_be_invited_again(manager, mailoutbox):
    invite(manager)
    editor = Editor.objects.get(email="Nieuw@huurders.example")
    assert "Uitnodiging opnieuw sturen" in visible_text(manager.open_form("editor", editor))
    assert "De uitnodiging is verstuurd" in visible_text(press(manager, "uitnodigen", editor))
    assert Client().get(path_in(mailoutbox[1])).status_code == 200


def test_who_cannot_be_invited_gets_no_mail(manager, mailoutbox):
    without_address = make_editor("ander")
    closed = make_editor("dicht", email="dicht@huurders.example", is_active=False)
    assert "Vul eerst een mailadres in" in visible_text(press(manager, "uitnodigen", without_address))
    assert "Dit account werkt niet." in visible_text(press(manager, "uitnodigen", closed))
    assert mailoutbox == []


def test_when_the_mail_server_fails_the_account_is_kept(manager, broken_mail):
    page = invite(manager)
    assert page.status_code == 200
    assert "Het account is bewaard, maar de mail aan Nieuw@huurders.example kon niet weg" in visible_text(page)
    editor = Editor.objects.get(email="Nieuw@huurders.example")
    assert "kon niet weg" in visible_text(press(manager, "uitnodigen", editor))


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({"email": "ANDER@huurders.example"}, "Er is al een account met dit mailadres."),
        ({"email": "geen adres"}, "Voer een geldig e-mailadres in."),
        ({"email": "o'neil@huurders.example"}, "Met dit mailadres kan niemand inloggen."),
        ({"email": ""}, "Dit veld is verplicht."),
        ({"ends_on": "30-04-2027"}, "Deze dag is al geweest."),
    ],
)
def test_a_refused_account_says_why_and_keeps_what_was_typed(manager, mailoutbox, answers, message):
    make_editor("ander", email="ander@huurders.example")
    page = invite(manager, **answers)
    assert message in visible_text(page)
    assert read_form(page, "editor_form")["first_name"] == "Sam"
    assert (Editor.objects.count(), mailoutbox) == (2, [])


# --- Forgotten --------------------------------------------------------------------------------------------


def ask_password(email):
    page = Client().post("/beheer/wachtwoord-vergeten/", {"email": email}, follow=True)
    wait_for_mails()
    return page


def test_a_forgotten_password_is_chosen_anew(manager, mailoutbox):
    make_editor("sam", email="sam@huurders.example")
    assert "/beheer/wachtwoord-vergeten/" in Client().get("/beheer/login/").content.decode()
    ask_password("SAM@huurders.example")
    (mail,) = mailoutbox
    assert (mail.to, mail.subject) == (["sam@huurders.example"], "Kies een nieuw wachtwoord voor WijWonen")
    choose(Client(), path_in(mail))
    assert "Wat wil je doen?" in visible_text(log_in("sam"))


def test_nobody_fills_the_mailbox_of_another(manager, mailoutbox, at):
    make_editor("sam", email="sam@huurders.example")
    for minute, mails in [(0, 1), (9, 1), (11, 2)]:
        at(2027, 5, 1, 21, minute)
        ask_password("sam@huurders.example")
        assert len(mailoutbox) == mails


def test_the_page_never_tells_whether_an_address_is_known(manager, mailoutbox):
    make_editor("sam", email="sam@huurders.example")
    make_editor("dicht", email="dicht@huurders.example", is_active=False)
    make_editor("oud", email="oud@huurders.example", ends_on=date(2027, 4, 30))
    answers = {visible_text(ask_password(f"{who}@huurders.example")) for who in ("sam", "dicht", "oud", "niemand")}
    assert len(answers) == 1
    assert [mail.to for mail in mailoutbox] == [["sam@huurders.example"]]
    assert "Voer een geldig e-mailadres in." in visible_text(ask_password("geen adres"))


def test_the_answer_does_not_wait_for_the_mail(manager, settings, mailoutbox):
    settings.EMAIL_BACKEND = "tests.mails.SlowBackend"
    make_editor("sam", email="sam@huurders.example")
    page = Client().post("/beheer/wachtwoord-vergeten/", {"email": "sam@huurders.example"}, follow=True)
    assert "Hoort dit mailadres bij een account?" in visible_text(page)
    assert mailoutbox == []
    SlowBackend.wakes.set()
    wait_for_mails()
    assert [mail.to for mail in mailoutbox] == [["sam@huurders.example"]]


def test_a_failing_mail_server_tells_nobody_which_address_is_known(manager, broken_mail):
    make_editor("sam", email="sam@huurders.example")
    assert visible_text(ask_password("sam@huurders.example")) == visible_text(ask_password("niemand@huurders.example"))


def test_the_login_page_says_in_dutch_where_to_go_with_a_forgotten_password():
    words = visible_text(Client().get("/beheer/login/"))
    assert "Wachtwoord vergeten?" in words
    assert "Forgotten" not in words


def test_a_mail_address_logs_in_however_its_capitals_are_typed(manager, mailoutbox):
    invite(manager, "Ana@Huurders.example")
    choose(Client(), path_in(mailoutbox[0]))
    for typed in ("Ana@Huurders.example", "ana@huurders.example", "ANA@HUURDERS.EXAMPLE"):
        assert "Wat wil je doen?" in visible_text(log_in(typed)), typed
    Editor.objects.filter(username="ana@huurders.example").update(is_active=False)
    assert "Dit account is gesloten of afgelopen." in visible_text(log_in("Ana@Huurders.example"))


def test_of_two_names_that_differ_in_capitals_only_each_logs_in_as_itself(manager):
    make_editor("Sam", first_name="Hoofdletter")
    make_editor("sam", first_name="Klein")
    for username in ("Sam", "sam"):
        page = log_in(username, "een lang wachtwoord")
        assert page.wsgi_request.user.username == username


# --- Ended and closed -------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_superuser", [False, True])
def test_an_account_works_through_its_last_day_and_its_open_session_ends(at, is_superuser):
    at(2027, 5, 1, 23, 59, 59)
    desk = Desk(make_editor(ends_on=date(2027, 5, 1), is_superuser=is_superuser))
    assert "Wat wil je doen?" in visible_text(desk.get("/beheer/"))
    assert "Wat wil je doen?" in visible_text(log_in("sam", "een lang wachtwoord"))
    at(2027, 5, 2, 0, 0)
    assert desk.get("/beheer/")["Location"] == "/beheer/login/?next=/beheer/"
    assert "Dit account is gesloten of afgelopen." in visible_text(log_in("sam", "een lang wachtwoord"))
    assert "gesloten" not in visible_text(log_in("sam", "een ander wachtwoord"))


def test_an_account_is_closed_in_one_click_and_opened_again(manager):
    editor = make_editor("ander")
    desk = Desk(editor)
    assert desk.get("/beheer/").status_code == 200
    page = press(manager, "sluiten", editor)
    assert "Account gesloten. Dit account is gesloten. Niemand kan ermee inloggen." in visible_text(page)
    assert desk.get("/beheer/").status_code == 302
    assert "Dit account is gesloten of afgelopen." in visible_text(log_in("ander", "een lang wachtwoord"))
    assert "Account geopend." in visible_text(press(manager, "openen", editor))
    assert "Wat wil je doen?" in visible_text(log_in("ander", "een lang wachtwoord"))


def test_an_account_that_is_opened_again_is_logged_in_nowhere(manager):
    editor, other = make_editor("ander"), make_editor("derde")
    desk, elsewhere, third = Desk(editor), Desk(editor), Desk(other)
    press(manager, "sluiten", editor)
    press(manager, "openen", editor)
    assert desk.get("/beheer/").status_code == 302
    assert elsewhere.get("/beheer/").status_code == 302
    assert third.get("/beheer/").status_code == 200
    assert manager.get("/beheer/").status_code == 200
    assert Desk(editor).get("/beheer/").status_code == 200


@pytest.mark.parametrize(("last_day", "works"), [(date(2027, 4, 30), False), (date(2027, 5, 1), True)])
def test_a_new_last_day_logs_nobody_in_whose_account_had_ended(manager, last_day, works):
    editor = make_editor("ander", first_name="Ander", email="ander@huurders.example", ends_on=last_day)
    desk = Desk(editor)
    manager.save("editor", editor, ends_on="01-06-2027")
    assert Editor.objects.get(username="ander").ends_on == date(2027, 6, 1)
    assert desk.get("/beheer/").status_code == (200 if works else 302)


def test_opening_the_address_of_a_button_leads_to_its_page_and_changes_nothing(manager):
    editor, closed = make_editor("ander"), make_editor("dicht", is_active=False)
    before = list(Editor.objects.order_by("pk").values())
    for row, step in ((editor, "uitnodigen"), (editor, "sluiten"), (closed, "openen")):
        page = manager.get(f"/beheer/dossiers/editor/{row.pk}/{step}/", follow=True)
        assert page.request["PATH_INFO"] == f"/beheer/dossiers/editor/{row.pk}/change/"
        assert "Wat mag deze redacteur?" in visible_text(page)
    assert "Wat wil je doen?" in visible_text(manager.get("/beheer/logout/", follow=True))
    assert list(Editor.objects.order_by("pk").values()) == before


def test_nobody_closes_their_own_account(manager):
    assert "Account sluiten" not in visible_text(manager.open_form("editor", manager.editor))
    page = press(manager, "sluiten", manager.editor)
    assert "Je eigen account kun je niet sluiten." in visible_text(page)


# --- What an account manager cannot do --------------------------------------------------------------------


def test_an_account_manager_cannot_give_more_than_the_two_groups(manager):
    editor = make_editor("ander", first_name="Ander", email="ander@huurders.example")
    other = Group.objects.create(name="Almachtig")
    assert "Almachtig" not in visible_text(manager.open_form("editor", editor))
    page = manager.save("editor", editor, groups=[other.pk])
    assert "groups" in page.context["adminform"].form.errors
    forged = {"is_superuser": "on", "user_permissions": ["1"], "is_staff": "", "username": "x", "password": "x"}
    manager.save("editor", editor, **forged)
    password = editor.password
    editor.refresh_from_db()
    assert (editor.is_superuser, editor.is_staff, editor.username, editor.password) == (False, True, "ander", password)
    assert not editor.user_permissions.exists()
    assert list(editor.groups.all()) == [group(BOARD)]


def test_an_account_manager_cannot_change_or_take_over_a_superuser(manager, mailoutbox):
    chief = Editor.objects.create_superuser("chef", "chef@huurders.example", "een lang wachtwoord")
    for step in ("change", "uitnodigen", "sluiten", "openen"):
        assert press(manager, step, chief).status_code == 403
    chief.refresh_from_db()
    assert (chief.is_active, chief.email, mailoutbox) == (True, "chef@huurders.example", [])


def test_nobody_types_the_password_of_somebody_else_or_searches_by_it(manager):
    editor = make_editor("ander")
    data = {"password1": NEW_ONE, "password2": NEW_ONE}
    manager.post(f"/beheer/dossiers/editor/{editor.pk}/password/", data, follow=True)
    editor.refresh_from_db()
    assert editor.check_password("een lang wachtwoord")
    assert manager.get("/beheer/dossiers/editor/?password__startswith=md5").status_code == 400


def test_nobody_manages_groups_in_the_admin(manager):
    assert manager.get("/beheer/auth/group/").status_code == 404


@pytest.mark.parametrize("count", [1, 3, 40])
def test_the_list_takes_the_same_queries_for_any_number_of_editors(manager, django_assert_num_queries, count):
    for number in range(count - 1):
        make_editor(f"redacteur{number}")
    with django_assert_num_queries(9):
        page = manager.get("/beheer/dossiers/editor/")
    assert f"{count} redacteur" in visible_text(page)


# --- Words of Django's own --------------------------------------------------------------------------------


def test_what_django_says_by_itself_is_said_as_the_rest_of_the_site_says_it(manager):
    make_editor("robin", first_name="Robin", email="robin@huurders.example")
    robin = Editor.objects.get(username="robin")
    refused = {"old_password": "x", "new_password1": NEW_ONE, "new_password2": "een ander woord"}
    entry = make_entry(make_dossier(), kind="advice")
    screens = {
        "login": (visible_text(log_in("robin", "x")), ["Fout: Inloggen", "horen niet bij elkaar"]),
        "password": (
            visible_text(manager.get("/beheer/password_change/")),
            ["Typ eerst je oude wachtwoord", "Kies minstens 12 tekens.", "Typ hetzelfde wachtwoord nog een keer."],
        ),
        "refused": (
            visible_text(manager.post("/beheer/password_change/", refused)),
            ["Je oude wachtwoord klopt niet.", "De twee nieuwe wachtwoorden zijn niet gelijk."],
        ),
        "list": (visible_text(manager.get("/beheer/dossiers/editor/")), ["Redacteuren", "Filter op actief"]),
        "form": (manager.open_form("editor", robin).content.decode(), ["Opslaan en verder werken"]),
        "points": (
            manager.open_form("entry", entry).content.decode(),
            ["Bijlage toevoegen", "Punten\n", "Punt toevoegen"],
        ),
        "history": (
            visible_text(manager.get(f"/beheer/dossiers/editor/{robin.pk}/history/")),
            ["Hier is nog niets van vastgelegd."],
        ),
        "logbook": (visible_text(manager.get("/beheer/dossiers/logline/")), ["Logboek"]),
        "saved": (
            visible_text(manager.save("editor", robin, button="_continue")),
            ["is gewijzigd. Je kunt hieronder verder werken."],
        ),
    }
    foreign = re.compile(r"\b(Uw|uw|u|Error|Aanmelden|stafaccount|Selecteer|[Aa]ctietijd|Nog een)\b|opnieuw bewerken")
    for name, (words, ours) in screens.items():
        assert [each for each in ours if each not in words] == [], name
        assert foreign.findall(words) == [], name


def test_the_way_back_from_an_account_or_an_old_address_leads_past_no_page_of_django(manager):
    old = Redirect.objects.create(old_path="/oud", target="/dossiers/", created_at=LONG_AGO)
    for model, row, back in (("editor", manager.editor, "Redacteuren"), ("redirect", old, "Oude adressen")):
        breadcrumbs = read(manager, f"/beheer/dossiers/{model}/{row.pk}/change/").one(".breadcrumbs")
        assert [(link.text(), link["href"]) for link in breadcrumbs.all("a")] == [
            ("Voorpagina", "/beheer/"),
            (back, f"/beheer/dossiers/{model}/"),
        ]


# --- The logbook ------------------------------------------------------------------------------------------


def test_both_groups_read_who_did_what_and_when(manager):
    board = Desk(make_editor("sam", first_name="Sam"))
    entry = make_entry(make_dossier())
    board.save("entry", entry, title="Beter", report="silent")
    press(manager, "sluiten", make_editor("ander"))
    page = board.get("/beheer/dossiers/logline/")
    words = visible_text(page)
    assert "1 mei 2027 20:00" in words
    assert "Sam K16-006/1 Beter Titel gewijzigd." in words
    assert f'href="/beheer/dossiers/entry/{entry.pk}/change/"' in page.content.decode()
    assert "Account gesloten." not in words  # of accounts only who manages them reads
    assert "Account gesloten." in visible_text(manager.get("/beheer/dossiers/logline/"))
    filtered = visible_text(manager.get(f"/beheer/dossiers/logline/?user__id__exact={board.editor.pk}"))
    assert "Titel gewijzigd." in filtered
    assert "Account gesloten." not in filtered


def test_the_logbook_names_an_answer_without_a_sentence_by_its_number(manager):
    advice = make_entry(make_dossier(), kind="advice")
    point = make_point(advice, 2, "Een kluis.")
    answer = make_entry(advice.dossier, kind="answer", responds_to=advice, published_at=None)
    manager.save("entry", answer, **{f"points-{point.pk}-outcome": "followed"})
    words = visible_text(manager.get("/beheer/dossiers/logline/"))
    assert "Antwoord op punt ‘2’ toegevoegd." in words
    assert re.search(r"\b1 regel\b(?! in)", words)


@pytest.mark.parametrize("count", [1, 3, 40])
def test_the_logbook_takes_the_same_queries_for_any_number_of_lines(manager, django_assert_num_queries, count):
    editor = make_editor("ander")
    for _ in range(count):
        press(manager, "openen", editor)
    with django_assert_num_queries(9):
        page = manager.get("/beheer/dossiers/logline/")
    assert visible_text(page).count("Account geopend.") == count


# --- One's own account ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "day", "refusal"),
    [
        ([BOARD], "", "Je eigen account houdt Beheer."),
        ([ADMINISTRATION], "30-04-2027", "Dan kun je zelf niet meer inloggen."),
        ([ADMINISTRATION, BOARD], "01-05-2027", ""),
    ],
)
def test_nobody_shuts_out_themselves(manager, given, day, refusal):
    own = Editor.objects.get(username="beheer")
    answers = {"first_name": "Ik", "email": "ik@huurders.example", "ends_on": day}
    page = manager.save("editor", own, groups=[group(each).pk for each in given], **answers)
    assert (refusal in visible_text(page)) if refusal else ("is gewijzigd" in visible_text(page))
    assert own.groups.filter(name=ADMINISTRATION).exists()
    assert "Nieuwe redacteur" in visible_text(manager.open_form("editor"))


def test_the_logbook_names_the_fields_of_an_account_in_dutch(manager):
    other = make_editor("ander", first_name="Ander", email="ander@huurders.example")
    manager.save("editor", other, first_name="Anders", groups=[group(ADMINISTRATION).pk])
    assert "Voornaam en Groepen gewijzigd." in visible_text(manager.get("/beheer/dossiers/logline/"))
