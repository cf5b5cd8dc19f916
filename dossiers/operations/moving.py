"""Moves everything from one database to another, of whichever kind: rows as they are, with their ids."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import environ
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections, models, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import load_backend

from ..models import SearchRow, SearchWords
from ..search import index
from . import query_plans

OLD = "old"  # the alias of the database that is read
SCHEMES = ("sqlite://", "postgres://", "postgresql://")
BATCH = 500  # rows at a time
# What `migrate` itself writes. It gives way to the rows that are copied, whose ids others point to.
WRITTEN_BY_MIGRATE = (Group.permissions.through, Group, Permission, ContentType)
# What follows from other rows and is made again from them.
INDEX = (SearchRow, SearchWords)


class CannotCopy(Exception):
    """Why nothing was copied, in words for who runs the command."""


def copy(address: str) -> dict[type[models.Model], int]:
    """Copy all rows of the database at ``address`` to the default one, whole or not at all: rows per model.

    ``address`` is written as DATABASE_URL is. A default database without tables gets them first. Raises
    ``CannotCopy`` when it holds rows, and when the old database cannot be read, is of another version of the code
    or holds what does not fit.
    """
    with _opened(address):
        _agree_on_migrations()
        with transaction.atomic(using=OLD), transaction.atomic():
            _refuse_rows()
            for model in WRITTEN_BY_MIGRATE:
                model._base_manager.all().delete()
            counts = {model: _copy_rows(model) for model in _own_tables()}
            _check_keys()
            _reset_sequences()
            ContentType.objects.clear_cache()
            index.rebuild()
            query_plans.count_rows()
    return counts


@contextmanager
def _opened(address: str) -> Iterator[None]:
    """Open the database at an address under the alias ``OLD``, for reading."""
    if not address.startswith(SCHEMES):
        raise CannotCopy("Dit is geen adres van een database. Schrijf het zoals DATABASE_URL in .env.example.")
    config = environ.Env.db_url_config(address)
    if address.startswith("sqlite://"):
        if not Path(config["NAME"]).is_file():  # SQLite would make it
            raise CannotCopy(f"Er is geen bestand {config['NAME']}.")
        config["OPTIONS"] = {"init_command": "PRAGMA query_only=ON"}
    config = connections.configure_settings({DEFAULT_DB_ALIAS: connection.settings_dict, OLD: config})[OLD]
    connections[OLD] = load_backend(config["ENGINE"]).DatabaseWrapper(config, OLD)
    try:
        yield
    finally:
        connections[OLD].close()
        del connections[OLD]


def _agree_on_migrations() -> None:
    """Give a new database its tables, and refuse two databases of different versions of the code."""
    try:
        wanted = MigrationRecorder(connections[OLD]).applied_migrations()
    except DatabaseError as error:
        raise CannotCopy(f"De oude database is niet te lezen. {error}") from error
    if not wanted:
        raise CannotCopy("De oude database is leeg: er is niets om over te zetten.")
    recorder = MigrationRecorder(connection)
    if not recorder.applied_migrations():
        call_command("migrate", verbosity=0)
    if recorder.applied_migrations().keys() != wanted.keys():
        raise CannotCopy("De databases zijn niet van dezelfde versie van de site. Draai op allebei eerst migrate.")


def _own_tables() -> list[type[models.Model]]:
    """Every table with rows of its own, in any order: the keys are checked when all rows are there."""
    every = apps.get_models(include_auto_created=True)
    return [model for model in every if not model._meta.proxy and model not in INDEX]


def _refuse_rows() -> None:
    for model in _own_tables():
        if model not in WRITTEN_BY_MIGRATE and model._base_manager.exists():
            raise CannotCopy(f"De nieuwe database is niet leeg: er staat al iets in {model._meta.db_table}.")


def _copy_rows(model: type[models.Model]) -> int:
    """Copy the rows of one table as they are stored: nothing is set, sanitised or told to others on the way."""
    table, quoted = model._meta.db_table, connection.ops.quote_name
    fields = [field for field in model._meta.local_concrete_fields if not field.generated]
    columns = ", ".join(quoted(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    insert = f"INSERT INTO {quoted(table)} ({columns}) VALUES ({places})"  # noqa: S608 - names of our own models
    stored = model._base_manager.using(OLD).order_by("pk").values_list(*(field.attname for field in fields))
    rows, count = stored.iterator(chunk_size=BATCH), 0
    with connection.cursor() as cursor:
        while batch := list(islice(rows, BATCH)):
            try:
                cursor.executemany(insert, [_as_written(fields, row) for row in batch])
            except DatabaseError as error:
                raise CannotCopy(f"Iets in {table} past niet in de nieuwe database. {error}") from error
            count += len(batch)
    return count


def _as_written(fields: list[models.Field], row: tuple) -> list:
    return [field.get_db_prep_value(value, connection) for field, value in zip(fields, row, strict=True)]


def _check_keys() -> None:
    try:
        connection.check_constraints()
    except DatabaseError as error:
        raise CannotCopy(f"In de oude database verwijst een rij naar niets. {error}") from error


def _reset_sequences() -> None:
    """Let the next row of each table get an id above those that were copied."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), _own_tables()):
            cursor.execute(statement)
