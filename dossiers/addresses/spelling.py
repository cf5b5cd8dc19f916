"""How an address is written, whatever stands there: whole, as a path of this site, or damaged on its way."""

import re
from urllib.parse import unquote, urlsplit

from django.conf import settings

from ..models.redirect import SURROUNDING_PUNCTUATION
from ..search.codes import HYPHENS
from ..text import strip_invisible

# What an escaped "&" or "?" makes of a query.
QUERY_IN_PATH = re.compile(r"[?&#].*", re.DOTALL)
# What word processors make of a hyphen.
MISTYPED_SIGNS = str.maketrans(dict.fromkeys(HYPHENS, "-"))


def absolute(path):
    return f"{settings.SITE_URL}{path}"


def is_external(address):
    return not address.startswith("/")


def strip_site_url(address):
    """The path of an address of this site under http or https; any other address unchanged."""
    site = re.escape(urlsplit(settings.SITE_URL).netloc)
    rest = re.sub(rf"\Ahttps?://{site}(?=[/?#]|\Z)", "", address, flags=re.IGNORECASE)
    return f"/{rest}" if rest[:1] in ("", "?", "#") else rest


def append_query(address, query):
    """The query comes after that of the address and before its fragment."""
    parts = urlsplit(address)
    return parts._replace(query="&".join(filter(None, [parts.query, query]))).geturl()


def repair_path(path):
    """Undo what mail programs and running text do to a path, also when it was percent-encoded twice.

    Neither ``path`` nor the result is percent-encoded.
    """
    path = QUERY_IN_PATH.sub("", strip_invisible(unquote(path))).translate(MISTYPED_SIGNS)
    parts = (part.strip() for part in path.strip("/" + SURROUNDING_PUNCTUATION).split("/"))
    return f"/{'/'.join(filter(None, parts))}"


def strip_surroundings(value):
    """Without the punctuation that surrounds an address in running text."""
    return value.strip(SURROUNDING_PUNCTUATION)
