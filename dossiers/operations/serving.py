"""Whether the site is served on this machine. Who serves holds the folder of the database; a kill lets go of it."""

import fcntl
import os
from contextlib import contextmanager

from django.conf import settings


class SiteIsRunning(Exception):
    """The site is being served."""


def hold_site():
    """Lock the folder of the database until this process ends. Waits while ``site_stopped`` has it."""
    fcntl.flock(open_var_dir(), fcntl.LOCK_SH)


@contextmanager
def site_stopped():
    """Keep the site from starting inside the block. Raises ``SiteIsRunning``."""
    folder = open_var_dir()
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise SiteIsRunning from None
    finally:
        os.close(folder)


def open_var_dir():
    """The folder itself, since a full or read-only disk lets nobody make a lock file."""
    return os.open(settings.VAR_DIR, os.O_RDONLY)
