"""What an editor may want to look at again: told after saving, and never in the way of saving."""

from datetime import UTC, date, datetime, time
from hashlib import sha256

import pytest

from dossiers.models import Dossier, Entry
from dossiers.rules.kinds import Kind
from dossiers.rules.phases import Phase

from .. import factories
from ..editors import Desk, make_editor
from ..factories import make_dossier, make_entry
from ..filled_form import visible_text
from ..reading import parse

pytestmark = pytest.mark.django_db
JUNE, MID_JULY = date(2027, 6, 1), date(2027, 7, 14)
LATE_ROUND = "sluit op 15 juli 2027. Ons advies moet er op 14 juli 2027 al zijn. Kunnen die reacties dan nog mee?"


@pytest.fixture
def desk(at):
    at(2027, 5, 4, 20, 0)
    return Desk(make_editor())


ASKED = {"question": "Wat vind jij?", "react_mail": "vragen@example.org"}


def make_round(dossier, starts_on, ends_on, title="Wat vind jij?", **fields):
    """A round that lacks nothing."""
    return factories.make_round(dossier, starts_on, ends_on, title, **ASKED | fields)


def make_request(dossier, due_on=MID_JULY, **fields):
    return make_entry(dossier, "De aanvraag", kind=Kind.REQUEST, **{"starts_on": JUNE, "due_on": due_on} | fields)


def warnings(page):
    messages = [message for message in page.context["messages"] if message.level_tag == "warning"]
    return [str(message).replace("\xa0", " ") for message in messages]


def save_request(desk, dossier, **answers):
    return desk.save("entry", query={"dossier": dossier.pk, "kind": "request"}, title="De aanvraag", **answers)


@pytest.mark.parametrize(
    ("due_on", "days"), [("12-07-2027", 41), ("13-07-2027", None), ("01-06-2027", 0), ("02-06-2027", 1), ("", None)]
)
def test_a_term_shorter_than_six_weeks_is_pointed_at_and_saved(desk, dossier, due_on, days):
    page = save_request(desk, dossier, starts_on="01-06-2027", due_on=due_on)
    count = "1 dag" if days == 1 else f"{days} dagen"
    sentence = (
        f"Tussen de aanvraag en “Advies uiterlijk” zit {count}. "
        "De Overlegwet (artikel 5) noemt minstens 42 dagen. Klopt de dag?"
    )
    assert warnings(page) == ([] if days is None else [sentence])
    assert "is opgeslagen" in visible_text(page)
    assert Entry.objects.count() == 1


def test_a_day_that_is_known_by_month_only_is_not_counted_from(desk, dossier):
    page = save_request(desk, dossier, starts_on="01-06-2027", date_precision="month", due_on="30-06-2027")
    assert warnings(page) == []


def test_the_term_of_an_answer_is_not_measured_by_that_of_an_advice(desk, dossier):
    answers = {"title": "Ons advies", "starts_on": "01-06-2027", "due_on": "15-06-2027"}
    assert warnings(desk.save("entry", query={"dossier": dossier.pk, "kind": "advice"}, **answers)) == []


@pytest.mark.parametrize(("ends_on", "is_late"), [(date(2027, 7, 14), False), (date(2027, 7, 15), True)])
def test_a_request_points_at_a_round_that_closes_after_our_advice_is_due(desk, dossier, ends_on, is_late):
    make_round(dossier, JUNE, ends_on, "De enquête")
    page = save_request(desk, dossier, starts_on="01-06-2027", due_on="14-07-2027")
    assert warnings(page) == [f"“De enquête” {LATE_ROUND}"] * is_late


@pytest.mark.parametrize(("ends_on", "is_late"), [("14-07-2027", False), ("15-07-2027", True)])
def test_a_round_points_at_the_request_that_it_comes_too_late_for(desk, dossier, ends_on, is_late):
    make_request(dossier)
    answers = {"title": "De enquête", "starts_on": "01-06-2027", "ends_on": ends_on, **ASKED}
    page = desk.save("entry", query={"dossier": dossier.pk, "kind": "inspraak"}, **answers)
    assert warnings(page) == [f"“De enquête” {LATE_ROUND}"] * is_late


