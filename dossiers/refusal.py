"""When the database or the disk takes nothing: read-only, full, or held by another writer for too long."""

import errno

from django.db import InternalError, OperationalError

_DISK_TAKES_NOTHING = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}


def is_refusal(error: Exception) -> bool:
    """Whether an error says that nothing can be written now, however right the request was.

    PostgreSQL calls a write to a read-only database an internal error.
    """
    if isinstance(error, OSError):
        return error.errno in _DISK_TAKES_NOTHING
    return isinstance(error, (OperationalError, InternalError))
