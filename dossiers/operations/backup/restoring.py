import shutil
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.files import File
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from ...search import index
from .. import query_plans, replaced_files, serving
from . import archive
from .contents import read_contents, tables
from .databases import database_backend
from .postgresql import ASIDE_PREFIX

# What `migrate` itself writes: a database with nothing else in it is empty.
MIGRATE_TABLES = {model._meta.db_table for model in (Group.permissions.through, Group, Permission, ContentType)}


class RestoreRefused(Exception):
    """Why nothing was restored, in words for who runs the command."""


def restore(file, now, *, replace):
    """Restore all of a backup, or nothing.

    Returns its manifest and, with ``replace``, the folder with what was there before. Raises ``RestoreRefused``,
    with nothing changed, when the site runs, when the file is damaged, of another kind of database or of a newer
    version, and without ``replace`` when the site is not empty.
    """
    try:
        with archive.open_archive(file) as backup, serving.site_stopped():
            check_compatible(backup.manifest)
            if not replace:
                check_empty()
            with put_site_aside(now) as aside:
                load_backup(backup)
            if replace:
                return backup.manifest, aside
            database_backend().forget(aside)
            shutil.rmtree(aside)
            return backup.manifest, None
    except archive.DamagedBackup as damage:
        raise RestoreRefused(str(damage)) from damage
    except serving.SiteIsRunning:
        raise RestoreRefused(
            "De site draait nog. Stop hem eerst: anders gaat verloren wat iemand nu opslaat."
        ) from None


def check_compatible(manifest):
    if manifest.vendor != connection.vendor:
        raise RestoreRefused(f"De back-up is van {manifest.vendor}, en deze site gebruikt {connection.vendor}.")
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    unknown = [name for name in manifest.migrations if name not in known]
    if unknown:
        app = unknown[-1].partition(".")[0]
        newest = max((name for name in known if name.startswith(f"{app}.")), default="niets")
        raise RestoreRefused(
            f"De back-up is van een nieuwere versie: {manifest.release or 'onbekend'}, met {unknown[-1]}. "
            f"Deze site is {settings.RELEASE or 'onbekend'}, met {newest}. Zet eerst die versie van de site neer."
        )


def check_empty():
    with connection.cursor() as cursor:
        for table in sorted(set(tables()) - MIGRATE_TABLES):
            cursor.execute(f'SELECT 1 FROM "{table}" LIMIT 1')  # noqa: S608 - names of our own tables
            if cursor.fetchone():
                raise RestoreRefused(f"De database is niet leeg: er staat al iets in {table}.")
    if any(replaced_files.stored_names()):
        raise RestoreRefused("De map met bijlagen is niet leeg.")


@contextmanager
def put_site_aside(now):
    """Move the database and the attachments to a folder named after ``now``, and back when the block fails."""
    aside = settings.VAR_DIR / now.strftime(f"{ASIDE_PREFIX}%Y-%m-%d-%H%M%S")
    aside.mkdir(mode=0o700)
    with ExitStack() as undo:
        undo.callback(aside.rmdir)  # not with what could not be brought back
        database_backend().put_aside(aside, undo)
        put_attachments_aside(aside / "attachments", undo)
        yield aside
        undo.pop_all()


def put_attachments_aside(aside, undo):
    """All are copied before the first is deleted, wherever they lie."""
    kept, names = FileSystemStorage(aside), list(replaced_files.stored_names())
    aside.mkdir()
    try:
        for name in names:
            copy_file(name, default_storage, kept)
    except OSError:
        shutil.rmtree(aside)
        raise
    undo.callback(bring_attachments_back, aside, names)
    replaced_files.remove_files(names)


def bring_attachments_back(aside, names):
    replaced_files.remove_files(list(replaced_files.stored_names()))
    for name in names:
        copy_file(name, FileSystemStorage(aside), default_storage)
    shutil.rmtree(aside)


def copy_file(name, source, target):
    """Raises OSError when the name is taken there."""
    with source.open(name) as file:
        if target.save(name, file) != name:
            raise OSError(f"De bijlage {name} kan niet onder haar eigen naam bewaard worden.")


def load_backup(backup):
    with TemporaryDirectory(dir=settings.VAR_DIR) as folder:
        dump = Path(folder, archive.DUMP)
        backup.extract_dump(dump)
        database_backend().load(dump)
    for name, source in backup.attachments():
        if default_storage.save(name, File(source)) != name:
            raise RestoreRefused(f"De bijlage {name} kan niet onder haar eigen naam bewaard worden.")
    with connection.cursor() as cursor:
        held = read_contents(cursor, list(backup.manifest.rows))
    if held.rows != backup.manifest.rows:
        raise RestoreRefused("Er staat na het terugzetten niet evenveel in de database als in de back-up.")
    call_command("migrate", verbosity=0)
    ContentType.objects.clear_cache()
    index.rebuild()
    query_plans.analyze_tables()
