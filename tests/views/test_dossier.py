"""The page of a dossier, as a tenant reads it."""

from datetime import UTC, date, datetime

import pytest

from dossiers.models import Dossier
from dossiers.rules.kinds import Kind
from dossiers.rules.phases import Phase

from ..factories import make_attachment, make_change, make_dossier, make_entry, make_round
from ..reading import read

pytestmark = pytest.mark.django_db
PAGE = "/dossiers/k16-006-nieuwe-samenwerkingsovereenkomst/"


def test_the_heading_has_code_and_title(client):
    make_dossier()
    assert read(client, PAGE).text("h1") == "K16-006 Nieuwe Samenwerkingsovereenkomst"


def test_the_label_names_title_code_phase_and_inspraakmoment(client):
    make_dossier(phase=Phase.TALKS)
    assert read(client, PAGE).terms(".label") == {
        "Titel": "Nieuwe Samenwerkingsovereenkomst",
        "Code": "K16-006",
        "Fase": "Overleg",
        "Inspraakmoment": "Geen",
    }


def test_the_strip_of_phases_says_in_words_which_one_is_present(client):
    make_dossier(phase=Phase.TALKS)
    page = read(client, PAGE)
    assert page.texts(".phases li") == [
        "Verkenning (geweest)",
        "Voorbereiding (geweest)",
        "Nu: Overleg",
        "Advies (komt nog)",
        "Uitvoering (komt nog)",
        "Afgerond (komt nog)",
    ]
    assert "Stap 3 van 6. Hierna komt advies." in page.text("main")


def test_the_timeline_is_newest_first_then_undated_then_by_number(client):
    dossier = make_dossier()
    make_entry(dossier, "Eerste zonder datum")
    make_entry(dossier, "Tweede zonder datum")
    make_entry(dossier, "Oudste", starts_on=date(2016, 4, 7))
    make_entry(dossier, "Zelfde dag, lager nummer", starts_on=date(2016, 8, 2))
    make_entry(dossier, "Zelfde dag, hoger nummer", starts_on=date(2016, 8, 2))
    assert read(client, PAGE).texts(".timeline h3") == [
        "Zelfde dag, hoger nummer",
        "Zelfde dag, lager nummer",
        "Oudste",
        "Tweede zonder datum",
        "Eerste zonder datum",
    ]


def test_an_entry_on_the_timeline_has_date_kind_title_teaser_and_a_link_that_says_of_what(client, at):
    at(2026, 11, 23)
    make_entry(make_dossier(), "Workshop", kind=Kind.MEETING, starts_on=date(2017, 4, 7), teaser="Twee dagen praten.")
    item = read(client, PAGE).one(".timeline li")
    assert item.text(".when") == "7 april 2017"
    assert item.text(".kind") == "Bijeenkomst"
    assert item.text("h3") == "Workshop"
    assert "Twee dagen praten." in item.text()
    assert item.text("a") == "Lees verder over Workshop"
    assert item.one("a")["href"] == f"{PAGE}1-workshop/"


@pytest.mark.parametrize(
    ("fields", "words", "machine"),
    [
        ({"starts_on": date(2019, 4, 1), "date_precision": "month"}, "april 2019", "2019-04"),
        ({"starts_on": date(2017, 1, 1), "date_precision": "year"}, "2017", "2017"),
        ({"starts_on": date(2017, 4, 7), "date_text": "7 en 12 april 2017"}, "7 en 12 april 2017", "2017-04-07"),
    ],
)
def test_a_date_is_no_more_precise_than_it_is_known(client, at, fields, words, machine):
    at(2026, 11, 23)
    make_entry(make_dossier(), **fields)
    item = read(client, PAGE).one(".timeline li")
    assert item.text(".when") == words
    assert item.one("time")["datetime"] == machine


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2017, 7, 3), date(2017, 7, 16), "3 t/m 16 juli 2017"),
        (date(2017, 6, 30), date(2017, 7, 1), "30 juni t/m 1 juli 2017"),
        (date(2016, 12, 31), date(2017, 1, 1), "31 december 2016 t/m 1 januari 2017"),
        (date(2017, 7, 3), date(2017, 7, 3), "3 juli 2017"),
    ],
)
def test_a_period_says_once_what_its_days_share(client, first, last, words):
    make_round(make_dossier(), first, last)
    assert read(client, PAGE).text(".timeline .when") == words


def test_what_is_to_come_stands_above_a_line_that_says_today(client, at):
    at(2026, 11, 23)
    dossier = make_dossier()
    make_entry(dossier, "Gisteren", starts_on=date(2026, 11, 22))
    make_entry(dossier, "Vandaag zelf", starts_on=date(2026, 11, 23))
    make_entry(dossier, "Morgen", starts_on=date(2026, 11, 24))
    items = read(client, PAGE).texts(".timeline li")
    assert "Morgen" in items[0]
    assert "Verwacht" in items[0]
    assert items[1] == "Vandaag, 23 november 2026"
    assert "Vandaag zelf" in items[2]
    assert "Verwacht" not in items[2]


