"""The public days of dossiers as a calendar that people subscribe to (RFC 5545, with the hints of RFC 7986).

The same dossiers always give the same bytes, so that an answer keeps its ETag: nothing here reads the clock.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, Event, Timezone

from ..addresses.spelling import absolute
from ..rules.publication import last_update
from ..wording import kind_name

REFRESH = timedelta(hours=12)  # how often a calendar should come and look

AMSTERDAM = ZoneInfo("Europe/Amsterdam")

# Its summer time, by the rule since 31 March 1996. It stands in every calendar: the standard asks at least one
# component, also of a calendar without events.
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

SUMMER_TIME_SINCE = date(1996, 3, 31)  # before, a calendar gets the hour in UTC: each year had its own rule

CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def site_calendar(entries):
    """The entries are ``in_calendar`` and annotated ``with_reports``."""
    name = settings.ORGANISATION["name"]
    return build_calendar(f"{name}: bijeenkomsten, inspraak en termijnen", reverse("dossiers"), entries)


def dossier_calendar(dossier, entries):
    """The entries are ``in_calendar`` and annotated ``with_reports``."""
    return build_calendar(str(dossier), dossier.get_absolute_url(), entries)


def build_calendar(name, path, entries):
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", one_line(f"-//{settings.ORGANISATION['name']}//Dossiers//NL"))
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    for label in ("name", "x-wr-calname"):  # the standard's word, and the one that calendars read
        calendar.add(label, one_line(name))
    calendar.add("url", absolute(path))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", calendar["refresh-interval"].to_ical().decode())
    calendar.add_component(Timezone.from_ical(SUMMER_TIME))
    for entry in entries:
        for event in entry_events(entry):
            calendar.add_component(event)
    return calendar.to_ical()


def entry_events(entry):
    if entry.spec.is_meeting:
        yield meeting_event(entry)
    if entry.spec.is_round:
        yield set_whole_days(entry.starts_on, base_event(entry, "opening", f"Inspraak opent: {entry.title}"))
        yield set_whole_days(entry.ends_on, base_event(entry, "closing", f"Laatste dag om te reageren: {entry.title}"))
    if entry.spec.awaits and entry.due_on:
        due = entry.spec.due_words.format(landlord=settings.ORGANISATION["landlord"])
        note = f"Volgens de ingevulde data. Zo werken de termijnen: {absolute(reverse('explanation'))}"
        yield set_whole_days(entry.due_on, base_event(entry, "term", due, note))


def meeting_event(entry):
    event = base_event(entry, "meeting", entry.title)
    if entry.place:
        event.add("location", one_line(entry.place))
    if entry.begins_at is None:
        return set_whole_days(entry.starts_on, event, last=entry.ends_on)
    for name, instant in zip(("dtstart", "dtend"), meeting_span(entry), strict=True):
        if instant:
            event.add(name, instant.astimezone(UTC) if entry.starts_on < SUMMER_TIME_SINCE else instant)
    return event


def base_event(entry, role, summary, note=""):
    """An event without its days. Its uid is made of code, number and role, which never change."""
    dossier = entry.dossier
    address = absolute(entry.get_absolute_url())
    lines = [f"{kind_name(entry)} in dossier {dossier}", entry.date_text, entry.question, entry.teaser, note, address]
    event = Event()
    event.add("uid", f"{dossier.code.lower()}-{entry.number}-{role}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", last_update([entry.readable_since], [entry.last_reported_at]).astimezone(UTC))
    event.add("sequence", entry.reported_changes)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("summary", one_line(f"{'Afgelast: ' if entry.cancelled else ''}{summary} ({dossier.code})"))
    event.add("description", "\n".join(one_line(line) for line in lines if line))
    event.add("url", address)
    return event


def set_whole_days(first, event, last=None):
    """Make it an event of whole days, ``last`` included, during which people are not shown as busy."""
    event.add("dtstart", first)
    event.add("dtend", (last or first) + timedelta(days=1))  # the standard names the day after
    event.add("transp", "TRANSPARENT")
    return event


def meeting_span(entry):
    """When a meeting with a time begins and ends: from the first day to the last. No end when none is known.

    A meeting of one day that ends at an earlier time than it begins ends after midnight.
    """
    begins = amsterdam_time(entry.starts_on, entry.begins_at)
    last = entry.ends_on or entry.starts_on
    if entry.ends_at is None:
        return begins, None if last == entry.starts_on else amsterdam_time(last + timedelta(days=1), time.min)
    if last == entry.starts_on and entry.ends_at < entry.begins_at:
        last += timedelta(days=1)
    ends = amsterdam_time(last, entry.ends_at)
    return begins, ends if ends.astimezone(UTC) > begins.astimezone(UTC) else None


def amsterdam_time(day, at):
    return datetime.combine(day, at, tzinfo=AMSTERDAM)


def one_line(text):
    return " ".join(CONTROL_CHARACTERS.sub(" ", text).split())
