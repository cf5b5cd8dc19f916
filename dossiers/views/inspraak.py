from django.shortcuts import render

from .. import clock
from ..models import Entry
from ..rules.days import day_of
from ..rules.publication import Audience
from ..story.terms import term_of
from ..syndication import structured_data
from .canonical import require_canonical_url
from .filtering import canonical_page_url, filled, paginate
from .public_page import public_page


@public_page("pagina")
@require_canonical_url
def show(request):
    """Only the finished rounds are paginated."""
    now = clock.now()
    day = day_of(now)
    entries = Entry.objects.public(now).select_related("dossier")
    page = paginate(request, entries.finished_rounds(now))
    readers = Audience(now)
    waiting = entries.with_response(readers).rounds_awaiting_feedback(readers)
    return render(
        request,
        "dossiers/inspraak.html",
        {
            "day": day,
            "open": entries.open_rounds(day),
            "announced": entries.announced_rounds(day),
            "waiting": [(entry, term_of(entry, day)) for entry in waiting],
            "page": page,
            "query": filled(),
            "section": "inspraak",
            "canonical": canonical_page_url(request, page),
            "structured_data": structured_data.about_list("Inspraak", request.path),
        },
    )