def test_a_cancelled_meeting_is_struck_and_says_so(client):
    make_entry(make_dossier(), "Buurtavond", kind=Kind.MEETING, starts_on=date(2024, 4, 15), cancelled=True)
    item = read(client, PAGE).one(".timeline li")
    assert item.text("s") == "Buurtavond"
    assert item.text(".tag") == "Afgelast"


def test_the_description_closes_the_timeline_with_its_first_paragraph(client):
    dossier = make_dossier(description="<p>De wet regelt dit.</p><p>En verder.</p>")
    make_entry(dossier, "Zonder datum")
    last = read(client, PAGE).all(".timeline li")[-1]
    assert last.text("h3") == "Dossierbeschrijving"
    assert "De wet regelt dit." in last.text()
    assert "En verder." not in last.text()
    assert last.text("a") == "Lees verder in de dossierbeschrijving"
    assert last.one("a")["href"] == f"{PAGE}beschrijving/"


def test_a_paused_dossier_says_so_and_why(client):
    make_dossier(pause_reason="De gemeente organiseert eerst een eigen avond.")
    page = read(client, PAGE)
    assert page.terms("dl.now")["Nu"] == "Gepauzeerd: De gemeente organiseert eerst een eigen avond."
    assert page.terms("dl.label")["Fase"].endswith("Gepauzeerd")


def test_predecessor_and_successor_link_to_each_other(client):
    newer = make_dossier("K19-004", title="Herziening")
    make_dossier(successor=newer)
    assert read(client, PAGE).link("K19-004 Herziening") == "/dossiers/k19-004-herziening/"
    page = read(client, "/dossiers/k19-004-herziening/")
    assert page.link("K16-006 Nieuwe Samenwerkingsovereenkomst") == PAGE


def test_of_several_predecessors_each_is_linked_and_relatives_of_relatives_are_not(client):
    last = make_dossier("K21-001", title="Weer verder")
    newer = make_dossier("K19-004", title="Herziening", successor=last)
    make_dossier("K15-001", title="Eerste begin", successor=make_dossier(successor=newer))
    make_dossier("K17-001", title="Kluisjes", successor=newer)
    header = read(client, newer.get_absolute_url()).one("header.stack")
    assert header.texts("p a") == [
        "K17-001 Kluisjes",
        "K16-006 Nieuwe Samenwerkingsovereenkomst",
        "K21-001 Weer verder",
    ]


def test_a_draft_is_not_there_although_its_relatives_are(client):
    make_dossier(published_at=None, successor=make_dossier("K19-004"))
    make_dossier("K15-001", successor=Dossier.objects.get(code="K16-006"))
    assert client.get("/k16-006").status_code == 404


def test_a_successor_that_is_a_draft_is_not_named(client):
    make_dossier(successor=make_dossier("K19-004", title="Geheim", published_at=None))
    assert "Geheim" not in read(client, PAGE).text()


@pytest.mark.parametrize(
    ("moment", "status"),
    [
        ((2027, 5, 31, 23, 59, 59), "Vanaf 1 juni 2027"),
        ((2027, 6, 1, 0, 0, 1), "Open t/m 15 juni 2027"),
        ((2027, 6, 15, 23, 59, 59), "Open t/m 15 juni 2027"),
        ((2027, 6, 16, 0, 0, 1), "Gesloten, terugkoppeling volgt"),
    ],
)
def test_the_inspraakmoment_follows_the_clock(client, at, moment, status):
    at(*moment)
    make_round(make_dossier(), date(2027, 6, 1), date(2027, 6, 15))
    assert read(client, PAGE).terms(".label")["Inspraakmoment"].startswith(status)


def test_an_open_round_asks_its_question_and_gives_the_way_to_react(client, at):
    at(2027, 6, 10)
    dossier = make_dossier(title="Pakketkluizen")
    make_round(
        dossier,
        date(2027, 6, 1),
        date(2027, 6, 15),
        question="Wil jij een kluis?",
        audience="alle huurders",
        react_mail="inspraak@example.org",
    )
    box = read(client, "/dossiers/k16-006-pakketkluizen/").one(".round")
    assert box.text("h2") == "Wil jij een kluis?"
    assert "15 juni 2027" in box.text(".leaf")
    assert "nog 5 dagen" in box.text(".leaf")
    assert box.link("Mail je reactie") == "mailto:inspraak@example.org?subject=K16-006%20Wat%20vind%20jij%3F"


