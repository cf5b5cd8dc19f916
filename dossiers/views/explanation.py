from django.shortcuts import render

from ..rules import legal_terms
from ..rules.kinds import Right
from .canonical import require_canonical_url
from .public_page import public_page


@public_page()
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
