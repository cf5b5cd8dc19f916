"""What an editor may want to look at again after saving: sentences that advise and never refuse."""

from datetime import datetime

from django.db.models import Q

from . import date_rules
from .date_rules import Precision, Publication
from .kinds import KINDS
from .models import Entry
from .wording import count_of_days, day_in_words

_KINDS_WITH_LEAST_TERM = [kind for kind, spec in KINDS.items() if spec.least_term]


def hints(entry: Entry, now: datetime) -> list[str]:
    """Dutch sentences about an entry as it is stored at that instant."""
    return [*_short_term(entry), *_rounds_after_the_advice(entry, now)]


def _short_term(entry):
    least = entry.spec.least_term
    if not (least and entry.due_on and entry.starts_on) or entry.date_precision != Precision.DAY:
        return
    term = entry.due_on - entry.starts_on
    if term < least:
        yield (
            f"Tussen de aanvraag en “{entry.spec.labels['due_on']}” zit {count_of_days(term.days)}. "
            f"De Overlegwet (artikel 5) noemt minstens {count_of_days(least.days)}. Klopt de dag?"
        )


def _rounds_after_the_advice(entry, now):
    """Both when the request is saved and when the round is, until our advice is public."""
    kept = Entry.objects.filter(dossier=entry.dossier_id).exclude(_gone_q(now))
    rounds = kept.rounds().order_by("ends_on", "pk")
    requests = kept.filter(kind__in=_KINDS_WITH_LEAST_TERM).with_response(now).filter(is_answered=False)
    if entry.spec.tenants_react:
        rounds = rounds.filter(pk=entry.pk)
    elif entry.spec.least_term:
        requests = requests.filter(pk=entry.pk)
    else:
        return
    for request in requests.filter(due_on__isnull=False).order_by("due_on", "pk"):
        for round_ in rounds.filter(Q(responds_to=None) | Q(responds_to=request), ends_on__gt=request.due_on):
            yield (
                f"“{round_.title}” sluit op {day_in_words(round_.ends_on)}. Ons advies moet er op "
                f"{day_in_words(request.due_on)} al zijn. Kunnen die reacties dan nog mee?"
            )


def _gone_q(now):
    withdrawn = date_rules.publication_q(Publication.WITHDRAWN, now)
    return withdrawn | date_rules.publication_q(Publication.BINNED, now)
