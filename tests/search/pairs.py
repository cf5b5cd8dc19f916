"""Pairs of words by which search is measured, as ``pairs.txt`` and ``pairs_held_back.txt`` tell."""

import re
from dataclasses import dataclass
from pathlib import Path

from dossiers.search import dutch

_CLASS = re.compile(r"^\[(?P<name>[^\]]+): (?P<judged>kin|no kin)\]\n(?P<pairs>[^[]+)", re.MULTILINE)


@dataclass(frozen=True)
class Pair:
    group: str
    are_kin: bool
    left: str
    right: str

    @property
    def find_each_other(self):
        return finds(self.left, self.right) and finds(self.right, self.left)

    @property
    def is_right(self):
        if self.are_kin:
            return self.find_each_other
        return not (finds(self.left, self.right) or finds(self.right, self.left))

    def __str__(self):
        return f"{self.left}/{self.right}"


def finds(asked, written):
    """Whether a question for one word finds a text of the other."""
    has = set(dutch.tokens(dutch.readable(written)))
    return all(term.tokens & has for term in dutch.terms(dutch.readable(asked)))


def looked_at():
    return _pairs("pairs.txt")


def held_back():
    """The pairs that no rule was made by."""
    return _pairs("pairs_held_back.txt")


def _pairs(name):
    text = Path(__file__).with_name(name).read_text()
    return [
        Pair(block["name"], block["judged"] == "kin", *pair.split("/"))
        for block in _CLASS.finditer(text)
        for pair in block["pairs"].split()
    ]
