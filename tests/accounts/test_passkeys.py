"""Keys beside the browser: replaced by a link, asked of who manages accounts, and nonsense from strangers."""

import json
import re
from datetime import date

import pytest
from django.test import Client

from dossiers.accounts import password_links
from dossiers.accounts.roles import ADMINISTRATION
from dossiers.models import Editor, Passkey
from dossiers.operations import demonstration

from ..editors import Desk, make_editor
from ..filled_form import visible_text
from ..mails import wait_for_mails

pytestmark = pytest.mark.django_db
HOST = {"SERVER_NAME": "localhost"}
NEW = dict.fromkeys(("new_password1", "new_password2"), "een heel lang woord")


def give_key(editor, name="a", host="localhost"):
    created_at = editor.date_joined
    return Passkey.objects.create(editor=editor, host=host, credential_id=name, credential=b"-", created_at=created_at)


def log_in(username, client=None):
    client = client or Client(**HOST)
    data = {"username": username, "password": "een lang wachtwoord"}
    return visible_text(client.post("/beheer/login/?next=/beheer/handleiding/", data, follow=True))


def test_a_lost_key_is_replaced_by_the_link_written_down_and_told_to_the_others(at, mailoutbox):
    at(2027, 5, 1, 20, 0)
    sam = make_editor("sam", first_name="Sam", email="sam@huurders.example", group=ADMINISTRATION)
    other = make_editor("ander", email="ander@huurders.example", group=ADMINISTRATION)
    make_editor("bestuur", email="bestuur@huurders.example")
    make_editor("weg", email="weg@huurders.example", group=ADMINISTRATION, ends_on=date(2027, 4, 30))
    give_key(sam)
    assert "Gebruik nu je sleutel" in log_in("sam")
    page = Client(**HOST).post(password_links.link_path(sam), NEW, follow=True)
    wait_for_mails()
    assert "Je wachtwoord is bewaard." in visible_text(page)
    assert not sam.passkeys.exists()
    (mail,) = mailoutbox
    assert mail.to == ["ander@huurders.example"]
    assert "Sam had een sleutel" in mail.body
    assert f"/beheer/dossiers/editor/{sam.pk}/change/" in mail.body
    assert "De oude sleutels werken niet meer." in visible_text(Desk(other).get("/beheer/dossiers/logline/"))


def test_a_link_of_who_has_no_key_is_told_to_nobody(at, mailoutbox):
    at(2027, 5, 1, 20, 0)
    make_editor("ander", email="ander@huurders.example", group=ADMINISTRATION)
    Client(**HOST).post(password_links.link_path(make_editor("sam")), NEW)
    wait_for_mails()
    assert mailoutbox == []


def test_who_manages_accounts_is_led_to_a_key_after_14_days_and_puts_it_off_a_week(at):
    at(2027, 5, 1, 20, 0)
    make_editor("beheer", group=ADMINISTRATION)
    Editor.objects.create_superuser("chef", password="een lang wachtwoord")
    make_editor("bestuur")
    give_key(make_editor("sleutel", group=ADMINISTRATION), host="old.example")
    at(2027, 5, 14, 23, 59)
    for name in ("beheer", "chef", "bestuur", "sleutel"):
        assert "Maak een sleutel" not in log_in(name), name
    at(2027, 5, 15)
    assert "Maak een sleutel" not in log_in("bestuur")
    for name in ("beheer", "chef", "sleutel"):
        desk = Client(**HOST)
        assert "Maak een sleutel" in log_in(name, desk), name
        page = desk.post("/beheer/sleutels/later/", {"next": "/beheer/handleiding/"}, follow=True)
        assert "Op 22 mei 2027 vragen we het weer." in visible_text(page), name
        assert page.request["PATH_INFO"] == "/beheer/handleiding/", name
    assert "Sleutel maken uitgesteld tot 22 mei 2027." in visible_text(desk.get("/beheer/dossiers/logline/"))
    at(2027, 5, 21, 23, 59)
    assert "Maak een sleutel" not in log_in("beheer")
    at(2027, 5, 22)
    assert "Maak een sleutel" in log_in("beheer")
    assert "Maak een sleutel" not in log_in("beheer", Client(SERVER_NAME="127.0.0.1"))
    Passkey.objects.update(host="localhost")
    assert "Gebruik nu je sleutel" in log_in("sleutel")


def test_the_demonstration_is_never_asked_for_a_key(at):
    at(2027, 5, 1, 20, 0)
    password = demonstration.create_editor()
    at(2029, 5, 1, 20, 0)
    data = {"username": demonstration.EDITOR_NAME, "password": password}
    page = Client(**HOST).post("/beheer/login/?next=/beheer/", data, follow=True)
    assert "Wat wil je doen?" in visible_text(page)


