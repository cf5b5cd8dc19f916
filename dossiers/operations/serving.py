"""Whether the site is served on this machine. Who serves holds the folder of the database; a kill lets go of it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings


class Runs(Exception):
    """The site is being served."""


def hold() -> None:
    """Say until this process ends that it serves the site. Waits while something needs the site to be stopped."""
    fcntl.flock(_folder(), fcntl.LOCK_SH)


@contextmanager
def stopped() -> Iterator[None]:
    """Keep the site from being served meanwhile. Raises ``Runs`` when it is."""
    folder = _folder()
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise Runs from None
    finally:
        os.close(folder)


def _folder() -> int:
    """The folder itself, and no file in it: it opens on a disk that takes nothing too."""
    return os.open(settings.VAR_DIR, os.O_RDONLY)
