from django.shortcuts import render
from django.views.decorators.http import require_safe

from .. import clock
from ..models import Entry, Point
from ..rules.days import day_of
from ..rules.publication import Audience
from ..story import advice_totals
from ..story.answer_card import outcome_in_words
from ..story.terms import term_of
from ..syndication import structured_data
from .canonical import only_at_canonical_url
from .filtering import address_of, choice, page_of


@require_safe
@only_at_canonical_url
def show(request):
    """Every advice with what became of it. An unknown filter is ignored, an unknown page is a 404."""
    now = clock.now()
    day = day_of(now)
    readers = Audience(now)
    found = Entry.objects.public(now).advices(readers)
    years = [str(year) for year in found.years()]
    chosen = {
        "jaar": choice(request, "jaar", years),
        "uitkomst": choice(request, "uitkomst", advice_totals.SLUGS),
    }
    if chosen["jaar"]:
        found = found.of_year(int(chosen["jaar"]))
    shares = advice_totals.shares(found.outcome_counts())
    if chosen["uitkomst"]:
        found = found.filter(advice_outcome=advice_totals.SLUGS[chosen["uitkomst"]])
    page = page_of(request, found.with_response(readers).select_related("dossier").newest_first())
    points = list(Point.objects.public(now).filter(entry__in=list(page)).with_answer(readers).order_by("number"))
    told = [
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
            "advices": told,
            "chosen": chosen,
            "years": years,
            "shares": shares,
            "total": sum(share.count for share in shares),
            "in_words": advice_totals.in_words(shares, chosen["jaar"]),
            "section": "adviezen",
            "canonical": address_of(request, page),
            "things": structured_data.about_list("Onze adviezen", request.path),
        },
    )
