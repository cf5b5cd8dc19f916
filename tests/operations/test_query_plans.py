"""A page costs the database no more because the archive is large. Measured in steps of SQLite, not in time."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import DEFAULT_DB_ALIAS, connection

from dossiers.models import Dossier, Entry

from ..bench.archive import Writer
from ..factories import make_dossier, make_entry

PAGE = str(Path(__file__).parent.parent / "legacy" / "k18-001.txt")

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def steps(client, address):
    """The steps that SQLite takes for a page, counted in tens."""
    counted = []
    connection.connection.set_progress_handler(lambda: counted.append(10), 10)
    assert client.get(address, follow=True).status_code == 200
    connection.connection.set_progress_handler(None, 10)
    return sum(counted)


@pytest.fixture
def grow(at):
    """Let the archive grow by so many dossiers at once."""
    at(2027, 6, 10, 12)
    writer = Writer()

    def grow(dossiers):
        writer.write_archive(dossiers)
        call_command("rebuild_index", stdout=StringIO())

    return grow


def test_a_page_costs_hardly_more_among_ten_times_as_many_dossiers(client, grow):
    grow(20)
    dossier = Dossier.objects.first().get_absolute_url()
    pages = [f"{dossier}{page}" for page in ("", "beschrijving/", "5", "feed.atom", "agenda.ics")]
    pages += ["/dossiers/", "/feed.atom"]
    among_few = [steps(client, page) for page in pages]
    grow(180)
    among_many = [steps(client, page) for page in pages]
    for page, few, many in zip(pages, among_few, among_many, strict=True):
        assert many < 1.5 * few, page


def counted_entries():
    """How many entries SQLite plans for; empty when it never counted."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT stat FROM sqlite_stat1 WHERE tbl = %s", [Entry._meta.db_table])
        return {int(stat.split()[0]) for (stat,) in cursor.fetchall()}


@pytest.mark.parametrize("command", [["load_demo"], ["import_legacy", PAGE]])
def test_sqlite_counts_what_a_command_brings(command):
    call_command(*command, stdout=StringIO())
    assert counted_entries() == {Entry.objects.count()}


def test_a_trial_counts_nothing():
    make_entry(make_dossier())
    call_command("import_legacy", PAGE, "--dry-run", stdout=StringIO())
    assert counted_entries() == set()


def test_sqlite_counts_again_after_every_migrate():
    make_entry(make_dossier())
    assert counted_entries() == set()
    emit_post_migrate_signal(0, False, DEFAULT_DB_ALIAS)
    assert counted_entries() == {1}
