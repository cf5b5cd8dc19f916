"""How much longer a page takes when the archive is twenty times as large."""

from django.core.management import call_command

from dossiers.models import Dossier
from dossiers.operations import query_plans
from dossiers.search import index

from .archive import STORY, Writer
from .asking import measure_request, page_getter

SIZES = (1_000, 20_000)  # dossiers
RUNS = 20
WARM_UP = 3
PAGES = {
    "home": "/",
    "inspraak": "/inspraak/",
    "advices": "/adviezen/",
    "list": "/dossiers/",
    "list, a phase": "/dossiers/?fase=advies",
    "list, open rounds": "/dossiers/?inspraak=open",
    "dossier": "/k16-010",
    "entry": "/k16-010/5",
    "feed": "/feed.atom",
    "feed of a dossier": "/k16-010/feed.rss",
    "search, a code": "/zoeken/?q=k16-010",
    "search, common word": "/zoeken/?q=huurders",
    "search, words": "/zoeken/?q=huurders+overleg",
    "search, kind": "/zoeken/?q=huurders&soort=besluit",
    "search, no such kind": "/zoeken/?q=huurders&soort=overeenkomst",
    "search, phase": "/zoeken/?q=huurders&fase=advies",
    "search, year": "/zoeken/?q=huurders&jaar=2016",
    "search, wrong letter": "/zoeken/?q=huurdersorganisatoes",
    "search, nothing": "/zoeken/?q=xyzzy",
}


def measure_growth():
    call_command("flush", interactive=False, verbosity=0)
    writer = Writer()
    figures = {name: [] for name in PAGES}
    for size in SIZES:
        writer.write_archive(size - Dossier.objects.count())
        index.rebuild()
        query_plans.analyze_tables()
        for name, address in PAGES.items():
            figures[name].append(measure_request(page_getter(canonical_url(address)), RUNS, WARM_UP))
    return figures


def canonical_url(address):
    _, code, *rest = address.split("/")
    dossier = Dossier.objects.filter(code=code.upper()).first()
    if dossier is None:
        return address
    if rest and rest[0].isdigit():
        return dossier.entries.get(number=rest[0]).get_absolute_url()
    return dossier.get_absolute_url() + "/".join(rest)


def print_growth(figures):
    print(
        f"{'dossiers of ' + str(len(STORY)) + ' entries':24}"
        + "".join(f"{size:>20,}" for size in SIZES)
        + f"{'ratio':>9}"
    )
    for name, ((_, before), (_, after)) in figures.items():
        columns = "".join(f"{queries:>3} queries {time:>6.1f} ms" for queries, time in figures[name])
        print(f"{name:24}{columns}{after / before:>9.2f}")
    print(f"\nMedian of the processor time of {RUNS} requests.")
    print("Aim: a ratio of at most 1.5; of search at most 10, and under 50 ms.")
