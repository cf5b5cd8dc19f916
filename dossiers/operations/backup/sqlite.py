"""A database of SQLite: a file, beside which SQLite keeps -wal and -shm while it is used."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from django.db import connection

from .contents import Contents, contents

BESIDE = ("", "-wal", "-shm")


def dump(target: Path, tables: list[str]) -> Contents:
    """Copy the database as it is at one instant, while others read and write."""
    with closing(sqlite3.connect(_file())) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # the copy is one file
        return contents(copy.cursor(), tables)


def put_aside(folder: Path, undo: ExitStack) -> None:
    """Move the database to that folder. ``undo`` gets what brings it back instead of another one."""
    connection.close()
    for file in _files():
        if file.exists():
            undo.callback(file.rename(folder / file.name).rename, file)
    undo.callback(_remove)


def load(dump: Path) -> None:
    """Put a dump where no database is. What SQLite left beside an older one would come back in silence."""
    _remove()
    with dump.open("rb") as source, open(_file(), "xb", opener=_private) as target:
        shutil.copyfileobj(source, target)


def forget(folder: Path) -> None:
    """Nothing of what was put aside lies elsewhere than in that folder."""


@contextmanager
def scratch(folder: Path) -> Iterator[str]:
    """The address of a database to practise with, written as DATABASE_URL is."""
    yield f"sqlite:///{folder / 'db.sqlite3'}"


def _remove() -> None:
    connection.close()
    for file in _files():
        file.unlink(missing_ok=True)


def _file() -> str:
    return str(connection.settings_dict["NAME"])


def _files() -> list[Path]:
    return [Path(_file() + end) for end in BESIDE]


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
