"""The calendar that people put in their own: read by a library, and by a second reader that forgives nothing."""

import re
from datetime import UTC, date, datetime, time, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from icalendar import Calendar

from dossiers.models import Entry
from dossiers.rules.kinds import Kind
from dossiers.rules.phases import Phase

from ..conftest import AMSTERDAM
from ..factories import LONG_AGO, make_change, make_dossier, make_entry, make_round
from ..reading import read

pytestmark = pytest.mark.django_db
ALL = "/agenda.ics"
OF_DOSSIER = "/dossiers/k16-006-nieuwe-samenwerkingsovereenkomst/agenda.ics"


def read_calendar(client, address=ALL):
    response = client.get(address)
    assert response.status_code == 200, address
    check_strictly(response.content)
    calendar = Calendar.from_ical(response.content)
    calendar.validate()
    for component in calendar.walk():
        assert not component.errors
    return calendar


def check_strictly(content):
    """RFC 5545 by hand: line ends, folding, well-formed lines, nesting, what an event must have."""
    assert content.endswith(b"\r\n")
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", content)
    physical = content.removesuffix(b"\r\n").split(b"\r\n")
    assert max(len(line) for line in physical) <= 75
    for line in physical:
        assert not re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", line)
        line.decode()  # no character is cut in two
    open_parts, seen = [], []
    for line in re.sub(rb"\r\n[ \t]", b"", content).decode().removesuffix("\r\n").split("\r\n"):
        assert re.fullmatch(r"[A-Z-]+(;[A-Z-]+=[^;:,\"]+)*:.*", line), line
        name, value = line.split(":", 1)
        if name == "BEGIN":
            open_parts.append((value, seen := []))
        elif name == "END":
            closed, names = open_parts.pop()
            assert closed == value
            once = ["UID", "DTSTAMP", "DTSTART", "SEQUENCE", "STATUS", "SUMMARY", "URL"] if value == "VEVENT" else []
            assert [names.count(field) for field in once] == [1] * len(once)
            seen = open_parts[-1][1] if open_parts else []
        else:
            seen.append(name.split(";")[0])
            if name in ("SUMMARY", "DESCRIPTION", "LOCATION"):
                assert not re.search(r"(?<!\\)[,;]|(?<!\\)(?:\\\\)*\\[^\\;,nN]", value), line
    assert not open_parts


def events(client, address=ALL):
    """The events by the first part of their UID."""
    found = read_calendar(client, address).events
    by_uid = {event.uid.split("@")[0]: event for event in found}
    assert len(by_uid) == len(found)
    return by_uid


def days(event):
    """First day, and the day after the last, as the calendar has them."""
    return event["dtstart"].dt, event["dtend"].dt


def make_meeting(dossier, starts_on=date(2027, 6, 10), title="Vragenavond", **fields):
    return make_entry(dossier, title, kind=Kind.MEETING, starts_on=starts_on, **fields)


def test_a_calendar_without_events_is_still_a_valid_one(client):
    assert events(client) == {}


def test_a_meeting_without_times_takes_the_whole_day_and_keeps_nobody_occupied(client):
    make_meeting(make_dossier())
    event = events(client)["k16-006-1-meeting"]
    assert days(event) == (date(2027, 6, 10), date(2027, 6, 11))
    assert event["transp"] == "TRANSPARENT"


def test_a_meeting_of_several_days_takes_the_last_one_too(client):
    make_meeting(make_dossier(), date(2028, 2, 28), ends_on=date(2028, 2, 29))
    assert days(events(client)["k16-006-1-meeting"]) == (date(2028, 2, 28), date(2028, 3, 1))


def test_a_meeting_has_its_times_its_place_and_the_address_of_its_page(client):
    dossier = make_dossier()
    entry = make_meeting(dossier, begins_at=time(19, 30), ends_at=time(21), place="Aula, Delft; zaal 2")
    event = events(client)["k16-006-1-meeting"]
    begins = datetime(2027, 6, 10, 19, 30, tzinfo=AMSTERDAM)
    assert days(event) == (begins, begins + timedelta(minutes=90))
    assert event["location"] == "Aula, Delft; zaal 2"
    assert event["url"] == f"http://localhost:8000{entry.get_absolute_url()}"
    assert event["summary"] == "Vragenavond (K16-006)"


