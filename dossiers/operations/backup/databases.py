"""The kinds of database that a backup can be made of, each a module with the same functions."""

from django.db import connection

from . import postgresql, sqlite

BACKENDS = {"sqlite": sqlite, "postgresql": postgresql}


def database_backend():
    return BACKENDS[connection.vendor]
