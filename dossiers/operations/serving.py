"""Whether the site is served on this machine. Who serves holds the folder of the database; a kill lets go of it."""

import fcntl
import os
from contextlib import contextmanager

from django.conf import settings


class SiteIsRunning(Exception):
    """The site is being served."""


def hold_site():
    """Say until this process ends that it serves the site. Waits while something needs the site to be stopped."""
    fcntl.flock(open_var_dir(), fcntl.LOCK_SH)


@contextmanager
def site_stopped():
    """Keep the site from being served meanwhile. Raises ``SiteIsRunning`` when it is."""
    folder = open_var_dir()
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise SiteIsRunning from None
    finally:
        os.close(folder)


def open_var_dir():
    """The folder itself, and no file in it: it opens on a disk that takes nothing too."""
    return os.open(settings.VAR_DIR, os.O_RDONLY)
