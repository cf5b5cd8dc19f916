"""Days and times as people write them: "di 1 dec", "1.12.2026", "19u30". No rows, no clock.

What cannot be read raises ValueError without words for a reader. What can be read and is wrong raises
ValidationError, which names what is wrong in Dutch.
"""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterable
from datetime import MAXYEAR, MINYEAR, date, time

from django.core.exceptions import ValidationError

MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)
WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
_ENGLISH_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_LEAP_DAYS = 8  # the most years between two 29ths of February, as from 1896 to 1904
_CENTURY_AHEAD = 20  # years: "45" is 2045, and "99" was 1999

_WEEKDAY = r"(?:(?P<weekday>[a-z]{2,})\.?,?\s*)?"
_YEAR = r"(?P<year>\d{4}|'?\d{2})"
_DAY_FORMS = [
    re.compile(r"(?P<year>\d{4})\s*[-./]\s*(?P<month>\d{1,2})\s*[-./]\s*(?P<day>\d{1,2})"),
    re.compile(rf"{_WEEKDAY}(?P<day>\d{{1,2}})\s*[-./ ]\s*(?P<month>\d{{1,2}})(?:\s*[-./ ]\s*{_YEAR})?"),
    re.compile(
        rf"{_WEEKDAY}(?P<day>\d{{1,2}})(?:(?:ste|de|e)(?![a-z]))?[-./\s]*(?P<month>[a-z]{{3,}})\.?,?(?:[-./\s]*{_YEAR})?"
    ),
]
_TIME_FORMS = [
    re.compile(r"(?:om )?(?P<hour>\d{1,2})(?:\s?[:.,u]\s?(?P<minute>\d{2})(?::\d{2})?)?\s?(?:uur|u)?\.?"),
    re.compile(r"(?:om )?(?P<hour>\d{1,2})(?P<minute>\d{2})\s?(?:uur|u)?\.?"),
]


def read_day(text: str, today: date, *, has_been: bool = False) -> date:
    """A day without a year is the next one from ``today`` on, or the last one until then when it ``has_been``.

    Raises ValueError or ValidationError.
    """
    parts = _read(_DAY_FORMS, text)
    day, month = int(parts["day"]), _month(parts["month"])
    if parts["year"]:
        found = _existing_day(_year(parts["year"], today), month, day)
    else:
        found = _nearest_day(month, day, today, has_been)
    weekday = parts.get("weekday")
    if weekday and (named := _one_of([WEEKDAYS], weekday, shortest=2)) != found.weekday():
        raise ValidationError(
            f"{found.day} {MONTHS[found.month - 1]} {found.year} is een {WEEKDAYS[found.weekday()]}, "
            f"geen {WEEKDAYS[named]}. Verander de dag of de datum."
        )
    return found


def read_time(text: str) -> time:
    """In whole minutes. Raises ValueError or ValidationError."""
    parts = _read(_TIME_FORMS, text)
    hour, minute = int(parts["hour"]), int(parts["minute"] or 0)
    if hour == 24 and minute == 0:
        raise ValidationError("Schrijf middernacht als 0:00, en kies de dag die dan begint. Of schrijf 23:59.")
    if hour > 23 or minute > 59:
        raise ValidationError(f"De tijd {hour}:{minute:02} bestaat niet. Schrijf de tijd zo: 19:30.")
    return time(hour, minute)


def _read(forms: list[re.Pattern], text: str) -> dict:
    """Also what was pasted: with hard spaces and characters that nobody sees."""
    seen = "".join(char for char in text if unicodedata.category(char) != "Cf")
    words = " ".join(seen.casefold().replace("\u2019", "'").replace("\u2013", "-").split())
    if not words.isascii():
        raise ValueError
    for form in forms:
        if match := form.fullmatch(words):
            return match.groupdict()
    raise ValueError


def _month(word: str) -> int:
    if word.isdecimal():
        return int(word)
    return 3 if word == "mrt" else _one_of([MONTHS, _ENGLISH_MONTHS], word, shortest=3) + 1


def _one_of(lists: Iterable[tuple[str, ...]], word: str, shortest: int) -> int:
    """The place of the name that a word is, or is short for. Raises ValueError."""
    for names in lists:
        for place, name in enumerate(names):
            if len(word) >= shortest and name.startswith(word):
                return place
    raise ValueError


def _year(figures: str, today: date) -> int:
    if len(figures) == 4:
        return int(figures)
    year = today.year // 100 * 100 + int(figures.lstrip("'"))
    return year - 100 if year > today.year + _CENTURY_AHEAD else year


def _existing_day(year: int, month: int, day: int) -> date:
    if not 1 <= month <= 12:
        raise ValidationError(f"Maand {month} bestaat niet. Schrijf eerst de dag en dan de maand: 3-11-2026.")
    if not MINYEAR <= year <= MAXYEAR:
        raise ValidationError(f"Het jaar {year} bestaat niet.")
    length = monthrange(year, month)[1]
    if not 1 <= day <= length:
        name = MONTHS[month - 1]
        raise ValidationError(f"{day} {name} {year} bestaat niet: {name} heeft dan {length} dagen.")
    return date(year, month, day)


def _nearest_day(month: int, day: int, today: date, has_been: bool) -> date:
    if (month, day) != (2, 29):
        this_year = _existing_day(today.year, month, day)
        if has_been and this_year > today:
            return _existing_day(today.year - 1, month, day)
        if not has_been and this_year < today:
            return _existing_day(today.year + 1, month, day)
        return this_year
    step = -1 if has_been else 1
    years = range(today.year, today.year + step * (_LEAP_DAYS + 1), step)
    days = [date(year, 2, 29) for year in years if monthrange(year, 2)[1] == 29]
    return next(found for found in days if (found <= today if has_been else found >= today))
