"""The admin: one module per aggregate, and no rule of its own."""

from . import dossier, editor, entry, redirect

__all__ = ["dossier", "editor", "entry", "redirect"]
