"""Model fields for text that holds nothing that nobody can see, on every way in. Rich text is sanitised too."""

import re
from collections.abc import Callable

import nh3
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.safestring import mark_safe
from django_prose_editor.fields import ProseEditorField, create_sanitizer

from .text import (
    has_wrapped_link,
    keep_meaning,
    plain_text,
    strip_invisible,
    strip_invisible_address,
    strip_invisible_line,
    unwrap_links,
    unwrap_links_in_html,
)

PROTOCOLS = ["http", "https", "mailto", "tel"]
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
    "Link": {"enableTarget": False, "protocols": PROTOCOLS},
}

# A tag that begins or ends, or a comment. "x < 3" and "<3" are words.
validate_no_markup = RegexValidator(
    r"</?[a-z][^>]*>|<!--",
    "Dit is één regel zonder opmaak. Haal weg wat tussen < en > staat.",
    code="markup",
    inverse_match=True,
    flags=re.IGNORECASE,
)


def validate_no_wrapped_link(text: str) -> None:
    if has_wrapped_link(text):
        raise ValidationError(
            "Hier staat een link die je mailprogramma heeft omgezet. Daar staat jouw mailadres in. Open de link en "
            "plak hier het adres dat je dan boven in je browser ziet.",
            code="wrapped_link",
        )


# The address of a link as the sanitiser writes it.
_HREF = re.compile(r'(<a\b[^>]*?\bhref=")([^"]*)')
_TAG = re.compile(r'(<(?:"[^"]*"|[^">])*>)')
_BALANCER = nh3.Cleaner(
    tags=nh3.ALLOWED_TAGS | {"font"},
    attributes={
        **nh3.ALLOWED_ATTRIBUTES,
        "*": {"style", "hidden"},
        "a": {"href", "title", "rel"},
        "ol": {"start", "type", "data-type"},
    },
    url_schemes=set(PROTOCOLS),
    link_rel=None,
)
_MAILBOX = re.compile(r"[^\s@/?#:]+@(?:[\w-]+\.)+[a-z]{2,}", re.IGNORECASE)
_TELEPHONE = re.compile(r"(?:\+[1-9]|0)(?:[ ().-]*[0-9]){8,12}")
_NO_DIGIT = re.compile(r"(?<=[0-9])\s*\(0\)|[^+0-9]")  # in "+31 (0)15" the 0 is not dialled
_CODE = re.compile(r"[A-Z]{1,2}[0-9]{2}-[0-9]{3}(?:/[0-9]{1,9})?", re.IGNORECASE)
_FILE = "ics|atom|rss|xml|txt|pdf|docx?|xlsx?|odt|html?|php|aspx?|jpe?g|png|webp"
_HOST = re.compile(rf"(?:[\w-]+\.)+(?!(?:{_FILE})\b)[a-z]{{2,}}(?=[/?#]|\Z)", re.IGNORECASE)


def code_as_path(text: str) -> str:
    """The address of the dossier or the entry when a text is nothing but its code; any other text unchanged."""
    return f"/{text.lower()}" if _CODE.fullmatch(text) else text


def add_link_schemes(html: str) -> str:
    """Complete links to "wijwonen.nl", "bestuur@wijwonen.nl", "015 123 45 67" and "K24-002/4".

    A browser would resolve both relative to the page. Names of files such as "agenda.ics" stay relative.
    """

    def whole(match):
        before, address = match.groups()
        if _MAILBOX.fullmatch(address):
            return f"{before}mailto:{address}"
        if _TELEPHONE.fullmatch(address):
            return f"{before}tel:{_NO_DIGIT.sub('', address)}"
        if _CODE.fullmatch(address):
            return f"{before}{code_as_path(address)}"
        return f"{before}https://{address}" if _HOST.match(address) else match[0]

    return _HREF.sub(whole, html)


def strip_invisible_html(html: str) -> str:
    """Of sanitised HTML. Sanitise it again: without such a character a harmless address may do harm."""

    def strip_tag(tag):
        return strip_invisible(_HREF.sub(lambda match: match[1] + strip_invisible_address(match[2]), tag))

    # Apart, since ">" and an accent that follows it are one letter in composed form.
    parts = _TAG.split(html.replace("&nbsp;", " "))
    return "".join(strip_tag(part) if part.startswith("<") else strip_invisible(part) for part in parts)


def read_marks(html: str) -> str:
    """Of HTML from anywhere: the meaning of marks that the rich text has no button for."""
    return keep_meaning(_BALANCER.clean(html)) if "<" in html else html


def drop_if_wordless(html: str) -> str:
    return html if plain_text(html) else ""


# The last one goes first.
SANITIZERS = [
    drop_if_wordless,
    add_link_schemes,
    create_sanitizer,
    unwrap_links_in_html,
    strip_invisible_html,
    create_sanitizer,
    read_marks,
]


class RichText(ProseEditorField):
    """HTML limited to ``EXTENSIONS``, sanitised whenever it is written to the database.

    A value that comes from the database is safe to print; one that was only assigned is not, and a template
    escapes it.
    """

    default_validators = [validate_no_wrapped_link]

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("extensions", EXTENSIONS)
        kwargs.setdefault("sanitize", SANITIZERS)
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


# --- Plain text: fields of forms --------------------------------------------------------------------------


class VisibleFormField(forms.CharField):
    """Takes out what nobody can see before anything is asked of the text: what is then empty was not filled in.

    Links lose what a mail program put around them.
    """

    default_validators = [validate_no_wrapped_link]
    strip_text: Callable[[str], str] = staticmethod(strip_invisible_line)

    @classmethod
    def clean_text(cls, text):
        return unwrap_links(cls.strip_text(text))

    def to_python(self, value):
        return super().to_python(value and self.clean_text(str(value)))


class CodeFormField(VisibleFormField):
    """Takes what is typed in any case."""

    def to_python(self, value):
        return super().to_python(value).upper()


class TextFormField(VisibleFormField):
    strip_text = staticmethod(strip_invisible)


class AddressFormField(VisibleFormField):
    strip_text = staticmethod(strip_invisible_address)

    @classmethod
    def clean_text(cls, text):
        return code_as_path(super().clean_text(text))


class MailFormField(VisibleFormField, forms.EmailField):
    default_validators = [validate_no_wrapped_link, *forms.EmailField.default_validators]


class UrlFormField(AddressFormField, forms.URLField):
    default_validators = [validate_no_wrapped_link, *forms.URLField.default_validators]


# --- Plain text: fields of models -------------------------------------------------------------------------


class Visible(models.Field):
    """Does what ``form_class`` does, in ``full_clean`` and whenever it is written to the database too."""

    form_class: type[VisibleFormField]

    def to_python(self, value):
        value = super().to_python(value)
        return self.form_class.clean_text(value) if isinstance(value, str) else value

    def get_db_prep_save(self, value, connection):
        value = super().get_db_prep_save(value, connection)
        return self.form_class.clean_text(value) if isinstance(value, str) else value

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": self.form_class} | kwargs)


class Line(Visible, models.CharField):
    form_class = VisibleFormField


class OneLine(Line):
    """A line of plain words. A page prints it as it stands, so markup is refused instead of shown."""

    default_validators = [validate_no_markup]

    def formfield(self, **kwargs):
        return super().formfield(**{"validators": self.default_validators} | kwargs)


class Code(Line):
    form_class = CodeFormField


class Text(Visible, models.TextField):
    form_class = TextFormField


class Address(Visible, models.CharField):
    form_class = AddressFormField


class MailAddress(Visible, models.EmailField):
    form_class = MailFormField


class WebAddress(Visible, models.URLField):
    form_class = UrlFormField
