"""The public days of dossiers as a calendar that people subscribe to (RFC 5545, with the hints of RFC 7986).

The same dossiers always give the same bytes, so that an answer keeps its ETag: nothing here reads the clock.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, Event, Timezone

from ..addresses.spelling import absolute
from ..models import Dossier, Entry
from ..rules.publication import last_update
from ..wording import kind_name

REFRESH = timedelta(hours=12)  # how often a calendar should come and look

AMSTERDAM = ZoneInfo("Europe/Amsterdam")

# Its summer time, by the rule since 1996. It stands in every calendar: the standard asks at least one component,
# also of a calendar without events.
SUMMER_TIME = """\
BEGIN:VTIMEZONE
TZID:Europe/Amsterdam
BEGIN:DAYLIGHT
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def everyones_calendar(entries: Iterable[Entry]) -> bytes:
    """The calendar of all dossiers; the entries are ``in_calendar`` and annotated ``with_reports``."""
    name = settings.ORGANISATION["name"]
    return _calendar(f"{name}: bijeenkomsten, inspraak en termijnen", reverse("dossiers"), entries)


def dossier_calendar(dossier: Dossier, entries: Iterable[Entry]) -> bytes:
    """The calendar of one dossier, of entries as above."""
    return _calendar(str(dossier), dossier.get_absolute_url(), entries)


def _calendar(name: str, path: str, entries: Iterable[Entry]) -> bytes:
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", _line(f"-//{settings.ORGANISATION['name']}//Dossiers//NL"))
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    for label in ("name", "x-wr-calname"):  # the standard's word, and the one that calendars read
        calendar.add(label, _line(name))
    calendar.add("url", absolute(path))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", calendar["refresh-interval"].to_ical().decode())
    calendar.add_component(Timezone.from_ical(SUMMER_TIME))
    for entry in entries:
        for event in _events(entry):
            calendar.add_component(event)
    return calendar.to_ical()


def _events(entry: Entry) -> Iterator[Event]:
    """What an entry puts in a calendar, each with a role of its own."""
    if entry.spec.is_meeting:
        yield _meeting(entry)
    if entry.spec.is_round:
        yield _on_day(entry.starts_on, _event(entry, "opening", f"Inspraak opent: {entry.title}"))
        yield _on_day(entry.ends_on, _event(entry, "closing", f"Laatste dag om te reageren: {entry.title}"))
    if entry.spec.awaits and entry.due_on:
        due = entry.spec.due_words.format(landlord=settings.ORGANISATION["landlord"])
        note = f"Volgens de ingevulde data. Zo werken de termijnen: {absolute(reverse('explanation'))}"
        yield _on_day(entry.due_on, _event(entry, "term", due, note))


def _meeting(entry: Entry) -> Event:
    event = _event(entry, "meeting", entry.title)
    if entry.place:
        event.add("location", _line(entry.place))
    if entry.begins_at is None:
        return _on_day(entry.starts_on, event, last=entry.ends_on)
    begins, ends = span(entry)
    event.add("dtstart", begins)
    if ends:
        event.add("dtend", ends)
    return event


def _event(entry: Entry, role: str, summary: str, note: str = "") -> Event:
    """An event without its days. Code, number and role, never the title, make it the same one next time."""
    dossier = entry.dossier
    address = absolute(entry.get_absolute_url())
    told = [f"{kind_name(entry)} in dossier {dossier}", entry.date_text, entry.question, entry.teaser, note, address]
    event = Event()
    event.add("uid", f"{dossier.code.lower()}-{entry.number}-{role}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", last_update([entry.readable_since], [entry.last_reported_at]).astimezone(UTC))
    event.add("sequence", entry.reported_changes)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("summary", _line(f"{'Afgelast: ' if entry.cancelled else ''}{summary} ({dossier.code})"))
    event.add("description", "\n".join(_line(part) for part in told if part))
    event.add("url", address)
    return event


def _on_day(first: date, event: Event, last: date | None = None) -> Event:
    """Give an event whole days, of which the last counts. It keeps nobody's agenda occupied."""
    event.add("dtstart", first)
    event.add("dtend", (last or first) + timedelta(days=1))  # the standard names the day after
    event.add("transp", "TRANSPARENT")
    return event


def span(entry: Entry) -> tuple[datetime, datetime | None]:
    """When a meeting with a time begins and ends: from the first day to the last. No end when none is known.

    A meeting of one day that ends at an earlier time than it begins ends after midnight.
    """
    begins = _moment(entry.starts_on, entry.begins_at)
    last = entry.ends_on or entry.starts_on
    if entry.ends_at is None:
        return begins, None if last == entry.starts_on else _moment(last + timedelta(days=1), time.min)
    if last == entry.starts_on and entry.ends_at < entry.begins_at:
        last += timedelta(days=1)
    ends = _moment(last, entry.ends_at)
    return begins, ends if ends.astimezone(UTC) > begins.astimezone(UTC) else None


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, tzinfo=AMSTERDAM)


def _line(text: str) -> str:
    """A text on one line, without what a calendar may not hold."""
    return " ".join(_CONTROL.sub(" ", text).split())
