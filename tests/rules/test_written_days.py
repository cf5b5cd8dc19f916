"""Days and times as people write them, read on a Tuesday: 1 December 2026."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError

from dossiers.rules.written_days import read_day, read_time

TODAY = date(2026, 12, 1)


def refusal(read, *args, **kwargs):
    """The words for who wrote it, or "" when it is just not readable."""
    with pytest.raises((ValidationError, ValueError)) as caught:
        read(*args, **kwargs)
    return caught.value.messages[0] if isinstance(caught.value, ValidationError) else ""


def test_a_day_is_read_in_every_writing():
    for text in [
        *("dinsdag 1 december 2026", "Dinsdag, 1 december", "di 1 dec", "di. 1 dec.", "DI 1 DEC 2026", "1 december"),
        *("1 dec 2026", "1.12.2026", "1-12-26", "1/12/2026", "01-12-2026", "2026-12-01", "1 12 2026", "1-12", "1/12"),
        *("1ste december", "1e december", "1 Dec. '26", "1 dec \u201926", "1december2026", "1-dec-2026", "1\u2013dec"),
        *("\u200bdinsdag\u00a01\u202fdecember 2026\u200e ", "1 december 2026 ", "1 december, 2026"),
    ]:
        assert read_day(text, TODAY) == TODAY, text


def test_months_may_be_short_or_english():
    for month, words in enumerate(
        [
            *("jan January", "feb febr", "mrt maart march", "apr april", "mei May", "jun juni june"),
            *("jul juli july", "aug augustus august", "sep sept september", "okt oct october", "nov", "dec december"),
        ],
        start=1,
    ):
        for word in words.split():
            assert read_day(f"3 {word} 2027", TODAY) == date(2027, month, 3), word


def test_a_day_without_a_year_is_the_next_one_or_the_last_one():
    for text, coming, past in [
        ("30 november", date(2027, 11, 30), date(2026, 11, 30)),
        ("1 december", TODAY, TODAY),
        ("2 december", date(2026, 12, 2), date(2025, 12, 2)),
        ("29 februari", date(2028, 2, 29), date(2024, 2, 29)),
    ]:
        assert read_day(text, TODAY) == coming, text
        assert read_day(text, TODAY, has_been=True) == past, text
    assert read_day("29 februari", date(2028, 2, 29)) == date(2028, 2, 29)
    assert read_day("29 februari", date(2028, 3, 1), has_been=True) == date(2028, 2, 29)
    assert read_day("29 februari", date(1896, 3, 1)) == date(1904, 2, 29)


def test_two_figures_are_a_year_at_most_twenty_years_ahead():
    assert read_day("1-1-46", TODAY).year == 2046
    assert read_day("1-1-47", TODAY).year == 1947


def test_a_weekday_that_does_not_fit_is_refused_naming_both():
    for text in ["maandag 1 december 2026", "ma 1-12-2026", "MA. 1 dec"]:
        assert refusal(read_day, text, TODAY).startswith("1 december 2026 is een dinsdag, geen maandag."), text


def test_a_day_that_does_not_exist_is_told_so():
    for text, words in [
        ("31 april", "31 april 2026 bestaat niet: april heeft dan 30 dagen."),
        ("29 februari 2027", "29 februari 2027 bestaat niet: februari heeft dan 28 dagen."),
        ("31-02-2027", "31 februari 2027 bestaat niet: februari heeft dan 28 dagen."),
        ("0 mei 2027", "0 mei 2027 bestaat niet: mei heeft dan 31 dagen."),
        ("12/25/2026", "Maand 25 bestaat niet. Schrijf eerst de dag en dan de maand: 3-11-2026."),
        ("1-1-0000", "Het jaar 0 bestaat niet."),
    ]:
        assert refusal(read_day, text, TODAY) == words, text


def test_what_is_no_day_is_refused():
    for text in [
        "21",
        "1 d",
        "1 foo 2026",
        "xx 1 december",
        "1 december 202",
        "december 2026",
        "1-12-2026 19:30",
        "één mei",
    ]:
        assert refusal(read_day, text, TODAY) == "", text


def test_a_time_is_read_in_every_writing():
    for text in [
        *(
            "19:30",
            "19.30",
            "19u30",
            "19:30u",
            "19.30 uur",
            "1930",
            "1930 uur",
            "om 19.30 uur",
            "19:30:00",
            "19:30 UUR",
        ),
        *("19 u 30", "19\u00a0:\u00a030", "\u200b19:30", "19,30"),
    ]:
        assert read_time(text) == time(19, 30), text
    for text, hour, minute in [
        ("21", 21, 0),
        ("9", 9, 0),
        ("9u", 9, 0),
        ("9 uur", 9, 0),
        ("0930", 9, 30),
        ("930", 9, 30),
    ]:
        assert read_time(text) == time(hour, minute), text
    assert (read_time("0:00"), read_time("23:59")) == (time(0, 0), time(23, 59))


def test_a_time_that_does_not_exist_is_told_so_and_what_is_no_time_is_refused():
    assert (
        refusal(read_time, "24:00") == "Schrijf middernacht als 0:00, en kies de dag die dan begint. Of schrijf 23:59."
    )
    assert refusal(read_time, "24:01") == "De tijd 24:01 bestaat niet. Schrijf de tijd zo: 19:30."
    assert refusal(read_time, "25") == "De tijd 25:00 bestaat niet. Schrijf de tijd zo: 19:30."
    assert refusal(read_time, "19:60") == "De tijd 19:60 bestaat niet. Schrijf de tijd zo: 19:30."
    for text in ["half acht", "7.30 pm", "19:3", "19:30-21:00", "avond", "12345", "\u00b2\u00b2"]:
        assert refusal(read_time, text) == "", text