GONE = datetime(2027, 5, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    "fields",
    [
        {"cancelled": True},
        {"withdrawn_at": GONE, "withdrawn_reason": "Dubbel."},
        {"withdrawn_at": GONE, "published_at": None},
    ],
    ids=["cancelled", "withdrawn", "binned"],
)
def test_a_round_that_does_not_take_place_is_not_pointed_at(desk, dossier, fields):
    make_round(dossier, JUNE, date(2027, 7, 15), **fields)
    assert warnings(save_request(desk, dossier, starts_on="01-06-2027", due_on="14-07-2027")) == []


def test_cancelling_a_late_round_points_at_nothing(desk, dossier):
    make_request(dossier)
    round_ = make_round(dossier, JUNE, date(2027, 7, 15))
    page = desk.save("entry", round_, cancelled="on", report="announced", report_text="Te laat voor het advies.")
    assert warnings(page) == []


def test_a_draft_of_a_round_is_pointed_at_too(desk, dossier):
    make_round(dossier, JUNE, date(2027, 7, 15), "De enquête", published_at=None)
    page = save_request(desk, dossier, starts_on="01-06-2027", due_on="14-07-2027")
    assert warnings(page) == [f"“De enquête” {LATE_ROUND}"]


def test_a_round_about_another_request_is_not_pointed_at(desk, dossier):
    first, second = make_request(dossier), make_request(dossier, date(2027, 9, 1))
    round_ = make_round(dossier, JUNE, date(2027, 7, 15), responds_to=second)
    assert warnings(desk.save("entry", first)) == []
    assert warnings(desk.save("entry", round_)) == []


def test_a_round_after_our_advice_was_given_is_not_pointed_at(desk, dossier):
    request = make_request(dossier)
    make_entry(dossier, kind=Kind.ADVICE, responds_to=request, starts_on=JUNE)
    assert warnings(desk.save("entry", make_round(dossier, JUNE, date(2027, 7, 15)))) == []
    assert warnings(desk.save("entry", request)) == []


def test_a_round_after_the_landlord_has_to_answer_is_not_pointed_at(desk, dossier):
    make_entry(dossier, kind=Kind.ADVICE, starts_on=JUNE, due_on=date(2027, 6, 15))
    assert warnings(desk.save("entry", make_round(dossier, JUNE, date(2027, 7, 15)))) == []


def test_rounds_of_other_dossiers_are_not_pointed_at(desk, dossier):
    other = make_dossier("K17-001")
    make_round(other, JUNE, date(2027, 7, 15))
    assert warnings(save_request(desk, dossier, starts_on="01-06-2027", due_on="14-07-2027")) == []
    assert warnings(desk.save("entry", make_round(other, JUNE, date(2027, 8, 15)))) == []


def test_undated_rounds_and_requests_are_not_pointed_at(desk, dossier):
    make_round(dossier, None, None)
    assert warnings(save_request(desk, dossier)) == []
    assert warnings(desk.save("entry", make_round(dossier, None, None))) == []


# --- Points -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("outcome", "is_answered"), [("", False), ("no_answer", False), ("not_followed", True)])
def test_an_answer_that_answers_no_point_is_pointed_at(desk, dossier, outcome, is_answered):
    advice = make_entry(dossier, "Ons advies", kind=Kind.ADVICE, starts_on=JUNE)
    points = [factories.make_point(advice, number) for number in (1, 2)]
    answer = make_entry(dossier, "De brief", kind=Kind.ANSWER, starts_on=JUNE, responds_to=advice)
    if outcome:
        factories.make_point(answer, 1, responds_to=points[0], outcome=outcome)
    hints = [hint for hint in shown(desk, "entry", answer) if "geen enkel punt" in hint]
    assert hints == ["Bij geen enkel punt staat een antwoord. Huurders lezen dan “geen antwoord”. Klopt dat?"] * (
        not is_answered
    )


