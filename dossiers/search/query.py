"""Search: how a question is answered, and what a reader sees of a hit.

A question is always asked of what is public at that instant, and whatever is shown or suggested comes from the rows
that are.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from ..models import Dossier, Entry, SearchRow, SearchWords
from ..models.search import ResultType, filter_token
from ..rules.kinds import Kind
from ..rules.phases import Phase
from ..wording import soft_hyphens
from . import dutch
from .codes import code_in

MAX_TERMS = 10  # words of a question that count
MAX_HITS = 1000
SEARCHED_LENGTH = 20_000  # characters of a text in which words are looked for while a reader waits
QUOTE_LENGTH = 260  # characters of a text that stand with a hit
QUOTE_LEAD = 80  # of these, before the first word that was found
SUGGESTION_LENGTHS = range(4, 26)  # letters of a word in which one may be wrong
SUGGESTION_ROWS = 20  # texts in which the right word is looked for: in some it is only a part of a word
SUGGESTION_TEXT_LENGTH = 5_000  # characters of each of them


# --- A question -------------------------------------------------------------------------------------------


@dataclass
class Question:
    """What a reader asks at the instant ``now``. ``text`` is as it was typed, without what nobody sees.

    Of ``filters``, all must hold; ``ResultType.DOSSIER`` takes descriptions along.
    """

    text: str
    now: datetime
    filters: tuple[Phase | Kind | ResultType, ...] = ()
    year: int | None = None

    @cached_property
    def all_terms(self) -> list[dutch.Term]:
        return dutch.terms(self.text)

    @property
    def terms(self) -> list[dutch.Term]:
        return self.all_terms[:MAX_TERMS]

    @property
    def has_too_many_words(self) -> bool:
        return len(self.all_terms) > MAX_TERMS

    @property
    def tokens(self) -> frozenset[str]:
        """Those of all terms, which are marked in what was found."""
        return frozenset().union(*(term.tokens for term in self.terms))


def find(question: Question, limit: int = MAX_HITS + 1) -> list[int]:
    """The keys of at most ``limit`` rows that have every word.

    First those with all words in the title, then the dossier whose code was asked for, then the newest.
    """
    if not question.terms:
        return []
    rows = SearchWords.objects.public(question.now).newest_first()
    if question.year:
        rows = rows.of_year(question.year)
    wanted = [*(term.tokens for term in question.terms), *({filter_token(choice)} for choice in question.filters)]
    in_title, anywhere = rows.filter(title__matches=wanted), rows.filter(text__matches=wanted)
    code = code_in(question.text)
    tiers = [in_title, anywhere.filter(row__dossier__code=code), anywhere] if code else [in_title, anywhere]
    keys = (key for tier in tiers for key in tier.values_list("pk", flat=True)[:limit])
    return list(dict.fromkeys(keys))[:limit]


def find_rows(model: type[Dossier] | type[Entry], text: str) -> list[int]:
    """The pks of the newest dossiers or entries, not only the public ones, that have every word of a text."""
    terms = dutch.terms(dutch.readable(text))[:MAX_TERMS]
    if not terms:
        return []
    found = SearchWords.objects.filter(text__matches=[term.tokens for term in terms]).newest_first()
    of_entries = model is Entry
    rows = found.filter(row__entry__isnull=not of_entries)
    return list(rows.values_list("row__entry" if of_entries else "row__dossier", flat=True)[:MAX_HITS])


def suggest(question: Question) -> str:
    """The question with one letter corrected in each word that no public text has; empty when that finds nothing.

    Only words of public texts are suggested.
    """
    public = SearchWords.objects.public(question.now)
    text = question.text
    for term in question.terms:
        if not public.filter(text__matches=[term.tokens]).exists():
            word = closest_word(dutch.fold(term.typed), public)
            if not word:
                return ""
            text = re.sub(rf"(?<!\w){re.escape(term.typed)}(?!\w)", word, text)
    return text if text != question.text and find(Question(text, question.now), 1) else ""


def closest_word(typed: str, public) -> str:
    """Of a public text and one letter off; empty when there is none."""
    if not typed.isalpha() or len(typed) not in SUGGESTION_LENGTHS:  # one digit off is another code, year or sum
        return ""
    near = dutch.one_letter_off(typed) - dutch.STOP_WORDS  # nobody looks for these
    rows = public.filter(text__matches=[near]).newest_first().select_related("row__dossier", "row__entry")
    for words in rows[:SUGGESTION_ROWS]:
        kind = words.row.entry.get_kind_display() if words.row.entry else ""
        text = dutch.readable(f"{kind} {page_of_row(words.row).title} {words.row.text[:SUGGESTION_TEXT_LENGTH]}")
        for word in dutch.words(text):
            if dutch.fold(word) in near:
                return word.lower()
    return ""


# --- A hit ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Hit:
    """One page that was found; ``title`` and ``quote`` are HTML in which the words that were asked are marked."""

    row: SearchRow
    title: SafeString
    quote: SafeString


def hits(keys: Iterable[int], tokens: frozenset[str]) -> list[Hit]:
    """In the order of ``keys``; a key without a row is passed over."""
    keys = list(keys)
    rows = SearchRow.objects.select_related("dossier", "entry").in_bulk(keys)
    found = []
    for row in (rows[key] for key in keys if key in rows):
        if row.entry:
            row.entry.dossier = row.dossier  # known without a query
        title = highlight(dutch.readable(page_of_row(row).title), tokens, soft_hyphens)
        found.append(Hit(row, title, quote(row.text, tokens)))
    return found


def quote(text: str, tokens: frozenset[str]) -> SafeString:
    """The part of a text around the first word found in its first SEARCHED_LENGTH characters; else its beginning."""
    place = dutch.place_of(tokens, text[:SEARCHED_LENGTH]) or 0
    begin = max(text.rfind(" ", 0, max(0, place - QUOTE_LEAD)) + 1, place - 2 * QUOTE_LEAD)
    end = len(text)
    if end > begin + QUOTE_LENGTH:
        end = text.rfind(" ", place, begin + QUOTE_LENGTH)
        end = begin + QUOTE_LENGTH if end == -1 else end
    before, after = "… " if begin else "", " …" if end < len(text) else ""
    return format_html("{}{}{}", before, highlight(text[begin:end], tokens), after)


def highlight(text: str, tokens: frozenset[str], hyphenate: Callable[[str], str] = str) -> SafeString:
    """HTML in which every word with one of the tokens is in <mark>."""
    html, place = SafeString(), 0
    for piece in dutch.pieces(text):
        if not tokens.isdisjoint(piece.tokens):
            before, word = hyphenate(text[place : piece.start]), hyphenate(text[piece.start : piece.end])
            html += format_html("{}<mark>{}</mark>", before, word)
            place = piece.end
    return html + escape(hyphenate(text[place:]))


def page_of_row(row: SearchRow) -> Dossier | Entry:
    return row.entry or row.dossier
