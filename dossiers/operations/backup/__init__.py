"""Everything of the site in one file, and back: the database, the attachments, and a manifest to check them by."""

from .making import CopyFailed, make
from .restoring import RestoreRefused, restore

__all__ = ["CopyFailed", "RestoreRefused", "make", "restore"]