def test_an_answer_to_an_advice_without_points_is_not_pointed_at(desk, dossier):
    advice = make_entry(dossier, "Ons advies", kind=Kind.ADVICE, starts_on=JUNE)
    answer = make_entry(dossier, "De brief", kind=Kind.ANSWER, starts_on=JUNE, responds_to=advice)
    assert shown(desk, "entry", answer) == []


# --- Words ------------------------------------------------------------------------------------------------


def shown(desk, model, row):
    """The hints that stand on a form when it is opened."""
    return [part.text() for part in parse(desk.open_form(model, row).content.decode()).all(".hints li")]


LONG_TITLE = "De titel is 81 tekens lang. Kan het in 80? Dan past hij op een telefoon en in een agenda."


@pytest.mark.parametrize(("length", "is_long"), [(80, False), (81, True)])
def test_a_long_title_is_pointed_at_after_saving_and_on_the_form(desk, dossier, length, is_long):
    title = "x" * length
    page = desk.save("entry", query={"dossier": dossier.pk, "kind": "news"}, title=title)
    assert warnings(page) == [LONG_TITLE] * is_long
    assert shown(desk, "entry", Entry.objects.get()) == [LONG_TITLE] * is_long
    assert warnings(desk.save("dossier", dossier, title=title, report="silent")) == [LONG_TITLE] * is_long
    assert shown(desk, "dossier", dossier) == [LONG_TITLE] * is_long


def test_who_stays_in_the_form_reads_a_hint_once(desk, dossier):
    entry = make_entry(dossier, "x" * 81, published_at=None)
    page = desk.save("entry", entry, button="_continue")
    assert visible_text(page).count("tekens lang") == 1


def test_many_links_of_one_name_are_one_hint(desk, dossier):
    link = '<a href="https://elders.example/{}">klik hier</a>'
    entry = make_entry(dossier, body=f"<p>{' '.join(link.format(number) for number in range(40))}</p>")
    assert len(shown(desk, "entry", entry)) == 1


def test_of_many_hints_a_handful_follows_a_save_and_all_stand_at_the_form(desk, dossier):
    for count in (3, 4, 40):
        links = " ".join(f'<a href="/dossiers/K27-{number + 100}/">dit</a>' for number in range(count))
        entry = make_entry(dossier, body=f"<p>{links}</p>", published_at=None)
        found = warnings(desk.save("entry", entry))
        assert [hint.startswith("De tekst verwijst naar dossier K27-1") for hint in found[:3]] == [True] * 3
        more = [hint.startswith("Er is meer om nog eens naar te kijken.") for hint in found[3:]]
        assert more == [True] * (count > 3)
        assert len(shown(desk, "entry", entry)) == count


def test_messages_never_go_to_the_session_where_reading_them_would_be_writing(desk, dossier):
    for number in range(10):
        title = "".join(sha256(f"{number} {part}".encode()).hexdigest() for part in range(3))
        desk.save("entry", make_entry(dossier, title, published_at=None), follow=False)
    page = desk.get("/beheer/")
    assert f"{title} is opgeslagen" in visible_text(page)
    assert "_messages" not in desk.session
    assert not page.wsgi_request.session.modified


WORDS_OF_LINKS = [
    ("klik hier", True),
    ("Klik hier!", True),
    ("<strong>hier</strong>", True),
    ("lees meer…", True),
    ("Klik hier voor meer informatie", True),
    ("klik hier voor het verslag", False),
    ("meer informatie over het verslag", False),
    ("het verslag", False),
]


