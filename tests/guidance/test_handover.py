"""What the next board has to know, on one page."""

from datetime import date, datetime

import pytest
from django.db import connection
from django.test import Client

from dossiers.accounts.roles import ADMINISTRATION, BOARD
from dossiers.operations.backup import record
from dossiers.rules.kinds import Kind
from dossiers.rules.phases import Phase

from ..conftest import AMSTERDAM
from ..editors import Desk, make_editor
from ..factories import make_dossier, make_entry, make_round
from ..reading import read

pytestmark = pytest.mark.django_db

HANDOVER = "/beheer/overdracht/"
PARTS = ("DNS", "Server", "Mail", "Back-ups")
JUNE_1 = datetime(2027, 6, 1, 12, tzinfo=AMSTERDAM)
LATER = datetime(2027, 6, 12, 9, 30, tzinfo=AMSTERDAM)


@pytest.fixture(autouse=True)
def _june(at):
    at(2027, 6, 10, 12)


@pytest.fixture
def desk():
    return Desk(make_editor("sam", group=ADMINISTRATION, first_name="Sam", ends_on=date(2028, 1, 31)))


def sections(desk):
    """What stands under each heading, by its words."""
    return {part.text("h2"): part for part in read(desk, HANDOVER).all(".handover section")}


def test_open_dossiers_are_told_with_their_phase_and_what_goes_on(desk):
    dossier = make_dossier(title="Kluisjes", phase=Phase.ADVICE, pause_reason="Wacht op de rechter.")
    make_round(dossier, date(2027, 6, 1), date(2027, 6, 15), "Wat vind jij?")
    make_entry(dossier, kind=Kind.ADVICE, starts_on=date(2027, 5, 1), due_on=date(2027, 6, 9))
    make_dossier("K17-001", title="Klaar", phase=Phase.CLOSED)
    make_dossier("K17-002", title="Nog niets", published_at=None)
    open_dossiers = sections(desk)["Open dossiers"]
    assert open_dossiers.texts("h3") == ["K16-006 Kluisjes"]
    assert open_dossiers.terms("dl") == {
        "Fase": "Advies. Gepauzeerd: Wacht op de rechter.",
        "Inspraakmoment": "Open t/m 15 juni 2027",
        "Laatste bericht": "1 t/m 15 juni 2027: Wat vind jij?",
        "Termijn": "Het antwoord van DUWO is 1 dag te laat. Het had er uiterlijk op 9 juni moeten zijn.",
    }


def test_terms_that_run_or_are_late_are_told_and_those_that_are_met_are_not(desk):
    dossier = make_dossier()
    late = {"starts_on": date(2027, 5, 1), "kind": Kind.ADVICE}
    make_entry(dossier, "Laat", due_on=date(2027, 6, 9), **late)
    make_entry(dossier, "Loopt", due_on=date(2027, 6, 10), **late)
    met = make_entry(dossier, "Beantwoord", due_on=date(2027, 6, 9), **late)
    make_entry(dossier, kind=Kind.ANSWER, responds_to=met, starts_on=date(2027, 5, 2))
    rows = sections(desk)["Termijnen die lopen of te laat zijn"].all("tbody tr")
    assert [row.texts("td") for row in rows] == [
        ["9 juni 2027", "K16-006/1 Laat", "1 dag te laat"],
        ["10 juni 2027", "K16-006/2 Loopt", "Vandaag is de laatste dag"],
    ]


def test_drafts_and_what_is_planned_are_told(desk):
    dossier = make_dossier()
    make_dossier("K17-002", title="Nog niets", published_at=None)
    make_entry(dossier, "Openbaar")
    make_entry(dossier, "Half", published_at=None)
    make_entry(dossier, "Straks", published_at=LATER)
    make_entry(dossier, "Weg", published_at=None, withdrawn_at=JUNE_1)
    assert sections(desk)["Concepten, en wat ingepland is"].texts("li") == [
        "K17-002 Nog niets: concept",
        "K16-006/2 Half: concept",
        "K16-006/3 Straks: ingepland voor 12 juni 2027, 09:30 uur",
    ]


def test_accounts_are_told_with_their_last_day_to_who_may_see_them(desk):
    make_editor("robin", ends_on=date(2027, 6, 9))
    make_editor("vandaag", ends_on=date(2027, 6, 10))
    make_editor("weg", is_active=False)
    board = Desk(make_editor("bestuur", group=BOARD))
    rows = sections(desk)["Accounts"].all("tbody tr")
    assert sorted(row.texts("td") for row in rows) == [
        ["Sam", "sam", "Beheer", "31 januari 2028"],
        ["–", "bestuur", "Bestuur", "geen"],
        ["–", "robin", "Bestuur", "9 juni 2027 (voorbij)"],
        ["–", "vandaag", "Bestuur", "10 juni 2027"],
    ]
    assert "Vraag het aan Sam." in sections(desk)["Accounts"].text()
    assert "ziet alleen wie in de groep Beheer zit: Sam." in sections(board)["Accounts"].text()
    assert "robin" not in read(board, HANDOVER).text()


