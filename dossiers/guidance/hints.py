"""What an editor may want to look at again: sentences that advise and never refuse.

Told for several rows at once, in the same number of queries for any number of them.
"""

import re
from itertools import chain

from django.utils.text import get_text_list

from ..addresses.links import anchors, resolve_href
from ..addresses.resolving import Gone, Missing, dossier_code, resolve_dossier
from ..addresses.spelling import is_external
from ..models import Dossier, Entry, Point
from ..models.dossier import CODE_PATTERN
from ..rules.days import Precision, day_of, last_day
from ..rules.kinds import ANSWER_OUTCOMES, KINDS
from ..rules.phases import Phase
from ..rules.publication import Audience, Publication
from ..rules.rounds import has_closed
from ..text import plain_text
from ..wording import count_of_days, day_in_words, display_date

LONGEST_TITLE = 80  # characters; a longer one fills half the screen of a phone

# Words that do not say where a link leads. Who has a page read aloud hears the links without what stands around them.
EMPTY_LINK_TEXTS = {
    *("hier", "klik", "klik hier", "hier klikken", "klik op deze link", "deze link", "link", "via deze link"),
    *("lees hier", "lees meer", "lees hier meer", "meer", "meer info", "meer informatie", "click here", "here"),
    *("klik hier voor meer", "klik hier voor meer info", "klik hier voor meer informatie"),
}

_REQUESTS = [kind for kind, spec in KINDS.items() if spec.is_request]


def entry_hints(entries, now):
    """The hints about each entry as stored at ``now``, by its pk; a withdrawn entry has none."""
    entries = list(entries)
    kept = [entry for entry in entries if entry.withdrawn_at is None]
    references = References(kept)
    late_rounds = late_round_hints(kept, now)
    unanswered = unanswered_advices(kept)
    hints = {
        entry.pk: [
            *long_title_hints(entry),
            *past_day_hints(entry, now),
            *past_midnight_hints(entry),
            *short_term_hints(entry),
            *late_rounds.get(entry.pk, []),
            *incomplete_round_hints(entry, now),
            *finished_dossier_hints(entry, now),
            *empty_answer_hints(entry, unanswered),
            *link_text_hints(entry.body),
            *references.unreadable_hints(entry, now),
        ]
        for entry in kept
    }
    return {entry.pk: hints.get(entry.pk, []) for entry in entries}


def dossier_hints(dossiers, now):
    dossiers = list(dossiers)
    kept = [dossier for dossier in dossiers if dossier.withdrawn_at is None]
    references = References(kept)
    finished = [dossier for dossier in kept if dossier.phase == Phase.CLOSED]
    unclosed = Entry.objects.not_withdrawn().unclosed_rounds(day_of(now)).filter(dossier__in=finished)
    still_open = list(unclosed) if finished else []
    hints = {
        dossier.pk: [
            *long_title_hints(dossier),
            *(running_round_hint(each) for each in still_open if each.dossier_id == dossier.pk),
            *link_text_hints(dossier.description),
            *references.unreadable_hints(dossier, now),
        ]
        for dossier in kept
    }
    return {dossier.pk: hints.get(dossier.pk, []) for dossier in dossiers}


# --- Words ------------------------------------------------------------------------------------------------


def long_title_hints(row):
    if len(row.title) > LONGEST_TITLE:
        yield (
            f"De titel is {len(row.title)} tekens lang. Kan het in {LONGEST_TITLE}? "
            "Dan past hij op een telefoon en in een agenda."
        )


def link_text_hints(text):
    for words in dict.fromkeys(anchor.words for anchor in anchors(text)):
        if words.casefold().strip(" .,:;!?>»›…") in EMPTY_LINK_TEXTS:
            yield (f"Een link heet “{words}”. Laat de link zeggen waar hij heen gaat, zoals “het verslag van 3 mei”.")


# --- Days -------------------------------------------------------------------------------------------------


def past_day_hints(entry, now):
    """Only for what people plan by, and only until the day on which it becomes public."""
    is_planned = (entry.spec.is_meeting or entry.spec.is_round) and not entry.cancelled
    if not is_planned or entry.starts_on is None:
        return
    public_on = day_of(entry.published_at or now)
    is_exact = entry.date_precision == Precision.DAY
    first = entry.starts_on if is_exact else last_day(entry)
    if first < public_on and public_on >= day_of(now):
        first_in_words = day_in_words(first) if is_exact else display_date(entry)
        yield (
            f"“{entry.spec.labels['starts_on']}” is {first_in_words}. Dat is al geweest als dit openbaar wordt. "
            "Klopt de dag? Schrijf je achteraf, dan is het goed."
        )


def past_midnight_hints(entry):
    is_one_day = entry.ends_on in (None, entry.starts_on)
    if is_one_day and entry.begins_at and entry.ends_at and entry.ends_at < entry.begins_at:
        yield (
            f"Het begint om {entry.begins_at:%H:%M} uur en eindigt om {entry.ends_at:%H:%M} uur. "
            "In agenda’s eindigt het dan pas de volgende dag. Klopt dat?"
        )


def short_term_hints(entry):
    least = entry.spec.minimum_term
    if not (least and entry.due_on and entry.starts_on) or entry.date_precision != Precision.DAY:
        return
    term = entry.due_on - entry.starts_on
    if term < least:
        yield (
            f"Tussen de aanvraag en “{entry.spec.labels['due_on']}” zit {count_of_days(term.days)}. "
            f"De Overlegwet (artikel 5) noemt minstens {count_of_days(least.days)}. Klopt de dag?"
        )