@pytest.mark.parametrize(
    ("day", "instant"),
    [
        (date(2027, 3, 27), datetime(2027, 3, 27, 18, 30, tzinfo=UTC)),
        (date(2027, 3, 28), datetime(2027, 3, 28, 17, 30, tzinfo=UTC)),  # summer time begins
        (date(2027, 10, 30), datetime(2027, 10, 30, 17, 30, tzinfo=UTC)),
        (date(2027, 10, 31), datetime(2027, 10, 31, 18, 30, tzinfo=UTC)),  # summer time ends
    ],
)
def test_an_evening_is_at_the_same_hour_on_both_sides_of_a_change_of_summer_time(client, day, instant):
    make_meeting(make_dossier(), day, begins_at=time(19, 30))
    assert events(client)["k16-006-1-meeting"]["dtstart"].dt.astimezone(UTC) == instant


@pytest.mark.parametrize(
    ("day", "at", "offset"),
    [
        (date(2027, 3, 28), time(1, 59), 1),
        (date(2027, 3, 28), time(3, 0), 2),
        (date(2027, 10, 31), time(1, 59), 2),
        (date(2027, 10, 31), time(3, 0), 1),
    ],
)
def test_the_calendar_brings_the_rule_of_summer_time_along(client, day, at, offset):
    (zone,) = read_calendar(client).timezones
    assert datetime.combine(day, at, zone.to_tz(lookup_tzid=False)).utcoffset() == timedelta(hours=offset)


def event_of(content):
    return content.decode().partition("BEGIN:VEVENT")[2]


def by_icalendar(content, line):
    (event,) = Calendar.from_ical(content).events
    return event[line].dt


def by_the_zone_in_the_calendar(content, line):
    """As a reader that knows no zones by name: dateutil, with the rule that came along."""
    zones = tzical(StringIO(content.decode()))
    (value,) = re.findall(rf"^{line}(;TZID=[^:]+)?:(\S+)", event_of(content), re.MULTILINE)
    moment = datetime.strptime(value[1][:15], "%Y%m%dT%H%M%S")  # noqa: DTZ007 - gets its zone below
    return moment.replace(tzinfo=zones.get("Europe/Amsterdam") if value[0] else UTC)


def by_the_name_of_the_zone(content, line):
    """As a phone, which looks a name up in a zone database of its own."""
    (value,) = re.findall(rf"^{line}(?:;TZID=([^:]+))?:(\S+)", event_of(content), re.MULTILINE)
    moment = datetime.strptime(value[1][:15], "%Y%m%dT%H%M%S")  # noqa: DTZ007 - gets its zone below
    return moment.replace(tzinfo=ZoneInfo(value[0]) if value[0] else UTC)


def test_three_readers_find_a_meeting_of_any_year_at_the_right_instant(client):
    dossier = make_dossier()
    for day in (
        *(date(1900, 1, 1), date(1916, 6, 10), date(1937, 7, 1), date(1942, 1, 10), date(1945, 9, 20)),
        *(date(1950, 7, 1), date(1977, 4, 3), date(1985, 3, 31), date(1995, 9, 23), date(1995, 10, 10)),
        *(date(1996, 1, 10), date(1996, 3, 30), date(1996, 3, 31), date(1996, 7, 1), date(1996, 10, 27)),
        *(date(2027, 3, 28), date(2027, 7, 1), date(2100, 12, 30)),
    ):
        Entry.objects.all().delete()
        make_meeting(dossier, day, begins_at=time(19, 30), ends_at=time(22, 0))
        content = client.get(ALL).content
        check_strictly(content)
        for reader in (by_icalendar, by_the_zone_in_the_calendar, by_the_name_of_the_zone):
            for line, at in (("DTSTART", time(19, 30)), ("DTEND", time(22))):
                right = datetime.combine(day, at, AMSTERDAM).astimezone(UTC)
                assert reader(content, line).astimezone(UTC) == right, (reader.__name__, day, line)


def test_a_meeting_of_which_nobody_knows_the_end_has_none(client):
    make_meeting(make_dossier(), begins_at=time(19, 30))
    assert "dtend" not in events(client)["k16-006-1-meeting"]


@pytest.mark.parametrize(
    ("fields", "end"),
    [
        ({"begins_at": time(21), "ends_at": time(1)}, datetime(2027, 6, 11, 1, tzinfo=AMSTERDAM)),
        (
            {"begins_at": time(21), "ends_at": time(17), "ends_on": date(2027, 6, 12)},
            datetime(2027, 6, 12, 17, tzinfo=AMSTERDAM),
        ),
        ({"begins_at": time(21), "ends_on": date(2027, 6, 12)}, datetime(2027, 6, 13, tzinfo=AMSTERDAM)),
    ],
)
def test_a_meeting_that_goes_on_after_midnight_ends_on_the_right_day(client, fields, end):
    make_meeting(make_dossier(), **fields)
    assert events(client)["k16-006-1-meeting"]["dtend"].dt == end


