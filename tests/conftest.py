"""What every test has at hand, and the rule that with CI=true nothing may be skipped."""

import os
import shutil
from datetime import datetime
from zoneinfo import ZoneInfo

import hypothesis
import pytest
import time_machine
from django.core.cache import caches
from django.db import connection

from dossiers import clock
from dossiers.page_cache.state import site_state

from .databases import new_database
from .editors import Desk, make_editor
from .factories import make_dossier

# The same examples on every run: what fails here fails everywhere. A slow machine is no failure.
hypothesis.settings.register_profile(
    "repeatable", derandomize=True, deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("repeatable")

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
CHROMIUM = shutil.which("chromium")
NO_CHROMIUM = "BROWSER TESTS SKIPPED: there is no Chromium. Install the package: apt install chromium"


def pytest_collection_modifyitems(config, items):
    other_kind = "sqlite" if connection.vendor == "postgresql" else "postgres"
    elsewhere = [item for item in items if item.get_closest_marker(other_kind)]
    config.hook.pytest_deselected(items=elsewhere)
    items[:] = [item for item in items if item not in elsewhere]
    if CHROMIUM is None:
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason=NO_CHROMIUM))


def pytest_terminal_summary(terminalreporter, exitstatus, config):
    skipped = terminalreporter.stats.get("skipped", [])
    if any(NO_CHROMIUM in str(report.longrepr) for report in skipped):
        terminalreporter.write_line(NO_CHROMIUM, red=True, bold=True)
    if skipped and os.environ.get("CI") == "true":
        terminalreporter.write_line(f"{len(skipped)} skipped: with CI=true that is a failure.", red=True, bold=True)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session, exitstatus):
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") == "true" and reporter and reporter.stats.get("skipped") and exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(autouse=True)
def temporary_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.VAR_DIR = tmp_path


@pytest.fixture(autouse=True)
def empty_caches():
    for cache in caches.all():
        cache.clear()


@pytest.fixture
def page_queries(django_assert_num_queries):
    """``with page_queries(5)``: to make a page takes five queries, beyond the one for the state of the site."""

    def expect(count):
        site_state(clock.now())  # the first who asks it in a state looks for what is planned
        return django_assert_num_queries(count + 1)

    return expect


@pytest.fixture
def empty_database(tmp_path):
    """The address of a database of the kind under test, without a table, for processes of a test's own."""
    with new_database(tmp_path) as address:
        yield address


@pytest.fixture
def at():
    """Set the clock: ``at(2027, 6, 15, 23, 59)`` is that time in Amsterdam, standing still. Returns the instant."""
    travellers = []

    def travel(*moment):
        instant = datetime(*moment, tzinfo=AMSTERDAM)
        traveller = time_machine.travel(instant, tick=False)
        traveller.start()
        travellers.append(traveller)
        return instant

    yield travel
    for traveller in reversed(travellers):
        traveller.stop()


@pytest.fixture
def desk(at):
    """The desk of a board member, on 1 May 2027 at eight in the evening."""
    at(2027, 5, 1, 20, 0)
    return Desk(make_editor())


@pytest.fixture
def dossier():
    return make_dossier()
