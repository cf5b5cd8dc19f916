"""Nu, straks, jij: at most three sentences on top of a dossier, never typed.

Each of the tables NOW and YOU is read from top to bottom: the first rule that has something to say decides.
"""

from dataclasses import dataclass
from datetime import date, time

from django.conf import settings

from ..models import Dossier, Entry, Inspraak, Phase
from ..rules import phases
from ..rules.days import Precision, is_over, starts_after
from ..rules.kinds import Kind
from ..rules.terms import TermState
from ..wording import count_of_days, day_from, days_left, kind_name, when
from .terms import Term


@dataclass(frozen=True)
class Standing:
    """What the sentences are made of: a dossier annotated ``with_inspraak``, its public entries and terms, today."""

    dossier: Dossier
    entries: list[Entry]
    terms: list[Term]
    day: date

    def term(self, awaited: Kind, state: TermState) -> Term | None:
        """The earliest term for a response of that kind that is in that state."""
        return next((term for term in self.terms if term.awaits == awaited and term.state is state), None)

    def say(self, sentence: str, day: date | None = None, **words) -> str:
        """A sentence with the landlord's name and, as {day}, a day filled in."""
        return sentence.format(
            landlord=settings.ORGANISATION["landlord"], day=day and day_from(day, self.day), **words
        )


# --- Nu ---------------------------------------------------------------------------------------------------


def _finished(standing: Standing) -> str:
    dossier = standing.dossier
    if dossier.phase != Phase.CLOSED:
        return ""
    told = standing.say("Afgerond op {day}", dossier.closed_on) if dossier.closed_on else "Afgerond"
    return f"{told}: {dossier.result}" if dossier.result else told


def _paused(standing: Standing) -> str:
    reason = standing.dossier.pause_reason
    return f"Gepauzeerd: {reason}" if reason else ""


def _answer_late(standing: Standing) -> str:
    late = standing.term(Kind.ANSWER, TermState.LATE)
    sentence = "Het antwoord van {landlord} is {days} te laat"
    return standing.say(sentence, days=count_of_days(late.days_late)) if late else ""


def _advice_late(standing: Standing) -> str:
    late = standing.term(Kind.ADVICE, TermState.LATE)
    return standing.say("Ons advies had er uiterlijk op {day} moeten zijn", late.due_on) if late else ""


def _feedback_late(standing: Standing) -> str:
    late = standing.term(Kind.FEEDBACK, TermState.LATE)
    return standing.say("Onze terugkoppeling had er uiterlijk op {day} moeten zijn", late.due_on) if late else ""


def _round_open(standing: Standing) -> str:
    until = standing.dossier.open_until
    return standing.say("Wij verzamelen t/m {day} wat huurders vinden", until) if until else ""


def _answer_running(standing: Standing) -> str:
    running = standing.term(Kind.ANSWER, TermState.RUNNING)
    sentence = "Wij wachten op het antwoord van {landlord}, uiterlijk {day}"
    return standing.say(sentence, running.due_on) if running else ""


def _advice_running(standing: Standing) -> str:
    running = standing.term(Kind.ADVICE, TermState.RUNNING)
    return standing.say("Wij schrijven ons advies, uiterlijk {day}", running.due_on) if running else ""


def _feedback_running(standing: Standing) -> str:
    running = standing.term(Kind.FEEDBACK, TermState.RUNNING)
    sentence = "Wij verwerken de reacties, terugkoppeling uiterlijk {day}"
    return standing.say(sentence, running.due_on) if running else ""


def _phase(standing: Standing) -> str:
    phase = Phase(standing.dossier.phase)
    return f"Fase {phase.label}: {standing.say(phases.MEANING[phase])}"


NOW = (
    _finished,
    _paused,
    _answer_late,
    _advice_late,
    _feedback_late,
    _round_open,
    _answer_running,
    _advice_running,
    _feedback_running,
    _phase,
)


# --- Straks -----------------------------------------------------------------------------------------------


def soon(standing: Standing) -> str:
    """The earliest meeting that is not over, or round that opens after today, not cancelled; else nothing."""
    coming = (entry for entry in standing.entries if _is_next(entry, standing.day))
    entry = min(coming, key=_moment, default=None)
    return what_is_coming(entry, standing.day) if entry else ""


def what_is_coming(entry: Entry, day: date) -> str:
    """Such as "Op 30 november: Bijeenkomst, Vragenavond".

    In the editor's own words when the day is not exact; with all its days when it has begun.
    """
    exact = entry.date_precision == Precision.DAY and not entry.date_text and entry.starts_on >= day
    moment = f"Op {day_from(entry.starts_on, day)}" if exact else when(entry)[:1].upper() + when(entry)[1:]
    return f"{moment}: {kind_name(entry)}, {entry.title}"


def _moment(entry: Entry) -> tuple[date, time, int]:
    """What orders the entries of one day: a whole day first, then by the hour, then by number."""
    return entry.starts_on, entry.begins_at or time.min, entry.number


def _is_next(entry: Entry, day: date) -> bool:
    if entry.cancelled or entry.starts_on is None:
        return False
    if entry.spec.is_round:
        return starts_after(entry, day)
    return entry.spec.coming_until_over and not is_over(entry, day)


# --- Jij --------------------------------------------------------------------------------------------------


MAIL_US = "Je hoeft niets te doen. Vraag? Mail ons."


def you_can_react(until: date, day: date) -> str:
    """What an open round means to you."""
    return f"Je kunt reageren t/m {day_from(until, day)} ({days_left(until, day)})"


def you_will_be_able(opens_on: date, day: date) -> str:
    """What an announced round means to you."""
    return f"Je kunt reageren vanaf {day_from(opens_on, day)}"


def _you_open(standing: Standing) -> str:
    until = standing.dossier.open_until
    return you_can_react(until, standing.day) if until else ""


def _you_announced(standing: Standing) -> str:
    opens_on = standing.dossier.opens_on
    return you_will_be_able(opens_on, standing.day) if opens_on else ""


def _you_finished(standing: Standing) -> str:
    return MAIL_US if standing.dossier.phase == Phase.CLOSED else ""


def _you_wait(standing: Standing) -> str:
    return "Je kunt nu niet reageren. Zet dit dossier in je agenda of lees mee."


YOU = (_you_open, _you_announced, _you_finished, _you_wait)


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
    you = _first(YOU, standing)
    return NowSoonYou(
        now=_first(NOW, standing),
        soon=soon(standing),
        you=you,
        can_act=standing.dossier.inspraak == Inspraak.OPEN,
        can_mail=you == MAIL_US,
    )


def _first(rules, standing: Standing) -> str:
    return next(filter(None, (rule(standing) for rule in rules)))
