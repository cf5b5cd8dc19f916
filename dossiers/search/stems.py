"""What a Dutch word may be a form of, by the rules of its endings.

A form that Dutch spells in one way for two words has the stems of both: "gemeld" is of "melden", or would be of
"mellen". Two words are kin when they share a stem. A stem that is no word joins nothing.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from .closed_classes import ADJECTIVES, LONGER, NO_PARTICIPLE, ORDINALS, OTHER_STEMS, SAME_VOWEL, SEPARABLE, WITH_EREN

_LONG = "(?:aa|ee|oo|uu|[aeiou]i|ie|eu|oe|ui|ij|[ao]u)"
_GLIDE = "(?:aa|oo|oe)i"
_VOWELS = re.compile(rf"{_GLIDE}|[ei]eu|{_LONG}|[aeiouy]")
_WEAK = "[aeiouy].*[^aeiouy]e[lmnr]"  # ends in an unstressed syllable
_COMPOUND_VERB = f"(?:be|er|her|ont|ver|{SEPARABLE}).*[aeiouy].*"

_EN = re.compile("(.*[aeiouy].*[^aeiou]|.*[aeiou][ei])en")
_E = re.compile(rf"(.*[aeiouy].*[^aeij]|.*{_GLIDE}|.*[ui][ij])e")
_SHORT = re.compile(r"[^aeiouy]*(?:[aeou][^aeiouyw]|[aeiou](?:([^aeiou])\1|lt))")
_ING = re.compile("(.*[aeiouy].+)ing(?:en)?")
# Dutch has meting for meten and no meeting, ving for a verb in -ven and no fing.
_NOT_DUTCH = re.compile(rf"(?:.*[^aeiou])?(?:aa|ee|oo|uu)([^aeiou])\1?|.*{_LONG}f")
# The monosyllables of which an s at the end makes a plural are from abroad: teams, blogs, flats.
_FOREIGN_PLURAL = re.compile(
    ".*(?:[aeiouy].*(?:[bmp]|ow|ck|[cnpst]t|n[dg])|[^aeiou][aeiou][gt]|(?:ai|ea|oa|oo)[klnrt])s"
)
_DIMINUTIVE = re.compile("(.*[aeiouy].*)jes?")

# Few nouns end like these.
_PRESENT = re.compile(
    rf"(.*[aeiouy].*(?:d|[bfgklmpw]|[^aeiou]s)|(?![^aeiou]*(?:aa|oo)r).*{_LONG}[nrs]|.*{_GLIDE}|.*{_WEAK}|{_COMPOUND_VERB}[nrs])t"
)
_PAST_WITH_TE = re.compile(
    rf"(.*[aeiouy].*(?:[fgkp]|ch|[^aeiou]s|(?:[^aeiou]|[aeiou]{2}|e)t(?=te))|.*{_LONG}s|{_COMPOUND_VERB}s)ten?",
)
_PAST_WITH_DE = re.compile(
    rf"(.*{_LONG}[bdfgklmnsw]|.*(?:ee|eu|ie|oe|uu)r|.*[aeiouy].*(?:[bgmvwd]|[^aeiou]f|[lnr](?=de$))"
    rf"|.*{_GLIDE}|.*{_WEAK}|{_COMPOUND_VERB}[bgflmnrsw])den?"
)
_WITH_GE = re.compile(rf"((?:{SEPARABLE})?)ge(.+)([td])")
_HAS_DENTAL = re.compile("[^aeiou]*[aiu]s|[^aeiou]*[aou]{2}r")  # gemist is of missen, and hardly of misten
_WITHOUT_GE = re.compile(
    rf"((?:{SEPARABLE})?(?:be|er|her|ont|ver|door|mis|om|onder|over|vol|voor).*(?:[aeiouy].*[bfglmnrsvwz]|{_GLIDE}))d"
)
_GE_GAAN = re.compile(rf"((?:{SEPARABLE})?)ge(gaan|staan|zien)")
_STRONG = re.compile(rf"((?:{SEPARABLE})?)(?:ge|(be|her|ont|ver))(.+)en")
_STRONG_PAST = re.compile(rf"({SEPARABLE})(.+)en")
# The vowel of a strong participle, and that of its infinitive: gestegen and stijgen, gebroken and breken.
_VOWEL_OF_INFINITIVE = [
    (re.compile(r"ee(?=[^aeiou]+$)"), "ij"),
    (re.compile(r"ee(?=[gt]$)"), "i"),
    (re.compile(r"oo(?=[klm]$)"), "ee"),
    (re.compile(r"oo(?=[dfgklpst]$)"), "ui"),
    (re.compile(r"oo(?=[dgst]$)"), "ie"),
    (re.compile(r"(?<![aeiou])o(?=[mn][^aeiou]?$)"), "i"),
    (re.compile(r"(?<![aeiou])o(?=[^aeiou]+$)(?!nn?$)"), "e"),
]
_VOWEL_OF_PAST = [(re.compile(r"aa(?=[^aeiou]$)"), "ee"), (re.compile(r"ie(?=[^aeiou]$)"), "oo")]
_QUALITY = re.compile(
    ".{2,}(?:ig|lijk|zaam|naam|baar|isch|iek|ief|loos|rijk|eus|vol|abel|ant|ent|end)|.*ge.{2,}[dt]|(?:be|ver|ont).{2,}[dt]"
)
_NEUTRAL = re.compile("((?:(?:be|ge|her|ont|ver)(?=[^aeiouy]))?+.*[aeiouy].*?)(ee|oo)([lmnr])")


@lru_cache(maxsize=20_000)
def stems(word: str) -> tuple[str, ...]:
    """The stems of a word of a-z; the first is the word itself."""
    return tuple(dict.fromkeys(map(neutral, _forms(word))))


def _forms(word: str) -> Iterator[str]:
    yield word
    yield from _of_plural(word)
    yield from _of_diminutive(word)
    yield from _of_loan(word)
    yield from _of_comparison(word)
    yield from _of_ordinal(word)
    yield from _of_verb(word)
    if (match := _ING.fullmatch(word)) and not _NOT_DUTCH.fullmatch(match[1]):
        yield _closed(match[1])
    if match := _E.fullmatch(word):
        yield from _of_inflected(match[1])


def _of_plural(word: str) -> Iterator[str]:
    if match := _EN.fullmatch(word):
        stem = _closed(match[1])
        yield stem
        yield from _with_short_vowel(stem)
    for plural, singular in OTHER_STEMS.items():
        if word.endswith(plural):
            yield word.removesuffix(plural) + singular
    if word.endswith("eren"):
        yield from (stem for stem in (word[:-4], _closed(word[:-4])) if stem.endswith(WITH_EREN))
    if word.endswith("s") and not word.endswith("ss") and (_syllables(word) > 1 or _FOREIGN_PLURAL.fullmatch(word)):
        yield word[:-1]


def _of_diminutive(word: str) -> Iterator[str]:
    if not (match := _DIMINUTIVE.fullmatch(word)):
        return
    stem = match[1]
    yield stem
    yield from _with_short_vowel(stem)
    if re.fullmatch(".*(?:[aeiouyjlnrw]t|(?:[aeiou]{2}|[^aeiouy]e|[lr])mp)", stem):  # bloempje is of bloem
        yield stem[:-1]
        yield re.sub(r"([aou])\1t$", r"\1", stem)
    if stem.endswith("nk"):
        yield stem[:-1] + "g"
    if re.fullmatch("..+[bglmnr]et", stem):
        yield _closed(stem[:-2], lengthened=False)


def _of_loan(word: str) -> Iterator[str]:
    if match := re.fullmatch("(.{2,})aties?", word):
        yield match[1] + "eer"
    if match := re.fullmatch("(.{3,}c)ties?", word):
        yield match[1] + "teer"
    if len(word) > 3 and word.endswith("a"):
        yield word[:-1] + "um"


def _of_comparison(word: str) -> Iterator[str]:
    for ending in ("er", "der", "st"):
        if word.endswith(ending):
            stem = word.removesuffix(ending)
            adjective = _closed(stem) if ending == "er" else stem
            if adjective in ADJECTIVES or _QUALITY.fullmatch(adjective):
                yield adjective


def _of_ordinal(word: str) -> Iterator[str]:
    """Of "eerste" and "1ste": 1e."""
    if word in ORDINALS:
        yield f"{ORDINALS.index(word) + 1}e"
    if match := re.fullmatch("([0-9]+)(?:ste|de)", word):
        yield match[1] + "e"


def _of_inflected(stem: str) -> Iterator[str]:
    """Of an adjective or participle from which -e was taken."""
    adjective = _closed(stem)
    if _SHORT.fullmatch(stem) and adjective not in ADJECTIVES:  # a zone is no form of zoon
        return
    yield adjective
    if re.fullmatch(_WEAK, stem) or re.fullmatch(".*[^aeiou]ier", stem):
        yield stem
    for whole in {stem, adjective}:
        yield from _of_comparison(whole)
        yield from _of_participle(whole)


def _of_verb(word: str) -> Iterator[str]:
    for past_or_present in (_PRESENT, _PAST_WITH_TE, _PAST_WITH_DE):
        if match := past_or_present.fullmatch(word):
            yield match[1]
    yield from _of_participle(word)
    if match := _STRONG_PAST.fullmatch(word):
        stem = _closed(match[2])
        yield from (match[1] + verb for verb in _with_other_vowel(stem, _VOWEL_OF_PAST + _VOWEL_OF_INFINITIVE))


def _of_participle(word: str) -> Iterator[str]:
    if word in NO_PARTICIPLE:
        return
    if match := _WITH_GE.fullmatch(word):
        separable, stem, ending = match.groups()
        if len(stem) > 2 and not stem.endswith(tuple("aeiou")) or re.fullmatch(f".*{_GLIDE}|.*[aeo]u", stem):
            yield separable + stem
        if not _HAS_DENTAL.fullmatch(stem):
            yield separable + stem + ending
    if match := _WITHOUT_GE.fullmatch(word):
        yield match[1]
    if match := _GE_GAAN.fullmatch(word):
        yield match[1] + match[2]
    if match := _STRONG.fullmatch(word):
        prefix, stem = match[1] + (match[2] or ""), _closed(match[3])
        if stem in SAME_VOWEL:
            yield prefix + stem
        else:
            yield from (prefix + verb for verb in _with_other_vowel(stem, _VOWEL_OF_INFINITIVE))


def _with_other_vowel(stem: str, vowels: list[tuple[re.Pattern, str]]) -> Iterator[str]:
    for pattern, other in vowels:
        if pattern.search(stem):
            yield pattern.sub(other, stem)


def _with_short_vowel(stem: str) -> Iterator[str]:
    short = re.sub(r"([aeo])\1(?=[^aeiou]$)", r"\1", stem)
    if short != stem and short.endswith(LONGER):
        yield short


def _closed(stem: str, lengthened: bool = True) -> str:
    """A stem as it is written when no ending follows: hog- is hoog, kamm- is kam, huiz- is huis."""
    if re.fullmatch(r".*([^aeiou])\1", stem):
        return stem[:-1]
    if lengthened:
        stem = re.sub(r"(^|[^aeiou]|i(?=[aou])|[eu](?=[ao]))([aeou])([bcdfgklmnprstvz])$", r"\1\2\2\3", stem)
    return re.sub("v$", "f", re.sub("z$", "s", stem))


def neutral(stem: str) -> str:
    """Without the length of the last vowel where writing does not tell it: of winkelen, panelen, motoren, kantoren."""
    match = _NEUTRAL.fullmatch(stem)
    return match[1] + match[2][0] + match[3] if match else stem


def _syllables(word: str) -> int:
    return len(_VOWELS.findall(word))
