"""A real browser, in which nothing may go wrong unnoticed."""

import threading
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import sync_playwright

from ..conftest import CHROMIUM
from ..editors import Desk

WIDE, PHONE = {"width": 1280, "height": 800}, {"width": 320, "height": 640}
ARGUMENTS = [
    "--no-sandbox",  # as root on a test machine there is none
    "--disable-background-networking",
    "--disable-component-update",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",  # nothing leaves this machine
]
# What the browser itself breaks off, such as the icon of a page that it leaves at that moment. Nothing went wrong.
ABORTED = "net::ERR_ABORTED"

# Axe would fetch imported styles beside the page, and describe everything that is right.
# What a thumb can hit is a rule that axe leaves out unless it is asked for.
AXE_OPTIONS = {"preload": False, "resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_window(browser, live_server):
    """Open a window with a fresh profile; takes Playwright's options of a context.

    The test fails when the console says an error or a warning, when a request fails or goes to another host, or
    when the server breaks. The status of a page that a test goes to is the test's own affair.
    """
    contexts, problems = [], []
    host = urlsplit(live_server.url).netloc

    def on_console(message):
        logged_by_response = message.text.startswith("Failed to load resource")
        if message.type in ("error", "warning") and not logged_by_response:
            problems.append(f"console: {message.text}")

    def on_request(request):
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob") and address.netloc != host:
            problems.append(f"request to another host: {request.url}")

    def on_failed(request):
        if request.failure != ABORTED:
            problems.append(f"failed: {request.url} {request.failure}")

    def on_response(response):
        if response.status >= (500 if response.request.is_navigation_request() else 400):
            problems.append(f"{response.status}: {response.url}")

    def open_page(**options):
        context = browser.new_context(**{"base_url": live_server.url, "locale": "nl-NL", "viewport": WIDE} | options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)  # milliseconds
        page.on("console", on_console)
        page.on("pageerror", lambda error: problems.append(f"script: {error}"))
        page.on("request", on_request)
        page.on("requestfailed", on_failed)
        page.on("response", on_response)
        return page

    yield open_page
    for context in contexts:
        context.close()
    wait_for_server()
    assert problems == []


def wait_for_server():
    """Until the last answer is done: its thread shares the test's database, and the next test empties that."""
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(timeout=5)  # seconds


@pytest.fixture
def page(open_window):
    return open_window()


@pytest.fixture
def log_in(live_server):
    """Log an editor in to a window, and with it to all tabs that share its profile."""

    def log_in(page, editor):
        session = Desk(editor).cookies[settings.SESSION_COOKIE_NAME].value
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}
        page.context.add_cookies([cookie])

    return log_in


@pytest.fixture(scope="session")
def assert_accessible():
    """Check the page that a window shows with every rule of axe: on a phone in dark, and wide in light.

    In neither may it scroll sideways. The window is left wide and light.
    """
    axe = Axe()

    def check(page):
        for viewport, scheme in ((PHONE, "dark"), (WIDE, "light")):
            page.set_viewport_size(viewport)
            page.emulate_media(color_scheme=scheme)
            found = axe.run(page, options=AXE_OPTIONS)
            look = f"{page.url} at {viewport['width']} px in {scheme}: "
            assert found.violations_count == 0, look + found.generate_report()
            assert_no_sideways_scrolling(page)

    return check


def assert_no_sideways_scrolling(page):
    """Compare the width of what a page shows with that of its window, in CSS pixels."""
    width, window = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert width <= window, f"{page.url} is {width} px wide in a window of {window} px"