def test_a_link_that_does_not_say_where_it_leads_is_pointed_at(desk, dossier):
    for words, is_empty in WORDS_OF_LINKS:
        text = f'<p>Het verslag: <a href="https://elders.example/">{words}</a></p>'
        entry = make_entry(dossier, body=text)
        Dossier.objects.update(description=text)
        for model, row in (("entry", entry), ("dossier", dossier)):
            hints = shown(desk, model, row)
            assert [hint.startswith("Een link heet “") for hint in hints] == [True] * is_empty, words


# --- Days -------------------------------------------------------------------------------------------------

YESTERDAY, TODAY, TOMORROW = date(2027, 5, 3), date(2027, 5, 4), date(2027, 5, 5)
LAST_MONTH, LAST_YEAR = date(2027, 4, 1), date(2026, 1, 1)
NOW, IN_TWO_DAYS = datetime(2027, 5, 4, 18, tzinfo=UTC), datetime(2027, 5, 6, 18, tzinfo=UTC)
A_DAY_AGO = datetime(2027, 5, 3, 18, tzinfo=UTC)
PAST = "is al geweest als dit openbaar wordt"

PLANNED = [
    # kind, its first day, when it becomes public, other fields, and whether it is pointed at
    (Kind.MEETING, YESTERDAY, None, {}, True),
    (Kind.MEETING, TODAY, None, {}, False),
    (Kind.MEETING, TOMORROW, IN_TWO_DAYS, {}, True),
    (Kind.MEETING, date(2027, 5, 6), IN_TWO_DAYS, {}, False),
    (Kind.MEETING, YESTERDAY, NOW, {}, True),
    (Kind.MEETING, YESTERDAY, A_DAY_AGO, {}, False),
    (Kind.MEETING, date(2027, 5, 1), A_DAY_AGO, {}, False),
    (Kind.MEETING, YESTERDAY, None, {"cancelled": True}, False),
    (Kind.MEETING, None, None, {}, False),
    (Kind.MEETING, LAST_MONTH, None, {"date_precision": "month"}, True),
    (Kind.MEETING, date(2027, 5, 1), None, {"date_precision": "month"}, False),
    (Kind.MEETING, LAST_YEAR, None, {"date_precision": "year"}, True),
    (Kind.INSPRAAK, YESTERDAY, None, {"ends_on": JUNE, **ASKED}, True),
    (Kind.INSPRAAK, TODAY, None, {"ends_on": JUNE, **ASKED}, False),
    (Kind.NEWS, YESTERDAY, None, {}, False),
]


def test_a_day_in_the_past_is_pointed_at_for_what_people_plan_by(desk, dossier):
    for number, (kind, day, published_at, fields, is_past) in enumerate(PLANNED):
        entry = make_entry(dossier, kind=kind, starts_on=day, published_at=published_at, **fields)
        assert [PAST in hint for hint in shown(desk, "entry", entry)] == [True] * is_past, number


def test_a_day_in_the_past_is_named_as_the_form_names_it(desk, dossier):
    round_ = make_round(dossier, YESTERDAY, JUNE, published_at=None)
    assert shown(desk, "entry", round_) == [
        "“Open vanaf” is 3 mei 2027. Dat is al geweest als dit openbaar wordt. "
        "Klopt de dag? Schrijf je achteraf, dan is het goed."
    ]


@pytest.mark.parametrize(
    ("phase", "ends_on", "fields", "still_runs"),
    [
        (Phase.CLOSED, TODAY, {}, True),
        (Phase.CLOSED, YESTERDAY, {}, False),
        (Phase.CLOSED, TODAY, {"cancelled": True}, False),
        (Phase.EXECUTION, TODAY, {}, False),
    ],
)
def test_a_round_that_runs_in_a_finished_dossier_is_pointed_at(desk, dossier, phase, ends_on, fields, still_runs):
    Dossier.objects.update(phase=phase)
    round_ = make_round(dossier, date(2027, 5, 1), ends_on, "De enquête", **fields)
    sentence = "Dit dossier is afgerond. Toch loopt het inspraakmoment “De enquête” t/m 4 mei 2027. Klopt dat?"
    assert shown(desk, "entry", round_) == [sentence] * still_runs
    assert shown(desk, "dossier", dossier) == [sentence] * still_runs


