"""Dutch words as search compares them: without accents, by their stems, with the parts of a compound, and joined with
the word beside them.

A token is a word of a–z and 0–9 only: every database takes such a word as it is. Texts give more tokens than a
question does: a question for "verhoging" has no part, which the text "huurverhoging" has too.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import pyphen
from django.conf import settings

from ..text import strip_invisible
from .codes import CODE, HYPHENS, code_of, code_token
from .stems import neutral, stems

SHORTEST_PART = 3  # letters of a part of a compound
LONGEST_WORD = 40  # letters; what follows is no Dutch word any more
STOP_WORDS = frozenset(
    """
    aan al alle als bij dan dat de deze die dit door dus een en er gaat had heb hebben heeft het hij hoe hun ik
    in is jij je jou jouw jullie kan ligt maar mag me met mij mijn moet na naar niet nog nu of om omdat ons onze
    ook op over staat te tegen toe tot tussen uit uw van voor waar waarom wanneer was wat we welk welke wel werd
    wie wij wil word worden wordt ze zich zij zijn zo zonder zou
    """.split()  # noqa: SIM905 - sixty quoted words are harder to read
)

_SIGNS = f"{HYPHENS}'’"  # within a word
_SIGN = re.compile(f"[{_SIGNS}]|(?<=[0-9])[, ](?=[0-9])")
_WORD = (
    r"(?:(?:[^\W\d_]\.)+[^\W\d_]\b\.?"  # c.v. and V.v.E
    r"|[^\W\d_](?:[ ]?[&/+][ ]?[^\W\d_])+(?!\w)"  # Q&A
    r"|[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?(?!\w)|[0-9]+,[0-9]+(?!\w)"  # 12.500,50
    r"|[0-9]{1,3}(?:[ ][0-9]{3}){2,}(?!\w)"  # 1 000 000
    rf"|0(?:(?:[ ]?[{HYPHENS}][ ]?|[ ])?[0-9]){{9}}(?!\w)"  # 015 - 123 45 67
    r"|[^\W_]+)"
)
_PIECE = re.compile(rf"(?<![^\W_]){CODE}(?:/(?P<number>[0-9]{{1,9}}))?(?![^\W_])|{_WORD}(?:[{_SIGNS}]{_WORD})*")
_BETWEEN = re.compile(r" ?[&/+] ?| ")  # two words that may be one: service kosten, 35 m2, 24/7
# A soft hyphen takes the end of its line with it: a PDF marks so where it broke a word.
_BROKEN = re.compile("[\u00ad\ufffe]\\s*|(?<=[a-z])\u2010[^\\S\n]*\n\\s*(?=[a-z])|[\u200c\u200d]")
_UNDECOMPOSED = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th"})
_NOT_TOKEN = re.compile(r"[^a-z0-9]+")
_NO_LETTER = re.compile(r"[\W_]+")
# What ends a word and is no word itself: "ring" would find every "verandering".
_ENDING = re.compile(r"\w{0,2}ing(?:s|en)?|heid|heden|lijke?|schap(?:pen)?|baar|bare")
# What is left of a word where no compound is cut: huur-der is one all the same, since only after an r it is -der.
_SUFFIX = re.compile(
    "..?|[^aeiou]{0,2}(?:e[ln]?|eren|eer[dt]?|aties?|ies?|iers?|ige?)|(?!ders?)[^aeiou]{0,2}er[es]?|(?<!r)ders?"
)
_HYPHENATION = pyphen.Pyphen(lang="nl_NL", left=2, right=2)


@dataclass(frozen=True)
class Piece:
    """A word or a code in a text, from ``start`` to ``end``, with the tokens that find it."""

    start: int
    end: int
    tokens: tuple[str, ...]


@dataclass(frozen=True)
class Term:
    """One word of a question: as it was typed, and the tokens of which a text must have one."""

    typed: str
    tokens: frozenset[str]


def readable(text: str) -> str:
    """A text on one line, with one way to write each letter and without what no reader sees."""
    line = " ".join(unicodedata.normalize("NFKC", strip_invisible(_BROKEN.sub("", text))).split())
    if line.isprintable():
        return line
    return " ".join("".join(letter if letter.isprintable() else " " for letter in line).split())


@lru_cache(maxsize=20_000)
def fold(word: str) -> str:
    """Lower case, without accents, apostrophes and every sign that is not a–z or 0–9."""
    apart = unicodedata.normalize("NFKD", word.casefold().translate(_UNDECOMPOSED))
    return _NOT_TOKEN.sub("", apart)[:LONGEST_WORD]


def words(text: str) -> Iterator[str]:
    """The words and codes of a readable text, as they are written."""
    return (match[0] for match in _PIECE.finditer(text))


def pieces(text: str) -> Iterator[Piece]:
    """The words and codes of a readable text that can be found."""
    for before, match, after in _neighbours(text):
        tokens = (*_tokens_of(match), *_joined(before, match), *_joined(match, after))
        if tokens:
            yield Piece(match.start(), match.end(), tokens)


def place_of(wanted: frozenset[str], text: str) -> int | None:
    """Where the first word or code of a readable text stands that has one of the tokens.

    Cutting a new word into tokens takes a thousand times as long as reading it. So a word is passed over that has not
    the first two consonants of a token: its stems have other vowels at most.
    """
    may_have = re.compile("|".join(map(_beginning, wanted)))
    for before, match, after in _neighbours(text):
        around = _NO_LETTER.sub("", "".join(near[0] for near in (before, match, after) if near).lower())
        if match["letters"] or not around.isascii() or may_have.search(around):
            tokens = (*_tokens_of(match), *_joined(before, match), *_joined(match, after))
            if not wanted.isdisjoint(tokens):
                return match.start()
    return None


def tokens(text: str) -> Iterator[str]:
    """The tokens of a readable text in its order, those of two words joined last."""
    words: dict[str, re.Match] = {}
    pairs: dict[tuple[str, str], tuple[re.Match, re.Match]] = {}
    for before, match, _ in _neighbours(text):
        words.setdefault(match[0], match)
        if before:
            pairs.setdefault((before[0], match[0]), (before, match))
    for match in words.values():
        yield from _tokens_of(match)
    for before, match in pairs.values():
        yield from _joined(before, match)


def terms(question: str) -> list[Term]:
    """What a readable question asks for: each word or code once; stop words only when there is nothing else."""
    found: dict[str, Term] = {}
    for before, match, after in _neighbours(question):
        if match["letters"]:
            *_, token = _code_tokens(match)
            found.setdefault(token, Term(match[0], frozenset([token])))
            continue
        joined = {fold(match[0])} | {fold(pair) for pair in (_pair(before, match), _pair(match, after)) if pair}
        for word in _SIGN.split(match[0]):
            if _counts(folded := fold(word)):
                tokens = {stem for whole in (folded, *joined) for stem in stems(whole)}
                found.setdefault(folded, Term(word, frozenset(tokens)))
    return [term for term in found.values() if fold(term.typed) not in STOP_WORDS] or list(found.values())


def one_letter_off(word: str) -> set[str]:
    """Every word of a–z that differs from a folded one in one letter: wrong, missing, too many, or two swapped."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    halves = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    missing = {head + letter + tail for head, tail in halves for letter in letters}
    wrong = {head + letter + tail[1:] for head, tail in halves if tail for letter in letters}
    surplus = {head + tail[1:] for head, tail in halves if tail}
    swapped = {head + tail[1] + tail[0] + tail[2:] for head, tail in halves if len(tail) > 1}
    return (missing | wrong | surplus | swapped) - {word}


