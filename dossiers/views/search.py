from urllib.parse import urlencode

from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from .. import clock
from ..models import SearchRow
from ..models.search import Found
from ..rules.kinds import Kind
from ..search import dutch, query
from .canonical import only_at_canonical_url
from .dossier_list import PHASES
from .filtering import choice, page_of

SHOWN = 200  # characters of a question that are said again

KINDS = {slugify(choice.label): choice for choice in (Found.DOSSIER, *Kind)}


@require_safe
@only_at_canonical_url
def show(request):
    """What is found, twenty a page. An unknown filter is ignored, an unknown page is a 404."""
    now = clock.now()
    years = [str(year) for year in SearchRow.objects.public(now).years()]
    chosen = {
        "fase": choice(request, "fase", PHASES),
        "soort": choice(request, "soort", KINDS),
        "jaar": choice(request, "jaar", years),
    }
    filters = (PHASES.get(chosen["fase"]), KINDS.get(chosen["soort"]))
    question = query.Question(
        dutch.readable(request.GET.get("q", "")),
        now,
        filters=tuple(filter(None, filters)),
        year=int(chosen["jaar"]) if chosen["jaar"] else None,
    )
    keys = query.find(question)
    guess = "" if keys else query.guess(question)
    page = page_of(request, keys[: query.MAX_HITS])
    return render(
        request,
        "dossiers/search.html",
        {
            "question": question.text[:SHOWN],
            "terms": question.terms,
            "has_too_many_words": question.has_too_many_words,
            "max_terms": query.MAX_TERMS,
            "page": page,
            "hits": query.hits(page, question.tokens),
            "has_more": len(keys) > query.MAX_HITS,
            "guess": guess,
            "guessed": urlencode({"q": guess}),
            "anywhere": urlencode({"q": question.text[:SHOWN]}),
            "chosen": chosen,
            "has_filter": any(chosen.values()),
            "phases": [(slug, phase.label) for slug, phase in PHASES.items()],
            "kinds": [(slug, kind.label) for slug, kind in KINDS.items()],
            "years": years,
            "canonical": request.path,
            "noindex": True,
        },
    )