LACKS = "Bij dit inspraakmoment ontbreekt nog:"
ROUNDS = [
    # its days, other fields, and what it lacks
    (TODAY, JUNE, {}, ""),
    (TODAY, JUNE, {"react_mail": "", "place": "Zaal 7"}, ""),
    (TODAY, JUNE, {"react_mail": "", "react_link": "https://example.org/vragen"}, ""),
    (TODAY, JUNE, {"react_mail": ""}, "hoe huurders kunnen reageren."),
    (TODAY, TODAY, {"question": ""}, "de vraag."),
    (LAST_MONTH, YESTERDAY, {"question": ""}, ""),
    (TODAY, JUNE, {"question": "", "cancelled": True}, ""),
    (None, None, {"published_at": None}, "wanneer het open is."),
    (None, None, {"published_at": None, "react_mail": ""}, "wanneer het open is en hoe huurders kunnen reageren."),
    (None, None, {"question": ""}, ""),
]


def test_a_round_in_which_nobody_can_react_is_pointed_at(desk, dossier):
    for number, (starts_on, ends_on, fields, lacks) in enumerate(ROUNDS):
        hints = shown(desk, "entry", make_round(dossier, starts_on, ends_on, **fields))
        assert hints == ([f"{LACKS} {lacks}"] if lacks else []), number


def test_who_publishes_a_round_without_a_way_to_react_reads_so_at_once(desk, dossier):
    answers = {"title": "De enquête", "starts_on": "04-05-2027", "ends_on": "01-06-2027", "visibility": "now"}
    page = desk.save("entry", query={"dossier": dossier.pk, "kind": "inspraak"}, **answers)
    assert warnings(page) == [f"{LACKS} de vraag en hoe huurders kunnen reageren."]


# --- Other dossiers ---------------------------------------------------------------------------------------

CLOSED = "Dat is niet openbaar: huurders kunnen het niet lezen."
OTHERS = [
    # what the other dossier is like, and whether readers can open it at noon on 4 and on 6 May
    ({}, True, True),
    ({"published_at": None}, False, False),
    ({"published_at": datetime(2027, 5, 6, 18, tzinfo=UTC)}, False, True),
    ({"published_at": datetime(2027, 5, 6, 18, 1, tzinfo=UTC)}, False, False),
    ({"withdrawn_at": GONE, "withdrawn_reason": "Dubbel."}, False, False),
    ({"withdrawn_at": GONE, "moved_to": "/k16-006"}, True, True),
]


def test_a_link_to_a_dossier_that_readers_cannot_open_is_pointed_at(desk, dossier):
    for number, (fields, now_open, then_open) in enumerate(OTHERS, start=1):
        other = make_dossier(f"K17-{number:03d}", **fields)
        text = f'<p><a href="/{other.code.lower()}/3">Het verslag</a> en <a href="/k16-006">dit dossier</a></p>'
        sentence = (
            f"De tekst verwijst naar dossier {other.code}. Dat is niet openbaar: huurders kunnen het niet lezen."
        )
        for published_at, is_open in ((None, now_open), (IN_TWO_DAYS, then_open)):
            entry = make_entry(dossier, body=text, published_at=published_at)
            assert shown(desk, "entry", entry) == ([] if is_open else [sentence]), (number, published_at)
        Dossier.objects.filter(pk=dossier.pk).update(description=text)
        assert shown(desk, "dossier", dossier) == ([] if now_open else [sentence])


@pytest.mark.parametrize(
    "href", ["/k17-001", "/K17-001/2", "http://localhost:8000/dossiers/k17-001-iets/", "../../k17-001/"]
)
def test_any_spelling_of_the_address_of_a_dossier_is_understood(desk, dossier, href):
    entry = make_entry(dossier, body=f'<p><a href="{href}">Het verslag</a></p>')
    assert shown(desk, "entry", entry) == [f"De tekst verwijst naar dossier K17-001. {CLOSED}"]