@pytest.mark.parametrize(
    ("fields", "words"),
    [({}, "Kom langs: Zaal 7"), ({"react_link": "https://example.org/vragen"}, "Of kom langs: Zaal 7")],
)
def test_to_come_by_is_said_as_the_only_way_or_as_one_more(client, at, fields, words):
    at(2027, 6, 10)
    make_round(make_dossier(), date(2027, 6, 1), date(2027, 6, 15), place="Zaal 7", **fields)
    assert words in read(client, PAGE).texts(".round p")


def test_of_two_open_rounds_the_first_to_close_comes_first_and_the_line_on_top_leads_to_it(client, at):
    at(2027, 6, 10)
    dossier = make_dossier()
    make_round(dossier, date(2027, 6, 1), date(2027, 6, 15), question="Wil jij een kluis?")
    make_round(dossier, date(2027, 6, 5), date(2027, 6, 30), question="Welke kleur?")
    page = read(client, PAGE)
    assert page.texts(".round h2") == ["Wil jij een kluis?", "Welke kleur?"]
    assert page.link("Ga naar de vraag") == f"#{page.all('.round')[0]['id']}"


@pytest.mark.parametrize("moment", [(2027, 5, 31, 23, 59, 59), (2027, 6, 16, 0, 0, 1)])
def test_the_way_to_react_is_gone_when_a_round_is_not_open(client, at, moment):
    at(*moment)
    make_round(make_dossier(), date(2027, 6, 1), date(2027, 6, 15), react_mail="inspraak@example.org", place="Zaal 7")
    for address in (PAGE, f"{PAGE}1-wat-vind-jij/"):
        html = client.get(address).content.decode()
        assert "inspraak@example.org" not in html
        assert "Zaal 7" not in html


@pytest.mark.parametrize("moment", [(2027, 5, 31), (2027, 6, 16)])
def test_the_question_can_be_read_before_and_after_a_round(client, at, moment):
    at(*moment)
    make_round(make_dossier(), date(2027, 6, 1), date(2027, 6, 15), question="Wil jij een kluis?")
    assert "De vraag: Wil jij een kluis?" in read(client, f"{PAGE}1-wat-vind-jij/").text("main")


def test_after_a_round_the_label_links_to_it(client, at):
    at(2027, 8, 1)
    make_round(make_dossier(phase=Phase.CLOSED), date(2027, 6, 1), date(2027, 6, 15))
    page = read(client, PAGE)
    assert page.terms(".label")["Inspraakmoment"].startswith("Geen")
    assert page.link("Bekijk de vorige ronde") == f"{PAGE}1-wat-vind-jij/"


def test_an_imported_round_without_days_is_an_earlier_round(client):
    make_round(make_dossier(), None, None)
    assert read(client, PAGE).link("Bekijk de vorige ronde") == f"{PAGE}1-wat-vind-jij/"


def test_last_updated_is_the_newest_publication_or_reported_change(client, at):
    at(2026, 11, 23)
    dossier = make_dossier(published_at=datetime(2026, 1, 1, 12, tzinfo=UTC))
    entry = make_entry(dossier, published_at=datetime(2026, 5, 1, 22, 30, tzinfo=UTC))  # 2 May in Amsterdam
    make_entry(dossier, published_at=datetime(2026, 12, 1, tzinfo=UTC))  # scheduled
    assert "Laatst bijgewerkt op 2 mei 2026" in read(client, PAGE).text()
    make_change(dossier, datetime(2026, 6, 3, 12, tzinfo=UTC), entry=entry)
    assert "Laatst bijgewerkt op 3 juni 2026" in read(client, PAGE).text()


def test_attachments_of_the_dossier_itself_are_listed(client):
    dossier = make_dossier()
    make_attachment(dossier, "Overeenkomst 2017", content=b"x" * 2048)
    file = read(client, PAGE).one(".file")
    assert file.link("Overeenkomst 2017") == "/k16-006/bijlage/1/overeenkomst-2017.pdf"
    assert file.text(".note") == "PDF, 2,0 KB, Nederlands"


@pytest.mark.parametrize("count", [1, 3, 40])
def test_a_dossier_page_takes_five_queries_however_long_the_timeline(client, count, page_queries):
    dossier = make_dossier(description="<p>Achtergrond</p>", successor=make_dossier("K19-004"))
    for number in range(count):
        make_round(dossier, date(2017, 1, 1), date(2017, 1, 1 + number % 28), f"Bericht {number}")
        make_attachment(dossier)
    with page_queries(5):
        assert len(read(client, PAGE).all(".timeline h3")) == count + 1


def test_a_long_word_in_a_heading_may_break_where_dutch_breaks_it(client):
    make_dossier()
    assert "Samen\u00adwer\u00adkings\u00adover\u00adeen\u00adkomst</h1>" in client.get(PAGE).content.decode()
