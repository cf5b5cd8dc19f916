from django.shortcuts import render

from .. import clock
from ..models import Dossier, Entry, Inspraak
from ..rules.phases import Phase
from ..rules.publication import Audience
from ..syndication import structured_data
from .canonical import require_canonical_url
from .filtering import canonical_page_url, choices, filled, paginate
from .public_page import public_page

# The words of the filters stand in newsletters, so they stay when a label changes.
PHASES = {
    "verkenning": Phase.EXPLORATION,
    "voorbereiding": Phase.PREPARATION,
    "overleg": Phase.TALKS,
    "advies": Phase.ADVICE,
    "uitvoering": Phase.EXECUTION,
    "afgerond": Phase.CLOSED,
}
INSPRAAK_STATUSES = {
    "open": Inspraak.OPEN,
    "aangekondigd": Inspraak.ANNOUNCED,
    "gesloten": Inspraak.CLOSED,
    "geen": Inspraak.NONE,
}


@public_page("fase", "inspraak", "jaar", "pagina")
@require_canonical_url
def show(request):
    """An unknown filter shows everything and says so, an unknown page is a 404."""
    now = clock.now()
    public = Dossier.objects.public(now).with_inspraak(Audience(now)).with_last_entry(now).newest_first()
    years = [str(year) for year in Dossier.objects.public(now).years()]
    chosen, has_unknown = choices(request, fase=PHASES, inspraak=INSPRAAK_STATUSES, jaar=years)
    dossiers = public
    if chosen["fase"]:
        dossiers = dossiers.filter(phase=PHASES[chosen["fase"]])
    if chosen["inspraak"]:
        dossiers = dossiers.of_inspraak_status(INSPRAAK_STATUSES[chosen["inspraak"]], now)
    if chosen["jaar"]:
        dossiers = dossiers.of_year(int(chosen["jaar"]))
    page = paginate(request, dossiers)
    last_entries = Entry.objects.public(now).in_bulk({dossier.last_entry_id for dossier in page} - {None})
    return render(
        request,
        "dossiers/dossier_list.html",
        {
            "page": page,
            "query": filled(**chosen),
            "dossiers": [(dossier, last_entries.get(dossier.last_entry_id)) for dossier in page],
            "chosen": chosen,
            "has_unknown": has_unknown,
            "phases": [(slug, phase.label) for slug, phase in PHASES.items()],
            "inspraak": [(slug, status.label) for slug, status in INSPRAAK_STATUSES.items()],
            "years": years,
            "canonical": request.path if any(chosen.values()) else canonical_page_url(request, page),
            "structured_data": structured_data.about_list("Alle dossiers", request.path),
        },
    )