def test_on_a_bare_number_no_key_is_offered(at):
    at(2027, 5, 1, 20, 0)
    give_key(make_editor("sam"))
    link = password_links.link_path(make_editor("ander"))
    for host, offered in [("127.0.0.1", False), ("[::1]", False), ("localhost", True)]:
        visitor = Client(headers={"host": f"{host}:8000"})
        for address in ("/beheer/login/", link):
            assert ("data-passkey" in visitor.get(address).content.decode()) is offered, (host, address)
        assert (visitor.post("/beheer/login/sleutel/").status_code == 200) is offered, host
        assert ("Handleiding" in log_in("sam", visitor)) is not offered, host


def test_nonsense_for_a_signature_is_refused_and_never_breaks_the_site(at, settings):
    at(2027, 5, 1, 20, 0)
    link = password_links.link_path(make_editor("sam"))
    part = {"clientDataJSON": "e30", "attestationObject": "oA", "authenticatorData": "AA", "signature": "AA"}
    answers = [
        "",
        "x",
        " ",
        "\0",
        "null",
        "[]",
        "1e999",
        '"\\u0000"',
        "[" * 5000,
        json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": part}),
        json.dumps({"id": "é", "rawId": "\0", "type": 7, "response": []}),
    ]
    for answer in answers:
        for asks, address, words in [
            ("/beheer/login/sleutel/", "/beheer/login/", "Met deze sleutel lukte het niet."),
            (f"{link}sleutel/", link, "De sleutel is niet gemaakt"),
        ]:
            visitor = Client(**HOST)
            options = visitor.post(asks).json()["publicKey"]
            assert re.fullmatch(r"[\w-]{43}", options["challenge"])
            page = visitor.post(address, {"key": answer})
            assert page.status_code == 200, answer
            if answer or address == link:
                assert words in visible_text(page), (address, answer)
    assert Client(**HOST).get(link).status_code == 200


def test_the_to_do_list_tells_who_manages_accounts_without_a_key_and_until_when_it_is_put_off(at, settings):
    at(2027, 5, 1, 20, 0)
    editor = make_editor("beheer", first_name="Bo", group=ADMINISTRATION)
    make_editor("bestuur", first_name="Al")
    give_key(make_editor("sleutel", first_name="Cy", group=ADMINISTRATION))
    at(2027, 5, 14, 20, 0)
    assert "Een sleutel maken" not in visible_text(Desk(editor).get("/beheer/"))
    at(2027, 5, 15, 20, 0)
    words = visible_text(Desk(editor).get("/beheer/"))
    assert words.count("Een sleutel maken") == words.count("Een sleutel maken Bo") == 1
    assert "Uitgesteld" not in words
    Editor.objects.filter(pk=editor.pk).update(passkey_put_off_until=date(2027, 5, 22))
    assert "Uitgesteld tot 22 mei 2027." in visible_text(Desk(editor).get("/beheer/"))
    settings.PASSKEY_HOST = ""
    assert "Een sleutel maken" not in visible_text(Desk(editor).get("/beheer/"))


def test_a_refused_page_and_the_guide_name_who_manages_the_accounts(at):
    at(2027, 5, 1, 20, 0)
    board = Desk(make_editor("bestuur"))
    refused, guide = "/beheer/dossiers/editor/", "/beheer/handleiding/"
    for address in (refused, guide):
        assert "Bo" not in visible_text(board.get(address))
    make_editor("weg", first_name="Weg", group=ADMINISTRATION, ends_on=date(2027, 4, 30))
    make_editor("dicht", first_name="Dicht", group=ADMINISTRATION, is_active=False)
    make_editor("beheer", first_name="Bo", email="bo@huurders.example", group=ADMINISTRATION)
    Editor.objects.create_superuser("chef", first_name="Cy")
    for address in (refused, guide):
        words = visible_text(board.get(address))
        assert re.search(r"Bo \( ?bo@huurders\.example ?\) of Cy\.", words), address
        assert "Weg" not in words, address
        assert "Dicht" not in words, address
    assert "Bo" not in visible_text(Client().get(refused, follow=True))


def test_what_was_typed_before_the_session_ended_travels_with_a_key_as_with_a_password(at):
    at(2027, 5, 1, 20, 0)
    give_key(make_editor("sam"))
    visitor = Client(**HOST)
    page = visitor.post("/beheer/dossiers/dossier/add/", {"title": "Kluisjes"})
    (carried, again) = re.findall(r'name="carried" value="([^"]+)"', page.content.decode())
    assert carried == again
    data = {"username": "sam", "password": "een lang wachtwoord", "carried": carried}
    page = visitor.post("/beheer/login/", data)
    assert "Gebruik nu je sleutel" in visible_text(page)
    assert re.findall(r'name="carried" value="([^"]+)"', page.content.decode()) == [carried]
