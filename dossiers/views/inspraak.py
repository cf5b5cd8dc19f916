from django.shortcuts import render
from django.views.decorators.http import require_safe

from .. import clock
from ..models import Entry
from ..rules.days import day_of
from ..rules.publication import Audience
from ..story.terms import term_of
from ..syndication import structured_data
from .canonical import only_at_canonical_url
from .filtering import address_of, page_of


@require_safe
@only_at_canonical_url
def show(request):
    """All rounds: open, announced, waiting for feedback, finished. Only the finished ones fill more pages."""
    now = clock.now()
    day = day_of(now)
    entries = Entry.objects.public(now).select_related("dossier")
    page = page_of(request, entries.finished_rounds(now))
    readers = Audience(now)
    waiting = entries.with_response(readers).waiting_rounds(readers)
    return render(
        request,
        "dossiers/inspraak.html",
        {
            "day": day,
            "open": entries.open_rounds(day),
            "announced": entries.announced_rounds(day),
            "waiting": [(entry, term_of(entry, day)) for entry in waiting],
            "page": page,
            "section": "inspraak",
            "canonical": address_of(request, page),
            "things": structured_data.about_list("Inspraak", request.path),
        },
    )
