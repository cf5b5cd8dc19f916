import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

from .databases import database_backend


class DrillFailed(Exception):
    """With what the restore printed."""


def run_drill(file):
    """Restore a backup into a temporary site. Returns what the restore printed. Raises DrillFailed."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "restore", str(file)]
    temporary = TemporaryDirectory(prefix=".unfinished-", dir=file.parent)
    with temporary as folder, database_backend().scratch(Path(folder)) as address:
        environment = os.environ | {"VAR_DIR": folder, "DATABASE_URL": address, "ATTACHMENTS_URL": ""}
        done = subprocess.run(command, env=environment, capture_output=True, text=True)  # noqa: S603 - our own
    if done.returncode:
        raise DrillFailed(done.stderr.strip())
    return done.stdout.strip()
