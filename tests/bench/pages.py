"""The pages that a tenant opens: queries, time, and what goes over the line."""

from ..reading import parse
from .archive import Writer
from .asking import measure_request, page_getter

RUNS = 100
WARM_UP = 20


def measure_pages():
    writer = Writer()
    (small,) = writer.write(1, entries=20)
    (large,) = writer.write(1, entries=200)
    rows = [
        ("dossier, 20 entries", *measure_page(small.get_absolute_url())),
        ("dossier, 200 entries", *measure_page(large.get_absolute_url())),
    ]
    writer.write(18, entries=3)
    rows.append(("list, 20 dossiers", *measure_page("/dossiers/")))
    writer.write(480, entries=3)
    rows.append(("list, 500 dossiers", *measure_page("/dossiers/")))
    rows.append(("home, 500 dossiers", *measure_page("/")))
    return rows


def measure_page(address):
    """Queries, milliseconds, bytes of HTML, bytes sent as HTML, as CSS and together, requests of a first visit."""
    ask = page_getter(address)
    queries, milliseconds = measure_request(ask, RUNS, WARM_UP)
    html = page_getter(address, "identity")()
    parts = page_resources(parse(html.decode()))
    sent = len(ask())
    css = sum(len(page_getter(part)()) for part in parts if part.endswith(".css"))
    return queries, milliseconds, len(html), sent, css, sent + css, 1 + len(parts)


def page_resources(page):
    links = {link["href"] for link in page.all("link") if link["rel"] in ("stylesheet", "icon")}
    scripts = [part for part in page.all("script") if "src" in part.element.attrib]  # data is no script
    return links | {part["src"] for part in [*scripts, *page.all("img")]}


def print_pages(rows):
    names = ("queries", "median", "HTML", "HTML sent", "CSS sent", "together", "requests")
    print(f"{'':22}" + "".join(f"{name:>11}" for name in names))
    for name, queries, milliseconds, *sizes, requests in rows:
        columns = [queries, f"{milliseconds:.2f} ms", *(f"{size / 1000:.1f} kB" for size in sizes), requests]
        print(f"{name:22}" + "".join(f"{column:>11}" for column in columns))
    aims = ("at most 4", "< 3 ms", "", "", "", "< 14 kB", "at most 3")
    print(f"{'aim, 20 entries':22}" + "".join(f"{aim:>11}" for aim in aims))
    print(f"\nMedian of the processor time of {RUNS} requests, after a warm-up; 1 kB is 1000 bytes.")
    print("HTML is sent with gzip, CSS with brotli.")