@pytest.mark.parametrize(
    ("day", "begins", "ends"),
    [
        (date(2027, 6, 10), time(19), time(19)),
        (date(2027, 3, 28), time(2, 30), time(3, 15)),  # 2.30 does not exist that night: it is 3.30
    ],
)
def test_an_event_never_ends_at_or_before_it_begins(client, day, begins, ends):
    make_meeting(make_dossier(), day, begins_at=begins, ends_at=ends)
    assert "dtend" not in events(client)["k16-006-1-meeting"]


def test_a_round_stands_on_its_first_and_on_its_last_day(client):
    make_round(make_dossier(), date(2027, 6, 1), date(2027, 6, 15))
    found = events(client)
    assert set(found) == {"k16-006-1-opening", "k16-006-1-closing"}
    assert days(found["k16-006-1-opening"]) == (date(2027, 6, 1), date(2027, 6, 2))
    assert days(found["k16-006-1-closing"]) == (date(2027, 6, 15), date(2027, 6, 16))
    assert found["k16-006-1-opening"]["summary"] == "Inspraak opent: Wat vind jij? (K16-006)"
    assert found["k16-006-1-closing"]["summary"] == "Laatste dag om te reageren: Wat vind jij? (K16-006)"


@pytest.mark.parametrize(
    ("kind", "summary"),
    [
        (Kind.ADVICE, "Laatste dag voor het antwoord van Verhuurder (K16-006)"),
        (Kind.REQUEST, "Laatste dag voor ons advies (K16-006)"),
    ],
)
def test_a_term_says_who_has_to_do_what(client, settings, kind, summary):
    settings.ORGANISATION = settings.ORGANISATION | {"landlord": "Verhuurder"}
    make_entry(make_dossier(), kind=kind, starts_on=date(2027, 6, 1), due_on=date(2027, 6, 15))
    term = events(client)["k16-006-1-term"]
    assert term["summary"] == summary
    assert days(term) == (date(2027, 6, 15), date(2027, 6, 16))
    assert "Volgens de ingevulde data." in term["description"]
    assert "http://localhost:8000/uitleg/" in term["description"]


def test_our_own_promise_after_a_round_is_a_term_too(client):
    make_round(make_dossier(), date(2027, 6, 1), date(2027, 6, 15), due_on=date(2027, 7, 13))
    assert events(client)["k16-006-1-term"]["summary"] == "Laatste dag voor onze terugkoppeling (K16-006)"


def test_a_term_stays_when_it_is_met_and_when_the_dossier_is_finished(client):
    dossier = make_dossier(phase=Phase.CLOSED)
    advice = make_entry(dossier, kind=Kind.ADVICE, starts_on=date(2027, 6, 1), due_on=date(2027, 6, 15))
    make_entry(dossier, kind=Kind.ANSWER, starts_on=date(2027, 6, 10), responds_to=advice)
    assert set(events(client)) == {"k16-006-1-term"}


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": Kind.MEETING, "starts_on": None},
        {"kind": Kind.MEETING, "starts_on": date(2027, 6, 1), "date_precision": "month"},
        {"kind": Kind.MEETING, "starts_on": date(2027, 1, 1), "date_precision": "year"},
        {"kind": Kind.INSPRAAK, "starts_on": None},
        {"kind": Kind.REQUEST, "starts_on": None, "due_on": date(2027, 6, 15)},
        {"kind": Kind.REQUEST, "starts_on": date(2027, 6, 1)},
        {"kind": Kind.NEWS, "starts_on": date(2027, 6, 1)},
        {"kind": Kind.DECISION, "starts_on": date(2027, 6, 1)},
    ],
)
def test_what_has_no_exact_day_or_is_no_appointment_stays_out(client, fields):
    make_entry(make_dossier(), **fields)
    assert events(client) == {}


@pytest.mark.parametrize(("day", "shown"), [(date(1900, 1, 1), True), (date(2100, 12, 31), True), (date.max, False)])
def test_a_day_that_nobody_can_mean_leaves_the_rest_of_everyones_calendar_alone(client, day, shown):
    dossier = make_dossier()
    make_meeting(dossier)
    make_meeting(dossier, day, ends_on=day)
    make_meeting(dossier, date(1899, 12, 31))
    make_entry(dossier, kind=Kind.REQUEST, starts_on=min(day, date(2027, 6, 1)), due_on=day)
    assert len(events(client)) == 1 + 2 * shown


