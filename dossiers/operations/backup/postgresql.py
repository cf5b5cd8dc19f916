"""A database of PostgreSQL, by its own pg_dump and pg_restore. What is put aside waits in a schema of its own."""

import os
import secrets
import subprocess
from contextlib import contextmanager
from urllib.parse import quote

from django.db import connection, transaction

from .contents import read_contents

ASIDE_PREFIX = "before-"  # how the name of every folder and schema begins that holds what was put aside
DUMP_OPTIONS = ["--no-owner", "--no-privileges"]


def dump(target, tables):
    """Dump the database as it is at one instant, the same for the rows that are counted."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        held = read_contents(cursor, tables)
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = f"--snapshot={cursor.fetchone()[0]}"
        skipped = f"--exclude-schema={ASIDE_PREFIX}*"
        run_program("pg_dump", "--format=custom", *DUMP_OPTIONS, snapshot, skipped, f"--file={target}")
    return held


def put_aside(folder, undo):
    """``undo`` gets the step that brings the old schema back."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"ALTER SCHEMA public RENAME TO {quoted_schema(folder)}")
        cursor.execute("CREATE SCHEMA public")
    undo.callback(rename_schema_back, folder)


def load(dump):
    database = f"--dbname={connection.settings_dict['NAME']}"
    run_program("pg_restore", "--single-transaction", "--exit-on-error", *DUMP_OPTIONS, database, str(dump))


def forget(folder):
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA {quoted_schema(folder)} CASCADE")


@contextmanager
def scratch(folder):
    """A DATABASE_URL for the drill; the user of the site needs CREATEDB."""
    config = connection.settings_dict
    name = f"drill_{secrets.token_hex(8)}"
    user, password = quote(config["USER"], safe=""), quote(config["PASSWORD"], safe="")
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
        try:
            yield f"postgres://{user}:{password}@{config['HOST']}:{config['PORT']}/{name}"
        finally:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def rename_schema_back(folder):
    connection.close()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute(f"ALTER SCHEMA {quoted_schema(folder)} RENAME TO public")


def quoted_schema(folder):
    return connection.ops.quote_name(folder.name)


def run_program(*command):
    """Raises OSError with what the program printed on stderr."""
    config = connection.settings_dict
    known = {
        "PGHOST": config["HOST"],
        "PGPORT": config["PORT"],
        "PGUSER": config["USER"],
        "PGPASSWORD": config["PASSWORD"],  # not on the command line, where every user of the machine reads it
        "PGDATABASE": config["NAME"],
        "PGSSLMODE": config["OPTIONS"].get("sslmode"),
    }
    environment = os.environ | {name: str(value) for name, value in known.items() if value}
    done = subprocess.run(command, env=environment, capture_output=True, text=True)  # noqa: S603 - fixed programs
    if done.returncode:
        raise OSError(f"{command[0]}: {done.stderr.strip()}")
