"""Dutch words as search compares them: without accents, by their stem, and with the parts of a compound.

A token is a word of a–z and 0–9 only: every database takes such a word as it is. Texts give more tokens than a
question does: a question for "verhoging" is one token, which the text "huurverhoging" has too.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import pyphen
import snowballstemmer
from django.conf import settings

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

HYPHENS = "-\u2010‑‒–—−"  # also what a word processor or a telephone makes of one
_JOIN = rf"[{HYPHENS} ./_]"
# A code in any writing. Apart from its letter, as in "K 16-006", it needs all its digits: "op 16-12" is a day. Points
# and blanks go with one letter that is no word: "de 12.500 huurders" and "u 15 000" are sums.
_CODE = (
    rf"(?P<letters>[A-Za-z]{{1,2}})"
    rf"(?:{_JOIN}(?=[0-9]+[{HYPHENS}][0-9]{{3}})"
    rf"|(?<=\b[b-tv-zB-TV-Z])(?:[{HYPHENS}./_]|[ ](?=[0-9]{{2}}[ ][0-9]{{3}})))?"
    rf"(?:20)?(?P<year>[0-9]{{2}})"
    rf"(?:(?:[ ]?[{HYPHENS}][ ]?|[./_: ])?(?P<serial>[0-9]{{3}})|{_JOIN}(?P<short>[0-9]{{1,2}}))"
)
_CODE_ANYWHERE = re.compile(rf"(?<![A-Za-z0-9]){_CODE}(?![0-9])")
_SIGN = re.compile("[-'’]")  # within a word
_PIECE = re.compile(rf"(?<![^\W_]){_CODE}(?:/(?P<number>[0-9]{{1,9}}))?(?![^\W_])|[^\W_]+(?:[-'’][^\W_]+)*")
# A soft hyphen takes the end of its line with it: a PDF marks so where it broke a word.
_INVISIBLE = re.compile("[\u00ad\ufffe]\\s*|(?<=[a-z])\u2010[^\\S\n]*\n\\s*(?=[a-z])|[\u200b-\u200f\u2060\ufeff]")
_UNDECOMPOSED = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th"})
_NOT_TOKEN = re.compile(r"[^a-z0-9]+")
# What ends a word and is no word itself: "ring" would find every "verandering".
_ENDING = re.compile(r"\w{0,2}ing(?:s|en)?|heid|heden|lijke?|schap(?:pen)?|baar|bare")
_HYPHENATION = pyphen.Pyphen(lang="nl_NL", left=2, right=2)
_STEMMER = snowballstemmer.stemmer("dutch")


@dataclass(frozen=True)
class Piece:
    """A word or a code in a text, from ``start`` to ``end``, with the tokens that find it."""

    start: int
    end: int
    tokens: tuple[str, ...]


@dataclass(frozen=True)
class Term:
    """One word of a question: as it was typed, and the token that a text must have."""

    typed: str
    token: str


def readable(text: str) -> str:
    """A text on one line, with one way to write each letter and without what no reader sees."""
    line = " ".join(unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).split())
    if line.isprintable():
        return line
    return " ".join("".join(letter if letter.isprintable() else " " for letter in line).split())


def fold(word: str) -> str:
    """Lower case, without accents, apostrophes and every sign that is not a–z or 0–9."""
    apart = unicodedata.normalize("NFKD", word.casefold().translate(_UNDECOMPOSED))
    return _NOT_TOKEN.sub("", apart)[:LONGEST_WORD]


def pieces(text: str) -> Iterator[Piece]:
    """The words and codes of a readable text that can be found."""
    for match in _PIECE.finditer(text):
        if tokens := _tokens_of(match):
            yield Piece(match.start(), match.end(), tokens)


def place_of(wanted: frozenset[str], text: str) -> int | None:
    """Where the first word or code of a readable text stands that has one of the tokens.

    Cutting a new word into tokens takes a thousand times as long as reading it. So a word is passed over that has not
    the first two letters of a token, in some way that the stemmer finds them: "apen" has the token "aap", "oven" has
    "oof", "agendas" has "andas".
    """
    begins = {token[:2] for token in wanted} | {token[1:3] for token in wanted if token[:1] == token[1:2]}
    begins |= {word[:2] for word in _KIN if stem(word) in wanted}
    begins |= {begin[0] + {"f": "v", "s": "z"}[begin[1]] for begin in begins if begin[1:] in ("f", "s")}
    for match in _PIECE.finditer(text):
        word = _SIGN.sub("", match[0].lower())
        word += f" {word.replace('ge', '')}"
        may_have = match["letters"] or not word.isascii() or any(begin in word for begin in begins)
        if may_have and not wanted.isdisjoint(_tokens_of(match)):
            return match.start()
    return None


def tokens(text: str) -> Iterator[str]:
    """The tokens of a readable text in its order; those of a word that comes back only once."""
    seen = set()
    for match in _PIECE.finditer(text):
        if match[0] not in seen:
            seen.add(match[0])
            yield from _tokens_of(match)


def terms(question: str) -> list[Term]:
    """What a readable question asks for: each word or code once; stop words only when there is nothing else."""
    found = {}
    for match in _PIECE.finditer(question):
        if match["letters"]:
            *_, token = _code_tokens(match)
            found.setdefault(token, Term(match[0], token))
            continue
        for word in _SIGN.split(match[0]):
            if _counts(folded := fold(word)):
                token = stem(folded)
                found.setdefault(token, Term(word, token))
    return [term for term in found.values() if fold(term.typed) not in STOP_WORDS] or list(found.values())


def code_in(text: str) -> str:
    """The first code in a text, in any writing, as dossiers have it; empty when there is none."""
    match = _CODE_ANYWHERE.search(text)
    return _code(match) if match else ""


def code_token(code: str, number: int | None = None) -> str:
    """The token of a dossier's code such as K16-006, or of an entry by its number in that dossier."""
    token = code.replace("-", "").lower()
    return token if number is None else f"{token}n{number}"


