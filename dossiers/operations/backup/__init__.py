"""Everything of the site in one file, and back: the database, the attachments, and a manifest to check them by."""

from .making import CannotCopy, make
from .restoring import CannotRestore, restore

__all__ = ["CannotCopy", "CannotRestore", "make", "restore"]
