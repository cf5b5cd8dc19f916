"""Passwords are hashed one at a time on a machine, whichever worker asks: each keeps a processor busy for long.

Turns are locked files, which the system lets go when a process ends, however it ends.
"""

import fcntl
from contextlib import ExitStack, contextmanager

from django.conf import settings

PLACES = 3  # for the one whose turn it is and two that wait
RETRY_AFTER = 5  # seconds
BUSY = "Het is druk, probeer het zo weer."


class Busy(Exception):
    """Somebody's password is being hashed and two others wait."""


@contextmanager
def turn():
    """Wait for a turn to hash and keep it. Raises Busy at once when all places to wait are taken."""
    with ExitStack() as held:
        if not any(_lock(held, f"place-{number}", fcntl.LOCK_NB) for number in range(PLACES)):
            raise Busy
        _lock(held, "turn")
        yield


def _lock(held, name, flags=0):
    """Whether a file is locked until the end of the stack ``held``."""
    file = (settings.VAR_DIR / f"hashing-{name}.lock").open("a")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | flags)
    except BlockingIOError:
        file.close()
        return False
    held.enter_context(file)
    return True
