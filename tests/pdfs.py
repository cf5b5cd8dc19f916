"""Small PDF files, written by hand so that a test knows every byte.

They lack the table of offsets at the end; a reader mends that.
"""

import zlib

LETTERS = "/Font << /F1 3 0 R >>"


def make_pdf(*pages):
    """A PDF with one line of plain letters on each page."""
    numbers = range(10, 10 + 2 * len(pages), 2)
    objects = []
    for number, text in zip(numbers, pages, strict=True):
        objects += [page_object(number, LETTERS), stream_object(number + 1, "", draw_text(text))]
    return assemble_pdf(numbers, objects)


def make_pdf_that_hangs():
    """A page with ten drawings, each of ten drawings, and so on: ten thousand million lines in two kilobytes."""
    levels = 10
    objects = [page_object(10, "/XObject << /X 20 0 R >>"), stream_object(11, "", b"/X Do " * 10)]
    for number in range(20, 20 + levels):
        is_last = number == 19 + levels
        resources = LETTERS if is_last else f"/XObject << /X {number + 1} 0 R >>"
        form = f"/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << {resources} >>"
        objects.append(stream_object(number, form, draw_text("boem") if is_last else b"/X Do " * 10))
    return assemble_pdf([10], objects)


def make_pdf_that_swells(megabytes):
    """A page of so many megabytes of spaces before its only word, in a few hundred bytes."""
    content = b" " * (megabytes * 1024 * 1024) + draw_text("Reiger")
    packed = zlib.compress(zlib.compress(content))
    return assemble_pdf(
        [10], [page_object(10, LETTERS), stream_object(11, "/Filter [/FlateDecode /FlateDecode]", packed)]
    )


def assemble_pdf(pages, objects):
    kids = " ".join(f"{number} 0 R" for number in pages)
    head = [
        b"%PDF-1.4",
        b"1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj",
        f"2 0 obj << /Type /Pages /Kids [{kids}] /Count {len(pages)} >> endobj".encode(),
        b"3 0 obj << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> endobj",
    ]
    return b"\n".join([*head, *objects, b"trailer << /Root 1 0 R >>", b"%%EOF", b""])


def page_object(number, resources):
    return (
        f"{number} 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 20000 800]"
        f" /Resources << {resources} >> /Contents {number + 1} 0 R >> endobj"
    ).encode()


def stream_object(number, entries, content):
    return f"{number} 0 obj << {entries} /Length {len(content)} >> stream\n".encode() + content + b"\nendstream endobj"


def draw_text(text):
    return f"BT /F1 12 Tf 20 700 Td ({text}) Tj ET".encode()
