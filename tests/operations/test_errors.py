"""An error of the server is counted for editors, and mailed to who keeps the server, without what anybody typed."""

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from dossiers.accounts.roles import ADMINISTRATION
from wijwonen.urls import urlpatterns as of_the_site

from ..broken_mail import Backend as BrokenMail
from ..editors import Desk, make_editor
from ..reading import read

pytestmark = pytest.mark.django_db
TASK = "Fouten van de server laten nakijken"
TYPED = "vrouw-van-kamer-12"


def fail(request, word):
    raise LookupError(f"Found nothing for {word}, {request.GET}, {request.POST}.")


def refuse(request, word):
    return HttpResponse(status=503)


urlpatterns = [path("beheer/stuk/<str:word>/", fail), path("later/<str:word>/", refuse), *of_the_site]


@pytest.fixture(autouse=True)
def _broken_page(settings):
    settings.ROOT_URLCONF = __name__
    settings.ERRORS_TO = "beheer@example.org"


def meet_error():
    reader = Client(raise_request_exception=False, headers={"user-agent": TYPED})
    assert reader.post(f"/beheer/stuk/{TYPED}/?q={TYPED}", {"tekst": TYPED}).status_code == 500


def told():
    """What the to-do list says of errors."""
    page = read(Desk(make_editor("sam", group=ADMINISTRATION)), "/beheer/")
    (line,) = [each.text() for each in page.all(".todo li") if TASK in each.text()] or [""]
    return line


def test_an_error_is_mailed_without_what_was_typed(at, settings):
    settings.RELEASE = "v1.2 (0a1b2c3)"
    at(2027, 6, 10, 12, 0)
    meet_error()
    (sent,) = mail.outbox
    assert sent.to == ["beheer@example.org"]
    lines = ("10 juni 2027, 12:00 uur", "/beheer/stuk/<str:word>/", "LookupError", "v1.2 (0a1b2c3)", ": 1 keer")
    assert [line for line in lines if line not in sent.body] == []
    assert TYPED not in str(sent.message())


def test_one_mail_an_hour_goes_and_tells_how_many_there_were(at):
    for minute, mails in ((0, 1), (1, 1), (59, 1), (60, 2), (119, 2)):
        at(2027, 6, 10, 12 + minute // 60, minute % 60)
        meet_error()
        assert len(mail.outbox) == mails, minute
    assert ": 4 keer" in mail.outbox[1].body


def test_without_an_address_errors_are_counted_alone(at, settings):
    settings.ERRORS_TO = ""
    at(2027, 6, 10, 12, 0)
    meet_error()
    assert (mail.outbox, "1 keer" in told()) == ([], True)


def test_editors_read_for_seven_days_how_many_there_were(at):
    at(2027, 6, 10, 12, 0)
    meet_error()
    at(2027, 6, 11, 9, 30)
    meet_error()
    assert "kon de server 2 keer een pagina niet maken, voor het laatst op 11 juni om 09:30 uur" in told()


@pytest.mark.parametrize(("minute", "is_told"), [(29, True), (30, False)])
def test_an_error_counts_for_seven_days(at, minute, is_told):
    at(2027, 6, 11, 9, 30)
    meet_error()
    at(2027, 6, 18, 9, minute)
    assert ("1 keer" in told()) is is_told


def test_what_a_reader_does_wrong_and_a_page_that_asks_to_wait_are_no_errors(at):
    at(2027, 6, 10, 12, 0)
    assert [Client().get(address).status_code for address in ("/niets/", "/later/x/")] == [404, 503]
    assert (mail.outbox, told()) == ([], "")


def test_a_broken_mail_server_or_a_broken_file_changes_no_answer(at, settings):
    at(2027, 6, 10, 12, 0)
    settings.EMAIL_BACKEND = f"{BrokenMail.__module__}.{BrokenMail.__name__}"
    meet_error()
    (settings.VAR_DIR / "errors.json").write_text('{"at": ["20')
    meet_error()
    assert "1 keer" in told()
