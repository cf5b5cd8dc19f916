from django.db import DEFAULT_DB_ALIAS, connections


def analyze_tables(using=DEFAULT_DB_ALIAS, **kwargs):
    """Run ANALYZE: after every migrate, and when many rows came at once.

    Until then SQLite takes every index for equally good; PostgreSQL does so by itself, but later. ``PRAGMA
    optimize`` misses what another connection wrote before SQLite 3.46. https://www.sqlite.org/lang_analyze.html
    """
    with connections[using].cursor() as cursor:
        cursor.execute("ANALYZE")
