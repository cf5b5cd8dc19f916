"""Small PDF files, written by hand so that a test knows every byte.

They lack the table of offsets at the end; a reader mends that.
"""

import zlib

LETTERS = "/Font << /F1 3 0 R >>"


def make_pdf(*pages: str) -> bytes:
    """A PDF with one line of plain letters on each page."""
    numbers = range(10, 10 + 2 * len(pages), 2)
    objects = []
    for number, text in zip(numbers, pages, strict=True):
        objects += [_page(number, LETTERS), _stream(number + 1, "", _line(text))]
    return _pdf(numbers, objects)


def make_pdf_that_hangs() -> bytes:
    """A page with ten drawings, each of ten drawings, and so on: ten thousand million lines in two kilobytes."""
    levels = 10
    objects = [_page(10, "/XObject << /X 20 0 R >>"), _stream(11, "", b"/X Do " * 10)]
    for number in range(20, 20 + levels):
        is_last = number == 19 + levels
        resources = LETTERS if is_last else f"/XObject << /X {number + 1} 0 R >>"
        form = f"/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << {resources} >>"
        objects.append(_stream(number, form, _line("boem") if is_last else b"/X Do " * 10))
    return _pdf([10], objects)


def make_pdf_that_swells(megabytes: int) -> bytes:
    """A page of so many megabytes of spaces before its only word, in a few hundred bytes."""
    content = b" " * (megabytes * 1024 * 1024) + _line("Reiger")
    packed = zlib.compress(zlib.compress(content))
    return _pdf([10], [_page(10, LETTERS), _stream(11, "/Filter [/FlateDecode /FlateDecode]", packed)])


def _pdf(pages, objects: list[bytes]) -> bytes:
    kids = " ".join(f"{number} 0 R" for number in pages)
    head = [
        b"%PDF-1.4",
        b"1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj",
        f"2 0 obj << /Type /Pages /Kids [{kids}] /Count {len(pages)} >> endobj".encode(),
        b"3 0 obj << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> endobj",
    ]
    return b"\n".join([*head, *objects, b"trailer << /Root 1 0 R >>", b"%%EOF", b""])


def _page(number: int, resources: str) -> bytes:
    return (
        f"{number} 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 20000 800]"
        f" /Resources << {resources} >> /Contents {number + 1} 0 R >> endobj"
    ).encode()


def _stream(number: int, entries: str, content: bytes) -> bytes:
    return f"{number} 0 obj << {entries} /Length {len(content)} >> stream\n".encode() + content + b"\nendstream endobj"


def _line(text: str) -> bytes:
    return f"BT /F1 12 Tf 20 700 Td ({text}) Tj ET".encode()
