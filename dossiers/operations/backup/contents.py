"""What a database holds, as a backup writes it down and a restore compares it."""

from dataclasses import dataclass

from django.db import connection

from ...models import SearchRow, SearchWords

REBUILT_TABLES = {SearchRow._meta.db_table, SearchWords._meta.db_table}  # the index, from the other rows


@dataclass(frozen=True)
class Contents:
    """``migrations`` are written "app.name" and sorted; ``rows`` counts those of each table."""

    migrations: list[str]
    rows: dict[str, int]


def tables():
    """Of the models, as far as they are in the database, without the search index."""
    return sorted(set(connection.introspection.django_table_names(only_existing=True)) - REBUILT_TABLES)


def read_contents(cursor, names):
    """``cursor`` is one of the DB-API: its transaction fixes the instant."""
    cursor.execute("SELECT app, name FROM django_migrations")
    migrations = sorted({f"{app}.{name}" for app, name in cursor.fetchall()})
    rows = {}
    for table in names:
        cursor.execute(f'SELECT COUNT(*) FROM "{table}"')  # noqa: S608 - names of our own tables
        rows[table] = cursor.fetchone()[0]
    return Contents(migrations, rows)
