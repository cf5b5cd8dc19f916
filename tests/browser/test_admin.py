"""The admin in a real browser: under its content security policy, by keyboard, on a phone, in light and dark."""

import re
from datetime import date

import pytest
from django.contrib.sessions.models import Session

from dossiers.accounts.roles import ADMINISTRATION
from dossiers.models import Entry, PreviewLink, Redirect
from dossiers.rules.kinds import Kind

from ..editors import make_editor
from ..factories import make_attachment, make_dossier, make_entry, make_point, make_round

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = [
    "/beheer/dossiers/dossier/",
    "/beheer/dossiers/dossier/add/",
    "/beheer/dossiers/dossier/{dossier}/change/",
    "/beheer/dossiers/dossier/{agreement}/change/",
    "/beheer/dossiers/entry/",
    "/beheer/dossiers/entry/add/",
    "/beheer/dossiers/entry/add/?dossier={dossier}&kind=inspraak",
    "/beheer/dossiers/entry/add/?dossier={dossier}&kind=meeting",
    "/beheer/dossiers/entry/add/?dossier={dossier}&kind=request",
    "/beheer/dossiers/entry/{entry}/change/",
    "/beheer/dossiers/entry/{advice}/change/",
    "/beheer/dossiers/entry/add/?dossier={dossier}&kind=feedback",
    "/beheer/dossiers/entry/add/?dossier={dossier}&kind=answer&responds_to={advice}",
    "/beheer/dossiers/entry/{entry}/intrekken/",
    "/beheer/dossiers/entry/{entry}/history/",
    "/beheer/dossiers/redirect/",
    "/beheer/dossiers/redirect/add/",
    "/beheer/dossiers/editor/",
    "/beheer/dossiers/editor/add/",
    "/beheer/dossiers/editor/{editor}/change/",
    "/beheer/dossiers/entry/{draft}/voorbeeldlinks/",
    "/beheer/dossiers/logline/",
    "/beheer/password_change/",
    "/beheer/password_change/done/",
    "/beheer/geen-bladzijde/",
]


@pytest.fixture(autouse=True)
def site(at):
    """A dossier with a public, a planned and a draft entry; returns the keys for the addresses."""
    moment = at(2027, 6, 10, 12)
    dossier = make_dossier("K27-001", title="Kluisjes in de hal")
    make_round(dossier, date(2027, 6, 1), date(2027, 6, 15), published_at=moment.replace(day=11))
    draft = make_entry(dossier, "Nog niet klaar", published_at=None)
    PreviewLink.for_row(draft, label="de Bewonersraad", ends_on=date(2027, 6, 30), created_at=moment).save()
    entry = make_entry(
        dossier, "Bewonersavond", kind=Kind.MEETING, starts_on=date(2027, 6, 2), body="<p>Kom je ook?</p>"
    )
    make_attachment(dossier, "Plattegrond", entry=entry)
    advice = make_entry(dossier, "Ons advies", kind=Kind.ADVICE, starts_on=date(2027, 6, 1))
    for number, wish in enumerate(("Zet overal kluisjes.", "Vraag er geen huur voor."), start=1):
        make_point(advice, number, wish)
    old_path = "/oude-site/nieuws/2019/een-heel-lang-adres-met-veel-woorden/index.php"
    Redirect.objects.create(old_path=old_path, target="/dossiers/", created_at=moment)
    editor = make_editor("ander", email="ander@huurders.example")
    return {
        "dossier": dossier.pk,
        "agreement": make_dossier("K16-006", title="De nieuwe samenwerkingsovereenkomst").pk,
        "entry": entry.pk,
        "advice": advice.pk,
        "draft": draft.pk,
        "editor": editor.pk,
    }


@pytest.fixture
def desk(open_window, log_in, site):
    """The window of an editor who is logged in."""
    page = open_window(timezone_id="Europe/Amsterdam")
    log_in(page, make_editor(group=ADMINISTRATION))
    return page


def open_page(desk, address, site):
    desk.goto(address.format(**site))
    if desk.locator("textarea[data-django-prose-editor-configurable]").count():
        desk.get_by_role("button", name="Vet").wait_for()


