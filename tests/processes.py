"""Processes of a test's own, as the workers of a server and a command typed by hand are."""

import os
import subprocess
import sys
from pathlib import Path

from .settings import SECRET_KEY


def start(database, *command, **settings):
    """Start Python with this command on the database with this address, whatever the suite runs on.

    ``settings`` join its environment.
    """
    environment = {
        "DJANGO_SETTINGS_MODULE": "wijwonen.settings",
        "ENV_FILE": os.devnull,
        "SECRET_KEY": SECRET_KEY,
        "DATABASE_URL": database,
        "PATH": os.defpath,
        **{name: value for name, value in os.environ.items() if name.startswith("COVERAGE_")},  # its lines count too
        **settings,
    }
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    root = Path(__file__).parent.parent
    return subprocess.Popen([sys.executable, *command], env=environment, cwd=root, text=True, **pipes)


def run(database, *command, **more):
    """The exit status and what was printed on stdout and stderr."""
    process = start(database, *command, **more)
    output, errors = process.communicate()
    return process.returncode, output, errors
