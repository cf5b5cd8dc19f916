"""How long a response may take by law or by our own promise, and the day that this proposes. People set the day."""

from datetime import date, timedelta

from .working_days import next_working_day

ADVICE_TERM = timedelta(days=42)  # Wet op het overleg huurders verhuurder, art. 5: at least six weeks
ANSWER_TERM = timedelta(days=14)  # idem: the landlord gives reasons within 14 days when it does not follow
FEEDBACK_TERM = timedelta(days=28)  # our own promise


def proposed_advice_day(received: date) -> date:
    """The day on which our advice is due, for a request received on that day."""
    return next_working_day(received + ADVICE_TERM)


def proposed_answer_day(sent: date) -> date:
    """The day on which the landlord's answer is due, for an advice sent on that day on a request for advice."""
    return next_working_day(sent + ANSWER_TERM)


def proposed_feedback_day(closed: date) -> date:
    """The day on which our feedback is due, for a round whose last day is that day."""
    return next_working_day(closed + FEEDBACK_TERM)
