"""Codes of dossiers and entries in any writing: K16-006, "k16 6" and "K 2016-006" are one."""

import re

HYPHENS = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212"  # also what a word processor or a telephone makes of one
_JOIN = rf"[{HYPHENS} ./_]"
_SMALL_WORDS = "af|al|ca|de|en|er|ik|in|is|je|ma|me|na|no|nr|nu|of|om|op|te|uw|we|ze|zo|[aeou]"
# Apart from its letters, as in "K 16-006", a code needs all its digits: "L 16-12" is a day. After a word numbers are
# no code: "in 15-100 kamers". Points and blanks go with one letter that is no word: "u 15 000" is a sum.
CODE = (
    rf"(?P<letters>(?<!['’](?=[nst] ))(?!(?i:{_SMALL_WORDS})[^A-Za-z0-9])[A-Za-z]{{1,2}})"
    rf"(?:{_JOIN}(?=[0-9]+[{HYPHENS}][0-9]{{3}})"
    rf"|(?<=\b[b-tv-zB-TV-Z])(?:[{HYPHENS}./_]|[ ](?=[0-9]{{2}}[ ][0-9]{{3}})))?"
    rf"(?:20)?(?P<year>[0-9]{{2}})"
    rf"(?:(?:[ ]?[{HYPHENS}][ ]?|[./_: ])?(?P<serial>[0-9]{{3}})|{_JOIN}(?P<short>[0-9]{{1,2}}))"
)
_ANYWHERE = re.compile(rf"(?<![A-Za-z0-9'’]){CODE}(?![0-9])")


def code_in(text: str) -> str:
    """The first code in a text, as dossiers have it; empty when there is none."""
    match = _ANYWHERE.search(text)
    return code_of(match) if match else ""


def code_of(match: re.Match) -> str:
    """The code, as dossiers have it, that ``CODE`` matched."""
    serial = int(match["serial"] or match["short"])
    return f"{match['letters'].upper()}{match['year']}-{serial:03d}"


def code_token(code: str, number: int | None = None) -> str:
    """The token of a dossier's code such as K16-006, or of an entry by its number in that dossier."""
    token = code.replace("-", "").lower()
    return token if number is None else f"{token}n{number}"
