"""The state of the site: what a kept page was made of, in one value that changes whenever a page could.

It changes with every committed write of a row that pages show, whatever wrote it, since triggers of the database count
them; at midnight; and at every instant at which something becomes public.
"""

from bisect import bisect_right

from django.core.cache import caches
from django.db import DEFAULT_DB_ALIAS, connection, connections

from ..models import Attachment, Change, Dossier, Entry, Point, Redirect, SearchRow
from ..rules.days import day_of, midnight

# The tables that pages read. The words of the search index are written together with its rows.
SHOWN = (Dossier, Entry, Point, Change, Attachment, Redirect, SearchRow)
# From such an instant on, pages show what they did not show before.
INSTANTS = ((Dossier, "published_at"), (Entry, "published_at"), (Change, "at"))

# One row counts all writes: SQLite has one writer at a time.
SQLITE = """
CREATE TABLE IF NOT EXISTS dossiers_shown_writes (id INTEGER PRIMARY KEY, writes INTEGER NOT NULL);
INSERT INTO dossiers_shown_writes VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET writes = writes + 1;
"""
SQLITE_TRIGGER = """
CREATE TRIGGER IF NOT EXISTS {table}_shown_{event} AFTER {event} ON {table}
BEGIN UPDATE dossiers_shown_writes SET writes = writes + 1; END;
"""
# A row for each write: of two transactions neither waits for the other, and the sum changes when one is committed, in
# whatever order. ``gather_writes`` makes one row of many.
POSTGRESQL = """
CREATE TABLE IF NOT EXISTS dossiers_shown_writes (writes BIGINT NOT NULL);
INSERT INTO dossiers_shown_writes VALUES (1);
CREATE OR REPLACE FUNCTION dossiers_count_shown_write() RETURNS trigger LANGUAGE plpgsql AS
'BEGIN INSERT INTO dossiers_shown_writes VALUES (1); RETURN NULL; END';
"""
POSTGRESQL_TRIGGER = """
CREATE OR REPLACE TRIGGER {table}_shown AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION dossiers_count_shown_write();
"""
GATHER = """
WITH gone AS (DELETE FROM dossiers_shown_writes RETURNING writes)
INSERT INTO dossiers_shown_writes SELECT SUM(writes) FROM gone HAVING COUNT(*) > 0
"""


def count_writes(using=DEFAULT_DB_ALIAS, **kwargs):
    """Make the triggers: after every migrate, since SQLite loses those of a table that a migration makes anew.

    Counts as a write itself: nobody counted what the migration wrote after that.
    """
    there = connections[using].introspection.table_names()  # a migration back may have taken one
    tables = [model._meta.db_table for model in SHOWN if model._meta.db_table in there]
    with connections[using].cursor() as cursor:
        if connections[using].vendor == "postgresql":
            triggers = [POSTGRESQL_TRIGGER.format(table=table) for table in tables]
            cursor.execute("\n".join([POSTGRESQL, *triggers]))
            return
        for statement in SQLITE.strip().splitlines():
            cursor.execute(statement)
        for table in tables:
            for event in ("INSERT", "UPDATE", "DELETE"):
                cursor.execute(SQLITE_TRIGGER.format(table=table, event=event))


def gather_writes():
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(GATHER)


def site_state(now):
    """Ask it before a page is made: what is committed meanwhile belongs to the next state."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT SUM(writes) FROM dossiers_shown_writes")
        writes = cursor.fetchone()[0] or 0
    return f"{writes} {day_of(now)} {next_instant(writes, now)}"


def next_instant(writes, now):
    """The first instant after ``now`` at which more becomes public; None when nothing is planned."""
    key = f"instants-{writes}-{day_of(now)}"
    instants = caches["pages"].get(key)
    if instants is None:
        instants = instants_from(midnight(day_of(now)))
        caches["pages"].set(key, instants)
    place = bisect_right(instants, now)
    return instants[place] if place < len(instants) else None


def instants_from(first):
    later = [model.objects.filter(**{f"{name}__gt": first}).values_list(name).order_by() for model, name in INSTANTS]
    return sorted({instant for (instant,) in later[0].union(*later[1:])})