def _neighbours(text: str) -> Iterator[tuple[re.Match | None, re.Match, re.Match | None]]:
    """Each word or code of a readable text, with the one before and after it if they may be one word."""
    matches = list(_PIECE.finditer(text))
    after = [
        second if _BETWEEN.fullmatch(text, first.end(), second.start()) and _may_be_one(first, second) else None
        for first, second in pairwise(matches)
    ]
    before = [first if joined else None for first, joined in zip(matches, after, strict=False)]
    yield from zip([None, *before], matches, [*after, None], strict=False)


def _may_be_one(first: re.Match, second: re.Match) -> bool:
    words = first[0].lower(), second[0].lower()
    return not (first["letters"] or second["letters"] or STOP_WORDS.intersection(words))


def _joined(first: re.Match | None, second: re.Match | None) -> Iterator[str]:
    """The tokens of two words as one."""
    if first and second:
        head = fold(first[0])
        for stem in stems(fold(second[0])):
            yield neutral(head + stem)[:LONGEST_WORD]


def _pair(first: re.Match | None, second: re.Match | None) -> str:
    return first[0] + second[0] if first and second else ""


def _beginning(token: str) -> str:
    """A pattern of how a token begins in a text, where "stijg" is of "gestegen" and "oplos" of "opgelost"."""
    consonants = [{"f": "[fv]", "s": "[sz]"}.get(letter, letter) for letter in re.sub("[aeiouyj]", "", token)]
    first = consonants[: 2 if len(consonants) > 2 else 1]
    return "+[aeiouyj]*(?:ge)?".join(first)


def _tokens_of(match: re.Match) -> tuple[str, ...]:
    return _code_tokens(match) if match["letters"] else _word_tokens(match[0].casefold())


def _code_tokens(match: re.Match) -> tuple[str, ...]:
    """The token of the code and, when an entry is cited, that of the entry after it."""
    code = code_of(match)
    return (code_token(code), code_token(code, int(match["number"]))) if match["number"] else (code_token(code),)


@lru_cache(maxsize=20_000)
def _word_tokens(word: str) -> tuple[str, ...]:
    """The word itself, its stems, and the stems of the parts of a compound."""
    parts = [folded for part in _SIGN.split(word) if _counts(folded := fold(part))]
    if (whole := fold(word)) not in parts and _counts(whole):
        parts.append(whole)  # "e-mail" is found as "email" too
    found = [token for part in parts for token in (part, *stems(part), *_compound_parts(part))]
    return tuple(dict.fromkeys(found))


def _counts(folded: str) -> bool:
    return len(folded) > 1 or folded.isdigit()


def _compound_parts(folded: str) -> Iterator[str]:
    """The stems of what a long word may be made of, cut where Dutch hyphenates it.

    Not of our own name, which may hold a word that tenants look for and stands on every page.
    """
    if len(folded) < 2 * SHORTEST_PART or folded in STOP_WORDS | {fold(settings.ORGANISATION["name"])}:
        return
    cuts = [0, *_HYPHENATION.positions(folded), len(folded)]
    begins = [cut for cut in cuts if folded[:cut] != "ge"]
    ends = [cut for cut in cuts if cut == len(folded) or not _SUFFIX.fullmatch(folded, cut)]
    spans = (folded[begin:end] for begin in begins for end in ends if end - begin >= SHORTEST_PART)
    for span in spans:
        if span != folded and not _ENDING.fullmatch(span):
            yield from stems(span)
