"""How long a response may take by law or by our own promise, and the day that this proposes. People set the day."""

from datetime import date, timedelta

from .working_days import next_working_day

ADVICE_TERM = timedelta(days=42)  # Wet op het overleg huurders verhuurder, art. 5: at least six weeks
ANSWER_TERM = timedelta(days=14)  # idem: the landlord gives reasons within 14 days when it does not follow
FEEDBACK_TERM = timedelta(days=28)  # our own promise

_NUMBERS = ["nul", "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf"]


def term_in_words(term: timedelta) -> str:
    """Such as "zes weken" or "45 dagen"."""
    weeks, days = divmod(term.days, 7)
    if days or weeks >= len(_NUMBERS):
        return "één dag" if term.days == 1 else f"{term.days} dagen"
    return "één week" if weeks == 1 else f"{_NUMBERS[weeks]} weken"


def proposed_advice_day(received: date) -> date:
    return next_working_day(received + ADVICE_TERM)


def proposed_answer_day(sent: date) -> date:
    return next_working_day(sent + ANSWER_TERM)


def proposed_feedback_day(closed: date) -> date:
    return next_working_day(closed + FEEDBACK_TERM)
