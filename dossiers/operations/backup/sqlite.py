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
    with closing(sqlite3.connect(database_file())) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # the copy is one file
        return read_contents(copy.cursor(), tables)


def put_aside(folder, undo):
    """``undo`` gets the steps that bring the old database back."""
    connection.close()
    for file in database_files():
        if file.exists():
            undo.callback(file.rename(folder / file.name).rename, file)
    undo.callback(remove_database)


def load(dump):
    """Removes -wal and -shm of an older database first: SQLite would apply them to the new one."""
    remove_database()
    with dump.open("rb") as source, open(database_file(), "xb", opener=open_private) as target:
        shutil.copyfileobj(source, target)


def forget(folder):
    """All of it lies in that folder, which the caller removes."""


@contextmanager
def scratch(folder):
    """A DATABASE_URL for the drill."""
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
