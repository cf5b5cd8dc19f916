"""The admin: one module per aggregate, and no rule of its own. Django imports this package to have them registered."""

from . import dossier, editor, entry, logbook, ownership, redirect  # noqa: F401 - importing registers
