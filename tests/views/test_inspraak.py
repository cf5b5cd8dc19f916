"""All rounds in four groups, as a tenant finds them on a day."""

from datetime import UTC, date, datetime, timedelta

import pytest

from dossiers.models import Dossier
from dossiers.rules.kinds import Kind
from dossiers.rules.phases import Phase
from dossiers.rules.publication import Audience

from ..conftest import AMSTERDAM
from ..factories import make_dossier, make_entry, make_round
from ..reading import read

pytestmark = pytest.mark.django_db
PAGE = "/inspraak/"
OPEN, ANNOUNCED, WAITING, FINISHED = "Nu open", "Aangekondigd", "Wacht op terugkoppeling", "Afgerond"


def groups(client):
    """The questions in each group, by its heading."""
    return {part.text("h2"): part.texts("h3") for part in read(client, PAGE).all("main section.stack")}


def where(client, question="Wat vind jij?"):
    """The one group in which a round stands."""
    (found,) = [heading for heading, questions in groups(client).items() if question in questions]
    return found


def test_without_rounds_every_group_says_so(client):
    page = read(client, PAGE)
    assert groups(client) == {OPEN: [], ANNOUNCED: [], WAITING: [], FINISHED: []}
    assert "Op dit moment loopt er geen inspraak." in page.text("main")
    assert "Er is nog geen ronde afgerond." in page.text("main")


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2027, 3, 27), date(2027, 3, 29)),  # summer time begins
        (date(2027, 10, 30), date(2027, 11, 1)),  # summer time ends
        (date(2028, 2, 28), date(2028, 3, 1)),  # a leap day
    ],
)
def test_a_round_goes_from_announced_to_open_to_waiting_day_by_day(client, at, first, last):
    make_round(make_dossier(), first, last)
    expected = [ANNOUNCED] * 2 + [OPEN] * ((last - first).days + 1) + [WAITING] * 2
    for offset, group in enumerate(expected):
        day = first + timedelta(days=offset - 2)
        for time_of_day in ((0, 0, 1), (23, 59, 59)):
            at(day.year, day.month, day.day, *time_of_day)
            assert where(client) == group, day


def test_a_round_stops_waiting_once_its_feedback_is_public(client, at):
    dossier = make_dossier()
    round_ = make_round(dossier, date(2027, 6, 1), date(2027, 6, 15))
    make_entry(
        dossier,
        "Wat we hoorden",
        kind=Kind.FEEDBACK,
        responds_to=round_,
        starts_on=date(2027, 7, 1),
        published_at=datetime(2027, 7, 1, 9, tzinfo=AMSTERDAM),
    )
    at(2027, 7, 1, 8, 59, 59)
    assert where(client) == WAITING
    assert "Wat we hoorden" not in read(client, PAGE).text()
    at(2027, 7, 1, 9)
    assert where(client) == FINISHED
    assert read(client, PAGE).link("Wat we hoorden").endswith("/2-wat-we-hoorden/")


def test_an_answer_of_another_kind_is_no_feedback(client, at):
    at(2027, 7, 1)
    dossier = make_dossier()
    round_ = make_round(dossier, date(2027, 6, 1), date(2027, 6, 15))
    make_entry(dossier, kind=Kind.DECISION, responds_to=round_, starts_on=date(2027, 6, 20))
    assert where(client) == WAITING


def test_a_finished_dossier_waits_for_nothing(client, at):
    at(2027, 7, 1)
    make_round(make_dossier(phase=Phase.CLOSED), date(2027, 6, 1), date(2027, 6, 15))
    assert where(client) == FINISHED


@pytest.mark.parametrize("phase", Phase)
def test_a_round_waits_here_exactly_when_its_dossier_says_that_feedback_follows(client, at, phase):
    now = at(2027, 7, 1)
    make_round(make_dossier(phase=phase), date(2027, 6, 1), date(2027, 6, 15))
    assert (where(client) == WAITING) is (Dossier.objects.with_inspraak(Audience(now)).get().inspraak == "closed")


def test_an_undated_round_is_finished_and_says_that_it_has_no_date(client, at):
    at(2027, 7, 1)
    make_round(make_dossier(), None, None)
    assert where(client) == FINISHED
    assert read(client, PAGE).text(".rows .when") == "zonder datum"


@pytest.mark.parametrize("first", [date(2027, 6, 1), date(2027, 8, 1)])
def test_a_cancelled_round_is_among_the_finished_and_says_so(client, at, first):
    at(2027, 7, 1)
    make_round(make_dossier(), first, date(2027, 8, 15), cancelled=True)
    assert where(client) == FINISHED
    assert read(client, PAGE).texts(".rows .tag") == ["Afgelast"]