def test_it_tells_where_the_site_runs_and_how_to_restore_it(desk, settings):
    settings.SITE_URL = "https://dossiers.example"
    settings.MEDIA_ROOT = settings.BASE_DIR / "var" / "media"
    parts = sections(desk)
    place = parts["Waar de site draait"].terms("dl")
    assert place["De site"] == "https://dossiers.example"
    assert place["Handleiding"] == "https://dossiers.example/beheer/handleiding/"
    assert place["Bijlagen"] == "de map var/media"
    how = parts["Een kopie maken en terugzetten"].text()
    assert [word for word in ("Terugzetten", "manage.py backup", "manage.py restore", ".env") if word not in how] == []


@pytest.mark.sqlite
def test_of_a_file_it_names_the_way_from_the_code_alone(desk, settings, monkeypatch):
    inside, outside = settings.BASE_DIR / "var" / "x.sqlite3", "/srv/geheim/y.sqlite3"
    for path, named in ((inside, "var/x.sqlite3"), (outside, "y.sqlite3")):
        monkeypatch.setitem(connection.settings_dict, "NAME", path)
        parts = sections(desk)
        assert parts["Waar de site draait"].terms("dl")["Database"] == f"SQLite: het bestand {named}"
        assert "/srv/geheim" not in read(desk, HANDOVER).text()


@pytest.mark.postgres
def test_on_postgresql_it_names_no_host(desk, settings):
    parts = sections(desk)
    assert parts["Waar de site draait"].terms("dl")["Database"] == "PostgreSQL"
    text = read(desk, HANDOVER).text()
    server = connection.settings_dict
    assert [
        word for word in ("sqlite3", server["HOST"], server["PASSWORD"], str(server["PORT"])) if word in text
    ] == []


@pytest.mark.parametrize(
    ("made_at", "copied", "words"),
    [
        (datetime(2027, 6, 10, 3, tzinfo=AMSTERDAM), True, "is van vandaag en staat ook op een andere plek."),
        (datetime(2027, 6, 9, 23, 59, tzinfo=AMSTERDAM), True, "is 1 dag oud en staat ook op een andere plek."),
        (datetime(2027, 6, 2, 3, tzinfo=AMSTERDAM), False, "is 8 dagen oud en staat alleen op deze machine."),
    ],
)
def test_it_tells_how_old_the_last_backup_is_and_where_it_lies(desk, made_at, copied, words):
    record.write(record.Backup(made_at, copied))
    assert f"De laatste back-up {words}" in sections(desk)["Een kopie maken en terugzetten"].text()


def test_it_tells_that_there_is_no_backup(desk):
    assert "Er is nog geen back-up gemaakt." in sections(desk)["Een kopie maken en terugzetten"].text()


def test_it_tells_the_version_that_was_installed(desk, settings):
    settings.RELEASE = "v1.2 (0a1b2c3)"
    assert sections(desk)["Waar de site draait"].terms("dl")["Versie"] == "v1.2 (0a1b2c3)"


def test_it_tells_who_owns_what_the_site_stands_on(desk):
    contract = "TransIP, op naam van de vereniging; de penningmeester kan erbij"
    desk.save("ownership", part="domain", owner=contract)
    owners = sections(desk)["Van wie is wat?"].terms("dl")
    assert owners == {"Domeinnaam": contract} | dict.fromkeys(
        ("DNS", "Server", "Mail", "Back-ups"), "nog niet ingevuld"
    )
    again = desk.save("ownership", part="domain", owner="Iemand anders").content.decode()
    assert "bestaat al" in again
    assert "Iemand anders" in again


def test_it_tells_until_when_django_is_mended(desk):
    assert "5.2, krijgt verbeteringen tot en met 30 april 2028." in sections(desk)["Waar de site draait"].text("dl")


def test_no_secret_stands_on_it(desk, settings):
    answer = desk.get(HANDOVER).content.decode()
    assert settings.SECRET_KEY not in answer
    assert str(settings.BASE_DIR) not in answer


def test_an_empty_site_says_so(desk):
    text = read(desk, HANDOVER).text()
    sentences = ("Er is geen open dossier.", "Er loopt geen termijn.", "Er ligt niets klaar.")
    assert [sentence for sentence in sentences if sentence not in text] == []


def test_it_is_for_both_groups_and_for_nobody_else():
    assert Client().get(HANDOVER)["Location"] == f"/beheer/login/?next={HANDOVER}"
    assert Desk(make_editor("los", group=None)).get(HANDOVER).status_code == 403
    assert Desk(make_editor("bestuur", group=BOARD)).get(HANDOVER).status_code == 200


def test_it_takes_the_same_queries_for_any_number_of_rows(desk, django_assert_num_queries):
    for start, count in ((0, 1), (1, 3), (3, 40)):
        for number in range(start, count):
            dossier = make_dossier(f"K17-{number:03d}")
            make_round(dossier, date(2027, 6, 1), date(2027, 6, 15))
            make_entry(dossier, kind=Kind.ADVICE, starts_on=date(2027, 5, 1), due_on=date(2027, 6, 9))
            make_entry(dossier, published_at=None)
            make_dossier(f"K18-{number:03d}", published_at=None)
            make_editor(f"redacteur{number}")
        with django_assert_num_queries(13):
            desk.get(HANDOVER)
