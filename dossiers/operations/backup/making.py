import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.core.files import File
from django.core.files.storage import storages
from django.db import connection

from .. import replaced_files
from . import archive, contents, record, retention
from .databases import database_backend


class CopyFailed(Exception):
    """The backup was made, but its copy did not arrive elsewhere; with the reason."""


def make(folder, now):
    """Make a backup in that folder while the site runs, and let go of old ones. Returns the file.

    It gets its name once it is read back whole. Raises ``CopyFailed`` when BACKUP_COPY_TO takes no copy, and OSError
    when a disk or a program refuses.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    finished = folder / retention.backup_name(now)
    with TemporaryDirectory(prefix=".unfinished-", dir=folder) as unfinished:
        file, dump = Path(unfinished, "backup"), Path(unfinished, "dump")
        held = database_backend().dump(dump, contents.tables())
        manifest = archive.Manifest(now.isoformat(), settings.RELEASE, connection.vendor, held.migrations, held.rows)
        archive.write(file, dump, sorted(replaced_files.stored_names()), manifest)
        with archive.open_archive(file):
            file.replace(finished)
    retention.remove_old(folder)
    record.write(record.Backup(now, copied=False))
    if settings.BACKUP_COPY_TO:
        copy_elsewhere(finished)
        record.write(record.Backup(now, copied=True))
    return finished


def copy_elsewhere(file):
    try:
        copy_to_bucket(file) if "backups" in settings.STORAGES else copy_by_rsync(file)
    except OSError as error:
        raise CopyFailed(str(error)) from error


def copy_to_bucket(file):
    with file.open("rb") as source:
        storages["backups"].save(file.name, File(source))


def copy_by_rsync(file):
    command = ["rsync", "--times", "--chmod=F600", "--", str(file), settings.BACKUP_COPY_TO]
    done = subprocess.run(command, capture_output=True, text=True)  # noqa: S603 - where to is a setting
    if done.returncode:
        raise OSError(done.stderr.strip())