@pytest.mark.parametrize("href", ["https://elders.example/k17-001", "mailto:wij@voorbeeld.example", "https://[kapot"])
def test_a_link_to_elsewhere_is_no_reference_to_a_dossier(desk, dossier, href):
    assert shown(desk, "entry", make_entry(dossier, body=f'<p><a href="{href}">Het verslag</a></p>')) == []


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        ("entry", {"body": "<p>Zie ook dossier <b>K17-001</b>.</p>"}),
        ("entry", {"teaser": "Zie ook (K17-001) en K16-006."}),
        ("entry", {"teaser": "Zie ook k17-001 en k16-006."}),
        ("dossier", {"introduction": "Zie ook K17-001/3."}),
        ("dossier", {"description": '<p>Zie <a href="/k17-001">K17-001</a>.</p>'}),
    ],
)
def test_a_dossier_that_is_named_in_plain_words_is_pointed_at_once(desk, dossier, model, fields):
    other = make_dossier("K17-001", published_at=None)
    row = make_entry(dossier) if model == "entry" else dossier
    type(row).objects.filter(pk=row.pk).update(**fields)
    assert shown(desk, model, row) == [f"De tekst verwijst naar dossier K17-001. {CLOSED}"]
    Dossier.objects.filter(pk=other.pk).update(published_at=GONE)
    assert shown(desk, model, row) == []


def test_what_only_looks_like_a_code_names_no_dossier(desk, dossier):
    make_dossier("K17-001", published_at=None)
    body = "<p>Bel 0K17-0012, of zie ABK17-001, K99-001, K17-001x en k17-001x.</p>"
    assert shown(desk, "entry", make_entry(dossier, body=body)) == []


def test_a_dossier_that_goes_on_in_one_that_is_not_public_is_pointed_at(desk, dossier):
    other = make_dossier("K17-001", published_at=None)
    Dossier.objects.filter(pk=dossier.pk).update(successor=other)
    sentence = f"Dit dossier gaat verder in K17-001. {CLOSED}"
    assert shown(desk, "dossier", dossier) == [sentence]
    Dossier.objects.filter(pk=other.pk).update(published_at=GONE)
    assert shown(desk, "dossier", dossier) == []


def test_what_was_withdrawn_is_not_pointed_at(desk, dossier):
    gone = {"withdrawn_at": GONE, "withdrawn_reason": "Dubbel."}
    assert shown(desk, "entry", make_entry(dossier, "x" * 81, **gone)) == []
    Dossier.objects.update(title="x" * 81, **gone)
    assert shown(desk, "dossier", dossier) == []


def test_a_draft_that_refers_to_its_own_dossier_is_not_pointed_at(desk, dossier):
    Dossier.objects.update(published_at=None, description='<p><a href="/k16-006/1">Het verslag</a></p>')
    assert shown(desk, "dossier", dossier) == []


@pytest.mark.parametrize(
    ("fields", "pointed_at"),
    [
        ({"ends_at": time(19, 59)}, True),
        ({"ends_at": time(20, 0)}, False),
        ({"ends_at": time(19, 59), "ends_on": JUNE}, True),
        ({"ends_at": time(19, 59), "ends_on": date(2027, 6, 2)}, False),
        ({}, False),
    ],
)
def test_a_meeting_that_ends_before_it_begins_is_pointed_at(desk, dossier, fields, pointed_at):
    meeting = make_entry(dossier, kind=Kind.MEETING, starts_on=JUNE, begins_at=time(20), **fields)
    sentence = (
        "Het begint om 20:00 uur en eindigt om 19:59 uur. In agenda’s eindigt het dan pas de volgende dag. Klopt dat?"
    )
    assert shown(desk, "entry", meeting) == [sentence] * pointed_at
