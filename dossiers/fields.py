"""Model fields for text in two sorts: rich, clean on every way in, and one line without markup."""

import re

from django.core.validators import RegexValidator
from django.db import models
from django.utils.safestring import mark_safe
from django_prose_editor.fields import ProseEditorField, create_sanitizer

# One configuration drives the editor's buttons and the list of what may be stored.
EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "Heading": {"levels": [2, 3]},
    "BulletList": True,
    "OrderedList": True,
    "Blockquote": True,
    "HardBreak": True,
    "ListItem": True,
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto", "tel"]},
}

# A tag that begins or ends, or a comment. "x < 3" and "<3" are words.
validate_no_markup = RegexValidator(
    r"</?[a-z][^>]*>|<!--",
    "Dit is één regel zonder opmaak. Haal weg wat tussen < en > staat.",
    code="markup",
    inverse_match=True,
    flags=re.IGNORECASE,
)

# The address of a link as the sanitiser writes it.
_HREF = re.compile(r'(<a\b[^>]*?\bhref=")([^"]*)')
_MAILBOX = re.compile(r"[^\s@/?#:]+@(?:[\w-]+\.)+[a-z]{2,}", re.IGNORECASE)
_FILE = "ics|atom|rss|xml|txt|pdf|docx?|xlsx?|odt|html?|php|aspx?|jpe?g|png|webp"
_HOST = re.compile(rf"(?:[\w-]+\.)+(?!(?:{_FILE})\b)[a-z]{{2,}}(?=[/?#]|\Z)", re.IGNORECASE)


def add_link_schemes(html: str) -> str:
    """Complete links to "wijwonen.nl" with https:// and to "bestuur@wijwonen.nl" with mailto:.

    A browser would resolve both relative to the page. Names of files such as "agenda.ics" stay relative.
    """

    def whole(match):
        before, address = match.groups()
        if _MAILBOX.fullmatch(address):
            return f"{before}mailto:{address}"
        return f"{before}https://{address}" if _HOST.match(address) else match[0]

    return _HREF.sub(whole, html)


class RichText(ProseEditorField):
    """HTML limited to ``EXTENSIONS``, sanitised whenever it is written to the database.

    A value that comes from the database is safe to print; one that was only assigned is not, and a template
    escapes it.
    """

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("extensions", EXTENSIONS)
        kwargs.setdefault("sanitize", [add_link_schemes, create_sanitizer])  # the last one goes first
        super().__init__(*args, **kwargs)

    def get_db_prep_save(self, value, connection):
        """Raises TypeError for an expression, as ``bulk_update`` makes too: what a database makes is not sanitised.

        A ``Value`` of a ``RichText`` passes: that field sanitises it in its own manner.
        """
        of_rich_text = isinstance(value, models.Value) and isinstance(value.output_field, RichText)
        if hasattr(value, "as_sql") and not of_rich_text:
            raise TypeError("Rich text is written as text, so that it can be sanitised.")
        value = super().get_db_prep_save(value, connection)
        return self.sanitize(value) if isinstance(value, str) else value

    def value_from_object(self, obj):
        """Plain str, so that a form escapes it."""
        value = super().value_from_object(obj)
        return value if value is None else "".join(value)

    def from_db_value(self, value, expression, connection):
        return None if value is None else mark_safe(value)  # noqa: S308 - get_db_prep_save sanitised it


class OneLine(models.CharField):
    """A line of plain words. A page prints it as it stands, so markup is refused instead of shown."""

    default_validators = [validate_no_markup]

    def formfield(self, **kwargs):
        return super().formfield(**{"validators": self.default_validators} | kwargs)
