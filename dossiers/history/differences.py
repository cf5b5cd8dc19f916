"""What differs between two states of a row, marked as a reader would: by paragraph, and in it by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from ..text import normalize_newlines

TOKEN = re.compile(r"\n|[^\S\n]+|\w+|[^\w\s]")
MAX_TOKENS = 4_000  # on each side; a longer passage is marked as a whole, so that comparing stays quick
MIN_SIMILARITY = 0.4  # below this, marks between single words are harder to read than one text after the other


@dataclass(frozen=True)
class Run:
    """A piece of a line. ``mark`` is "ins", "del", or "" for what stayed."""

    text: str
    mark: str = ""


Line = list[Run]
GAP = [Run("…")]  # stands for lines that stayed as they were


@dataclass(frozen=True)
class Fact:
    """A value of a row as its form calls it and as people read it: in ``lines``, none when it is empty."""

    label: str
    value: object
    lines: list[str]


@dataclass(frozen=True)
class Difference:
    """``only_markup`` says that the words are the same, such as when a word became bold."""

    label: str
    lines: list[Line]
    only_markup: bool = False

    @property
    def old(self):
        return drop_runs("ins", self.lines)

    @property
    def new(self):
        return drop_runs("del", self.lines)


def compare(before, after):
    """What differs, by the key of the fact. What one side lacks counts as empty."""
    found = {}
    for key in {**after, **before}:
        old, new = before.get(key), after.get(key)
        old_lines, new_lines = old.lines if old else [], new.lines if new else []
        label = (new or old).label
        if old_lines != new_lines:
            found[key] = Difference(label, mark_lines(old_lines, new_lines))
        elif old and new and not is_same(old, new):
            found[key] = Difference(label, [], only_markup=True)
    return found


def is_same(one, other):
    return normalize_newlines(one.value) == normalize_newlines(other.value)


def mark_lines(before, after):
    """The lines of both, with what went and what came marked. Lines that stayed are left out, with a ``GAP``."""
    lines = []
    for step, old_from, old_to, new_from, new_to in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if step == "equal":
            lines.append(GAP)
        else:
            lines += mark_words(before[old_from:old_to], after[new_from:new_to])
    return lines


def mark_words(before, after):
    """Lines that differ: marked by word when they are alike, else the old ones and then the new ones."""
    old, new = (TOKEN.findall("\n".join(lines)) for lines in (before, after))
    words = SequenceMatcher(str.isspace, old, new, autojunk=False)
    if max(len(old), len(new)) > MAX_TOKENS or words.ratio() < MIN_SIMILARITY:
        return [[Run(line, "del")] for line in before] + [[Run(line, "ins")] for line in after]
    lines = [[]]
    for step, old_from, old_to, new_from, new_to in words.get_opcodes():
        went, came = "".join(old[old_from:old_to]), "".join(new[new_from:new_to])
        for mark, text in [("", came)] if step == "equal" else [("del", went), ("ins", came)]:
            add_text(lines, text, mark)
    return lines


def add_text(lines, text, mark):
    """Add a piece of text. A break that came or went shows as ¶; one that went breaks no line."""
    for part in filter(None, re.split(r"(\n)", text)):
        if part != "\n":
            lines[-1].append(Run(part, mark))
            continue
        if mark:
            lines[-1].append(Run("¶", mark))
        if mark != "del":
            lines.append([])


def drop_runs(mark, lines):
    kept = [[run for run in line if run.mark != mark] for line in lines]
    return [line for line in kept if line]
