"""How days, states and facts are said in Dutch.

``day`` is always the reader's day in the site's time zone. A no-break space keeps a day and its month together.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time

import pyphen
from django.conf import settings
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime

from .models import AdviceOutcome, Dossier, Entry, Inspraak
from .rules.days import Precision, is_upcoming
from .rules.kinds import KINDS, RIGHT_MEANING, Kind
from .rules.phases import Phase
from .rules.publication import Publication
from .rules.rounds import has_closed, is_open

NBSP = "\u00a0"
_EXCLUDED_FACTS = {"ends_on", "begins_at", "ends_at", "cancelled", "responds_to", "question"}
_REACTION_CHANNELS = {"react_mail", "react_link", "place"}  # shown in the box of a round, only while it is open
_REACTIONS = ("reactions_online", "reactions_paper", "reactions_meeting")
_LONG_WORD = re.compile(r"\w{16,}")
_HYPHENATION = pyphen.Pyphen(lang="nl_NL", left=4, right=4)


def soft_hyphens(title: str) -> str:
    return _LONG_WORD.sub(lambda word: _HYPHENATION.inserted(word[0], "\u00ad"), title)


@dataclass(frozen=True)
class Tag:
    """A state in a few words, with the icon and the look that repeat it.

    ``look`` is "open" (a tenant can act), "solid" (bad news), "dash" (not yet, or nothing) or "" (a fact).
    """

    text: str
    icon: str
    look: str = ""


def day_in_words(day: date) -> str:
    return day_and_month(day) + date_format(day, " Y")


def instant_in_words(instant: datetime) -> str:
    """ "3 mei 2027 om 09:00 uur", in the site's time zone."""
    local = localtime(instant)
    return f"{day_in_words(local.date())} om {date_format(local, 'H:i')} uur"


def short_day(day: date, today: date) -> str:
    """ "14 december"; with the year when it is not that of ``today``."""
    return day_and_month(day) if day.year == today.year else day_in_words(day)


def publication_condition(row: Dossier | Entry) -> str:
    """Of a planned row: ", als het dossier dan openbaar is", or "" when it will be."""
    dossier = getattr(row, "dossier", row)
    is_public = dossier.publication(row.published_at) is Publication.PUBLIC  # type: ignore[arg-type] # it is planned
    return "" if is_public else ", als het dossier dan openbaar is"


def short_period(first: date | None, last: date | None, today: date) -> str:
    """As ``short_day``; "een onbekende dag" without a first day."""
    if first is None:
        return "een onbekende dag"
    if last is None or last == first:
        return short_day(first, today)
    return f"{short_day(first, today)} t/m {short_day(last, today)}"


def count_of_days(count: int) -> str:
    return f"{count}{NBSP}{'dag' if count == 1 else 'dagen'}"


def period_in_words(first: date, last: date) -> str:
    """ "3 t/m 16 juli 2017": a shared month or year is not repeated."""
    if first == last:
        return day_in_words(first)
    if (first.year, first.month) == (last.year, last.month):
        start = str(first.day)
    elif first.year == last.year:
        start = day_and_month(first)
    else:
        start = day_in_words(first)
    return f"{start} t/m {day_in_words(last)}"


def display_date(entry: Entry) -> str:
    """As precise as the editor knows it; "" when undated."""
    if entry.date_text:
        return entry.date_text
    if entry.starts_on is None:
        return ""
    if entry.date_precision == Precision.YEAR:
        return str(entry.starts_on.year)
    if entry.date_precision == Precision.MONTH:
        return date_format(entry.starts_on, "F Y")
    if entry.ends_on:
        return period_in_words(entry.starts_on, entry.ends_on)
    return day_in_words(entry.starts_on)


def machine_date(entry: Entry) -> str:
    """For ``<time datetime>``, as precise as it is known; "" when undated."""
    if entry.starts_on is None:
        return ""
    lengths: dict[str, int] = {Precision.YEAR: 4, Precision.MONTH: 7}
    return entry.starts_on.isoformat()[: lengths.get(entry.date_precision, 10)]


def days_left(last: date, day: date) -> str:
    left = (last - day).days
    if left == 0:
        return "vandaag is de laatste dag"
    return f"nog {count_of_days(left)}"


def time_left(last: date, day: date) -> str:
    if last < day:
        return f"{count_of_days((day - last).days)} te laat"
    return "vandaag" if last == day else days_left(last, day)


def kind_name(entry: Entry) -> str:
    return kind_label(entry.kind)


def proposed_title(kind: str, target: Entry) -> str:
    """Such as “Advies: Servicekosten 2027”."""
    subject = target.title.removeprefix(f"{kind_name(target)}: ")
    return f"{kind_label(kind)}: {subject}"[: Entry._meta.get_field("title").max_length]


def kind_label(kind: str) -> str:
    name = Kind(kind).label
    return f"{name} van {settings.ORGANISATION['landlord']}" if KINDS[kind].from_landlord else name


