"""How SQLite plans its queries: by the rows it counted last. PostgreSQL counts by itself."""

from collections.abc import Sequence

from django.db import DEFAULT_DB_ALIAS, connections


def count_rows(using: str = DEFAULT_DB_ALIAS) -> None:
    """Let SQLite count its rows. To be called when many came at once.

    Without it SQLite takes every index for equally good, and reads all answers of the archive to find those to one
    advice (https://www.sqlite.org/lang_analyze.html).
    """
    connection = connections[using]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def after_migrations(using: str, plan: Sequence = (), **kwargs) -> None:
    """Count again when there was a migration, which may have made an index or a table anew.

    Called after every migrate, and after a flush without a ``plan``.
    """
    if plan:
        count_rows(using)
