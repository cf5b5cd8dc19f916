"""The public pages in a real browser: readable, usable by keyboard, on paper and without JavaScript."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from dossiers.rules.kinds import Kind
from dossiers.rules.phases import Phase

from ..css import without_nesting
from ..factories import make_attachment, make_change, make_dossier, make_entry, make_point, make_round
from .conftest import PHONE, assert_no_sideways_scrolling

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SITE_CSS = Path(__file__).parents[2] / "static" / "css" / "site.css"
LONG_WORD = "Huurdersvertegenwoordigingsorganisatieovereenkomst"
RICH = (
    "<h2>Waar het om gaat</h2><p>Tekst met <strong>nadruk</strong> en een <a href='/dossiers/'>link</a>.</p>"
    "<ul><li><p>een</p></li><li><p>twee</p></li></ul><blockquote><p>Zo is het.</p></blockquote>"
    "<table><tbody><tr><th><p>Jaar</p></th><th><p>Huur</p></th></tr>"
    "<tr><td><p>2027</p></td><td><p>412 euro</p></td></tr></tbody></table>"
    f"<h3>{LONG_WORD}</h3><p>{LONG_WORD}{LONG_WORD}</p>"
)

HOME, LIST = "/", "/dossiers/"
FILTERED, EMPTY, SECOND_PAGE = "/dossiers/?fase=overleg", "/dossiers/?fase=overleg&jaar=2016", "/dossiers/?pagina=2"
OPEN = "/dossiers/k27-001-kluisjes-in-de-hal/"
DESCRIPTION = f"{OPEN}beschrijving/"
OPEN_ROUND, MEETING, ADVICE = f"{OPEN}1-wat-vind-jij/", f"{OPEN}2-bewonersavond/", f"{OPEN}4-ons-advies/"
PAUSED, FINISHED = "/dossiers/k26-002-zonnepanelen/", f"/dossiers/k16-006-samenwerking-{(LONG_WORD * 3).lower()}/"
INSPRAAK, ADVICES, EXPLANATION, FOLLOWING = "/inspraak/", "/adviezen/", "/uitleg/", "/volgen/"
HITS, NO_HITS = "/zoeken/?q=kluis", "/zoeken/?q=kluiszes&fase=overleg"
REQUEST = f"{OPEN}3-adviesaanvraag/"
MISSING, GONE = "/nergens/", "/k15-001"
AGREEMENT = f"{FINISHED}1-overeenkomst/"
PAGES = [
    *[HOME, LIST, FILTERED, EMPTY, SECOND_PAGE],
    *[INSPRAAK, ADVICES, EXPLANATION, FOLLOWING, HITS, NO_HITS, REQUEST],
    *[OPEN, PAUSED, FINISHED, OPEN_ROUND, MEETING, ADVICE, DESCRIPTION, AGREEMENT, MISSING, GONE],
]
STATUS = {MISSING: 404, GONE: 410}


@pytest.fixture(autouse=True)
def site(at):
    """A site on 10 June 2027 with every kind of page."""
    at(2027, 6, 10, 12)
    dossier = make_dossier(
        "K27-001",
        title="Kluisjes in de hal",
        phase=Phase.TALKS,
        introduction="Waar laat je je pakje?\n\nDaar praten we over.",
        description=RICH,
    )
    make_round(
        dossier,
        date(2027, 6, 1),
        date(2027, 6, 15),
        question="Wil jij een kluisje?",
        teaser="Laat het ons weten.",
        audience="alle huurders",
        react_mail="inspraak@wijwonen.example",
        react_link="https://vragen.example/kluis",
        place="de kantine, woensdag om 20.00 uur",
        body=RICH,
    )
    online = f"Online: https://vergaderen.example/j/{LONG_WORD}?sleutel={LONG_WORD}"
    evening = {"starts_on": date(2027, 6, 2), "cancelled": True, "place": online}
    make_entry(dossier, "Bewonersavond", kind=Kind.MEETING, body=RICH, **evening)
    request = make_entry(dossier, "Adviesaanvraag", kind=Kind.REQUEST, starts_on=date(2027, 5, 1), right="advice")
    due = date(2027, 6, 3)
    advice = make_entry(
        dossier, "Ons advies", kind=Kind.ADVICE, starts_on=date(2027, 5, 20), due_on=due, responds_to=request
    )
    answer = make_entry(
        dossier, LONG_WORD, kind=Kind.ANSWER, starts_on=date(2027, 6, 5), responds_to=advice, teaser=LONG_WORD * 3
    )
    make_point(answer, 1, "Ja.", responds_to=make_point(advice, 1), outcome="followed", reason=LONG_WORD * 2)
    make_point(advice, 2, LONG_WORD * 2)
    make_entry(dossier, "Werkbezoek", kind=Kind.MEETING, starts_on=date(2027, 6, 20), place="De hal")
    make_entry(dossier, "Plan", kind=Kind.DOCUMENT, starts_on=date(2027, 9, 1), date_precision="month")
    make_entry(dossier, "Oud bericht")
    make_attachment(dossier, "Plattegrond van de hal")
    make_attachment(dossier, f"{LONG_WORD} 2027", entry=advice)
    make_change(dossier, datetime(2027, 6, 9, tzinfo=UTC))
    finished = make_dossier(
        "K16-006", title=f"Samenwerking {LONG_WORD * 3}", phase=Phase.CLOSED, successor=dossier, description=RICH
    )
    make_entry(finished, "Overeenkomst", kind=Kind.AGREEMENT, starts_on=date(2017, 7, 3))
    make_round(finished, date(2016, 9, 1), date(2016, 9, 30))
    paused = make_dossier(
        "K26-002", title="Zonnepanelen", phase=Phase.TALKS, pause_reason="We wachten op de gemeente."
    )
    make_round(paused, date(2027, 4, 1), date(2027, 4, 30), "Zon of geen zon?", due_on=date(2027, 5, 28))
    make_round(paused, date(2027, 7, 1), date(2027, 7, 14), LONG_WORD)
    asked = make_round(paused, date(2027, 3, 1), date(2027, 3, 14), "Wie wil er mee?")
    make_entry(paused, "Dit hoorden wij", kind=Kind.FEEDBACK, starts_on=date(2027, 4, 1), responds_to=asked)
    make_entry(paused, LONG_WORD, kind=Kind.ADVICE, starts_on=date(2027, 5, 1), due_on=date(2027, 5, 17))
    make_dossier(
        "K15-001", title="Weg", withdrawn_at=datetime(2020, 1, 1, tzinfo=UTC), withdrawn_reason="Dit klopte niet."
    )
    for number in range(1, 20):
        make_dossier(f"K18-{number:03d}", title=f"Onderwerp {number}")


def visit(page, address):
    response = page.goto(address)
    assert response.status == STATUS.get(address, 200)
    return response


# --- Reading ----------------------------------------------------------------------------------------------


def test_every_page_is_accessible_wide_and_on_a_phone_in_light_and_in_dark(page, assert_accessible):
    for address in PAGES:
        visit(page, address)
        assert_accessible(page)


def test_no_page_scrolls_sideways_at_200_percent(open_window):
    page = open_window(viewport={"width": 640, "height": 400}, device_scale_factor=2)
    for address in PAGES:
        visit(page, address)
        assert_no_sideways_scrolling(page)


def test_a_browser_without_nesting_of_rules_hides_the_skip_link_and_overflows_nowhere(open_window):
    page = open_window(viewport=PHONE)
    old = without_nesting(SITE_CSS.read_text())
    page.route("**/site.css", lambda route: route.fulfill(body=old, content_type="text/css"))
    for address in PAGES:
        visit(page, address)
        assert_no_sideways_scrolling(page)
        bottom = "document.querySelector('.skip').getBoundingClientRect().bottom"
        assert page.evaluate(bottom) <= 0, address
        page.locator(".skip").focus()
        assert page.evaluate(bottom) > 0, address


def test_without_a_style_sheet_no_drawing_is_as_wide_as_the_window(open_window):
    page = open_window(viewport=PHONE)
    page.route("**/site.css", lambda route: route.fulfill(body="", content_type="text/css"))
    for address in PAGES:
        visit(page, address)
        widths = "drawings => drawings.map(drawing => drawing.getBoundingClientRect().width)"
        assert max(page.eval_on_selector_all(".ico, .tile", widths), default=0) <= 48, address
        assert max(page.eval_on_selector_all("svg", widths), default=0) < PHONE["width"], address


def test_dark_is_dark_and_light_is_light(page):
    def background():
        return page.evaluate("getComputedStyle(document.body).backgroundColor")

    visit(page, HOME)
    page.emulate_media(color_scheme="light")
    assert background() == "rgb(255, 255, 255)"
    page.emulate_media(color_scheme="dark")
    assert max(int(part) for part in background()[4:-1].split(",")) < 80


def test_on_paper_the_text_stays_and_the_navigation_goes(page):
    page.emulate_media(media="print")
    for address in (OPEN, OPEN_ROUND, LIST):
        visit(page, address)
        for navigation in (".nav", ".skip", ".more", ".button", ".filters", ".turn"):
            assert not page.locator(navigation).locator("visible=true").count(), navigation
        assert page.locator("h1").is_visible()


@pytest.mark.parametrize(
    ("address", "words"),
    [(OPEN, "/k27-001. Gedrukt op 10\u00a0juni 2027."), (OPEN_ROUND, "Het staat op http://localhost:8000/k27-001/1.")],
)
def test_on_paper_a_page_says_where_it_stands_on_the_site(page, address, words):
    visit(page, address)
    line = page.get_by_text(words)
    assert not line.is_visible()
    page.emulate_media(media="print")
    assert line.is_visible()


# --- Keyboard ---------------------------------------------------------------------------------------------

REACHABLE = """
() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
    .filter(element => element.checkVisibility() && !element.disabled)
    .map(element => element.outerHTML)