# Of the words that tenants look for, those that the stemmer keeps apart from their kin.
_KIN = dict(
    pair.split("/")
    for pair in """
    aanslagen/aanslag afgewezen/afwijzen akkoorden/akkoord antwoorden/antwoord autos/auto baden/bad bedragen/bedrag
    betaald/betalen bijlagen/bijlage bladen/blad borden/bord dagen/dag daken/dak gaten/gat gebreken/gebrek
    gestegen/stijgen getekend/tekening glazen/glas hoofden/hoofd ideeen/idee isoleren/isolatie kinderen/kind leden/lid
    ondertekend/ondertekening ondertekenen/ondertekening paden/pad panelen/paneel radiatoren/radiator
    repareren/reparatie slagen/slag sloten/slot steden/stad tekenen/tekening toeslagen/toeslag uitslagen/uitslag
    veranderd/veranderen verbeterd/verbeteren verbouwd/verbouwen verhoogd/verhogen verhuisd/verhuizen
    verslagen/verslag wegen/weg woorden/woord
    """.split()  # noqa: SIM905 - forty quoted pairs are harder to read
)
_KIN_ENDING = re.compile(rf"(?<=\w{{3}})({'|'.join(word for word in _KIN if len(word) > 6)})\Z")  # "huurtoeslagen"


@lru_cache(maxsize=10_000)
def stem(folded: str) -> str:
    """The stem of a folded word. Stems are stemmed until they stay: "fietsen", "fiets" and "fiet" are one."""
    folded = _KIN.get(folded) or _KIN_ENDING.sub(lambda ending: _KIN[ending[0]], folded)
    while (shorter := _STEMMER.stemWord(folded)) != folded and shorter:
        folded = shorter
    return folded


def one_letter_off(word: str) -> set[str]:
    """Every word of a–z that differs from a folded one in one letter: wrong, missing, too many, or two swapped."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    halves = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    missing = {head + letter + tail for head, tail in halves for letter in letters}
    wrong = {head + letter + tail[1:] for head, tail in halves if tail for letter in letters}
    surplus = {head + tail[1:] for head, tail in halves if tail}
    swapped = {head + tail[1] + tail[0] + tail[2:] for head, tail in halves if len(tail) > 1}
    return (missing | wrong | surplus | swapped) - {word}


def _tokens_of(match: re.Match) -> tuple[str, ...]:
    return _code_tokens(match) if match["letters"] else _word_tokens(match[0].casefold())


def _code_tokens(match: re.Match) -> tuple[str, ...]:
    """The token of the code and, when an entry is cited, that of the entry after it."""
    code = _code(match)
    return (code_token(code), code_token(code, int(match["number"]))) if match["number"] else (code_token(code),)


def _code(match: re.Match) -> str:
    serial = int(match["serial"] or match["short"])
    return f"{match['letters'].upper()}{match['year']}-{serial:03d}"


@lru_cache(maxsize=20_000)
def _word_tokens(word: str) -> tuple[str, ...]:
    """The word itself, its stem, and the stems of the parts of a compound."""
    parts = [folded for part in _SIGN.split(word) if _counts(folded := fold(part))]
    if parts and (whole := fold(word)) not in parts:
        parts.append(whole)  # "e-mail" is found as "email" too
    found = [token for part in parts for token in (part, stem(part), *_compound_parts(part))]
    return tuple(dict.fromkeys(found))


def _counts(folded: str) -> bool:
    return len(folded) > 1 or folded.isdigit()


def _compound_parts(folded: str) -> list[str]:
    """The stems of what a long word may be made of, cut where Dutch hyphenates it.

    Not of our own name, which may hold a word that tenants look for and stands on every page.
    """
    if len(folded) < 2 * SHORTEST_PART or folded == fold(settings.ORGANISATION["name"]):
        return []
    cuts = [0, *_HYPHENATION.positions(folded), len(folded)]
    spans = (folded[begin:end] for begin in cuts for end in cuts if end - begin >= SHORTEST_PART)
    return [stem(span) for span in spans if span != folded and not _ENDING.fullmatch(span)]
