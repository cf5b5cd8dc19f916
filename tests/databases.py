"""Databases of a test's own, of the kind under test, for processes of a test's own."""

import os
import secrets
import shutil
import sqlite3
from contextlib import closing, contextmanager

import psycopg
from django.db import connection


@contextmanager
def new_database(folder, like=None):
    """The address of a new database: without a table, or a copy of the one at the address ``like``."""
    name = f"new_{secrets.token_hex(8)}"
    if connection.vendor == "sqlite":
        file = folder / f"{name}.sqlite3"
        if like:
            shutil.copyfile(like.removeprefix("sqlite:///"), file)
        yield f"sqlite:///{file}"
        return
    server = connection.settings_dict
    template = f" TEMPLATE {like.rpartition('/')[2]}" if like else ""
    with psycopg.connect(os.environ["TEST_DATABASE_URL"], dbname="postgres", autocommit=True) as cluster:
        cluster.execute(f"CREATE DATABASE {name}{template}")
        yield f"postgres://{server['USER']}:{server['PASSWORD']}@{server['HOST']}:{server['PORT']}/{name}"
        cluster.execute(f"DROP DATABASE {name} WITH (FORCE)")


def query(address, statement):
    """The rows that a statement gives, asked without Django; none when it only writes."""
    is_file = address.startswith("sqlite:///")
    opened = sqlite3.connect(address.removeprefix("sqlite:///")) if is_file else psycopg.connect(address)
    with closing(opened) as database, database:
        cursor = database.execute(statement)
        return cursor.fetchall() if cursor.description else []
