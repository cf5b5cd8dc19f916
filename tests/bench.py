"""Figures of the site, printed and not judged: queries, time, bytes, requests, memory.

Run by ``make bench``. It makes a database of its own in a temporary folder and asks the pages as the server does:
through every middleware, with a connection of its own for each request.
"""

import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import django


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


FOLDER = tempfile.TemporaryDirectory()
SITE = f"127.0.0.1:{free_port()}"
os.environ.update(
    DJANGO_SETTINGS_MODULE="wijwonen.settings",
    ENV_FILE=os.devnull,
    SECRET_KEY="only-for-figures-" + "0123456789abcdef" * 3,
    SITE_URL=f"http://{SITE}",
    DATABASE_URL=f"sqlite:///{FOLDER.name}/db.sqlite3",
    DEBUG="False",
)
django.setup()

# ruff: noqa: E402 - the models come after the setup, and that after the environment
import time_machine
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from dossiers.kinds import Kind
from dossiers.models import Dossier, Entry

from .reading import parse

RUNS = 100
WARM_UP = 20
NOW = datetime(2027, 6, 10, 10, tzinfo=UTC)
WORDS = re.findall(r"[a-z]+", "".join(page.read_text() for page in Path(__file__).parent.glob("legacy/k*.txt")))


PLAIN_KINDS = [kind for kind in Kind if kind != Kind.INSPRAAK]


def main():
    with FOLDER:
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        print_pages(measure_pages())
        connection.close()
        print(f"\nA worker that served such pages holds {worker_memory():.0f} MB in memory (aim: under 130 MB).")


# --- Content: the same on every run -----------------------------------------------------------------------


class Writer:
    """Writes dossiers with words in a random order, so that they compress no better than real ones."""

    def __init__(self):
        self.random = random.Random(2027)  # noqa: S311 - figures, not secrets
        self.written = 0

    def words(self, count: int) -> str:
        return " ".join(self.random.choices(WORDS, k=count)).capitalize()

    def write(self, dossiers: int, entries: int) -> list[Dossier]:
        """Write dossiers with so many entries each; every hundredth has a round that is open."""
        written = []
        for _ in range(dossiers):
            self.written += 1
            year, serial = divmod(self.written, 100)
            dossier = Dossier.objects.create(
                code=f"K{16 + year:02d}-{serial:03d}",
                title=self.words(4),
                phase="talks",
                introduction=f"{self.words(25)}.\n\n{self.words(25)}.",
                description="".join(f"<p>{self.words(60)}.</p>" for _ in range(5)),
                published_at=NOW - timedelta(days=900),
            )
            rows = [self.entry(dossier, number) for number in range(1, entries + 1)]
            if self.written % 100 == 1:
                rows[-1].kind, rows[-1].question = Kind.INSPRAAK, self.words(8)
                rows[-1].starts_on, rows[-1].ends_on = date(2027, 6, 1), date(2027, 6, 20)
            Entry.objects.bulk_create(rows)
            written.append(dossier)
        return written

    def entry(self, dossier: Dossier, number: int) -> Entry:
        return Entry(
            dossier=dossier,
            number=number,
            kind=PLAIN_KINDS[number % len(PLAIN_KINDS)],
            title=self.words(5),
            teaser=f"{self.words(22)}.",
            body="".join(f"<p>{self.words(50)}.</p>" for _ in range(4)),
            starts_on=date(2026, 11, 1) + timedelta(days=number),
            published_at=NOW - timedelta(days=800 - number),
        )


# --- Pages ------------------------------------------------------------------------------------------------


def measure_pages() -> list[tuple]:
    writer = Writer()
    (small,) = writer.write(1, entries=20)
    (large,) = writer.write(1, entries=200)
    with time_machine.travel(NOW):
        rows = [
            ("dossier, 20 entries", *measure(small.get_absolute_url())),
            ("dossier, 200 entries", *measure(large.get_absolute_url())),
        ]
        writer.write(18, entries=3)
        rows.append(("list, 20 dossiers", *measure("/dossiers/")))
        writer.write(480, entries=3)
        rows.append(("list, 500 dossiers", *measure("/dossiers/")))
        rows.append(("home, 500 dossiers", *measure("/")))
    return rows


