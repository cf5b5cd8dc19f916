"""What an editor may want to look at again: sentences that advise and never refuse.

Told for several rows at once, in the same number of queries for any number of them.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain

from django.utils.text import get_text_list

from ..addresses.links import anchors, target
from ..addresses.resolving import Gone, Missing, dossier_code, resolve_dossier
from ..addresses.spelling import is_elsewhere
from ..models import Dossier, Entry, Phase, Point
from ..models.dossier import CODE_SHAPE
from ..rules.days import Precision, day_of, last_day
from ..rules.kinds import GRADES, KINDS
from ..rules.publication import Audience, Publication
from ..rules.rounds import has_closed
from ..text import plain_text
from ..wording import count_of_days, day_in_words, when

LONGEST_TITLE = 80  # characters; a longer one fills half the screen of a phone

# Words that do not say where a link leads. Who has a page read aloud hears the links without what stands around them.
SAYS_NOTHING = {
    *("hier", "klik", "klik hier", "hier klikken", "klik op deze link", "deze link", "link", "via deze link"),
    *("lees hier", "lees meer", "lees hier meer", "meer", "meer info", "meer informatie", "click here", "here"),
    *("klik hier voor meer", "klik hier voor meer info", "klik hier voor meer informatie"),
}

_REQUESTS = [kind for kind, spec in KINDS.items() if spec.is_request]


def entry_hints(entries: Iterable[Entry], now: datetime) -> dict[int, list[str]]:
    """Dutch sentences about each entry as it is stored at that instant, by its pk. What was withdrawn has none."""
    entries = list(entries)
    kept = [entry for entry in entries if entry.withdrawn_at is None]
    referred = _Referred(kept)
    late_rounds = _rounds_after_the_advice(kept, now)
    ungraded = _points_without_an_answer(kept)
    told = {
        entry.pk: [
            *_long_title(entry),
            *_past_day(entry, now),
            *_past_midnight(entry),
            *_short_term(entry),
            *late_rounds.get(entry.pk, []),
            *_round_without_a_way_in(entry, now),
            *_round_in_finished_dossier(entry, now),
            *_answer_without_an_answer(entry, ungraded),
            *_links_that_say_nothing(entry.body),
            *referred.closed_to_readers(entry, now),
        ]
        for entry in kept
    }
    return {entry.pk: told.get(entry.pk, []) for entry in entries}


def dossier_hints(dossiers: Iterable[Dossier], now: datetime) -> dict[int, list[str]]:
    """Dutch sentences about each dossier as it is stored at that instant, by its pk. What was withdrawn has none."""
    dossiers = list(dossiers)
    kept = [dossier for dossier in dossiers if dossier.withdrawn_at is None]
    referred = _Referred(kept)
    finished = [dossier for dossier in kept if dossier.phase == Phase.CLOSED]
    unclosed = Entry.objects.kept().unclosed_rounds(day_of(now)).filter(dossier__in=finished)
    still_open = list(unclosed) if finished else []
    told = {
        dossier.pk: [
            *_long_title(dossier),
            *(_still_runs(each) for each in still_open if each.dossier_id == dossier.pk),
            *_links_that_say_nothing(dossier.description),
            *referred.closed_to_readers(dossier, now),
        ]
        for dossier in kept
    }
    return {dossier.pk: told.get(dossier.pk, []) for dossier in dossiers}


# --- Words ------------------------------------------------------------------------------------------------


def _long_title(row) -> Iterator[str]:
    if len(row.title) > LONGEST_TITLE:
        yield (
            f"De titel is {len(row.title)} tekens lang. Kan het in {LONGEST_TITLE}? "
            "Dan past hij op een telefoon en in een agenda."
        )


def _links_that_say_nothing(text: str) -> Iterator[str]:
    for words in dict.fromkeys(anchor.words for anchor in anchors(text)):
        if words.casefold().strip(" .,:;!?>»›…") in SAYS_NOTHING:
            yield (f"Een link heet “{words}”. Laat de link zeggen waar hij heen gaat, zoals “het verslag van 3 mei”.")


# --- Days -------------------------------------------------------------------------------------------------


def _past_day(entry, now):
    """Of what people plan by, up to the day on which it becomes public."""
    is_planned = (entry.spec.is_meeting or entry.spec.is_round) and not entry.cancelled
    if not is_planned or entry.starts_on is None:
        return
    public_on = day_of(entry.published_at or now)
    is_exact = entry.date_precision == Precision.DAY
    first = entry.starts_on if is_exact else last_day(entry)
    if first < public_on and public_on >= day_of(now):
        told = day_in_words(first) if is_exact else when(entry)
        yield (
            f"“{entry.spec.labels['starts_on']}” is {told}. Dat is al geweest als dit openbaar wordt. "
            "Klopt de dag? Schrijf je achteraf, dan is het goed."
        )


def _past_midnight(entry):
    is_one_day = entry.ends_on in (None, entry.starts_on)
    if is_one_day and entry.begins_at and entry.ends_at and entry.ends_at < entry.begins_at:
        yield (
            f"Het begint om {entry.begins_at:%H:%M} uur en eindigt om {entry.ends_at:%H:%M} uur. "
            "In agenda’s eindigt het dan pas de volgende dag. Klopt dat?"
        )


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


def _rounds_after_the_advice(entries, now) -> dict[int, list[str]]:
    """Both of a request and of a round, by pk, until our advice is public."""
    about = [entry for entry in entries if entry.spec.is_round or entry.spec.is_request]
    if not about:
        return {}
    kept = Entry.objects.kept().filter(dossier__in={entry.dossier_id for entry in about})
    rounds = list(kept.rounds().filter(ends_on__isnull=False).order_by("ends_on", "pk"))
    requests = kept.filter(kind__in=_REQUESTS, due_on__isnull=False).with_response(Audience(now))
    told = {entry.pk: [] for entry in about}
    for request in requests.filter(is_answered=False).order_by("due_on", "pk"):
        for round_ in rounds:
            asks_the_same = round_.dossier_id == request.dossier_id and round_.responds_to_id in (None, request.pk)
            if asks_the_same and round_.ends_on > request.due_on:
                sentence = (
                    f"“{round_.title}” sluit op {day_in_words(round_.ends_on)}. Ons advies moet er op "
                    f"{day_in_words(request.due_on)} al zijn. Kunnen die reacties dan nog mee?"
                )
                for pk in told.keys() & {round_.pk, request.pk}:
                    told[pk].append(sentence)
    return told


def _round_without_a_way_in(entry, now):
    """Of a round that is still to close. One without days is so until it is public: afterwards it is long past."""
    is_past = has_closed(entry, day_of(now)) or not entry.ends_on and entry.publication(now) is Publication.PUBLIC
    if not entry.spec.is_round or entry.cancelled or is_past:
        return
    asked = {
        "wanneer het open is": entry.ends_on,
        "de vraag": entry.question,
        "hoe huurders kunnen reageren": entry.react_mail or entry.react_link or entry.place,
    }
    if missing := [what for what, value in asked.items() if not value]:
        yield f"Bij dit inspraakmoment ontbreekt nog: {get_text_list(missing, 'en')}."


def _round_in_finished_dossier(entry, now):
    is_round = entry.spec.is_round and entry.ends_on and not entry.cancelled
    if is_round and entry.dossier.phase == Phase.CLOSED and not has_closed(entry, day_of(now)):
        yield _still_runs(entry)


def _still_runs(round_):
    return (
        f"Dit dossier is afgerond. Toch loopt het inspraakmoment “{round_.title}” "
        f"t/m {day_in_words(round_.ends_on)}. Klopt dat?"
    )


# --- Points -----------------------------------------------------------------------------------------------


def _points_without_an_answer(entries) -> set[int]:
    """The advices, by pk, of which these entries answer no point."""
    answers = {entry.pk: entry.responds_to_id for entry in entries if entry.spec.answers_points}
    if not answers:
        return set()
    answered = Point.objects.filter(entry__in=answers, outcome__in=GRADES).values("responds_to__entry")
    asked = Point.objects.filter(entry__in=answers.values())
    return set(asked.exclude(entry__in=answered).values_list("entry", flat=True))


def _answer_without_an_answer(entry, ungraded):
    if entry.spec.answers_points and entry.responds_to_id in ungraded:
        yield "Bij geen enkel punt staat een antwoord. Huurders lezen dan “geen antwoord”. Klopt dat?"


# --- Other dossiers ---------------------------------------------------------------------------------------

_CLOSED = "Dat is niet openbaar: huurders kunnen het niet lezen."

_CODE = re.compile(rf"\b{CODE_SHAPE}\b", re.IGNORECASE)


class _Referred:
    """The dossiers to which the texts of rows refer, by a link or by their code, fetched together."""

    def __init__(self, rows: list[Dossier | Entry]):
        self._linked = {row: _linked_codes(row) for row in rows}
        self._named = {row: _named_codes(row) for row in rows}
        codes = set(chain(*self._linked.values(), *self._named.values()))
        self._dossiers = Dossier.objects.in_bulk(codes, field_name="code") if codes else {}

    def closed_to_readers(self, row: Dossier | Entry, now: datetime) -> Iterator[str]:
        """A sentence for each other dossier that readers cannot open once they can read this row."""
        own = getattr(row, "dossier", row)
        moment = max(filter(None, [now, row.published_at, own.published_at]))
        named = [code for code in self._named[row] if code in self._dossiers]  # else it is no code of a dossier
        for code in dict.fromkeys(self._linked[row] + named):
            if code != own.code and not _can_be_opened(self._dossiers.get(code), moment):
                yield f"De tekst verwijst naar dossier {code}. {_CLOSED}"
        successor = getattr(row, "successor", None)
        if successor and not _can_be_opened(successor, moment):
            yield f"Dit dossier gaat verder in {successor.code}. {_CLOSED}"


def _texts(row):
    """The rich text of a row and the plain one above it."""
    return (row.body, row.teaser) if isinstance(row, Entry) else (row.description, row.introduction)


def _linked_codes(row) -> list[str]:
    """The codes of the dossiers to which the text of a row has links."""
    page, (rich, _) = row.get_absolute_url(), _texts(row)
    addresses = (target(anchor.href, page) for anchor in anchors(rich))
    codes = (dossier_code(address) for address in addresses if address and not is_elsewhere(address))
    return list(filter(None, codes))


def _named_codes(row) -> list[str]:
    """What reads as the code of a dossier in the words of a row, typed in any case."""
    return [code.upper() for text in _texts(row) for code in _CODE.findall(plain_text(text))]


def _can_be_opened(dossier, moment):
    return not isinstance(resolve_dossier(dossier, moment), Gone | Missing)
