"""Turns a file into text, or says in one problem why it cannot."""

import codecs
import re

from .problems import ImportRefused, Problem

MAX_BYTES = 1_000_000  # a page of the old site has some 10 kB
EXPECTED = "een pagina van de oude site, bewaard als platte tekst"

# A bullet, an arrow or a euro sign in UTF-8. No text in Windows-1252 has these three characters in a row.
UTF_8_SIGN = re.compile(rb"\xe2[\x80-\x86][\x80-\xbf]")
# Control characters and noncharacters: no text has them, and HTML forbids them.
UNREADABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")


def read(path):
    """The text of a file in UTF-8, with or without BOM, or in Windows-1252. Raises ``ImportRefused``."""
    text = decode(read_bytes(path))
    if not text.strip():
        raise ImportRefused([Problem(1, f"het bestand is leeg; verwacht: {EXPECTED}")])
    if strange := UNREADABLE.search(text):
        line = len(re.findall(r"\r\n|\r|\n", text[: strange.start()])) + 1
        sign = f"U+{ord(strange.group()):04X}"
        raise ImportRefused([Problem(line, f"dit is geen leesbare tekst (teken {sign}); verwacht: {EXPECTED}")])
    return text


def read_bytes(path):
    """Raises ``ImportRefused``, also above MAX_BYTES."""
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):
            raise refusal("dit is geen gewoon bestand")  # reading a pipe would wait for ever
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise refusal("dit bestand bestaat niet") from None
    except IsADirectoryError:
        raise refusal("dit is een map") from None
    except PermissionError:
        raise refusal("dit bestand mag niet gelezen worden") from None
    except OSError as error:
        raise refusal(f"dit bestand is niet te lezen ({error.strerror})") from None
    if len(data) > MAX_BYTES:
        raise ImportRefused([Problem(0, f"dit bestand is te groot; verwacht: {EXPECTED}, van hoogstens 1 MB")])
    return data


def refusal(wrong):
    return ImportRefused([Problem(0, f"{wrong}; verwacht: {EXPECTED}")])


def decode(data):
    """Text with any UTF-8 sign is never taken for Windows-1252. Raises ``ImportRefused``."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        broken = error
    if not data.startswith(codecs.BOM_UTF8) and not UTF_8_SIGN.search(data):
        try:
            return data.decode("cp1252")
        except UnicodeDecodeError as error:
            broken = error
    line = len(re.findall(rb"\r\n|\r|\n", broken.object[: broken.start])) + 1
    byte = f"0x{broken.object[broken.start]:02X}"
    raise ImportRefused(
        [Problem(line, f"dit is geen leesbare tekst (byte {byte}); verwacht: tekst in UTF-8 of Windows-1252")]
    )
