from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from .. import clock
from ..models import Dossier, Entry, Inspraak
from ..rules.phases import Phase
from ..rules.publication import Audience
from ..syndication import structured_data
from .canonical import require_canonical_url
from .filtering import canonical_page_url, choice, paginate

PHASES = {slugify(phase.label): phase for phase in Phase}
INSPRAAK_STATUSES = {
    "open": Inspraak.OPEN,
    "aangekondigd": Inspraak.ANNOUNCED,
    "gesloten": Inspraak.CLOSED,
    "geen": Inspraak.NONE,
}


@require_safe
@require_canonical_url
def show(request):
    """An unknown filter is ignored, an unknown page is a 404."""
    now = clock.now()
    public = Dossier.objects.public(now).with_inspraak(Audience(now)).with_last_entry(now).newest_first()
    years = [str(year) for year in Dossier.objects.public(now).years()]
    chosen = {
        "fase": choice(request, "fase", PHASES),
        "inspraak": choice(request, "inspraak", INSPRAAK_STATUSES),
        "jaar": choice(request, "jaar", years),
    }
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
            "dossiers": [(dossier, last_entries.get(dossier.last_entry_id)) for dossier in page],
            "chosen": chosen,
            "phases": [(slug, phase.label) for slug, phase in PHASES.items()],
            "inspraak": [(slug, status.label) for slug, status in INSPRAAK_STATUSES.items()],
            "years": years,
            "canonical": request.path if any(chosen.values()) else canonical_page_url(request, page),
            "structured_data": structured_data.about_list("Alle dossiers", request.path),
        },
    )