# Everything that a choice or a heading opens, at once: the last of each row of radio buttons, and "Afgerond".
OPEN_ALL = """
() => {
    document.querySelectorAll("details").forEach(details => { details.open = true })
    const radios = [...document.querySelectorAll("#content-main input[type=radio]")]
    new Map(radios.map(radio => [radio.name, radio])).forEach(radio => radio.click())
    const phase = document.querySelector("select[name=phase]")
    if (phase) { phase.value = "closed"; phase.dispatchEvent(new Event("change")) }
}
"""


def test_every_page_of_the_admin_can_be_used_by_everyone(desk, site, assert_accessible):
    """As it opens, and with everything shown that can be opened in it."""
    for address in PAGES:
        open_page(desk, address, site)
        assert_accessible(desk)
        if desk.locator("#content-main :is(details, input[type=radio])").count():
            desk.evaluate(OPEN_ALL)
            assert_accessible(desk)


def test_a_question_and_what_opens_below_it_have_a_name_for_who_hears_them(desk, site):
    open_page(desk, "/beheer/dossiers/entry/{draft}/change/", site)
    who = desk.get_by_role("radiogroup", name="Wie ziet dit?")
    who.get_by_label("Inplannen").check()
    for name in ("Openbaar vanaf: dag", "Openbaar vanaf: tijd"):
        assert desk.get_by_role("textbox", name=name).is_visible()
    for picture, window in (("klok: Openbaar vanaf: tijd", "Klok"), ("kalender: Openbaar vanaf: dag", "Kalender")):
        desk.get_by_role("link", name=f"Kies uit de {picture}").click()
        desk.get_by_role("dialog", name=window).wait_for()
    for name in ("Kies uit de kalender: Openbaar vanaf: dag", "Kies uit de kalender: Datum"):
        assert desk.get_by_role("link", name=name).count() == 1
    open_page(desk, "/beheer/dossiers/entry/{entry}/change/", site)
    assert desk.get_by_role("radiogroup", name="Typefout of wijziging?").is_visible()
    open_page(desk, "/beheer/dossiers/editor/{editor}/change/", site)
    assert desk.get_by_role("group", name="Groepen").is_visible()


def tab_to(desk, selector):
    """Press Tab until the focus is on the first element of its kind."""
    desk.locator(".skip-to-content-link").focus()
    for _ in range(40):
        desk.keyboard.press("Tab")
        if desk.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"Tab never reaches {selector} on {desk.url}")


def test_the_list_of_what_to_do_the_guide_and_the_handover_can_be_used_by_everyone(desk, site, assert_accessible):
    open_page(desk, "/beheer/overdracht/", site)
    assert_accessible(desk)
    desk.emulate_media(media="print")
    assert not desk.locator("#header").is_visible()
    assert desk.get_by_role("heading", name="Open dossiers").is_visible()
    desk.emulate_media(media="screen")
    open_page(desk, "/beheer/", site)
    assert_accessible(desk)
    tab_to(desk, ".todo a[href*='/change/']")
    desk.keyboard.press("Enter")
    desk.get_by_role("button", name="Opslaan", exact=True).wait_for()
    tab_to(desk, ".sections a[href$='/handleiding/']")
    desk.keyboard.press("Enter")
    desk.get_by_role("heading", name="Handleiding").wait_for()
    assert_accessible(desk)
    tab_to(desk, ".guide nav a")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/beheer/handleiding/#dossier")


def test_logging_in_can_be_done_by_everyone(page, assert_accessible):
    make_editor("sam")
    page.goto("/beheer/")
    assert_accessible(page)
    page.get_by_label("Gebruikersnaam").fill("sam")
    page.get_by_label("Wachtwoord").fill("een lang wachtwoord")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Wat wil je doen?").wait_for()