def test_a_page_knows_the_end_of_the_last_month_that_there_is(client, at):
    at(2027, 5, 4, 20, 0)
    dossier = make_dossier()
    make_meeting(dossier, date(9999, 12, 1), date_precision="month")
    assert "Verwacht" in client.get(dossier.get_absolute_url()).content.decode()


def test_a_term_on_an_exact_day_counts_also_when_its_entry_is_known_to_the_month(client):
    make_entry(
        make_dossier(), kind=Kind.ADVICE, starts_on=date(2027, 6, 1), date_precision="month", due_on=date(2027, 7, 1)
    )
    assert set(events(client)) == {"k16-006-1-term"}


def test_a_cancelled_meeting_says_so_in_its_state_and_in_its_words(client):
    make_meeting(make_dossier(), cancelled=True)
    event = events(client)["k16-006-1-meeting"]
    assert event["status"] == "CANCELLED"
    assert event["summary"] == "Afgelast: Vragenavond (K16-006)"


def test_a_cancelled_round_is_cancelled_on_both_days_and_its_term_with_it(client):
    make_round(make_dossier(), date(2027, 6, 1), date(2027, 6, 15), due_on=date(2027, 7, 13), cancelled=True)
    found = events(client)
    assert {uid: str(event["status"]) for uid, event in found.items()} == {
        "k16-006-1-opening": "CANCELLED",
        "k16-006-1-closing": "CANCELLED",
        "k16-006-1-term": "CANCELLED",
    }
    assert found["k16-006-1-term"]["summary"] == "Afgelast: Laatste dag voor onze terugkoppeling (K16-006)"


def test_the_stamp_of_what_waited_for_its_dossier_is_that_of_the_dossier(client, at):
    at(2027, 6, 1)
    published_at = datetime(2027, 5, 3, 10, tzinfo=UTC)
    make_meeting(make_dossier(published_at=published_at))
    assert events(client)["k16-006-1-meeting"]["dtstamp"].dt == published_at


def test_the_sequence_counts_the_reported_changes_and_the_stamp_is_that_of_the_last_one(client, at):
    at(2027, 6, 1)
    dossier = make_dossier()
    meeting, other = make_meeting(dossier), make_meeting(dossier)
    first = events(client)["k16-006-1-meeting"]
    assert (first["sequence"], first["dtstamp"].dt) == (0, LONG_AGO)
    make_change(dossier, datetime(2027, 5, 3, 10, tzinfo=UTC), entry=meeting)
    make_change(dossier, datetime(2027, 5, 9, 10, tzinfo=UTC), entry=meeting)
    make_change(dossier, datetime(2027, 5, 10, 10, tzinfo=UTC), entry=other)
    make_change(dossier, datetime(2027, 5, 11, 10, tzinfo=UTC))
    make_change(dossier, datetime(2027, 7, 1, 10, tzinfo=UTC), entry=meeting)  # not reported yet
    second = events(client)["k16-006-1-meeting"]
    assert (second["sequence"], second["dtstamp"].dt) == (2, datetime(2027, 5, 9, 10, tzinfo=UTC))
    assert second.uid == first.uid


def test_an_event_stays_the_same_one_under_another_title_and_on_another_day(client):
    entry = make_meeting(make_dossier())
    before = events(client)["k16-006-1-meeting"].uid
    entry.title, entry.starts_on = "Een heel andere avond", date(2027, 9, 1)
    entry.save()
    assert events(client)["k16-006-1-meeting"].uid == before == "k16-006-1-meeting@localhost"


def test_the_calendar_names_itself_and_says_when_to_look_again(client):
    make_dossier()
    everyone, one = read_calendar(client), read_calendar(client, OF_DOSSIER)
    assert everyone["x-wr-calname"] == "WijWonen: bijeenkomsten, inspraak en termijnen"
    assert one["x-wr-calname"] == "K16-006 Nieuwe Samenwerkingsovereenkomst"
    assert one.refresh_interval == timedelta(hours=12)
    assert one["x-published-ttl"] == "PT12H"


def test_a_dossier_has_its_own_days_and_everyones_calendar_those_of_all(client):
    make_meeting(make_dossier("K16-006"))
    make_meeting(make_dossier("K17-001"))
    assert set(events(client)) == {"k16-006-1-meeting", "k17-001-1-meeting"}
    assert set(events(client, OF_DOSSIER)) == {"k16-006-1-meeting"}


