from urllib.parse import urlencode

from django.shortcuts import render

from .. import clock
from ..models import SearchRow
from ..models.search import ResultType
from ..rules.kinds import Kind
from ..search import dutch, query
from .canonical import require_canonical_url
from .dossier_list import PHASES
from .filtering import choices, filled, paginate
from .public_page import public_page

DISPLAYED_LENGTH = 200  # characters of a question that are said again

# These words stand in newsletters, so they stay when a label changes.
KINDS = {
    "dossier": ResultType.DOSSIER,
    "nieuws": Kind.NEWS,
    "bijeenkomst": Kind.MEETING,
    "inspraakmoment": Kind.INSPRAAK,
    "terugkoppeling": Kind.FEEDBACK,
    "adviesaanvraag": Kind.REQUEST,
    "advies": Kind.ADVICE,
    "antwoord": Kind.ANSWER,
    "besluit": Kind.DECISION,
    "overeenkomst": Kind.AGREEMENT,
    "document": Kind.DOCUMENT,
}


@public_page("q", "fase", "soort", "jaar", "pagina")
@require_canonical_url
def show(request):
    """An unknown filter shows everything and says so, an unknown page is a 404."""
    now = clock.now()
    years = [str(year) for year in SearchRow.objects.public(now).years()]
    chosen, has_unknown = choices(request, fase=PHASES, soort=KINDS, jaar=years)
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
            "query": filled(q=question.text[:DISPLAYED_LENGTH], **chosen),
            "hits": query.hits(page, question.tokens),
            "has_more": len(keys) > query.MAX_HITS,
            "suggestion": suggestion,
            "suggestion_query": urlencode({"q": suggestion}),
            "unfiltered_query": urlencode({"q": question.text[:DISPLAYED_LENGTH]}),
            "chosen": chosen,
            "has_unknown": has_unknown,
            "has_filter": any(chosen.values()),
            "phases": [(slug, phase.label) for slug, phase in PHASES.items()],
            "kinds": [(slug, kind.label) for slug, kind in KINDS.items()],
            "years": years,
            "canonical": request.path,
            "noindex": True,
        },
    )
