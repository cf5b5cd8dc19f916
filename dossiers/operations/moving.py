"""Moves a site to another database, of whichever kind, by Django's serialisation: rows as they are, with their ids."""

from django.apps import apps
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.core.management import CommandError, call_command
from django.core.management.color import no_style
from django.db import DatabaseError, connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder

from ..fields import RichText
from ..models import SearchRow, SearchWords


def copy_database(old):
    """Copy from the connection ``old`` to the default database, all or nothing. Returns counts of rows by model."""
    ensure_same_migrations(old)
    tables = [model for model in apps.get_models(include_auto_created=True) if model not in (SearchRow, SearchWords)]
    with transaction.atomic(using=old.alias), transaction.atomic():
        for model in tables:
            if model._meta.app_label not in ("auth", "contenttypes") and model._base_manager.exists():
                raise CommandError(f"De nieuwe database is niet leeg: er staat al iets in {model._meta.db_table}.")
        Group.objects.all().delete()  # migrate wrote them, and the permissions of each content type
        ContentType.objects.all().delete()
        for model in tables:
            if not model._meta.auto_created:  # such a row goes along with the row that it connects
                copy_rows(model, old)
        try:
            connection.check_constraints()
        except DatabaseError as error:
            raise CommandError(f"In de oude database verwijst een rij naar niets. {error}") from error
        counts = {model: model._base_manager.count() for model in tables}
        for model, count in counts.items():
            if count != model._base_manager.using(old.alias).count():
                raise CommandError(f"Niet elke rij van {model._meta.db_table} is over te zetten.")
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), tables):
                cursor.execute(statement)
        ContentType.objects.clear_cache()
        call_command("rebuild_index")
    return counts


def ensure_same_migrations(old):
    """Migrates a new database. Raises CommandError when the two differ, or the old one is empty or unreadable."""
    try:
        wanted = MigrationRecorder(old).applied_migrations()
    except DatabaseError as error:
        raise CommandError(f"De oude database is niet te lezen. {error}") from error
    if not wanted:
        raise CommandError("De oude database is leeg: er is niets om over te zetten.")
    applied = MigrationRecorder(connection).applied_migrations
    if not applied():
        call_command("migrate", verbosity=0)
    if applied().keys() != wanted.keys():
        raise CommandError("De databases zijn niet van dezelfde versie van de site. Draai op allebei eerst migrate.")


def copy_rows(model, old):
    try:
        for row in model._base_manager.using(old.alias).order_by("pk").iterator():
            (copied,) = serializers.deserialize("python", serializers.serialize("python", [row]))
            for field in model._meta.fields:
                if isinstance(field, RichText):  # sanitised by the rules of the day on which it was written
                    text = models.Value(getattr(row, field.attname), RichText(sanitize=str))
                    setattr(copied.object, field.attname, text)
            copied.save(force_insert=True)
    except DatabaseError as error:
        raise CommandError(f"Iets in {model._meta.db_table} past niet in de nieuwe database. {error}") from error
