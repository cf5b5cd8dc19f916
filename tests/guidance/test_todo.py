"""The first page of the admin: what there is to do, by when, and where to solve it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import transaction

from dossiers.accounts.roles import ADMINISTRATION, BOARD
from dossiers.models import Dossier, Editor, Redirect
from dossiers.operations.backup import record
from dossiers.rules.kinds import Kind, Right
from dossiers.rules.phases import Phase
from dossiers.rules.publication import Audience
from dossiers.story.story import Story

from ..conftest import AMSTERDAM
from ..editors import Desk, make_editor
from ..factories import LONG_AGO, make_attachment, make_change, make_dossier, make_entry, make_point, make_round
from ..reading import Part, read

pytestmark = pytest.mark.django_db

JUNE_1 = datetime(2027, 6, 1, 12, tzinfo=AMSTERDAM)
NOW, WEEK, LATER, REST = "Nu", "Deze week", "Daarna", "Als er tijd is"


def june(day):
    return date(2027, 6, day)


@pytest.fixture(autouse=True)
def now(at):
    return at(2027, 6, 10, 12)


@pytest.fixture(autouse=True)
def _fresh_backup(now):
    record.write(record.Backup(now, copied=True))


@pytest.fixture
def desk():
    return Desk(make_editor("beheer", group=ADMINISTRATION))


@pytest.fixture
def dossier():
    return make_dossier(title="Kluisjes", published_at=JUNE_1)


def shown_tasks(desk):
    """Every line of the list as (section, what, about, by when)."""
    page = read(desk, "/beheer/").one(".todo")
    section, lines = "", []
    for part in map(Part, page.element.iter()):
        if part.element.tag == "h3":
            section = part.text()
        elif part.element.tag == "li":
            by = part.texts(".by")
            lines.append((section, part.text("b"), part.text("a span"), by[0] if by else ""))
    return lines


def entry(title="X", **fields):
    return lambda dossier: make_entry(dossier, title, **{"starts_on": june(1), "published_at": JUNE_1} | fields)


def round_(starts_on, ends_on, **fields):
    return lambda dossier: make_round(dossier, starts_on, ends_on, "X", **{"published_at": JUNE_1} | fields)


def of_dossier(**fields):
    return lambda dossier: Dossier.objects.update(**fields)


def changed(at):
    def make(dossier):
        Dossier.objects.update(published_at=LONG_AGO)
        make_change(dossier, at)

    return make


def published(at, **fields):
    def make(dossier):
        Dossier.objects.update(published_at=LONG_AGO)
        entry(**{"published_at": at} | fields)(dossier)

    return make


def in_phase(phase, make):
    def made(dossier):
        make(dossier)
        Dossier.objects.update(phase=phase)

    return made


def in_draft(make, **fields):
    def made(dossier):
        make(dossier)
        Dossier.objects.update(published_at=None, **fields)

    return made


def answered(target, kind, **fields):
    return lambda dossier: entry("Y", kind=kind, responds_to=target(dossier), **fields)(dossier)


def link(href):
    return f'<p><a href="{href}">Het verslag</a></p>'


def lost_file(dossier):
    file = make_attachment(dossier).file
    file.storage.delete(file.name)
    entry(body=link("/k16-006/bijlage/1/"))(dossier)


def account(**fields):
    return lambda dossier: make_editor("robin", **fields)


REQUEST = entry("X", kind=Kind.REQUEST, right=Right.ADVICE, due_on=june(10))
LATE_ROUND = round_(date(2027, 5, 1), date(2027, 5, 10), due_on=june(9))
X, K = "K16-006/1 X", "K16-006 Kluisjes"
DRAFT, PLANNED, UNDATED = "Concept afmaken", "Nakijken voor het openbaar wordt", "Datum invullen"
OPEN_UP = "Dossier openbaar maken"
REMIND, ANNOUNCE, CHECK = (
    "Huurders aan de inspraak herinneren",
    "Inspraak bekendmaken",
    "Nakijken of deze inspraak klopt",
)
SILENT, BROKEN, ACCOUNT = "Iets laten horen", "Link verbeteren", "Laatste dag nakijken"
GONE = {"withdrawn_at": JUNE_1, "withdrawn_reason": "Dubbel."}

# The situation, and the lines that it gives on 10 June 2027.
SITUATIONS = [
    (entry(), []),
    # Drafts and what is planned
    (entry(published_at=None), [(REST, DRAFT, X, "")]),
    (entry(published_at=None, starts_on=None), [(REST, DRAFT, X, "")]),
    (entry(published_at=None, withdrawn_at=JUNE_1), []),
    (entry(**GONE), []),
    (lambda dossier: [entry(published_at=None)(dossier), of_dossier(**GONE)(dossier)], []),
    (entry(published_at=None, kind=Kind.MEETING, starts_on=june(12)), [(WEEK, DRAFT, X, "nog 2 dagen")]),
    (entry(published_at=None, kind=Kind.MEETING, starts_on=june(10)), [(REST, DRAFT, X, "")]),
    (round_(june(11), june(30), published_at=None), [(WEEK, DRAFT, X, "nog 1 dag")]),
    (round_(june(10), june(30), published_at=None), [(NOW, DRAFT, X, "vandaag")]),
    (round_(june(9), june(16), published_at=None), [(WEEK, DRAFT, X, "nog 6 dagen")]),
    (round_(june(1), june(10), published_at=None), [(NOW, DRAFT, X, "vandaag")]),
    (round_(june(1), june(9), published_at=None), [(REST, DRAFT, X, "")]),
    (round_(june(1), june(10), published_at=None, cancelled=True), [(REST, DRAFT, X, "")]),
    (round_(None, None, published_at=None), [(REST, DRAFT, X, "")]),
    (entry(published_at=None, kind=Kind.REQUEST, due_on=june(9)), [(NOW, DRAFT, X, "1 dag te laat")]),
    (entry(published_at=None, kind=Kind.REQUEST, due_on=june(10)), [(NOW, DRAFT, X, "vandaag")]),
    (entry(published_at=None, kind=Kind.REQUEST, due_on=june(17)), [(LATER, DRAFT, X, "nog 7 dagen")]),
    (entry(published_at=None, kind=Kind.REQUEST), [(REST, DRAFT, X, "")]),
    (
        in_phase(Phase.CLOSED, entry(published_at=None, kind=Kind.REQUEST, due_on=june(9))),
        [(REST, DRAFT, X, "")],
    ),
    (entry(published_at=None, kind=Kind.ADVICE, due_on=june(9)), [(REST, DRAFT, X, "")]),
    (entry(published_at=datetime(2027, 6, 10, 12, 1, tzinfo=AMSTERDAM)), [(NOW, PLANNED, X, "vandaag")]),
    (entry(published_at=datetime(2027, 6, 10, 12, 0, tzinfo=AMSTERDAM)), []),
    (entry(published_at=datetime(2027, 6, 17, 0, 0, tzinfo=AMSTERDAM)), [(LATER, PLANNED, X, "nog 7 dagen")]),
    (of_dossier(published_at=None), [(REST, DRAFT, K, "")]),
    (of_dossier(published_at=datetime(2027, 6, 11, tzinfo=AMSTERDAM)), [(WEEK, PLANNED, K, "nog 1 dag")]),
    (of_dossier(published_at=None, withdrawn_at=JUNE_1), []),
    # A public round in a dossier that is a draft
    (in_draft(round_(june(11), june(30))), [(WEEK, OPEN_UP, X, "nog 1 dag"), (REST, DRAFT, K, "")]),
    (in_draft(round_(june(1), june(10))), [(NOW, OPEN_UP, X, "vandaag"), (REST, DRAFT, K, "")]),
    (in_draft(round_(june(1), june(9))), [(REST, DRAFT, K, "")]),
    (in_draft(round_(june(1), june(10), cancelled=True)), [(REST, DRAFT, K, "")]),
    (in_draft(round_(june(1), june(10), **GONE)), [(REST, DRAFT, K, "")]),
    (in_draft(round_(june(1), june(10)), **GONE | {"withdrawn_reason": ""}), []),
    # Rounds that open or close this week: today and the six days after it
    (round_(june(1), june(9)), [(LATER, "Terugkoppeling schrijven", X, "nog 27 dagen")]),
    (round_(june(1), june(10)), [(NOW, REMIND, X, "vandaag")]),
    (round_(june(1), june(16)), [(WEEK, REMIND, X, "nog 6 dagen")]),
    (round_(june(1), june(17)), []),
    (round_(june(10), june(30)), [(NOW, ANNOUNCE, X, "vandaag")]),
    (round_(june(16), june(30)), [(WEEK, ANNOUNCE, X, "nog 6 dagen")]),
    (round_(june(17), june(30)), []),
    (round_(june(11), june(12)), [(WEEK, ANNOUNCE, X, "nog 1 dag")]),
    (round_(june(1), june(10), cancelled=True), []),
    (round_(june(1), june(10), **GONE), []),
    # An open round in a finished dossier
    (in_phase(Phase.CLOSED, round_(june(1), june(10))), [(NOW, CHECK, X, "vandaag")]),
    (in_phase(Phase.CLOSED, round_(june(1), june(9))), []),
    # Feedback, advice and answers
    (LATE_ROUND, [(NOW, "Terugkoppeling schrijven", X, "1 dag te laat")]),
    (answered(LATE_ROUND, Kind.FEEDBACK), []),
    (in_phase(Phase.CLOSED, LATE_ROUND), []),
    (REQUEST, [(NOW, "Advies vastleggen", X, "vandaag")]),
    (answered(REQUEST, Kind.ADVICE, published_at=None), [(NOW, f"{DRAFT}: advies", X, "vandaag")]),
    (
        answered(REQUEST, Kind.ADVICE, published_at=datetime(2027, 6, 11, tzinfo=AMSTERDAM)),
        [(NOW, f"{PLANNED}: advies", X, "vandaag")],
    ),
    (answered(REQUEST, Kind.ADVICE), []),
    (entry(kind=Kind.ADVICE, due_on=june(9)), [(NOW, "Antwoord vastleggen", X, "1 dag te laat")]),
    (entry(kind=Kind.ADVICE, due_on=date(2027, 7, 10)), [(LATER, "Antwoord vastleggen", X, "nog 30 dagen")]),
    (entry(kind=Kind.ADVICE), []),
    # Without a date
    (entry(starts_on=None), [(REST, UNDATED, X, "")]),
    (entry(starts_on=None, **GONE), []),
    # Silent for sixty days
    (of_dossier(published_at=datetime(2027, 4, 11, 23, 59, tzinfo=AMSTERDAM)), [(REST, SILENT, K, "")]),
    (of_dossier(published_at=datetime(2027, 4, 12, 0, 0, tzinfo=AMSTERDAM)), []),
    (of_dossier(published_at=LONG_AGO, phase=Phase.CLOSED), []),
    (of_dossier(published_at=LONG_AGO, pause_reason="Wacht op de rechter."), []),
    (of_dossier(published_at=LONG_AGO, **GONE), []),
    (published(datetime(2027, 4, 11, 23, 59, tzinfo=AMSTERDAM)), [(REST, SILENT, K, "")]),
    (published(datetime(2027, 4, 12, 0, 0, tzinfo=AMSTERDAM)), []),
    (published(JUNE_1, **GONE), [(REST, SILENT, K, "")]),
    (published(None), [(REST, DRAFT, X, ""), (REST, SILENT, K, "")]),
    (changed(datetime(2027, 4, 11, 23, 59, tzinfo=AMSTERDAM)), [(REST, SILENT, K, "")]),
    (changed(datetime(2027, 4, 12, 0, 0, tzinfo=AMSTERDAM)), []),
    # Links that lead nowhere
    (entry(body=link("/k16-007")), [(REST, BROKEN, X, "")]),
    (entry(body=link("http://localhost:8000/k16-006/2")), [(REST, BROKEN, X, "")]),
    (entry(body=link("/k16-006") + link("/K16-006/1") + link("/dossiers/") + link("https://elders.example/")), []),
    (of_dossier(description=link("/nergens")), [(REST, BROKEN, "K16-006 (beschrijving)", "")]),
    (lost_file, [(REST, BROKEN, X, "")]),
    (
        lambda dossier: Redirect.objects.create(old_path="/oud", target="/nergens", created_at=LONG_AGO),
        [(REST, "Oud adres verbeteren", "oud adres /oud", "")],
    ),
    # Accounts that end within a month
    (account(ends_on=june(9)), []),
    (account(ends_on=june(10)), [(NOW, ACCOUNT, "robin", "vandaag")]),
    (account(ends_on=date(2027, 7, 10)), [(LATER, ACCOUNT, "robin", "nog 30 dagen")]),
    (account(ends_on=date(2027, 7, 11)), []),
    (account(ends_on=june(10), is_active=False), []),
    (account(ends_on=None), []),
]


def test_each_situation_gives_its_own_lines(desk, dossier):
    found = []
    for make, _ in SITUATIONS:
        with transaction.atomic():
            make(dossier)
            found.append(shown_tasks(desk))
            transaction.set_rollback(True)
    assert dict(enumerate(found)) == {number: lines for number, (_, lines) in enumerate(SITUATIONS)}


def test_an_empty_list_says_so(desk, dossier):
    assert "Er is nu niets te doen. Alles is bij." in read(desk, "/beheer/").text(".todo")


def test_the_most_urgent_comes_first_whatever_it_is_about(desk, dossier):
    round_(june(1), june(12))(dossier)
    entry("Y", published_at=None)(dossier)
    entry("Z", kind=Kind.ADVICE, due_on=june(8))(dossier)
    account(ends_on=june(11))(dossier)
    entry("W", kind=Kind.ADVICE, due_on=june(2))(dossier)
    assert [line[2:] for line in shown_tasks(desk)] == [
        ("K16-006/4 W", "8 dagen te laat"),
        ("K16-006/3 Z", "2 dagen te laat"),
        ("robin", "nog 1 dag"),
        ("K16-006/1 X", "nog 2 dagen"),
        ("K16-006/2 Y", ""),
    ]


def test_what_is_late_is_marked_and_what_is_due_today_is_not(desk, dossier):
    REQUEST(dossier)
    LATE_ROUND(dossier)
    page = read(desk, "/beheer/")
    assert (page.texts(".todo li .by"), page.texts(".todo li.late .by")) == (
        ["1 dag te laat", "vandaag"],
        ["1 dag te laat"],
    )


def test_each_line_leads_to_the_form_where_it_is_solved_and_says_why(desk, dossier):
    request = REQUEST(dossier)
    undated = entry("Y", starts_on=None)(dossier)
    advice = entry("Z", kind=Kind.ADVICE, due_on=june(1))(dossier)
    draft = entry("V", kind=Kind.ANSWER, responds_to=advice, published_at=None)(dossier)
    account(ends_on=june(20))(dossier)
    lines = {line.text("a"): line for line in read(desk, "/beheer/").all(".todo li")}
    assert {words: line.one("a")["href"] for words, line in lines.items()} == {
        "Concept afmaken: antwoord K16-006/3 Z": f"/beheer/dossiers/entry/{draft.pk}/change/",
        "Advies vastleggen K16-006/1 X": (
            f"/beheer/dossiers/entry/add/?dossier={dossier.pk}&kind=advice&responds_to={request.pk}"
        ),
        "Laatste dag nakijken robin": f"/beheer/dossiers/editor/{Editor.objects.get(username='robin').pk}/change/",
        "Datum invullen K16-006/2 Y": f"/beheer/dossiers/entry/{undated.pk}/change/",
    }
    for line in lines.values():
        assert desk.get(line.one("a")["href"]).status_code == 200
    why = [line.texts("p")[0] for line in lines.values()]
    assert why == [
        "Het antwoord van DUWO is 9 dagen te laat. Het had er uiterlijk op 1 juni moeten zijn.",
        "Wij geven DUWO uiterlijk op 10 juni ons advies.",
        "Dit account werkt tot en met 20 juni 2027. Verzet die dag, of laat het eindigen.",
        "Zonder datum staat dit onderaan, en niet op de voorpagina.",
    ]


def test_a_closed_round_without_a_promised_day_names_the_day_to_promise(desk, dossier):
    round_(june(1), june(9))(dossier)
    assert "er is nog geen dag beloofd. Voorstel: 7 juli 2027." in read(desk, "/beheer/").text(".todo li")


def test_of_a_round_without_a_promised_day_nothing_is_late_and_no_past_day_is_proposed(desk, dossier):
    for closed, why, by in (
        (date(2027, 5, 13), "Voorstel: 10 juni 2027.", "vandaag"),
        (date(2027, 5, 12), "Beloof een dag, of schrijf de terugkoppeling nu.", "vandaag"),
    ):
        round_(date(2027, 5, 1), closed)(dossier)
        line = read(desk, "/beheer/").all(".todo li")[-1]
        assert why in line.text()
        assert ("Voorstel" in line.text()) == ("Voorstel" in why)
        assert line.text(".by") == by
        assert "class" not in line.element.attrib
        dossier.entries.update(cancelled=True)


def test_a_draft_round_says_until_when_it_is_in_time(desk, dossier):
    for starts_on, why in (
        (june(11), "Begint op 11 juni: maak het voor die dag openbaar."),
        (june(10), "Loopt al, t/m 12 juni: maak het nu openbaar."),
        (june(9), "Loopt al, t/m 12 juni: maak het nu openbaar."),
    ):
        draft = round_(starts_on, june(12), published_at=None)(dossier)
        line = read(desk, "/beheer/").texts(".todo li p")[0]
        assert line == f"Inspraakmoment, concept: alleen redacteuren zien dit. {why}"
        draft.delete()


def test_a_draft_request_says_by_when_our_advice_is_due(desk, dossier):
    entry(published_at=None, kind=Kind.REQUEST, due_on=june(9))(dossier)
    assert read(desk, "/beheer/").texts(".todo li p")[0] == (
        "Adviesaanvraag, concept: alleen redacteuren zien dit. Ons advies moet er uiterlijk op 9 juni zijn."
    )


def test_a_public_round_in_a_draft_dossier_leads_to_that_dossier(desk, dossier):
    in_draft(round_(june(1), june(10)))(dossier)
    line = read(desk, "/beheer/").all(".todo li")[0]
    assert line.one("a")["href"] == f"/beheer/dossiers/dossier/{dossier.pk}/change/"
    assert line.texts("p")[0] == (
        "Inspraakmoment, in een dossier dat nog concept is: alleen redacteuren zien dit. "
        "Loopt al, t/m 10 juni: maak het nu openbaar."
    )


def test_what_is_planned_promises_no_more_than_its_dossier_lets_it(desk, dossier):
    planned = datetime(2027, 6, 12, 2, tzinfo=AMSTERDAM)
    entry(published_at=planned)(dossier)
    for published_at, promise in (
        (None, "vanzelf op de site, als het dossier dan openbaar is."),
        (datetime(2027, 6, 12, 2, 1, tzinfo=AMSTERDAM), "vanzelf op de site, als het dossier dan openbaar is."),
        (planned, "vanzelf op de site."),
        (JUNE_1, "vanzelf op de site."),
    ):
        Dossier.objects.update(published_at=published_at)
        line = read(desk, "/beheer/").texts(".todo li p")[0]
        assert line == f"Nieuws, ingepland: komt op 12 juni om 02:00 uur {promise}"


def test_a_line_tells_the_hints_about_its_entry_too(desk, dossier):
    entry("Y" * 81, published_at=None)(dossier)
    assert "De titel is 81 tekens lang." in read(desk, "/beheer/").text(".todo .hint")
    Dossier.objects.update(published_at=None, title="Z" * 81)
    assert len(read(desk, "/beheer/").all(".todo .hint")) == 2


def test_accounts_are_named_only_to_who_may_see_them(dossier):
    account(ends_on=june(20))(dossier)
    board = Desk(make_editor("bestuur", group=BOARD))
    assert shown_tasks(board) == []
    board.editor.groups.set([Group.objects.get(name=ADMINISTRATION)])
    assert [line[1] for line in shown_tasks(board)] == [ACCOUNT]


DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@pytest.mark.parametrize(
    ("age", "copied", "line"),
    [
        (3 * DAY, True, None),
        (3 * DAY + MINUTE, True, (NOW, "Back-up nakijken", "De hele site", "vandaag")),
        (4 * DAY, False, (NOW, "Back-up nakijken", "De hele site", "1 dag te laat")),
        (3 * DAY, False, (REST, "Back-up ook ergens anders bewaren", "De hele site", "")),
    ],
)
def test_a_backup_is_nagged_about_after_three_days_and_while_it_is_nowhere_else(desk, now, age, copied, line):
    record.write(record.Backup(now - age, copied))
    assert shown_tasks(desk) == ([line] if line else [])


def test_a_site_without_a_backup_says_so_at_once(desk, settings):
    (settings.VAR_DIR / "last-backup.json").unlink()
    assert shown_tasks(desk) == [(NOW, "Back-up laten maken", "De hele site", "vandaag")]


def test_a_backup_is_a_task_for_who_keeps_the_accounts(settings):
    (settings.VAR_DIR / "last-backup.json").unlink()
    assert shown_tasks(Desk(make_editor("bestuur", group=BOARD))) == []


@pytest.mark.parametrize(
    ("day", "lines"),
    [
        ((2027, 10, 30), []),
        ((2027, 10, 31), [("Daarna", "De site laten bijwerken", "De hele site", "nog 182 dagen")]),
        ((2028, 5, 1), [(NOW, "De site laten bijwerken", "De hele site", "1 dag te laat")]),
    ],
)
def test_half_a_year_before_django_ends_the_site_asks_for_a_newer_one(at, day, lines):
    record.write(record.Backup(at(*day, 12), copied=True))
    assert shown_tasks(Desk(make_editor("lang", group=ADMINISTRATION, ends_on=None))) == lines


def test_who_has_no_group_reads_no_draft(dossier):
    entry("Geheim", published_at=None)(dossier)
    page = read(Desk(make_editor(group=None)), "/beheer/")
    assert page.all(".todo") == []
    assert "Geheim" not in page.text()


def fill(dossier, count, start=0):
    """So many of everything that gives a line without a visit."""
    for number in range(start, count):
        closed = make_dossier(f"K17-{number:03d}", published_at=LONG_AGO, phase=Phase.CLOSED)
        silent = make_dossier(f"K18-{number:03d}", published_at=LONG_AGO)
        draft = make_dossier(f"K19-{number:03d}", published_at=None, successor=silent, description=link("/k20-001"))
        round_(june(1), june(12))(draft)
        round_(june(1), june(12))(closed)
        round_(june(1), june(12))(dossier)
        round_(june(1), june(9))(dossier)
        request = entry("Aanvraag", kind=Kind.REQUEST, due_on=june(11))(dossier)
        make_point(entry("Advies", kind=Kind.ADVICE, responds_to=request, published_at=None)(dossier))
        entry("Ongevraagd", kind=Kind.ADVICE, due_on=june(11), body=link("/k20-001"))(dossier)
        entry("Zonder dag", starts_on=None)(dossier)
        entry("Concept", published_at=None, body=link("/k20-001"))(dossier)
        entry("Ingepland", published_at=datetime(2027, 6, 12, 9, tzinfo=AMSTERDAM))(draft)
        make_editor(f"redacteur{number}", ends_on=june(20))


def test_the_list_takes_the_same_queries_for_any_number_of_lines(desk, dossier, django_assert_num_queries):
    make_dossier("K20-001", published_at=JUNE_1)
    for start, count in ((0, 1), (1, 3), (3, 40)):
        fill(dossier, count, start)
        with django_assert_num_queries(27):
            desk.get("/beheer/")
        assert len(shown_tasks(desk)) == 12 * count


def test_many_broken_links_are_visited_no_more_than_an_editor_can_wait_for(desk, dossier):
    for number in range(40):
        entry(f"Bericht {number}", body=link(f"/weg-{number}") + link("/k16-006"))(dossier)
    assert [line[1] for line in shown_tasks(desk)] == [BROKEN] * 25


def test_an_address_that_many_entries_share_is_visited_once(desk, dossier, django_assert_num_queries):
    for count in (1, 2, 3):
        entry(body=link("/weg"))(dossier)
        with django_assert_num_queries(24):
            desk.get("/beheer/")
        assert [line[1] for line in shown_tasks(desk)] == [BROKEN] * count


def test_a_dossier_is_as_new_as_its_page_says(dossier, now):
    for days in (
        {},
        {"entry": datetime(2027, 6, 2, tzinfo=UTC)},
        {"entry": datetime(2027, 6, 2, tzinfo=UTC), "change": datetime(2027, 6, 3, tzinfo=UTC)},
        {"entry": datetime(2027, 6, 4, tzinfo=UTC)},
        {"entry": datetime(2027, 6, 30, tzinfo=UTC), "change": datetime(2027, 6, 30, tzinfo=UTC)},
    ):
        if "entry" in days:
            entry(published_at=days["entry"])(dossier)
        if "change" in days:
            make_change(dossier, days["change"])
        row = Dossier.objects.public(now).with_inspraak(Audience(now)).with_last_update(now).get()
        assert row.last_update == Story(row, Audience(now)).last_update
