"""Every term of a dossier as a sentence, equally honest about the landlord and about ourselves.

Says what the days that were filled in mean today, never what the law makes of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.text import capfirst

from ..models import Entry
from ..rules.days import Precision, is_plausible_date
from ..rules.kinds import Kind
from ..rules.phases import Phase
from ..rules.terms import TermState, term_state
from ..wording import Tag, count_of_days, day_in_words, short_day

# What is said of a term, by the kind of response that is due. {due} is the last day on which it is in time, {on}
# the day on which it came, {days} how late it is or was.
SENTENCES = {
    Kind.ANSWER: {
        TermState.EXPECTED: "{landlord} krijgt tot en met {due} om te antwoorden.",
        TermState.RUNNING: "{landlord} heeft tot en met {due} om te antwoorden.",
        TermState.LATE: "Het antwoord van {landlord} is {days} te laat. Het had er uiterlijk op {due} moeten zijn.",
        TermState.MET: "Op tijd beantwoord op {on}.",
        TermState.MET_LATE: "{landlord} had tot en met {due}. Het antwoord kwam op {on}, {days} te laat.",
        TermState.ANSWERED: "{landlord} had tot en met {due} om te antwoorden en heeft dat gedaan.",
        TermState.NOT_RECORDED: "{landlord} had tot en met {due} om te antwoorden. Er is geen antwoord vastgelegd.",
    },
    Kind.ADVICE: {
        TermState.EXPECTED: "Wij geven {landlord} uiterlijk op {due} ons advies.",
        TermState.RUNNING: "Wij geven {landlord} uiterlijk op {due} ons advies.",
        TermState.LATE: "Wij beloofden ons advies uiterlijk op {due} en zijn {days} te laat.",
        TermState.MET: "Ons advies kwam op tijd, op {on}.",
        TermState.MET_LATE: "Wij hadden tot en met {due} voor ons advies. Het kwam op {on}, {days} te laat.",
        TermState.ANSWERED: "Wij hadden tot en met {due} voor ons advies en hebben het gegeven.",
        TermState.NOT_RECORDED: "Wij hadden tot en met {due} voor ons advies. Er is geen advies vastgelegd.",
    },
    Kind.FEEDBACK: {
        TermState.EXPECTED: "Wij vertellen uiterlijk op {due} wat er met de reacties is gedaan.",
        TermState.RUNNING: "Wij vertellen uiterlijk op {due} wat er met de reacties is gedaan.",
        TermState.LATE: "Wij beloofden terugkoppeling uiterlijk op {due} en zijn {days} te laat.",
        TermState.MET: "Onze terugkoppeling kwam op tijd, op {on}.",
        TermState.MET_LATE: "Wij beloofden terugkoppeling uiterlijk op {due}. Die kwam op {on}, {days} te laat.",
        TermState.ANSWERED: "Wij beloofden terugkoppeling uiterlijk op {due} en hebben die gegeven.",
        TermState.NOT_RECORDED: "Wij beloofden terugkoppeling uiterlijk op {due}. Die is niet vastgelegd.",
    },
}
_ICONS = {
    TermState.EXPECTED: ("cal", "dash"),
    TermState.RUNNING: ("clock", ""),
    TermState.LATE: ("late", "solid"),
    TermState.MET: ("check", ""),
    TermState.MET_LATE: ("late", "solid"),
    TermState.ANSWERED: ("check", ""),
    TermState.NOT_RECORDED: ("none", "dash"),
}


@dataclass(frozen=True)
class Term:
    """The day by which a response to ``entry`` is due, and how that stands on ``day``."""

    entry: Entry
    awaits: Kind
    due_on: date
    state: TermState
    day: date

    @property
    def days_late(self) -> int:
        """Whole days after ``due_on``, up to the response or today; 0 or less when in time."""
        came_on = self.entry.answered_on if self.state is TermState.MET_LATE else None
        return ((came_on or self.day) - self.due_on).days

    @property
    def sentence(self) -> str:
        sentence = SENTENCES[self.awaits][self.state].format(
            landlord=settings.ORGANISATION["landlord"],
            due=short_day(self.due_on, self.day),
            on=short_day(self.entry.answered_on, self.day) if self.entry.answered_on else "",
            days=count_of_days(self.days_late),
        )
        return capfirst(sentence)

    @property
    def begins_in_words(self) -> str:
        if self.entry.ends_on:
            return f"Begint na {short_day(self.entry.ends_on, self.day)}"
        return f"Begint op {short_day(self.entry.starts_on or self.day, self.day)}"

    @property
    def tag(self) -> Tag:
        words = {
            TermState.EXPECTED: self.begins_in_words,
            TermState.RUNNING: f"Loopt, nog {count_of_days((self.due_on - self.day).days)}",
            TermState.LATE: f"{count_of_days(self.days_late)} te laat",
            TermState.MET_LATE: f"{count_of_days(self.days_late)} te laat",
        }
        if self.state is TermState.RUNNING and self.due_on == self.day:
            words[TermState.RUNNING] = "Vandaag is de laatste dag"
        return Tag(words.get(self.state, self.state.label), *_ICONS[self.state])


def term_of(entry: Entry, day: date) -> Term | None:
    return build_term(entry, day, finished=entry.dossier.phase == Phase.CLOSED)


def terms_of(entries: Iterable[Entry], day: date, *, finished: bool) -> list[Term]:
    """Earliest ``due_on`` first; takes entries annotated ``with_response``."""
    found = [term for entry in entries if (term := build_term(entry, day, finished=finished))]
    return sorted(found, key=lambda term: (term.due_on, term.entry.number))


def build_term(entry: Entry, day: date, *, finished: bool) -> Term | None:
    awaits, due_on = entry.spec.awaits, entry.due_on
    if awaits is None or due_on is None:
        return None
    state = term_state(entry, day, finished=finished)
    return Term(entry, awaits, due_on, state, day) if state else None


# --- The day to propose; people set it ----------------------------------------------------------------------


def proposed_due_on(entry: Entry) -> date | None:
    """None when there is no rule, or the last day is unknown or implausible."""
    last = entry.ends_on if "ends_on" in entry.spec.facts else entry.starts_on
    propose = entry.spec.propose_due
    if propose is None or last is None or entry.date_precision != Precision.DAY or not has_required_right(entry):
        return None
    return propose(last) if is_plausible_date(last) else None


def proposal_in_words(entry: Entry) -> str:
    if entry.spec.propose_due is None:
        return ""
    right = entry.spec.due_requires_right
    if right and not has_required_right(entry):
        return f"Een voorstel is er alleen na een aanvraag met het recht “{right.label}”."
    day = proposed_due_on(entry)
    if day is None:
        return f"Voorstel: {entry.spec.due_reason}, of de eerste werkdag daarna."
    return f"Voorstel: {day_in_words(day)}. Dat is {entry.spec.due_reason}, of de eerste werkdag daarna."


def has_required_right(entry: Entry) -> bool:
    right = entry.spec.due_requires_right
    return right is None or entry.responds_to is not None and entry.responds_to.right == right