def test_a_password_and_a_shared_draft_are_for_everyone_without_an_account(page, mailoutbox, assert_accessible):
    page.goto("/beheer/wachtwoord-vergeten/")
    assert_accessible(page)
    page.get_by_label("Je mailadres").fill("ander@huurders.example")
    page.keyboard.press("Enter")
    page.get_by_text("Dan krijg je een mail met een link.").wait_for()
    page.goto(re.search(r"http://[^/]+(/\S+)", mailoutbox[0].body)[1])
    assert_accessible(page)
    for password in page.get_by_label("Nieuw wachtwoord").all():
        password.fill("een heel nieuw woord")
    page.keyboard.press("Enter")
    page.get_by_text("Je wachtwoord is bewaard.").wait_for()
    page.goto(PreviewLink.objects.get().get_absolute_url())
    page.get_by_text("Dit is een voorbeeld voor de Bewonersraad").wait_for()
    assert_accessible(page)


def test_what_goes_wrong_is_told_in_a_way_that_everyone_can_use(page, desk, log_in, site, assert_accessible):
    """A page that is not allowed, an unfinished form, the end of a session, a token of before, logging out."""
    log_in(page, make_editor("bestuur"))
    page.goto("/beheer/dossiers/editor/")
    assert_accessible(page)
    address = "/beheer/dossiers/entry/add/?dossier={dossier}&kind=news"
    open_page(desk, address, site)
    desk.get_by_label("Titel", exact=False).first.fill("Onaf")
    desk.goto("/beheer/")
    open_page(desk, address, site)
    assert_accessible(desk)
    desk.get_by_role("button", name="Zet terug").click()
    assert_accessible(desk)
    Session.objects.all().delete()
    desk.get_by_role("button", name="Opslaan", exact=True).click()
    desk.get_by_text("Je was niet meer ingelogd.").wait_for()
    assert_accessible(desk)
    desk.get_by_label("Gebruikersnaam").fill("sam")
    desk.get_by_label("Wachtwoord").fill("een lang wachtwoord")
    desk.keyboard.press("Enter")
    desk.get_by_role("button", name="Opslaan", exact=True).wait_for()
    assert_accessible(desk)
    desk.context.clear_cookies(name="csrftoken")
    desk.get_by_role("button", name="Opslaan", exact=True).click()
    desk.get_by_role("link", name="Open het formulier opnieuw").wait_for()
    assert_accessible(desk)
    desk.goto("/beheer/")
    desk.get_by_role("button", name="Uitloggen").click()
    desk.get_by_role("button", name="Uitloggen").wait_for(state="detached")
    assert_accessible(desk)


def test_a_board_member_adds_an_entry_with_the_keyboard_alone(desk, site):
    open_page(desk, "/beheer/dossiers/dossier/{dossier}/change/", site)
    desk.get_by_text("Bericht toevoegen", exact=True).focus()
    desk.keyboard.press("Enter")
    desk.get_by_role("link", name="Nieuws").focus()
    desk.keyboard.press("Enter")
    desk.get_by_role("button", name="Vet").wait_for()
    desk.get_by_label("Titel", exact=False).first.focus()
    desk.keyboard.type("De kluisjes komen")
    desk.get_by_role("textbox", name="Tekst").focus()
    desk.keyboard.press("Control+b")
    desk.keyboard.type("Vanaf maandag.")
    desk.get_by_label("Concept: alleen redacteuren zien dit").focus()
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Enter")
    desk.get_by_text("De kluisjes komen is opgeslagen. Huurders zien dit").wait_for()
    assert Entry.objects.get(title="De kluisjes komen").body == "<p><strong>Vanaf maandag.</strong></p>"
    desk.goto("/k27-001/5")
    assert "Vanaf maandag." in desk.inner_text("main")


def test_the_preview_opens_beside_the_form_and_the_form_keeps_what_was_typed(desk, site):
    open_page(desk, "/beheer/dossiers/entry/{entry}/change/", site)
    desk.get_by_label("Titel", exact=False).first.fill("Bewonersavond in de hal")
    with desk.context.expect_page() as opened:
        desk.get_by_role("button", name="Voorbeeld").click()
    shown = opened.value
    shown.get_by_text("Dit is een voorbeeld.").wait_for()
    assert "Bewonersavond in de hal" in shown.inner_text("main")
    assert desk.get_by_label("Titel", exact=False).first.input_value() == "Bewonersavond in de hal"
    assert Entry.objects.get(pk=site["entry"]).title == "Bewonersavond"


