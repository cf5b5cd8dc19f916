"""The pages that a tenant opens: queries, time, and what goes over the line."""

from ..reading import parse
from .archive import Writer
from .asking import asker, queries_and_time

RUNS = 100
WARM_UP = 20


def measure_pages() -> list[tuple]:
    writer = Writer()
    (small,) = writer.write(1, entries=20)
    (large,) = writer.write(1, entries=200)
    rows = [
        ("dossier, 20 entries", *_measure(small.get_absolute_url())),
        ("dossier, 200 entries", *_measure(large.get_absolute_url())),
    ]
    writer.write(18, entries=3)
    rows.append(("list, 20 dossiers", *_measure("/dossiers/")))
    writer.write(480, entries=3)
    rows.append(("list, 500 dossiers", *_measure("/dossiers/")))
    rows.append(("home, 500 dossiers", *_measure("/")))
    return rows


def _measure(address: str) -> tuple:
    """Queries, milliseconds, bytes of HTML, bytes sent as HTML, as CSS and together, requests of a first visit."""
    ask = asker(address)
    queries, milliseconds = queries_and_time(ask, RUNS, WARM_UP)
    html = asker(address, "identity")()
    parts = _needed_by(parse(html.decode()))
    sent = len(ask())
    css = sum(len(asker(part)()) for part in parts if part.endswith(".css"))
    return queries, milliseconds, len(html), sent, css, sent + css, 1 + len(parts)


def _needed_by(page) -> set[str]:
    """The addresses that a browser fetches for a page."""
    links = {link["href"] for link in page.all("link") if link["rel"] in ("stylesheet", "icon")}
    scripts = [part for part in page.all("script") if "src" in part.element.attrib]  # data is no script
    return links | {part["src"] for part in [*scripts, *page.all("img")]}


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
