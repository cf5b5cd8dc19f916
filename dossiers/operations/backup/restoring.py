import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.files import File
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from ...search import index
from .. import query_plans, replaced_files, serving
from . import archive
from .contents import contents, tables
from .databases import database
from .postgresql import ASIDE

# What `migrate` itself writes: a database with nothing else in it is empty.
_WRITTEN_BY_MIGRATE = {model._meta.db_table for model in (Group.permissions.through, Group, Permission, ContentType)}


class CannotRestore(Exception):
    """Why nothing was restored, in words for who runs the command."""


def restore(file: Path, now: datetime, *, replace: bool) -> tuple[archive.Manifest, Path | None]:
    """Put a backup where nothing is, or with ``replace`` instead of what is there: all of it, or nothing.

    Returns its manifest and the folder where what was there lies now. Raises ``CannotRestore`` and changes nothing
    when the site runs, when the file is damaged, of another kind of database or made by a newer version, and when
    there is something already.
    """
    try:
        with archive.opened(file) as backup, serving.stopped():
            _refuse_what_does_not_fit(backup.manifest)
            if not replace:
                _refuse_what_is_filled()
            with _put_aside(now) as aside:
                _load(backup)
            if replace:
                return backup.manifest, aside
            database().forget(aside)
            shutil.rmtree(aside)
            return backup.manifest, None
    except archive.Damaged as damage:
        raise CannotRestore(str(damage)) from damage
    except serving.Runs:
        raise CannotRestore(
            "De site draait nog. Stop hem eerst: anders gaat verloren wat iemand nu opslaat."
        ) from None


def _refuse_what_does_not_fit(manifest: archive.Manifest) -> None:
    if manifest.vendor != connection.vendor:
        raise CannotRestore(f"De back-up is van {manifest.vendor}, en deze site gebruikt {connection.vendor}.")
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    unknown = [name for name in manifest.migrations if name not in known]
    if unknown:
        app = unknown[-1].partition(".")[0]
        newest = max((name for name in known if name.startswith(f"{app}.")), default="niets")
        raise CannotRestore(
            f"De back-up is van een nieuwere versie: {manifest.release or 'onbekend'}, met {unknown[-1]}. "
            f"Deze site is {settings.RELEASE or 'onbekend'}, met {newest}. Zet eerst die versie van de site neer."
        )


def _refuse_what_is_filled() -> None:
    with connection.cursor() as cursor:
        for table in sorted(set(tables()) - _WRITTEN_BY_MIGRATE):
            cursor.execute(f'SELECT 1 FROM "{table}" LIMIT 1')  # noqa: S608 - names of our own tables
            if cursor.fetchone():
                raise CannotRestore(f"De database is niet leeg: er staat al iets in {table}.")
    if any(replaced_files.stored_names()):
        raise CannotRestore("De map met bijlagen is niet leeg.")


@contextmanager
def _put_aside(now: datetime) -> Iterator[Path]:
    """Put the present database and attachments in a folder under the day's name, and back when anything fails."""
    aside = settings.VAR_DIR / now.strftime(f"{ASIDE}%Y-%m-%d-%H%M%S")
    aside.mkdir(mode=0o700)
    with ExitStack() as undo:
        undo.callback(aside.rmdir)  # not with what could not be brought back
        database().put_aside(aside, undo)
        _put_attachments_aside(aside / "attachments", undo)
        yield aside
        undo.pop_all()


def _put_attachments_aside(aside: Path, undo: ExitStack) -> None:
    """Move what lies in the folder, and leave the folder itself with its owner and mode."""
    aside.mkdir()
    undo.callback(aside.rmdir)
    attachments = Path(settings.MEDIA_ROOT)
    attachments.mkdir(exist_ok=True)
    for each in attachments.iterdir():
        undo.callback(each.rename(aside / each.name).rename, each)
    undo.callback(_empty, attachments)


def _empty(folder: Path) -> None:
    for each in folder.iterdir():
        shutil.rmtree(each) if each.is_dir() else each.unlink()


def _load(backup: archive.Archive) -> None:
    with TemporaryDirectory(dir=settings.VAR_DIR) as folder:
        dump = Path(folder, archive.DUMP)
        backup.extract_dump(dump)
        database().load(dump)
    for name, source in backup.attachments():
        if default_storage.save(name, File(source)) != name:
            raise CannotRestore(f"De bijlage {name} kan niet onder haar eigen naam bewaard worden.")
    with connection.cursor() as cursor:
        held = contents(cursor, list(backup.manifest.rows))
    if held.rows != backup.manifest.rows:
        raise CannotRestore("Er staat na het terugzetten niet evenveel in de database als in de back-up.")
    call_command("migrate", verbosity=0)
    ContentType.objects.clear_cache()
    index.rebuild()
    query_plans.count_rows()
