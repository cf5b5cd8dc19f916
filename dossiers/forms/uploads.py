"""What may be attached: PDF and images, by suffix, content and size. Images lose where they were taken."""

import re
import signal
import subprocess
import sys
from pathlib import Path, PurePosixPath

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from ..models.attachment import CONTENT_TYPES, suffix
from .picture_cleaner import TOO_LARGE

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 50_000_000  # a small file can unfold to an image that fills the memory
MAX_SECONDS = 10  # of processor time, for one image
MAX_MEMORY = 768 * 1024 * 1024  # bytes of address space, for one image
CLEANER = Path(__file__).with_name("picture_cleaner.py")
PDF_TAIL_BYTES = 2048  # bytes at the end within which a whole PDF says that it ends
IMAGE_FORMATS = {".jpg": "JPEG", ".jpeg": "JPEG", ".jfif": "JPEG", ".png": "PNG", ".webp": "WEBP"}
PDF_HEAD_BYTES = 1024  # bytes at the start within which a PDF says that it is one: scanners put a line before it
# By its first bytes a file tells what it is, whatever it is called. The suffix is the one to propose.
SIGNATURES = {
    ".jpg": re.compile(rb"\xff\xd8\xff"),
    ".png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    ".webp": re.compile(rb"RIFF.{4}WEBP", re.DOTALL),
    ".pdf": re.compile(rb".*?%PDF-", re.DOTALL),
}
TYPE_NAMES = {".pdf": "PDF"} | IMAGE_FORMATS
ACCEPTED_TYPES = ",".join(CONTENT_TYPES)


def clean_upload(upload):
    """The file as it may be stored: a PDF as it came, an image written anew without its metadata.

    Raises ValidationError with the name of the file and the reason.
    """
    if upload.size > MAX_BYTES:
        raise upload_error(upload, f"is te groot: {upload.size / 1024 / 1024:.0f} MB. Een bijlage is hoogstens 20 MB.")
    if upload.size == 0:
        raise upload_error(upload, "is leeg. Kies een ander bestand.")
    kind = suffix(upload.name)
    true_kind = kind_by_content(upload)
    if true_kind and TYPE_NAMES.get(kind) != TYPE_NAMES[true_kind]:
        right_name = PurePosixPath(upload.name).with_suffix(true_kind).name
        raise upload_error(upload, f"is een {TYPE_NAMES[true_kind]}. Noem het “{right_name}” en kies het opnieuw.")
    if kind not in CONTENT_TYPES:
        raise upload_error(upload, "kan niet als bijlage. Kies een PDF of een afbeelding (JPG, PNG of WebP).")
    if kind in IMAGE_FORMATS:
        return clean_image(upload, IMAGE_FORMATS[kind])
    if true_kind != ".pdf":
        raise upload_error(upload, "heet een PDF, maar is het niet. Sla het opnieuw op als PDF.")
    return check_pdf_is_whole(upload)


def kind_by_content(upload):
    """The suffix of an accepted type that the first bytes tell; None for anything else."""
    upload.seek(0)
    head = upload.read(PDF_HEAD_BYTES)
    upload.seek(0)
    return next((kind for kind, signature in SIGNATURES.items() if signature.match(head)), None)


def upload_error(upload, reason):
    return ValidationError(f"“{PurePosixPath(upload.name).name}” {reason}")


def check_pdf_is_whole(upload):
    upload.seek(max(0, upload.size - PDF_TAIL_BYTES))
    tail = upload.read()
    upload.seek(0)
    if b"%%EOF" not in tail:
        raise upload_error(upload, "is niet compleet: het einde van de PDF ontbreekt. Sla het opnieuw op als PDF.")
    return upload


def clean_image(upload, image_format):
    """The picture without its metadata, written by a process of its own: one can be made to fill the memory."""
    limits = (str(limit) for limit in (MAX_PIXELS, MAX_SECONDS, MAX_MEMORY))
    command = [sys.executable, "-I", str(CLEANER), image_format, *limits]
    upload.seek(0)
    done = subprocess.run(command, input=upload.read(), capture_output=True, env={}, cwd="/")  # noqa: S603 - our own
    if done.returncode in (TOO_LARGE, -signal.SIGKILL, -signal.SIGXCPU):
        raise upload_error(upload, "heeft te veel beeldpunten. Maak de afbeelding eerst kleiner.")
    if done.returncode != 0:
        raise upload_error(upload, f"is geen leesbare afbeelding van het type {image_format}.")
    return SimpleUploadedFile(upload.name, done.stdout)