"""
FOCUSED = """
() => {
    const element = document.activeElement, style = getComputedStyle(element), box = element.getBoundingClientRect()
    return {
        html: element.outerHTML,
        marked: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        inView: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    }
}
"""


def test_every_link_and_control_is_reached_with_tab_in_order_and_shows_that_it_has_the_focus(page):
    for address in PAGES:
        visit(page, address)
        for html in page.evaluate(REACHABLE):
            page.keyboard.press("Tab")
            focused = page.evaluate(FOCUSED)
            assert focused == {"html": html, "marked": True, "inView": True}, address


def test_the_first_tab_on_every_page_offers_a_way_past_the_menu(page):
    for address in PAGES:
        visit(page, address)
        page.keyboard.press("Tab")
        assert page.locator(":focus").inner_text() == "Naar de inhoud", address
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.tagName") == "MAIN", address
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('main, footer') !== null"), address


def test_the_list_is_filtered_by_keyboard_alone(page):
    visit(page, LIST)
    while not page.evaluate("document.activeElement.name === 'fase'"):
        page.keyboard.press("Tab")
    page.keyboard.type("Ove")
    while not page.evaluate("document.activeElement.type === 'submit'"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/dossiers/?fase=overleg*")
    assert page.get_by_role("status").inner_text().startswith("2 dossiers")
    assert page.locator(".card h2").all_inner_texts() == ["Kluisjes in de hal", "Zonnepanelen"]
    assert page.get_by_label("Fase").input_value() == "overleg"


# --- Without anything -------------------------------------------------------------------------------------


def test_a_tenant_without_javascript_finds_filters_and_reads(open_window):
    page = open_window(java_script_enabled=False)
    visit(page, HOME)
    page.get_by_role("link", name="Bekijk alle dossiers").click()
    page.get_by_label("Inspraakmoment").select_option(label="Open")
    page.get_by_role("button", name="Toon").click()
    page.get_by_role("link", name="Kluisjes in de hal").click()
    page.get_by_role("link", name="Lees verder over Ons advies").click()
    assert page.locator("h1").inner_text() == "Ons advies"
    page.get_by_role("link", name="K27-001 Kluisjes in de hal").first.click()
    page.get_by_role("link", name="Lees verder in de dossierbeschrijving").click()
    assert page.get_by_role("cell", name="412 euro").is_visible()


def test_a_first_visit_takes_three_requests_and_leaves_nothing_behind(open_window):
    for address in (HOME, LIST, INSPRAAK, ADVICES, EXPLANATION, OPEN, OPEN_ROUND, MISSING, GONE):
        page = open_window()
        requests = []
        page.on("request", lambda request, requests=requests: requests.append(request.url))
        visit(page, address)
        icons = page.eval_on_selector_all("link[rel~=icon]", "links => links.map(link => link.href)")
        assert len(icons) == 1, address
        assert len({*requests, *icons}) <= 3, requests
        assert page.context.cookies() == [], address
        assert page.evaluate("[document.cookie, localStorage.length, sessionStorage.length]") == ["", 0, 0], address
        page.context.close()