def measure(address: str) -> tuple:
    """Queries, milliseconds, bytes of HTML, bytes sent as HTML, as CSS and together, requests of a first visit."""
    ask = asker(address)
    for _ in range(WARM_UP):
        ask()
    with CaptureQueriesContext(connection) as captured:
        ask()
    queries = len(captured)  # the next request forgets them
    milliseconds = statistics.median(timed(ask) for _ in range(RUNS))
    html = asker(address, "identity")()
    parts = needed_by(parse(html.decode()))
    sent = len(ask())
    css = sum(len(asker(part)()) for part in parts if part.endswith(".css"))
    return queries, milliseconds, len(html), sent, css, sent + css, 1 + len(parts)


def needed_by(page) -> set[str]:
    """The addresses that a browser fetches for a page."""
    links = {link["href"] for link in page.all("link") if link["rel"] in ("stylesheet", "icon")}
    return links | {part["src"] for name in ("script", "img") for part in page.all(name)}


def asker(address: str, encoding: str = "gzip, br"):
    """A function that asks for an address as the server would, and returns the body as it is sent."""
    application = WSGIHandler()
    request = RequestFactory(headers={"Host": SITE, "Accept-Encoding": encoding}).get(address)

    def ask() -> bytes:
        response = application(request.environ.copy(), answer)
        content = b"".join(response)
        response.close()
        return content

    def answer(status, headers):
        if status != "200 OK":
            raise AssertionError(f"{status}: {address}")

    return ask


def timed(ask) -> float:
    """Milliseconds of processor time for one request, so that a busy machine says the same as an idle one."""
    begin = time.process_time()
    ask()
    return (time.process_time() - begin) * 1000


def print_pages(rows: list[tuple]) -> None:
    names = ("queries", "median", "HTML", "HTML sent", "CSS sent", "together", "requests")
    print(f"{'':22}" + "".join(f"{name:>11}" for name in names))
    for name, queries, milliseconds, *sizes, requests in rows:
        columns = [queries, f"{milliseconds:.2f} ms", *(f"{size / 1000:.1f} kB" for size in sizes), requests]
        print(f"{name:22}" + "".join(f"{column:>11}" for column in columns))
    aims = ("at most 4", "< 3 ms", "", "", "", "< 14 kB", "at most 3")
    print(f"{'aim, 20 entries':22}" + "".join(f"{aim:>11}" for aim in aims))
    print(f"\nMedian of the processor time of {RUNS} requests, after a warm-up; 1 kB is 1000 bytes.")
    print("HTML is sent with gzip, CSS with brotli.")


# --- Memory -----------------------------------------------------------------------------------------------


def worker_memory() -> float:
    """MB (million bytes) that one worker of gunicorn holds after it served the pages."""
    entries = Entry.objects.select_related("dossier")[:30]
    pages = ["/", "/dossiers/", "/dossiers/?pagina=2", "/beheer/login/"]
    pages += [entry.get_absolute_url() for entry in entries] + [entry.dossier.get_absolute_url() for entry in entries]
    command = [sys.executable, "-m", "gunicorn", "wijwonen.wsgi", "--bind", SITE, "--workers", "1"]
    server = subprocess.Popen([*command, "--log-level", "warning"])
    try:
        wait_for_answer()
        for page in pages * 3:
            urllib.request.urlopen(f"http://{SITE}{page}").read()
        (worker,) = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
        status = Path(f"/proc/{worker}/status").read_text()
    finally:
        server.terminate()
        server.wait()
    (resident,) = [line.split()[1] for line in status.splitlines() if line.startswith("VmRSS")]
    return int(resident) * 1024 / 1_000_000


def wait_for_answer() -> None:
    """Wait until the server listens. Raises ConnectionError when it does not within 20 seconds."""
    host, _, port = SITE.partition(":")
    for _ in range(200):
        with socket.socket() as visitor:
            if visitor.connect_ex((host, int(port))) == 0:
                return
        time.sleep(0.1)
    raise ConnectionError(f"Nothing listens on {SITE}.")


if __name__ == "__main__":
    main()