def test_a_preview_opens_as_wide_as_a_phone_and_goes_on_in_the_same_window(desk, site):
    open_page(desk, "/beheer/dossiers/entry/{draft}/change/", site)
    desk.get_by_label("Titel", exact=False).first.fill("Bijna klaar")
    with desk.context.expect_page() as opened:
        desk.get_by_role("button", name="Zoals op een telefoon").click()
    phone = opened.value
    phone.get_by_role("heading", name="Bijna klaar").wait_for()
    assert phone.evaluate("innerWidth") == 360
    phone.get_by_role("link", name="K27-001 Kluisjes in de hal").click()
    phone.get_by_text("Je ziet wat het laatst is opgeslagen.").wait_for()
    assert "Nog niet klaar" in phone.inner_text("main")


def test_the_address_of_a_preview_link_is_copied_with_a_button(desk, site):
    desk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_page(desk, "/beheer/dossiers/entry/{draft}/voorbeeldlinks/", site)
    desk.get_by_role("button", name="Kopieer het adres").click()
    desk.get_by_text("Gekopieerd.").wait_for()
    assert desk.evaluate("navigator.clipboard.readText()") == desk.inner_text(".address")


def test_the_buttons_and_dialogs_of_the_editor_speak_dutch(desk, site):
    open_page(desk, "/beheer/dossiers/entry/{entry}/change/", site)
    text = desk.get_by_role("textbox", name="Tekst")
    text.focus()
    desk.keyboard.press("Control+a")
    tips = desk.eval_on_selector_all(".prose-menubar button[title]:visible", "all => all.map(one => one.title)")
    assert tips == [
        *["Gewone tekst", "Lijst met punten", "Genummerde lijst", "Citaat", "Vet", "Schuin"],
        *["Link maken (kies eerst woorden)", "Tabel invoegen", "Ongedaan maken", "Opnieuw doen"],
    ]
    desk.get_by_role("button", name="Link maken").click()
    dialog = desk.get_by_role("dialog")
    assert dialog.get_by_role("heading").inner_text() == "Link"
    dialog.get_by_label("Adres").fill("https://kluis.example/")
    dialog.get_by_role("button", name="Opslaan").click()
    text.press("ArrowRight")
    desk.get_by_role("button", name="Tabel invoegen").click()
    words = dialog.inner_text()
    assert [
        word for word in ("Tabel", "Rijen", "Kolommen", "Met een kopregel", "Ja", "Nee") if word not in words
    ] == []
    dialog.get_by_label("Met een kopregel").select_option("Ja")
    dialog.get_by_role("button", name="Tabel invoegen").click()
    desk.get_by_label("Stil verbeteren").check()
    desk.get_by_role("button", name="Opslaan", exact=True).click()
    desk.get_by_text("is opgeslagen").wait_for()
    body = Entry.objects.get(pk=site["entry"]).body
    assert '<a href="https://kluis.example/"' in body
    assert "<th" in body


def test_a_day_can_be_picked_from_the_calendar(desk, site):
    open_page(desk, "/beheer/dossiers/entry/add/?dossier={dossier}&kind=meeting", site)
    desk.locator("#calendarlink0").click()
    desk.locator("#calendarin0").get_by_role("link", name="17").click()
    assert desk.get_by_label("Dag:", exact=True).input_value().startswith("17-")


def test_the_moment_of_planning_is_asked_only_from_who_plans(desk, site):
    open_page(desk, "/beheer/dossiers/entry/add/?dossier={dossier}&kind=news", site)
    moment = desk.locator("#id_publish_on_0")
    assert not moment.is_visible()
    desk.get_by_label("Inplannen").check()
    assert moment.is_visible()


def test_the_line_about_a_change_is_asked_only_from_who_reports_one(desk, site):
    open_page(desk, "/beheer/dossiers/entry/{entry}/change/", site)
    line = desk.get_by_label("Wat is er veranderd?")
    assert not line.is_visible()
    desk.get_by_label("Wijziging melden").check()
    assert line.is_visible()
    desk.get_by_role("button", name="Opslaan", exact=True).click()
    desk.get_by_text("Schrijf in één regel wat er veranderd is.").wait_for()
    assert line.is_visible()


