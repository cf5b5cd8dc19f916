"""Nu, straks, jij: at most three sentences on top of a dossier, never typed.

Each of the tables NOW and YOU is read from top to bottom: the first rule that has something to say decides.
"""

from dataclasses import dataclass
from datetime import date, time

from django.conf import settings

from ..models import Dossier, Entry, Inspraak
from ..rules import phases
from ..rules.days import Precision, is_over, starts_after
from ..rules.kinds import Kind
from ..rules.phases import Phase
from ..rules.terms import TermState
from ..wording import count_of_days, days_left, display_date, kind_name, short_day
from .terms import Term


@dataclass(frozen=True)
class Standing:
    """What the sentences are made of: a dossier annotated ``with_inspraak``, its public entries and terms, today."""

    dossier: Dossier
    entries: list[Entry]
    terms: list[Term]
    day: date

    def term(self, awaited: Kind, state: TermState) -> Term | None:
        return next((term for term in self.terms if term.awaits == awaited and term.state is state), None)

    def format_sentence(self, sentence: str, day: date | None = None, **words) -> str:
        """Fill in {landlord}, {day} and ``words``."""
        return sentence.format(
            landlord=settings.ORGANISATION["landlord"], day=day and short_day(day, self.day), **words
        )


# --- Nu ---------------------------------------------------------------------------------------------------


def now_finished(standing: Standing) -> str:
    dossier = standing.dossier
    if dossier.phase != Phase.CLOSED:
        return ""
    status = standing.format_sentence("Afgerond op {day}", dossier.closed_on) if dossier.closed_on else "Afgerond"
    return f"{status}: {dossier.result}" if dossier.result else status


def now_paused(standing: Standing) -> str:
    reason = standing.dossier.pause_reason
    return f"Gepauzeerd: {reason}" if reason else ""


def now_answer_late(standing: Standing) -> str:
    late = standing.term(Kind.ANSWER, TermState.LATE)
    sentence = "Het antwoord van {landlord} is {days} te laat"
    return standing.format_sentence(sentence, days=count_of_days(late.days_late)) if late else ""


def now_advice_late(standing: Standing) -> str:
    late = standing.term(Kind.ADVICE, TermState.LATE)
    return standing.format_sentence("Ons advies had er uiterlijk op {day} moeten zijn", late.due_on) if late else ""


def now_feedback_late(standing: Standing) -> str:
    late = standing.term(Kind.FEEDBACK, TermState.LATE)
    return (
        standing.format_sentence("Onze terugkoppeling had er uiterlijk op {day} moeten zijn", late.due_on)
        if late
        else ""
    )


def now_round_open(standing: Standing) -> str:
    until = standing.dossier.open_until
    return standing.format_sentence("Wij verzamelen t/m {day} wat huurders vinden", until) if until else ""


def now_answer_running(standing: Standing) -> str:
    running = standing.term(Kind.ANSWER, TermState.RUNNING)
    sentence = "Wij wachten op het antwoord van {landlord}, uiterlijk {day}"
    return standing.format_sentence(sentence, running.due_on) if running else ""


def now_advice_running(standing: Standing) -> str:
    running = standing.term(Kind.ADVICE, TermState.RUNNING)
    return standing.format_sentence("Wij schrijven ons advies, uiterlijk {day}", running.due_on) if running else ""


def now_feedback_running(standing: Standing) -> str:
    running = standing.term(Kind.FEEDBACK, TermState.RUNNING)
    sentence = "Wij verwerken de reacties, terugkoppeling uiterlijk {day}"
    return standing.format_sentence(sentence, running.due_on) if running else ""


def now_phase(standing: Standing) -> str:
    phase = Phase(standing.dossier.phase)
    return f"Fase {phase.label}: {standing.format_sentence(phases.MEANING[phase])}"


NOW_RULES = (
    now_finished,
    now_paused,
    now_answer_late,
    now_advice_late,
    now_feedback_late,
    now_round_open,
    now_answer_running,
    now_advice_running,
    now_feedback_running,
    now_phase,
)


# --- Straks -----------------------------------------------------------------------------------------------


def soon(standing: Standing) -> str:
    coming = (entry for entry in standing.entries if may_come_next(entry, standing.day))
    entry = min(coming, key=chronological_key, default=None)
    return upcoming_in_words(entry, standing.day) if entry else ""


def upcoming_in_words(entry: Entry, day: date) -> str:
    """Such as "Op 30 november: Bijeenkomst, Vragenavond".

    In the editor's own words when the day is not exact; with all its days when it has begun.
    """
    first = entry.starts_on
    if first and first >= day and entry.date_precision == Precision.DAY and not entry.date_text:
        moment = f"Op {short_day(first, day)}"
    else:
        moment = display_date(entry)[:1].upper() + display_date(entry)[1:]
    return f"{moment}: {kind_name(entry)}, {entry.title}"


def chronological_key(entry: Entry) -> tuple[date | None, time, int]:
    """An entry without an hour precedes those of its day."""
    return entry.starts_on, entry.begins_at or time.min, entry.number


def may_come_next(entry: Entry, day: date) -> bool:
    if entry.cancelled or entry.starts_on is None:
        return False
    if entry.spec.is_round:
        return starts_after(entry, day)
    return entry.spec.upcoming_until_over and not is_over(entry, day)


# --- Jij --------------------------------------------------------------------------------------------------


MAIL_US = "Je hoeft niets te doen. Vraag? Mail ons."


def you_can_react_until(until: date, day: date) -> str:
    return f"Je kunt reageren t/m {short_day(until, day)} ({days_left(until, day)})"


def you_can_react_from(opens_on: date, day: date) -> str:
    return f"Je kunt reageren vanaf {short_day(opens_on, day)}"


def you_round_open(standing: Standing) -> str:
    until = standing.dossier.open_until
    return you_can_react_until(until, standing.day) if until else ""


def you_round_announced(standing: Standing) -> str:
    opens_on = standing.dossier.opens_on
    return you_can_react_from(opens_on, standing.day) if opens_on else ""


def you_finished(standing: Standing) -> str:
    return MAIL_US if standing.dossier.phase == Phase.CLOSED else ""


def you_wait(standing: Standing) -> str:
    return "Je kunt nu niet reageren. Zet dit dossier in je agenda of lees mee."


YOU_RULES = (you_round_open, you_round_announced, you_finished, you_wait)


# --- Together ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class NowSoonYou:
    """The three sentences; ``soon`` may be empty. ``can_act`` says that a tenant can react today, ``can_mail`` that
    ``you`` invites to mail us.
    """

    now: str
    soon: str
    you: str
    can_act: bool
    can_mail: bool


def now_soon_you(standing: Standing) -> NowSoonYou:
    you = first_sentence(YOU_RULES, standing)
    return NowSoonYou(
        now=first_sentence(NOW_RULES, standing),
        soon=soon(standing),
        you=you,
        can_act=standing.dossier.inspraak == Inspraak.OPEN,
        can_mail=you == MAIL_US,
    )


def first_sentence(rules, standing: Standing) -> str:
    return next(filter(None, (rule(standing) for rule in rules)))
