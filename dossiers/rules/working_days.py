"""Days on which no term ends: weekends, and the general holidays of the Algemene termijnenwet."""

from datetime import date, timedelta

from dateutil.easter import easter


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
