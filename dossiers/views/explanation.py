from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..rules import legal_terms
from ..rules.kinds import Right
from .canonical import require_canonical_url


@require_safe
@require_canonical_url
def show(request):
    return render(
        request,
        "dossiers/explanation.html",
        {
            "rights": list(Right),
            "advice_days": legal_terms.ADVICE_TERM.days,
            "advice_term": legal_terms.term_in_words(legal_terms.ADVICE_TERM),
            "answer_days": legal_terms.ANSWER_TERM.days,
            "feedback_days": legal_terms.FEEDBACK_TERM.days,
            "canonical": request.path,
        },
    )