def test_a_round_stands_with_code_title_question_days_and_a_link(client, at):
    at(2027, 5, 1)
    round_ = make_round(
        make_dossier(title="Kluisjes"), date(2027, 6, 1), date(2027, 6, 15), question="Wil jij een kluisje?"
    )
    row = read(client, PAGE).one(".rows li")
    assert row.text(".kind") == "K16-006 Kluisjes"
    assert row.text("h3") == "Wil jij een kluisje?"
    assert row.text(".when") == "1 t/m 15 juni 2027"
    assert row.link("Wil jij een kluisje?") == round_.get_absolute_url()
    assert "Je kunt reageren vanaf 1 juni." in row.text()


def test_an_open_round_stands_as_on_the_home_page(client, at):
    at(2027, 6, 10)
    make_round(make_dossier(title="Kluisjes"), date(2027, 6, 1), date(2027, 6, 15), question="Wil jij een kluisje?")
    box = read(client, PAGE).one(".round")
    assert "K16-006 Kluisjes" in box.text()
    assert "Je kunt reageren t/m 15 juni (nog 5 dagen)." in box.text()
    assert box.link("Praat mee").endswith("/1-wat-vind-jij/")


def test_rounds_with_the_same_number_in_two_dossiers_have_each_a_place_of_their_own(client, at):
    at(2027, 6, 10)
    for code in ("K16-006", "K16-007"):
        make_round(make_dossier(code), date(2027, 6, 1), date(2027, 6, 15))
    for address in ("/", PAGE):
        assert len({box["id"] for box in read(client, address).all(".round")}) == 2


def test_a_waiting_round_says_what_we_promised_and_how_late_we_are(client, at):
    at(2027, 7, 16)
    make_round(make_dossier(), date(2027, 6, 1), date(2027, 6, 15), due_on=date(2027, 7, 13))
    row = read(client, PAGE).one(".rows li")
    assert "Wij beloofden terugkoppeling uiterlijk op 13 juli en zijn 3 dagen te laat." in row.text()


def test_the_order_is_the_first_to_close_to_open_and_longest_waiting(client, at):
    at(2027, 6, 10)
    dossier = make_dossier()
    for title, first, last in [
        ("open b", 1, 20),
        ("open a", 2, 12),
        ("komt b", 25, 30),
        ("komt a", 11, 30),
        ("wacht b", 1, 9),
        ("wacht a", 2, 8),
    ]:
        make_round(dossier, date(2027, 6, first), date(2027, 6, last), title)
    assert groups(client) == {
        OPEN: ["open a", "open b"],
        ANNOUNCED: ["komt a", "komt b"],
        WAITING: ["wacht a", "wacht b"],
        FINISHED: [],
    }


@pytest.mark.parametrize(("count", "pages"), [(20, 1), (21, 2)])
def test_twenty_finished_rounds_fill_a_page(client, at, count, pages):
    at(2027, 6, 10)
    dossier = make_dossier()
    make_round(dossier, date(2027, 6, 1), date(2027, 6, 15), "loopt nu")
    for number in range(count):
        make_round(dossier, None, None, f"ronde {number}")
    assert groups(client)[FINISHED] == [f"ronde {number}" for number in reversed(range(count - 20, count))]
    assert client.get(f"{PAGE}?pagina={pages + 1}").status_code == 404
    if pages == 2:
        older = read(client, f"{PAGE}{read(client, PAGE).link(f'Bladzijde {pages} van {pages}')}")
        assert older.texts("main section h2") == [FINISHED]
        assert older.texts("h3") == ["ronde 0"]


def test_a_draft_is_in_no_group(client, at):
    at(2027, 6, 10)
    dossier = make_dossier()
    for first, last in [(1, 9), (1, 15), (15, 20)]:
        make_round(dossier, date(2027, 6, first), date(2027, 6, last), published_at=None)
        make_round(dossier, date(2027, 6, first), date(2027, 6, last), published_at=datetime(2027, 7, 1, tzinfo=UTC))
    assert not any(groups(client).values())


def test_the_address_has_one_writing(client):
    response = client.get("/inspraak?utm_source=brief")
    assert (response.status_code, response.headers["Location"]) == (301, "/inspraak/?utm_source=brief")


@pytest.mark.parametrize("count", [1, 3, 40])
def test_the_page_takes_six_queries_however_many_rounds_there_are(client, at, count, page_queries):
    at(2027, 6, 10)
    for number in range(1, count + 1):
        dossier = make_dossier(f"K27-{number:03d}")
        for first, last in [(1, 15), (20, 25), (1, 9)]:
            make_round(dossier, date(2027, 6, first), date(2027, 6, last))
        answered = make_round(dossier, date(2027, 5, 1), date(2027, 5, 9))
        make_entry(dossier, kind=Kind.FEEDBACK, responds_to=answered, starts_on=date(2027, 5, 20))
    with page_queries(6):
        assert [len(found) for found in groups(client).values()] == [count] * 3 + [min(count, 20)]