def late_round_hints(entries, now):
    """By the pk of the request and of the round, until our advice is public."""
    about = [entry for entry in entries if entry.spec.is_round or entry.spec.is_request]
    if not about:
        return {}
    kept = Entry.objects.not_withdrawn().filter(dossier__in={entry.dossier_id for entry in about})
    rounds = list(kept.rounds().filter(ends_on__isnull=False).order_by("ends_on", "pk"))
    requests = kept.filter(kind__in=_REQUESTS, due_on__isnull=False).with_response(Audience(now))
    hints = {entry.pk: [] for entry in about}
    for request in requests.filter(is_answered=False).order_by("due_on", "pk"):
        for round_ in rounds:
            asks_the_same = round_.dossier_id == request.dossier_id and round_.responds_to_id in (None, request.pk)
            if asks_the_same and round_.ends_on > request.due_on:
                sentence = (
                    f"“{round_.title}” sluit op {day_in_words(round_.ends_on)}. Ons advies moet er op "
                    f"{day_in_words(request.due_on)} al zijn. Kunnen die reacties dan nog mee?"
                )
                for pk in hints.keys() & {round_.pk, request.pk}:
                    hints[pk].append(sentence)
    return hints


def incomplete_round_hints(entry, now):
    """Only for rounds that have yet to close; one without days has, until it is public: afterwards it is long past."""
    is_past = has_closed(entry, day_of(now)) or not entry.ends_on and entry.publication(now) is Publication.PUBLIC
    if not entry.spec.is_round or entry.cancelled or is_past:
        return
    required = {
        "wanneer het open is": entry.ends_on,
        "de vraag": entry.question,
        "hoe huurders kunnen reageren": entry.react_mail or entry.react_link or entry.place,
    }
    if missing := [what for what, value in required.items() if not value]:
        yield f"Bij dit inspraakmoment ontbreekt nog: {get_text_list(missing, 'en')}."


def finished_dossier_hints(entry, now):
    is_round = entry.spec.is_round and entry.ends_on and not entry.cancelled
    if is_round and entry.dossier.phase == Phase.CLOSED and not has_closed(entry, day_of(now)):
        yield running_round_hint(entry)


def running_round_hint(round_):
    return (
        f"Dit dossier is afgerond. Toch loopt het inspraakmoment “{round_.title}” "
        f"t/m {day_in_words(round_.ends_on)}. Klopt dat?"
    )


# --- Points -----------------------------------------------------------------------------------------------


def unanswered_advices(entries):
    """The pks of the advices of which these entries answer no point."""
    answers = {entry.pk: entry.responds_to_id for entry in entries if entry.spec.answers_points}
    if not answers:
        return set()
    answered = Point.objects.filter(entry__in=answers, outcome__in=ANSWER_OUTCOMES).values("responds_to__entry")
    points = Point.objects.filter(entry__in=answers.values())
    return set(points.exclude(entry__in=answered).values_list("entry", flat=True))


def empty_answer_hints(entry, unanswered):
    if entry.spec.answers_points and entry.responds_to_id in unanswered:
        yield "Bij geen enkel punt staat een antwoord. Huurders lezen dan “geen antwoord”. Klopt dat?"


# --- Other dossiers ---------------------------------------------------------------------------------------

_CLOSED = "Dat is niet openbaar: huurders kunnen het niet lezen."

_CODE = re.compile(rf"\b{CODE_PATTERN}\b", re.IGNORECASE)


class References:
    """The dossiers to which the texts of rows refer, by a link or by their code, fetched together."""

    def __init__(self, rows):
        self._linked = {row: linked_codes(row) for row in rows}
        self._named = {row: mentioned_codes(row) for row in rows}
        codes = set(chain(*self._linked.values(), *self._named.values()))
        self._dossiers = Dossier.objects.in_bulk(codes, field_name="code") if codes else {}

    def unreadable_hints(self, row, now):
        """One for each other dossier that readers cannot open by the time they can read this row."""
        own = getattr(row, "dossier", row)
        moment = max(filter(None, [now, row.published_at, own.published_at]))
        named = [code for code in self._named[row] if code in self._dossiers]  # else it is no code of a dossier
        for code in dict.fromkeys(self._linked[row] + named):
            if code != own.code and not is_readable(self._dossiers.get(code), moment):
                yield f"De tekst verwijst naar dossier {code}. {_CLOSED}"
        successor = getattr(row, "successor", None)
        if successor and not is_readable(successor, moment):
            yield f"Dit dossier gaat verder in {successor.code}. {_CLOSED}"


def texts_of(row):
    return (row.body, row.teaser) if isinstance(row, Entry) else (row.description, row.introduction)


def linked_codes(row):
    page, (rich, _) = row.get_absolute_url(), texts_of(row)
    addresses = (resolve_href(anchor.href, page) for anchor in anchors(rich))
    codes = (dossier_code(address) for address in addresses if address and not is_external(address))
    return list(filter(None, codes))


def mentioned_codes(row):
    return [code.upper() for text in texts_of(row) for code in _CODE.findall(plain_text(text))]


def is_readable(dossier, moment):
    return not isinstance(resolve_dossier(dossier, moment), Gone | Missing)
