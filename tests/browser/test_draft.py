"""What an editor typed survives a closed tab, a refused form and the end of a session, in that browser only."""

import pytest
from django.contrib.sessions.models import Session

from dossiers.accounts.roles import ADMINISTRATION
from dossiers.models import Entry
from dossiers.rules.kinds import Kind

from ..editors import make_editor
from ..factories import make_dossier, make_entry

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DRAFTS = "Object.keys(localStorage).filter((key) => key.startsWith('draft/')).length"


@pytest.fixture(autouse=True)
def dossier(at):
    at(2027, 6, 10, 12)
    return make_dossier("K27-001", title="Kluisjes in de hal")


@pytest.fixture
def desk(page, log_in):
    log_in(page, make_editor("sam"))
    return page


def new_entry(dossier, kind=Kind.NEWS):
    return f"/beheer/dossiers/entry/add/?dossier={dossier.pk}&kind={kind}"


def open_form(page, address):
    page.goto(address)
    page.get_by_role("textbox", name="Tekst").wait_for()


def reopen(page, address):
    """Close the tab and open the address in another one of the same browser."""
    tab = page.context.new_page()
    with page.expect_event("close"):
        page.close(run_before_unload=True)  # as a person closes it
    open_form(tab, address)
    return tab


def title(page):
    return page.get_by_label("Titel", exact=False).first


def text(page):
    return page.get_by_role("textbox", name="Tekst")


def offer(page):
    return page.get_by_text("typte je hier iets en sloeg je het niet op")


def save(page):
    page.get_by_role("button", name="Opslaan", exact=True).click()


def type_a_title(page, address, words="Laat getypt"):
    open_form(page, address)
    title(page).fill(words)


def fill_in_login(page):
    page.get_by_label("Gebruikersnaam").fill("sam")
    page.get_by_label("Wachtwoord").fill("een lang wachtwoord")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Uitloggen").wait_for()


def test_what_was_typed_is_offered_after_a_closed_tab_and_goes_when_it_is_saved(desk, dossier):
    address = new_entry(dossier, Kind.ADVICE)
    open_form(desk, address)
    title(desk).fill("Vier wensen")
    text(desk).press_sequentially("Lees maar.")
    desk.get_by_text("Punt toevoegen").click()
    points = desk.locator(".points").get_by_label("Punt:", exact=True)
    for place, wish in enumerate(("Een.", "Twee.", "Drie.", "Vier.")):
        points.nth(place).fill(wish)
    desk.get_by_label("Inplannen").check()

    desk = reopen(desk, address)
    assert offer(desk).is_visible()
    assert title(desk).input_value() == ""
    desk.get_by_role("button", name="Zet terug").click()
    assert not offer(desk).is_visible()
    assert desk.get_by_text("staat weer in het formulier").is_visible()
    assert desk.locator("#id_publish_on_0").is_visible()
    desk.get_by_label("Concept: alleen redacteuren zien dit").check()
    save(desk)
    desk.get_by_text("Vier wensen is opgeslagen").wait_for()
    advice = Entry.objects.get()
    assert advice.body == "<p>Lees maar.</p>"
    assert list(advice.points.values_list("number", "text")) == [(1, "Een."), (2, "Twee."), (3, "Drie."), (4, "Vier.")]

    open_form(desk, address)
    assert not offer(desk).is_visible()


def test_what_was_typed_survives_a_crash(desk, dossier):
    address = new_entry(dossier)
    desk.clock.install()
    type_a_title(desk, address)
    desk.clock.run_for(300)  # milliseconds
    desk.close()
    desk = desk.context.new_page()
    open_form(desk, address)
    assert offer(desk).is_visible()


def test_what_is_thrown_away_stays_away_and_what_was_typed_meanwhile_is_kept_too(desk, dossier):
    address = new_entry(dossier)
    type_a_title(desk, address, "Eerst")
    desk = reopen(desk, address)
    title(desk).fill("Daarna")
    desk.get_by_role("button", name="Zet terug").click()
    assert title(desk).input_value() == "Eerst"
    assert offer(desk).is_visible()
    desk.get_by_role("button", name="Zet terug").click()
    assert title(desk).input_value() == "Daarna"
    desk.get_by_role("button", name="Weggooien").click()
    assert not offer(desk).is_visible()
    desk = reopen(desk, address)
    desk.get_by_role("button", name="Weggooien").click()
    desk = reopen(desk, address)
    assert not offer(desk).is_visible()


def test_it_is_offered_to_its_editor_alone_and_gone_after_logging_out(desk, dossier, log_in):
    address = new_entry(dossier)
    type_a_title(desk, address)
    log_in(desk, make_editor("ander"))
    desk = reopen(desk, address)
    assert not offer(desk).is_visible()
    desk.get_by_role("button", name="Uitloggen").click()
    desk.goto("/beheer/login/")
    fill_in_login(desk)
    open_form(desk, address)
    assert offer(desk).is_visible()
    left_open = desk.context.new_page()
    type_a_title(left_open, address)
    desk.get_by_role("button", name="Uitloggen").click()
    desk.goto("/beheer/login/")
    title(left_open).fill("Na het uitloggen getypt")
    left_open.close(run_before_unload=True)
    fill_in_login(desk)
    open_form(desk, address)
    assert not offer(desk).is_visible()
    desk = reopen(desk, address)
    assert not offer(desk).is_visible()


