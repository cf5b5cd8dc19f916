"""The process that reads one hostile PDF; ``pdf_text.py`` starts it and nothing imports it.

Takes the file on its standard input and four limits: characters, pages, seconds and bytes of memory. Writes the
words page by page, so that what was read before a limit struck is not lost.
"""

import codecs
import resource
import sys

import pypdfium2


def main(length: int, pages: int, seconds: int, memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    codecs.lookup("utf-16-le")  # a file of Python that pypdfium2 needs later
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))  # no file can be opened from here on
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    for number in range(min(len(document), pages)):
        text = document[number].get_textpage().get_text_range()[:length]
        sys.stdout.buffer.write(text.encode(errors="ignore") + b"\n")
        sys.stdout.flush()
        length -= len(text) + 1
        if length <= 0:
            return


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
