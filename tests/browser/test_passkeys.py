"""Keys in a real browser with an authenticator of its own, under the content security policy."""

from datetime import date

import pytest
from django.conf import settings as site
from django.test import Client

from dossiers.accounts import password_links
from dossiers.models import Editor, Passkey

from ..editors import make_editor
from ..filled_form import visible_text

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
SIGN = """async () => {
  const form = document.querySelector("[data-passkey]");
  const { publicKey } = await (await fetch(form.dataset.options, { method: "POST", body: new FormData(form) })).json();
  const options = PublicKeyCredential.parseRequestOptionsFromJSON(publicKey);
  return JSON.stringify(await navigator.credentials.get({ publicKey: options }));
}"""


@pytest.fixture
def phone(page, at):
    """A window on 1 May 2027 at eight in the evening, with a way to change its authenticator."""
    at(2027, 5, 1, 20, 0)
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    authenticator = session.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE})

    def lock():
        session.send("WebAuthn.setUserVerified", authenticator | {"isUserVerified": False})

    page.lock_phone = lock
    return page


def make_key(page, editor):
    page.goto(password_links.link_path(editor))
    page.get_by_role("button", name="Maak een sleutel").click()
    page.get_by_text("Je sleutel is gemaakt.").wait_for()


def log_out(page):
    page.get_by_role("button", name="Uitloggen").click()
    page.goto("/beheer/login/")


def come_in_with_key(page):
    page.get_by_role("button", name="Log in met je sleutel").click()
    page.get_by_role("heading", name="Wat wil je doen?").wait_for()


def test_a_key_made_with_the_link_is_enough_whatever_passwords_others_try(phone, assert_accessible):
    editor = make_editor("sam", first_name="Sam")
    link = password_links.link_path(editor)
    phone.goto(link)
    assert_accessible(phone)
    make_key(phone, editor)
    assert Client().get(link).status_code == 410
    log_out(phone)
    assert_accessible(phone)
    for _ in range(6):
        Client().post("/beheer/login/", {"username": "sam", "password": "een ander wachtwoord"})
    come_in_with_key(phone)
    phone.goto("/beheer/sleutels/")
    assert "laatst gebruikt op 1 mei 2027" in phone.inner_text("main")
    assert_accessible(phone)
    assert "Wachtwoord wijzigen" not in phone.inner_text("body")
    phone.get_by_role("button", name="Weghalen").click()
    assert "Dit is je enige sleutel" in phone.inner_text("main")
    phone.get_by_role("button", name="Maak een sleutel").click()
    phone.get_by_text("Dit apparaat heeft al een sleutel.").wait_for()


def test_after_the_right_password_the_page_asks_for_the_key(phone, log_in):
    editor = make_editor("sam")
    log_in(phone, editor)
    phone.goto("/beheer/sleutels/")
    phone.get_by_role("button", name="Maak een sleutel").click()
    phone.get_by_text("Je sleutel is gemaakt.").wait_for()
    log_out(phone)
    for password, words in [
        ("een ander wachtwoord", "horen niet bij elkaar"),
        ("een lang wachtwoord", "Gebruik nu je sleutel om verder te gaan."),
    ]:
        phone.goto("/beheer/login/?next=/beheer/handleiding/")
        phone.get_by_label("Gebruikersnaam").fill("sam")
        phone.get_by_label("Wachtwoord").fill(password)
        phone.get_by_role("button", name="Inloggen").click()
        assert words in phone.inner_text("main"), password
    phone.get_by_role("button", name="Log in met je sleutel").click()
    phone.get_by_role("heading", name="Handleiding").wait_for()
    phone.goto("/beheer/sleutels/")
    phone.get_by_role("button", name="Weghalen").click()
    phone.get_by_text("De sleutel werkt niet meer.").wait_for()
    assert not Passkey.objects.exists()


def test_what_was_signed_works_once_for_five_minutes_on_this_host_and_for_an_account_that_works(phone, at, settings):
    make_key(phone, make_editor("sam"))
    log_out(phone)
    clients = []

    def sign():
        """What the key signs, and a client in the session that asked for it."""
        answer = phone.evaluate(SIGN)
        cookies = {cookie["name"]: cookie["value"] for cookie in phone.context.cookies()}
        client = Client(SERVER_NAME="localhost")
        client.cookies[site.SESSION_COOKIE_NAME] = cookies[site.SESSION_COOKIE_NAME]
        clients.append(client)
        return client, answer

    def send(client, answer):
        return visible_text(client.post("/beheer/login/?next=/beheer/", {"key": answer}, follow=True))

    refusal = "Met deze sleutel lukte het niet."
    client, answer = sign()
    at(2027, 5, 1, 20, 5)
    assert refusal in send(client, answer), "old"
    at(2027, 5, 1, 20, 0)
    _, answer = sign()
    client, _ = sign()
    assert refusal in send(client, answer), "of an earlier question"
    client, answer = sign()
    assert refusal in send(client, answer.replace('"signature":"M', '"signature":"N')), "forged"
    assert refusal in send(client, answer), "used"
    client, answer = sign()
    settings.PASSKEY_HOST = "dossiers.example"
    assert refusal in send(client, answer), "of another host"
    settings.PASSKEY_HOST = "localhost"
    client, answer = sign()
    Editor.objects.update(ends_on=date(2027, 4, 30))
    assert "Dit account is gesloten of afgelopen." in send(client, answer)
    client, answer = sign()
    Editor.objects.update(ends_on=date(2027, 5, 1))
    at(2027, 5, 1, 20, 4, 59)
    assert "Wat wil je doen?" in send(client, answer)


def test_a_key_that_nobody_unlocks_lets_nobody_in(phone):
    make_key(phone, make_editor("sam"))
    log_out(phone)
    phone.lock_phone()
    phone.get_by_role("button", name="Log in met je sleutel").click()
    phone.get_by_text("Er is geen sleutel gebruikt.").wait_for()
    assert phone.get_by_role("button", name="Log in met je sleutel").is_enabled()