def test_opening_and_saving_changes_nothing(desk, site):
    open_page(desk, "/beheer/dossiers/entry/{entry}/change/", site)
    desk.get_by_role("button", name="Opslaan", exact=True).click()
    desk.get_by_text("is opgeslagen").wait_for()


def test_the_day_and_the_result_are_asked_only_of_what_is_finished(desk, site):
    open_page(desk, "/beheer/dossiers/dossier/{dossier}/change/", site)
    day, result = desk.get_by_label("Afgerond op"), desk.get_by_label("Resultaat")
    assert not day.is_visible()
    desk.get_by_label("Fase").select_option("Afgerond")
    assert day.is_visible()
    assert result.is_visible()


def test_a_term_is_proposed_when_the_day_is_chosen_and_gives_way_to_what_is_typed(desk, site):
    open_page(desk, "/beheer/dossiers/entry/add/?dossier={dossier}&kind=request", site)
    received, due = desk.get_by_label("Ontvangen op"), desk.get_by_label("Advies uiterlijk")
    assert due.input_value() == ""
    received.fill("01-06-2027")
    received.blur()
    desk.get_by_text("Voorstel: 13 juli 2027.").wait_for()
    assert due.input_value() == "13-07-2027"
    received.fill("02-06-2027")
    received.blur()
    desk.get_by_text("Voorstel: 14 juli 2027.").wait_for()
    assert due.input_value() == "14-07-2027"
    due.fill("01-09-2027")
    received.fill("01-06-2027")
    received.blur()
    desk.get_by_text("Voorstel: 13 juli 2027.").wait_for()
    assert due.input_value() == "01-09-2027"


def test_a_proposal_that_comes_late_is_typed_over(desk, site):
    open_page(desk, "/beheer/dossiers/entry/add/?dossier={dossier}&kind=request", site)
    received, due = desk.get_by_label("Ontvangen op"), desk.get_by_label("Advies uiterlijk")
    received.fill("01-06-2027")
    due.focus()
    desk.get_by_text("Voorstel: 13 juli 2027.").wait_for()
    desk.keyboard.type("1-9-2027")
    assert due.input_value() == "1-9-2027"


def test_a_term_is_proposed_when_the_day_is_picked_from_the_calendar(desk, site):
    desk.clock.set_fixed_time("2027-06-10T12:00:00+02:00")
    open_page(desk, "/beheer/dossiers/entry/add/?dossier={dossier}&kind=request", site)
    desk.get_by_role("link", name="Vandaag").first.click()
    desk.get_by_text("Voorstel: 22 juli 2027.").wait_for()
    assert desk.get_by_label("Advies uiterlijk").input_value() == "22-07-2027"


def test_an_attachment_can_be_added(desk, site):
    open_page(desk, "/beheer/dossiers/entry/add/?dossier={dossier}&kind=news", site)
    desk.get_by_label("Titel", exact=False).first.fill("Verslag")
    desk.get_by_text("Bijlage toevoegen").click()
    file = {"name": "verslag.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF\n"}
    desk.set_input_files("#id_attachments-0-file", file)
    desk.fill("#id_attachments-0-title", "Verslag van de avond")
    desk.get_by_role("button", name="Opslaan", exact=True).click()
    desk.get_by_text("Verslag is opgeslagen").wait_for()
    assert Entry.objects.get(title="Verslag").attachments.get().title == "Verslag van de avond"


def test_another_point_can_be_added_to_an_advice(desk, site):
    open_page(desk, "/beheer/dossiers/entry/add/?dossier={dossier}&kind=advice", site)
    desk.get_by_label("Titel", exact=False).first.fill("Vier wensen")
    desk.get_by_text("Punt toevoegen").click()
    wishes = desk.locator(".points").get_by_label("Punt:", exact=True)
    for place, wish in enumerate(("Een.", "Twee.", "Drie.", "Vier.")):
        wishes.nth(place).fill(wish)
    desk.get_by_role("button", name="Opslaan", exact=True).click()
    desk.get_by_text("Vier wensen is opgeslagen").wait_for()
    points = Entry.objects.get(title="Vier wensen").points.values_list("number", "text")
    assert list(points) == [(1, "Een."), (2, "Twee."), (3, "Drie."), (4, "Vier.")]