def answered_in_words(entry: Entry) -> str:
    """ "" when unanswered or undated; takes an entry annotated ``with_response``."""
    if entry.answered_on is None:
        return ""
    if entry.answered_precision == Precision.DAY:
        return f"Beantwoord op {day_in_words(entry.answered_on)}."
    precise = "F Y" if entry.answered_precision == Precision.MONTH else "Y"
    return f"Beantwoord in {date_format(entry.answered_on, precise)}."


def right_in_words(right: str) -> str:
    return capfirst(RIGHT_MEANING[right].format(landlord=settings.ORGANISATION["landlord"])) if right else ""


def inspraak_in_words(dossier: Dossier) -> str:
    if dossier.inspraak == Inspraak.OPEN and dossier.open_until:
        return f"Open t/m {day_in_words(dossier.open_until)}"
    if dossier.inspraak == Inspraak.ANNOUNCED and dossier.opens_on:
        return f"Vanaf {day_in_words(dossier.opens_on)}"
    return Inspraak(dossier.inspraak).label


def inspraak_tag(dossier: Dossier) -> Tag | None:
    looks: dict[str, tuple[str, str]] = {
        Inspraak.OPEN: ("talk", "open"),
        Inspraak.ANNOUNCED: ("cal", "dash"),
        Inspraak.CLOSED: ("clock", ""),
    }
    if dossier.inspraak not in looks:
        return None
    return Tag(inspraak_in_words(dossier), *looks[dossier.inspraak])


def entry_tags(entry: Entry, day: date) -> list[Tag]:
    """Takes an entry annotated ``with_response``."""
    if entry.cancelled:
        return [Tag("Afgelast", "cross", "solid")]
    if entry.spec.is_round and entry.ends_on and is_open(entry, day):
        return [Tag(f"Open t/m {day_and_month(entry.ends_on)}", "talk", "open")]
    if entry.spec.is_round and has_closed(entry, day):
        waiting = not entry.is_answered and entry.dossier.phase != Phase.CLOSED
        return [Tag(Inspraak.CLOSED.label, "clock") if waiting else Tag("Gesloten", "check")]
    if is_upcoming(entry, day):
        return [Tag("Verwacht", "cal", "dash")]
    return []


def outcome_tag(outcome: str) -> Tag:
    looks: dict[str, tuple[str, str]] = {
        AdviceOutcome.FOLLOWED: ("check", ""),
        AdviceOutcome.PARTLY: ("check", ""),
        AdviceOutcome.NOT_FOLLOWED: ("cross", "solid"),
        AdviceOutcome.ANSWERED: ("check", ""),
    }
    text = AdviceOutcome(outcome).label if outcome else "Nog geen antwoord"
    return Tag(text, *looks.get(outcome, ("none", "dash")))


@dataclass(frozen=True)
class Step:
    """One phase in the strip of six; ``state`` is "done", "now" or "todo"."""

    label: str
    state: str


def steps(phase: str) -> list[Step]:
    present = Phase.values.index(phase)
    states = ["done"] * present + ["now"] + ["todo"] * (len(Phase) - present - 1)
    return [Step(label, state) for label, state in zip(Phase.labels, states, strict=True)]


def step_in_words(phase: str) -> str:
    """Such as “Stap 3 van 6. Hierna komt advies.”"""
    place = Phase.values.index(phase) + 1
    after = f"Hierna komt {Phase.labels[place].lower()}." if place < len(Phase) else "Dit dossier is klaar."
    return f"Stap {place} van {len(Phase)}. {after}"


def facts(entry: Entry) -> list[tuple[str, str]]:
    """(label, value) of every filled-in fact, without those that the page shows elsewhere."""
    rows = []
    if entry.begins_at:
        rows.append(("Tijd", hours_in_words(entry.begins_at, entry.ends_at)))
    if entry.spec.requested_labels:
        requested, unrequested = entry.spec.requested_labels
        rows.append(("Gevraagd of ongevraagd", requested if entry.responds_to_id else unrequested))
    columns = {field.name: field for field in entry._meta.fields}
    for name in entry.spec.facts:
        if name in _EXCLUDED_FACTS or (entry.spec.is_round and name in _REACTION_CHANNELS):
            continue
        if (value := getattr(entry, name)) in (None, ""):
            continue
        field = columns[name]
        label = entry.spec.labels.get(name, field.verbose_name)
        if field.choices:
            value = getattr(entry, f"get_{name}_display")()
        rows.append((label[:1].upper() + label[1:], day_in_words(value) if isinstance(value, date) else str(value)))
    reactions = [getattr(entry, name) for name in _REACTIONS if getattr(entry, name) is not None]
    if len(reactions) > 1:
        rows.append(("Reacties samen", str(sum(reactions))))
    return rows


def hours_in_words(begins: time, ends: time | None) -> str:
    span = f"{begins:%H.%M}" if ends is None else f"{begins:%H.%M} tot {ends:%H.%M}"
    return f"{span} uur"


def day_and_month(day: date) -> str:
    return date_format(day, f"j{NBSP}F")
