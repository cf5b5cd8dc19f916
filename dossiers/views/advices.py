from django.shortcuts import render

from .. import clock
from ..models import Entry, Point
from ..rules.days import day_of
from ..rules.publication import Audience
from ..story import advice_totals
from ..story.answer_card import outcome_in_words
from ..story.terms import term_of
from ..syndication import structured_data
from .canonical import require_canonical_url
from .filtering import canonical_page_url, choices, filled, paginate
from .public_page import public_page


@public_page("jaar", "uitkomst", "pagina")
@require_canonical_url
def show(request):
    """An unknown filter shows everything and says so, an unknown page is a 404."""
    now = clock.now()
    day = day_of(now)
    readers = Audience(now)
    found = Entry.objects.public(now).advices(readers)
    years = [str(year) for year in found.years()]
    chosen, has_unknown = choices(request, jaar=years, uitkomst=advice_totals.OUTCOME_BY_SLUG)
    if chosen["jaar"]:
        found = found.of_year(int(chosen["jaar"]))
    shares = advice_totals.shares(found.outcome_counts())
    if chosen["uitkomst"]:
        found = found.filter(advice_outcome=advice_totals.OUTCOME_BY_SLUG[chosen["uitkomst"]])
    page = paginate(request, found.with_response(readers).select_related("dossier").newest_first())
    points = list(Point.objects.public(now).filter(entry__in=list(page)).with_answer(readers).order_by("number"))
    advices = [
        (
            entry,
            term_of(entry, day),
            outcome_in_words(entry.advice_outcome, [p for p in points if p.entry_id == entry.pk]),
        )
        for entry in page
    ]
    return render(
        request,
        "dossiers/advices.html",
        {
            "page": page,
            "query": filled(**chosen),
            "advices": advices,
            "chosen": chosen,
            "has_unknown": has_unknown,
            "years": years,
            "shares": shares,
            "total": sum(share.count for share in shares),
            "summary": advice_totals.totals_in_words(shares, chosen["jaar"]),
            "section": "adviezen",
            "canonical": canonical_page_url(request, page),
            "structured_data": structured_data.about_list("Onze adviezen", request.path),
        },
    )
