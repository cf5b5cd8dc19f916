from django.shortcuts import render

from .. import clock
from ..models import Entry
from ..rules.days import day_of
from ..story.terms import term_of
from ..syndication import structured_data
from .public_page import public_page

MAX_LATE = 5
MAX_COMING = 6  # as many as a reader takes in at a glance
MAX_NEWEST = 6


@public_page()
def show(request):
    now = clock.now()
    day = day_of(now)
    entries = Entry.objects.public(now).select_related("dossier")
    return render(
        request,
        "dossiers/home.html",
        {
            "day": day,
            "rounds": entries.open_rounds(day),
            "coming": entries.upcoming(day)[:MAX_COMING],
            "late": [term_of(entry, day) for entry in entries.late(now)[:MAX_LATE]],
            "newest": entries.newest_readable(MAX_NEWEST),
            "canonical": request.path,
            "structured_data": structured_data.about_home(),
        },
    )
