"""When the database or the disk takes nothing: read-only, full, or held by another writer for too long."""

import errno
import sqlite3

from django.db import InternalError, OperationalError

DISK_WRITE_ERRORS = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}
SQLITE_WRITE_ERRORS = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_READONLY,
}
PRIMARY_CODE_MASK = 0xFF  # the bits of an SQLite code without its details


def is_write_refusal(error):
    """Whether an error says that nothing can be written now, however right the request was.

    PostgreSQL calls a write to a read-only database an internal error. SQLite calls a mistake in a query operational
    too, such as a table that is not there: that is ours, and trying again does not mend it.
    """
    if isinstance(error.__cause__, sqlite3.Error):
        return error.__cause__.sqlite_errorcode & PRIMARY_CODE_MASK in SQLITE_WRITE_ERRORS
    if isinstance(error, OSError):
        return error.errno in DISK_WRITE_ERRORS
    return isinstance(error, (OperationalError, InternalError))