def test_a_dossier_and_the_home_page_lead_to_their_calendars_and_say_what_is_in_them(client, at):
    at(2027, 6, 1)
    dossier = make_dossier()
    make_meeting(dossier)
    page, home = read(client, dossier.get_absolute_url()), read(client, "/")
    assert (page.link("Zet in je agenda"), home.link("Zet in je agenda")) == (OF_DOSSIER, ALL)
    assert "Bijeenkomsten, inspraak en termijnen van dit dossier." in page.text()
    assert "Alle bijeenkomsten, inspraak en termijnen." in home.text()


@pytest.mark.parametrize("address", [ALL, OF_DOSSIER])
def test_a_draft_is_in_no_calendar(client, at, address):
    at(2027, 6, 1)
    dossier = make_dossier()
    make_meeting(dossier, published_at=None)
    make_meeting(dossier, published_at=datetime(2027, 6, 2, tzinfo=UTC))
    make_meeting(dossier, withdrawn_at=datetime(2027, 5, 2, tzinfo=UTC), withdrawn_reason="Fout.")
    make_meeting(make_dossier("K27-001", published_at=None))
    assert events(client, address) == {}


@pytest.mark.parametrize("address", [ALL, OF_DOSSIER])
def test_the_answer_is_a_calendar_that_is_asked_for_again_and_does_not_change_by_itself(client, at, address):
    at(2027, 6, 1)
    make_meeting(make_dossier())
    first = client.get(address)
    assert first.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert first.headers["Cache-Control"] == "no-cache"
    at(2029, 1, 1)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    "address",
    [
        "/k16-006/agenda.ics",
        "/K16-006/agenda.ics",
        "/dossiers/k16-006/agenda.ics",
        "/dossiers/K16-006-nieuwe-samenwerkingsovereenkomst/agenda.ics",
        "/dossiers/k16-006-oude-titel/agenda.ics",
    ],
)
def test_any_other_writing_is_one_hop_away_and_no_browser_keeps_that(client, address):
    make_dossier()
    response = client.get(f"{address}?utm_source=brief")
    assert (response.status_code, response.headers["Location"]) == (301, f"{OF_DOSSIER}?utm_source=brief")
    assert response.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("address", ["/k16-006/agenda.ics", OF_DOSSIER, "/dossiers/k16-006-x/agenda.ics"])
def test_the_calendar_of_a_draft_is_not_there_and_that_of_a_withdrawn_dossier_is_gone_or_goes_along(
    client, at, address
):
    at(2027, 6, 1)
    dossier = make_dossier(published_at=None)
    assert client.get(address).status_code == 404
    dossier.published_at, dossier.withdrawn_at = LONG_AGO, datetime(2027, 5, 1, tzinfo=UTC)
    dossier.withdrawn_reason = "Dubbel geplaatst."
    dossier.save()
    gone = client.get(address)
    assert gone.status_code == 410
    assert b"Dubbel geplaatst." in gone.content
    dossier.moved_to = "/k19-004"
    dossier.save()
    make_dossier("K19-004")
    assert client.get(address).headers["Location"] == "/k19-004/agenda.ics"
    dossier.moved_to = "/uitleg/"
    dossier.save()
    assert client.get(address).status_code == 410


@pytest.mark.parametrize(
    "text",
    [
        "Komma, puntkomma; en schuine streep \\ en \\n geen regel",
        "é" * 150,
        "Dörpsstraße 🏠" * 12,
        "regel\r\neinde\x0bmet\x07 bel\x85en\u2028nog",
        "BEGIN:VEVENT\r\nSUMMARY:Ingesmokkeld",
    ],
)
def test_no_text_breaks_the_calendar_and_every_word_arrives(client, text):
    make_meeting(make_dossier(), title=text, teaser=text, place=text)
    (event,) = read_calendar(client).events
    plain = " ".join(re.sub(r"[\x00-\x1f]", " ", text).split())
    assert event["summary"] == f"{plain} (K16-006)"
    assert event["location"] == plain
    assert plain in event["description"]


@pytest.mark.parametrize("count", [1, 3, 40])
def test_everyones_calendar_takes_one_query_and_that_of_a_dossier_two(client, count, page_queries):
    for number in range(1, count + 1):
        dossier = make_dossier(f"K16-{number + 5:03d}")
        for _ in range(count if number == 1 else 1):
            entry = make_meeting(dossier)
            make_change(dossier, LONG_AGO, entry=entry)
    with page_queries(1):
        assert len(client.get(ALL).content.split(b"BEGIN:VEVENT")) == 2 * count
    with page_queries(2):
        assert len(client.get(OF_DOSSIER).content.split(b"BEGIN:VEVENT")) == count + 1
