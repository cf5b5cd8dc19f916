"""Nine ways to lose a text, each tried as an editor would: what was typed is there, or is one press away."""

import pytest
from django.conf import settings
from django.db import connection
from django.db.models.signals import pre_save

from dossiers.models import Entry
from dossiers.rules.kinds import Kind

from ..editors import Desk, make_editor
from ..factories import make_dossier, make_entry

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE, TEXT = "De kluisjes komen", "Vanaf maandag."
BODY = f"<p>{TEXT}</p>"


@pytest.fixture
def desk(browser, live_server, at):
    """A window of an editor in which the server may break."""
    at(2027, 6, 10, 12)
    context = browser.new_context(base_url=live_server.url, locale="nl-NL")
    session = Desk(make_editor("sam")).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    page = context.new_page()
    page.set_default_timeout(30_000)  # milliseconds
    yield page
    context.close()


@pytest.fixture
def new_entry(desk):
    return f"/beheer/dossiers/entry/add/?dossier={make_dossier('K27-001').pk}&kind={Kind.NEWS}"


def title(page):
    return page.get_by_label("Titel", exact=False).first


def text(page):
    return page.get_by_role("textbox", name="Tekst")


def open_form(page, address):
    page.goto(address)
    text(page).wait_for()


def write(page, address, words=TITLE):
    open_form(page, address)
    title(page).fill(words)
    text(page).press_sequentially(TEXT)


def press(page, button="Opslaan"):
    page.get_by_role("button", name=button, exact=True).click()


def save(page, words=TITLE):
    press(page)
    page.get_by_text(f"{words} is opgeslagen").wait_for()


def put_back(page):
    press(page, "Zet terug")


def assert_in_the_form(page, words=TITLE):
    text(page).wait_for()
    assert (title(page).input_value(), text(page).inner_text()) == (words, TEXT)


def test_two_tabs(desk):
    entry = make_entry(make_dossier("K27-001"), published_at=None)
    address = f"/beheer/dossiers/entry/{entry.pk}/change/"
    other = desk.context.new_page()
    for tab, words in ((desk, TITLE), (other, "In het andere tabblad")):
        write(tab, address, words)
    save(desk)
    press(other)
    other.get_by_role("heading", name="Wat er veranderde terwijl jij bezig was").wait_for()
    assert_in_the_form(other, "In het andere tabblad")
    assert Entry.objects.get().title == TITLE


def test_the_cookie_of_the_session_is_gone_before_saving(desk, new_entry):
    write(desk, new_entry)
    desk.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    press(desk)
    desk.get_by_label("Gebruikersnaam").fill("sam")
    desk.get_by_label("Wachtwoord").fill("een lang wachtwoord")
    desk.keyboard.press("Enter")
    desk.get_by_text("Het is nog niet opgeslagen.").wait_for()
    save(desk)
    assert Entry.objects.get().body == BODY


def test_leaving_by_a_link_and_coming_back(desk, new_entry):
    write(desk, new_entry)
    desk.get_by_role("link", name="Handleiding", exact=True).click()
    desk.get_by_role("heading", name="Handleiding").wait_for()
    desk.go_back()
    put_back(desk)
    assert_in_the_form(desk)


def test_the_server_breaks(desk, new_entry):
    write(desk, new_entry)
    pre_save.connect(break_down, sender=Entry)
    press(desk)
    desk.get_by_role("heading", name="Er ging iets mis").wait_for()
    pre_save.disconnect(break_down, sender=Entry)
    open_form(desk, new_entry)
    put_back(desk)
    assert_in_the_form(desk)
    save(desk)


def break_down(**kwargs):
    raise RuntimeError("A mistake of ours")


def test_a_required_field_is_missing(desk, new_entry):
    write(desk, new_entry, words="")
    press(desk)
    desk.get_by_text("Dit veld is verplicht.").wait_for()
    assert_in_the_form(desk, words="")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("verslag.pdf", b"%PDF-1.4\n" + b" " * 20 * 1024 * 1024 + b"%%EOF\n", "is te groot"),
        ("verslag.docx", b"PK", "kan niet als bijlage"),
    ],
    ids=["too large", "of the wrong kind"],
)
def test_a_file_is_refused(desk, new_entry, name, content, reason):
    write(desk, new_entry)
    desk.get_by_text("Bijlage toevoegen").click()
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    desk.set_input_files("#id_attachments-0-file", file)
    desk.fill("#id_attachments-0-title", "Verslag van de avond")
    press(desk)
    desk.get_by_text(reason).wait_for()
    assert_in_the_form(desk)
    assert desk.locator("#id_attachments-0-title").input_value() == "Verslag van de avond"


def test_a_double_click(desk, new_entry):
    write(desk, new_entry)
    desk.get_by_role("button", name="Opslaan", exact=True).dblclick()
    desk.get_by_text(f"{TITLE} is opgeslagen").wait_for()
    assert Entry.objects.get().body == BODY


def test_a_preview_with_an_error(desk, new_entry):
    write(desk, new_entry, words="")
    with desk.context.expect_page() as opened:
        press(desk, "Voorbeeld (in een nieuw tabblad)")
    refused = opened.value
    refused.get_by_text("Dit veld is verplicht.").wait_for()
    for tab in (refused, desk):
        assert_in_the_form(tab, words="")


@pytest.mark.sqlite
def test_the_database_takes_nothing(desk, new_entry):
    write(desk, new_entry)
    connection.cursor().execute("PRAGMA query_only = 1")
    press(desk)
    desk.get_by_text("Er is niets opgeslagen; je tekst staat nog in dit scherm.").wait_for()
    connection.cursor().execute("PRAGMA query_only = 0")
    assert_in_the_form(desk)
    save(desk)
    assert Entry.objects.get().body == BODY