def test_what_was_saved_is_not_offered_to_who_went_back_to_it(desk, dossier):
    address = new_entry(dossier, Kind.ADVICE)
    open_form(desk, address)
    title(desk).fill("Eén wens")
    text(desk).press_sequentially("Lees maar.")
    desk.get_by_text("Punt toevoegen").click()
    desk.locator(".points").get_by_label("Punt:", exact=True).first.fill("Een.")
    save(desk)
    desk.get_by_text("Eén wens is opgeslagen").wait_for()
    desk.go_back()
    text(desk).wait_for()
    assert title(desk).input_value() == "Eén wens"  # the browser fills it in
    desk.go_forward()
    open_form(desk, address)
    assert not offer(desk).is_visible()


def test_a_refused_form_is_still_kept(desk, dossier):
    address = new_entry(dossier)
    open_form(desk, address)
    text(desk).press_sequentially("Zonder titel.")
    save(desk)
    desk.get_by_text("Dit veld is verplicht.").wait_for()
    assert not offer(desk).is_visible()
    desk = reopen(desk, address)
    desk.get_by_role("button", name="Zet terug").click()
    assert text(desk).inner_text() == "Zonder titel."


def test_every_other_form_keeps_what_was_typed_until_it_is_sent(desk, dossier, log_in):
    log_in(desk, make_editor("baas", group=ADMINISTRATION))
    entry, draft = make_entry(dossier), make_entry(dossier, published_at=None)
    colleague = make_editor("ander")
    forms = [
        ("redirect/add/", {"old_path": "/oud", "target": "/adviezen/"}, "Opslaan"),
        (f"editor/{colleague.pk}/change/", {"first_name": "Robin", "email": "robin@huurders.example"}, "Opslaan"),
        (f"entry/{draft.pk}/voorbeeldlinks/", {"label": "de Bewonersraad"}, "Link maken"),
        (f"entry/{entry.pk}/intrekken/", {"reason": "Dubbel geplaatst."}, "Intrekken"),
    ]
    for address, typed, button in forms:
        desk.goto(f"/beheer/dossiers/{address}")
        for name, words in typed.items():
            desk.locator(f"[name={name}]").fill(words)
        desk.goto(f"/beheer/dossiers/{address}")
        desk.get_by_role("button", name="Zet terug").click()
        assert [desk.locator(f"[name={name}]").input_value() for name in typed] == list(typed.values())
        desk.get_by_role("button", name=button, exact=True).click()
        desk.locator(".messagelist .success").first.wait_for()
        assert desk.evaluate(DRAFTS) == 0, address


def test_the_success_of_another_button_throws_no_draft_away(desk, dossier):
    draft = make_entry(dossier, published_at=None)
    address = f"/beheer/dossiers/entry/{draft.pk}/change/"
    open_form(desk, address)
    title(desk).fill("")
    text(desk).press_sequentially("Nog niet klaar.")
    save(desk)
    desk.get_by_text("Dit veld is verplicht.").wait_for()
    desk.get_by_role("button", name="Naar de prullenbak").click()
    desk.get_by_text("In de prullenbak gelegd.").wait_for()
    assert offer(desk).is_visible()


def test_a_look_at_a_form_is_no_draft(desk, dossier):
    request = make_entry(dossier, "Aanvraag", kind=Kind.REQUEST)
    address = f"{new_entry(dossier, Kind.ADVICE)}&responds_to={request.pk}"
    open_form(desk, address)
    desk.get_by_text("Voorstel").first.wait_for()
    title(desk).click()
    title(desk).press("End")
    desk = reopen(desk, address)
    assert not offer(desk).is_visible()
    assert desk.evaluate(DRAFTS) == 0


def test_saving_after_the_session_ended_asks_to_log_in_and_goes_on(desk, dossier):
    address = new_entry(dossier)
    open_form(desk, address)
    title(desk).fill("Na twaalven")
    text(desk).press_sequentially("Getypt.")
    Session.objects.all().delete()
    save(desk)
    desk.get_by_text("Je was niet meer ingelogd.").wait_for()
    fill_in_login(desk)
    desk.get_by_role("button", name="Opslaan", exact=True).click()
    desk.get_by_text("Na twaalven is opgeslagen").wait_for()
    assert Entry.objects.get().body == "<p>Getypt.</p>"
    open_form(desk, address)
    assert not offer(desk).is_visible()


def test_who_logged_in_again_in_another_tab_finds_the_text_too(desk, dossier):
    address = new_entry(dossier)
    open_form(desk, address)
    title(desk).fill("Twee tabbladen")
    Session.objects.all().delete()
    other = desk.context.new_page()
    other.goto("/beheer/")
    fill_in_login(other)
    save(desk)
    desk.get_by_role("link", name="Open het formulier opnieuw").click()
    desk.get_by_role("button", name="Zet terug").click()
    save(desk)
    desk.get_by_text("Twee tabbladen is opgeslagen").wait_for()
    open_form(desk, address)
    assert not offer(desk).is_visible()


PRESS_TWICE = """
button => {
    let sent = 0
    button.form.addEventListener("submit", (event) => { sent += 1; event.preventDefault() })
    button.click()
    button.click()
    return sent
}
"""


@pytest.mark.parametrize(("button", "times"), [("_save", 1), ("_preview", 2)])
def test_a_second_press_on_a_slow_line_sends_nothing_twice_but_a_preview(desk, dossier, button, times):
    open_form(desk, new_entry(dossier))
    assert desk.locator(f"[name={button}]").first.evaluate(PRESS_TWICE) == times
