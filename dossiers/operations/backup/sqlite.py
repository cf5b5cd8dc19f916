"""A database of SQLite: a file, beside which SQLite keeps -wal and -shm while it is used."""

import os
import shutil
import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection

from .contents import read_contents

FILE_SUFFIXES = ("", "-wal", "-shm")


def dump(target, tables):
    """Copy the database as it is at one instant, while others read and write."""
    with closing(sqlite3.connect(database_file())) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # the copy is one file
        return read_contents(copy.cursor(), tables)


def put_aside(folder, undo):
    """Move the database to that folder. ``undo`` gets what brings it back instead of another one."""
    connection.close()
    for file in database_files():
        if file.exists():
            undo.callback(file.rename(folder / file.name).rename, file)
    undo.callback(remove_database)


def load(dump):
    """Put a dump where no database is. What SQLite left beside an older one would come back in silence."""
    remove_database()
    with dump.open("rb") as source, open(database_file(), "xb", opener=open_private) as target:
        shutil.copyfileobj(source, target)


def forget(folder):
    """Nothing of what was put aside lies elsewhere than in that folder."""


@contextmanager
def scratch(folder):
    """The address of a database to practise with, written as DATABASE_URL is."""
    yield f"sqlite:///{folder / 'db.sqlite3'}"


def remove_database():
    connection.close()
    for file in database_files():
        file.unlink(missing_ok=True)


def database_file():
    return str(connection.settings_dict["NAME"])


def database_files():
    return [Path(database_file() + end) for end in FILE_SUFFIXES]


def open_private(path, flags):
    return os.open(path, flags, 0o600)
