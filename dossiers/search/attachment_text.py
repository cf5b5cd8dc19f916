"""The words of PDFs, kept beside their attachment.

Reading takes seconds, in which a transaction would keep every other editor from saving. So the files of a form are
read before its transaction begins, and what takes too long then is read afterwards, by a command.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from hashlib import sha256
from time import monotonic

from django.core.files.base import File

from ..models import Attachment, AttachmentText
from ..models.attachment import suffix
from . import pdf_text

FORM_SECONDS = 10  # for all files of a form together

# By the hash of a file. Inside a form nothing else is read; outside any, such as in a command, a file is read at once.
words_read_ahead: ContextVar[dict[bytes, str] | None] = ContextVar("words_read_ahead", default=None)


@contextmanager
def read_ahead(files: Iterable[File]) -> Iterator[None]:
    """Read the PDFs among these files for what is saved inside. One that is not reached stays unread."""
    words = {}
    end = monotonic() + FORM_SECONDS
    for file in files:
        if suffix(file.name or "") == ".pdf" and monotonic() + pdf_text.TIMEOUT <= end:
            file.seek(0)
            content = file.read()
            file.seek(0)
            words[sha256(content).digest()] = pdf_text.pdf_text(content)
    token = words_read_ahead.set(words)
    try:
        yield
    finally:
        words_read_ahead.reset(token)


def words_of(attachment: Attachment) -> str:
    """Empty for any other file than a PDF, and for one that stays unread."""
    if attachment.is_unread:
        text = read(attachment)
        if text is None:
            return ""
        keep(attachment, text)
    stored = getattr(attachment, "stored_text", None)
    return stored.text if stored and stored.file == str(attachment.file) else ""


def read(attachment: Attachment) -> str | None:
    """The words of a file, empty when it is not in storage. None when it is to be read later."""
    ahead = words_read_ahead.get()
    try:
        with attachment.file.open("rb") as file:
            content = file.read()
    except FileNotFoundError:
        return ""
    return pdf_text.pdf_text(content) if ahead is None else ahead.get(sha256(content).digest())


def keep(attachment: Attachment, text: str) -> None:
    AttachmentText(attachment=attachment, file=str(attachment.file), text=text).save()


def unread() -> list[Attachment]:
    attachments = Attachment.objects.select_related("stored_text").order_by("pk")
    return [attachment for attachment in attachments if attachment.is_unread]
