from django.db import DEFAULT_DB_ALIAS, connections


def analyze_tables(using=DEFAULT_DB_ALIAS, **kwargs):
    """Count the rows by which the database plans its queries: after every migrate, and when many rows came at once.

    SQLite never does so by itself, and takes every index for equally good until then; PostgreSQL does so later.
    ``PRAGMA optimize`` misses what another connection wrote before SQLite 3.46.
    https://www.sqlite.org/lang_analyze.html
    """
    with connections[using].cursor() as cursor:
        cursor.execute("ANALYZE")
