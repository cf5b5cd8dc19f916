"""Pairs of words by which search is measured, as ``pairs.txt`` tells."""

import re
from dataclasses import dataclass
from hashlib import sha256
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
    def is_held_back(self) -> bool:
        """Whether it is of the half that no rule is made by."""
        return int(sha256(f"{self.left}/{self.right}".encode()).hexdigest(), 16) % 2 == 1

    @property
    def find_each_other(self) -> bool:
        return finds(self.left, self.right) and finds(self.right, self.left)

    @property
    def is_right(self) -> bool:
        if self.are_kin:
            return self.find_each_other
        return not (finds(self.left, self.right) or finds(self.right, self.left))

    def __str__(self):
        return f"{self.left}/{self.right}"


def finds(asked: str, written: str) -> bool:
    """Whether a question for one word finds a text of the other."""
    has = set(dutch.tokens(dutch.readable(written)))
    return all(term.tokens & has for term in dutch.terms(dutch.readable(asked)))


def all_pairs() -> list[Pair]:
    text = Path(__file__).with_name("pairs.txt").read_text()
    return [
        Pair(block["name"], block["judged"] == "kin", *pair.split("/"))
        for block in _CLASS.finditer(text)
        for pair in block["pairs"].split()
    ]
