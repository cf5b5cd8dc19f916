"""The importer of the old site's pages: ``read`` a file, ``parse`` the page, ``load`` the dossier."""

from .load import Imported, load
from .parse import parse
from .problems import Problem, Refused
from .read import read

__all__ = ["Imported", "Problem", "Refused", "load", "parse", "read"]
