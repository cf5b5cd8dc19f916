"""How long a response may take by law or by our own promise, and the day that this proposes. People set the day."""

from datetime import date, timedelta

from dateutil.easter import easter

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


def next_working_day(day: date) -> date:
    """That day itself, or the first one after it that is no weekend or general holiday (Algemene termijnenwet)."""
    while day.weekday() >= 5 or is_holiday(day):
        day += timedelta(days=1)
    return day


def is_holiday(day: date) -> bool:
    """Whether a day is a general holiday or equals one: Algemene termijnenwet, art. 3."""
    easter_sunday = easter(day.year)
    since_easter = (day - easter_sunday).days
    kings_day = date(day.year, 4, 27 - (date(day.year, 4, 27).weekday() == 6))
    fixed = {(1, 1), (5, 5), (12, 25), (12, 26)}
    good_friday, easter_monday, ascension, whit_monday = -2, 1, 39, 50
    return (
        day == kings_day
        or (day.month, day.day) in fixed
        or since_easter in (good_friday, easter_monday, ascension, whit_monday)
    )
