"""Reads a page of the old site into plain data with line numbers. Knows no database.

From top to bottom a page has a heading ("K17-005 Prijs van de was"), a block of four labelled lines, the
introduction, and a bullet with a title for every entry, newest first, with its text below it. The bullet
"Dossierbeschrijving" holds the description. Empty lines and "Lees verder" lines end a paragraph and go.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import NamedTuple
from unicodedata import normalize

from ...rules.days import FIRST_YEAR, LAST_YEAR, is_plausible_date
from ...rules.kinds import Kind
from ...rules.phases import Phase
from ...rules.written_days import MONTHS
from .problems import Problem

# Tried in this order; the first word that is a part of the title decides.
KIND_WORDS = (
    (Kind.INSPRAAK, ("inspraak", "peiling", "enquête")),
    (Kind.MEETING, ("workshop", "overleg", "bijeenkomst")),
    (Kind.ANSWER, ("antwoord van",)),
    (Kind.ADVICE, ("advies",)),
    (Kind.DECISION, ("besluit",)),
    (Kind.AGREEMENT, ("overeenkomst",)),
)
LABELS = ("Titel", "Code", "Fase", "Inspraakmoment")
LABELLED_LINE = re.compile(rf"({'|'.join(LABELS)})\s*:(.*)", re.IGNORECASE)
DESCRIPTION = "dossierbeschrijving"
BULLET = "•"
# What other programs make of a bullet, before the words of a line.
OTHER_BULLET = re.compile(r"(?:[·∙‣▪▫■□●○◦⁃➢➤►\uf0a7\uf0b7]\s*|(?:[-–—*+»>o]|[0-9]{1,2}[.)])\s+)(?=\w)")
INVISIBLE = "\u200b\u2060\ufeff"
# Windows-1252 has no arrow: a page saved so has a question mark in its place.
READ_MORE = re.compile(r"lees\s+verder\s*[→➔➜⟶⇒▶►›»>?=–.…-]*", re.IGNORECASE)

MONTH = "|".join(MONTHS)
PERIOD = re.compile(
    rf"(?:van )?([0-9]{{1,2}})(?: ({MONTH})(?: ([0-9]{{4}}))?)?"
    r" ?(?:t/m|tot en met|[-–—]) ?"
    rf"([0-9]{{1,2}}) ({MONTH}) ([0-9]{{4}})",
    re.IGNORECASE,
)
PERIOD_EXAMPLE = "een periode zoals “1 oktober t/m 31 oktober 2025”"

Paragraph = tuple[str, ...]  # its lines


class Line(NamedTuple):
    number: int
    raw: str

    @property
    def text(self):
        """The words with single spaces, as a browser shows them. Hard spaces stay, but not at the ends."""
        return re.sub(r"[ \t\f]+", " ", self.raw).strip()

    @property
    def depth(self):
        """The indent in columns."""
        line = self.raw.expandtabs()
        return len(line) - len(line.lstrip())

    @property
    def is_bullet(self):
        return self.text.startswith(BULLET)

    @property
    def has_words(self):
        return bool(self.text.strip(INVISIBLE)) and not READ_MORE.fullmatch(self.text)


class Value(NamedTuple):
    """What stands behind a label. Line 0: that label is not on the page."""

    line: int = 0
    text: str = ""


class Header(NamedTuple):
    """The labelled lines, in the order of ``LABELS``."""

    title: Value
    code: Value
    phase: Value
    inspraak: Value


class Period(NamedTuple):
    """Both days count."""

    first: date
    last: date


@dataclass
class Section:
    """A bullet and the lines below it. Line 0: what stands above the first bullet."""

    line: int = 0
    title: str = ""
    depth: int = 0
    lines: list[Line] = field(default_factory=list)

    @property
    def kind(self):
        """By the first of KIND_WORDS in the title."""
        title = normalize("NFC", self.title).casefold()
        return next((kind for kind, words in KIND_WORDS if any(word in title for word in words)), Kind.NEWS)

    @property
    def is_description(self):
        return self.title.casefold().rstrip(": ") == DESCRIPTION

    @property
    def paragraphs(self):
        return group_paragraphs(self.lines)

    def has_item(self, bullet):
        """Whether a bullet is part of a list in this text: it stands as deep as the text, or deeper."""
        text = next((line for line in self.lines if line.has_words), None)
        return self.line > 0 and text is not None and bullet.depth >= text.depth > self.depth


@dataclass(frozen=True)
class Page:
    """A page as it was read. ``entries`` begin with the oldest."""

    header: Header
    phase: Phase | None
    period: Period | None
    introduction: list[Paragraph]
    entries: list[Section]
    description: Section
    problems: list[Problem]


def parse(text):
    """Read a page. Never fails: what is wrong stands in ``problems``."""
    problems = []
    top, *bullets = split_sections(text)
    heading, block, introduction = split_top(top.lines)
    header = read_header(block, problems)
    check_heading(heading, header, problems)
    check_introduction(introduction, problems)
    entries = [section for section in reversed(bullets) if not section.is_description]
    description = find_description(bullets, problems)
    if not entries and not any(map(names_description, introduction)):
        check_missed_entries(introduction, description.lines, problems)
    return Page(
        header=header,
        phase=read_phase(header.phase, problems),
        period=read_period(header.inspraak, entries, problems),
        introduction=group_paragraphs(introduction),
        entries=entries,
        description=description,
        problems=problems,
    )


def split_sections(text):
    """First what stands above the first bullet, then a section for every bullet."""
    found = [Section()]
    for number, raw in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        line = Line(number, raw)
        if line.is_bullet and not found[-1].has_item(line):
            title = " ".join(line.text.removeprefix(BULLET).split())
            found.append(Section(number, title, line.depth))
        else:
            found[-1].lines.append(line)
    return found


def group_paragraphs(lines):
    groups = groupby(lines, key=lambda line: line.has_words)
    return [tuple(line.text for line in group) for has_words, group in groups if has_words]


def split_top(lines):
    """The heading, the block of labelled lines, the introduction. Without a block all of it is introduction."""
    labelled = [bool(LABELLED_LINE.fullmatch(line.text)) for line in lines]
    begin = end = labelled.index(True) if True in labelled else 0
    while end < len(lines) and (labelled[end] or not lines[end].has_words):
        end += 1
    return (
        [line for line in lines[:begin] if line.has_words],
        [line for line in lines[begin:end] if line.has_words],
        lines[end:],
    )


def read_header(block, problems):
    found = {}
    for line in block:
        label, text = LABELLED_LINE.fullmatch(line.text).groups()
        value = Value(line.number, " ".join(text.split()))
        first = found.setdefault(label.capitalize(), value)
        if first is not value:
            wrong = f"“{label}” staat ook al op regel {first.line}"
            problems.append(Problem(line.number, f"{wrong}; verwacht: elke regel van het blok één keer"))
    for label in LABELS:
        if label not in found:
            wrong = f"de regel “{label}: …” ontbreekt"
            where = block[0].number if block else 1
            problems.append(Problem(where, f"{wrong}; verwacht: bovenaan een blok met {', '.join(LABELS)}"))
    return Header(*(found.get(label, Value()) for label in LABELS))


def check_heading(heading, header, problems):
    """Above the block stand its code and title, or nothing: any other word would be lost."""
    expected = f"{header.code.text} {header.title.text}".strip()
    for line in heading:
        words = " ".join(line.text.split())
        if header.code.line and header.title.line and words.casefold() != expected.casefold():
            wrong = f"de kop “{shorten(words)}” past niet bij Code en Titel"
            problems.append(Problem(line.number, f"{wrong}; verwacht: “{shorten(expected)}”"))


def check_introduction(introduction, problems):
    """The name of the description there says that the page has other signs for its bullets."""
    for line in introduction:
        if names_description(line):
            wrong = "“Dossierbeschrijving” staat in de inleiding"
            problems.append(Problem(line.number, f"{wrong}; verwacht: “{BULLET}” voor elk bericht en hiervoor"))


def names_description(line):
    return re.sub(r"^(?:o\s+|[\W_]+)|[\W_]+$", "", line.text).casefold() == DESCRIPTION


def check_missed_entries(introduction, description, problems):
    """Of a page without entries: lines that may be entries all the same, with another sign before them or none.

    A list in a description is a list; only a second "Lees verder" there says that more than one text stands in it.
    """
    more = [line for line in description if READ_MORE.fullmatch(line.text)]
    missed = [line for line in introduction if READ_MORE.fullmatch(line.text) or OTHER_BULLET.match(line.text)]
    if lines := missed or more[1:]:
        wrong = f"er is geen bericht gevonden, maar “{shorten(lines[0].text)}” lijkt bij een bericht te horen"
        expected = f"“{BULLET}” voor de titel van elk bericht. Is het geen bericht? Haal deze regel of het teken weg"
        problems.append(Problem(lines[0].number, f"{wrong}; verwacht: {expected}"))


def find_description(bullets, problems):
    first, *others = [section for section in bullets if section.is_description] or [Section()]
    for section in others:
        wrong = f"er is ook al een Dossierbeschrijving op regel {first.line}"
        problems.append(Problem(section.line, f"{wrong}; verwacht: hoogstens één"))
    return first


def read_phase(value, problems):
    phase = next((phase for phase in Phase if phase.label.casefold() == value.text.casefold()), None)
    if value.line and phase is None:
        wrong = f"“{shorten(value.text)}” is geen fase"
        problems.append(Problem(value.line, f"{wrong}; verwacht: een van {', '.join(Phase.labels)}"))
    return phase


def read_period(value, entries, problems):
    """The period in which tenants could react; None for "Geen".

    It belongs to the one inspraak entry of the page. Where there are several, nothing says to which.
    """
    if not value.line or value.text.casefold() == "geen":
        return None
    match = PERIOD.fullmatch(value.text)
    if match is None:
        wrong = f"“{shorten(value.text)}” is geen inspraakmoment"
        problems.append(Problem(value.line, f"{wrong}; verwacht: “Geen” of {PERIOD_EXAMPLE}"))
        return None
    rounds = [str(entry.line) for entry in reversed(entries) if entry.kind == Kind.INSPRAAK]
    if len(rounds) > 1:
        wrong = f"bij één periode staan hier {len(rounds)} inspraakmomenten (regels {', '.join(rounds)})"
        problems.append(Problem(value.line, f"{wrong}; verwacht: hoogstens één"))
    try:
        period = parse_period(*match.groups())
    except ValueError:
        problems.append(
            Problem(value.line, f"“{value.text}” heeft een dag die niet bestaat; verwacht: {PERIOD_EXAMPLE}")
        )
        return None
    if not all(map(is_plausible_date, period)):
        wrong = f"“{value.text}” heeft een jaar dat niet kan kloppen"
        years = f"in de jaren {FIRST_YEAR} tot en met {LAST_YEAR}"
        problems.append(Problem(value.line, f"{wrong}; verwacht: {PERIOD_EXAMPLE}, {years}"))
        return None
    if period.last < period.first:
        wrong = f"“{value.text}” eindigt voor de eerste dag"
        problems.append(Problem(value.line, f"{wrong}; verwacht: {PERIOD_EXAMPLE}, zo nodig met twee jaren"))
        return None
    return period


def parse_period(day, month, year, last_day, last_month, last_year):
    """What the first day leaves out it takes from the last. Raises ValueError for a day that does not exist."""
    first = parse_date(day, month or last_month, year or last_year)
    return Period(first, parse_date(last_day, last_month, last_year))


def parse_date(day, month, year):
    return date(int(year), MONTHS.index(month.lower()) + 1, int(day))


def shorten(text):
    return text if len(text) <= 60 else f"{text[:59]}…"
