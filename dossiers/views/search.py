from urllib.parse import urlencode

from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from .. import clock
from ..models import SearchRow
from ..models.search import ResultType
from ..rules.kinds import Kind
from ..search import dutch, query
from .canonical import require_canonical_url
from .dossier_list import PHASES
from .filtering import choice, paginate

DISPLAYED_LENGTH = 200  # characters of a question that are said again

KINDS = {slugify(choice.label): choice for choice in (ResultType.DOSSIER, *Kind)}


@require_safe
@require_canonical_url
def show(request):
    """An unknown filter is ignored, an unknown page is a 404."""
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
    suggestion = "" if keys else query.suggest(question)
    page = paginate(request, keys[: query.MAX_HITS])
    return render(
        request,
        "dossiers/search.html",
        {
            "question": question.text[:DISPLAYED_LENGTH],
            "terms": question.terms,
            "has_too_many_words": question.has_too_many_words,
            "max_terms": query.MAX_TERMS,
            "page": page,
            "hits": query.hits(page, question.tokens),
            "has_more": len(keys) > query.MAX_HITS,
            "suggestion": suggestion,
            "suggestion_query": urlencode({"q": suggestion}),
            "unfiltered_query": urlencode({"q": question.text[:DISPLAYED_LENGTH]}),
            "chosen": chosen,
            "has_filter": any(chosen.values()),
            "phases": [(slug, phase.label) for slug, phase in PHASES.items()],
            "kinds": [(slug, kind.label) for slug, kind in KINDS.items()],
            "years": years,
            "canonical": request.path,
            "noindex": True,
        },
    )
