"""The admin: one module per aggregate, and no rule of its own."""

from . import dossier, editor, entry, logbook, redirect

__all__ = ["dossier", "editor", "entry", "logbook", "redirect"]
