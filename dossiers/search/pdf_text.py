"""The words of a PDF that somebody uploaded, read where it can do no harm.

A PDF can be made to hang its reader or to fill the memory. So a process of its own reads it (``pdf_reader.py``),
with limits that the system enforces. Whatever happens there, the answer here is a text, perhaps an empty one.
"""

import subprocess
import sys
from pathlib import Path

MAX_LENGTH = 60_000  # characters, some twenty-five pages of words
MAX_PAGES = 200
MAX_SECONDS = 3  # of processor time
TIMEOUT = 8  # seconds on the clock, for a machine that is busy with other things
MAX_MEMORY = 512 * 1024 * 1024  # bytes of address space
MAX_FILE_SIZE = 20 * 1024 * 1024  # bytes, as much as an attachment may be

READER = Path(__file__).with_name("pdf_reader.py")


def pdf_text(content: bytes) -> str:
    """The words of a PDF as far as the limits allow; empty when it cannot be read."""
    if len(content) > MAX_FILE_SIZE or b"%%EOF" not in content:
        return ""
    limits = (str(limit) for limit in (MAX_LENGTH, MAX_PAGES, MAX_SECONDS, MAX_MEMORY))
    command = [sys.executable, "-I", str(READER), *limits]
    try:
        output = subprocess.run(  # noqa: S603 - our own script
            command, input=content, capture_output=True, timeout=TIMEOUT, env={}, cwd="/"
        ).stdout
    except subprocess.TimeoutExpired as late:
        output = late.stdout or b""
    return output.decode(errors="ignore").replace("\0", " ")[:MAX_LENGTH]
