"""Search as a tenant finds it: every writing of a word, only what is public, and a helpful answer to anything."""

import re
import time
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from itertools import permutations, product
from pathlib import Path
from urllib.parse import quote

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dossiers.models import Attachment, Dossier, Entry, SearchRow, SearchWords
from dossiers.rules.kinds import Kind
from dossiers.rules.phases import Phase
from dossiers.search import codes, dutch, index, pdf_text, query

from ..editors import Desk, make_editor
from ..factories import LONG_AGO, make_attachment, make_dossier, make_entry, make_point, make_round
from ..pdfs import make_pdf, make_pdf_that_hangs, make_pdf_that_swells
from ..reading import read

pytestmark = pytest.mark.django_db
LEGACY = Path(__file__).parent.parent / "legacy"


def ask(client, words, status=200, **filters):
    extra = "".join(f"&{name}={quote(value)}" for name, value in filters.items())
    return read(client, f"/zoeken/?q={quote(words)}{extra}", status)


def titles(client, words, **filters):
    return ask(client, words, **filters).texts(".results h2")


def text(client, words, **filters):
    return ask(client, words, **filters).text("main")


# --- Words ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("huis", "De huizen aan de gracht."),
        ("huizen", "Het huis aan de gracht."),
        ("verhoging", "Over de huurverhoging."),
        ("huur", "Over de huurverhoging."),
        ("prijs", "De huurprijsverhoging komt eraan."),
        ("overeenkomst", "De samenwerkingsovereenkomsten."),
        ("stalling", "Een fietsenstalling."),
        ("bad", "Een badkamer."),
        ("net", "Het warmtenet."),
        ("fiets", "Een fietsenstalling."),
        ("fietsen", "Eén fiets."),
        ("kosten", "De servicekosten van 2026."),
        ("geïnteresseerd", "Wie is geinteresseerd?"),
        ("geinteresseerd", "Wie is geïnteresseerd?"),
        ("GEINTERESSEERD", "Wie is gei\u0308nteresseerd?"),
        ("geïnteresseerd", "Wie is gei\u00ad\u0308nteresseerd?"),
        ("cafe", "In het CAFÉ."),
        ("email", "Stuur een e-mail."),
        ("foto", "De foto’s hangen."),
        ("huurverhoging", "De huur\u00adverhoging."),
        ("financieel", "Het \ufb01nancieel verslag."),
        ("wat is er met het huis van de huurder", "Huurders over hun huizen."),
        ("2026", "De servicekosten van 2026."),
    ],
)
def test_a_tenant_finds_a_word_in_another_form(client, asked, written):
    make_entry(make_dossier(title="Iets"), "Nieuws", body=f"<p>{written}</p>")
    make_entry(make_dossier("K17-001", title="Nog iets"), "Iets anders", body="<p>Over schimmel.</p>")
    assert titles(client, asked) == ["Nieuws"]


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("ring", "Een verandering."),
        ("eten", "Wij weten het."),
        ("huurverhoging", "De huur."),
        ("huur schimmel", "Huur."),
    ],
)
def test_a_word_that_is_not_there_is_not_found(client, asked, written):
    make_entry(make_dossier(), body=f"<p>{written}</p>")
    assert titles(client, asked) == []


WRITINGS_OF_A_CODE = (
    ["K16-006", "k16-006", "k16006", "K16-6", "K16 006", "K16–006", "K16—006", "K16−006", "(k16-006)", "K16-006."]
    + ["K16.6", "K16/6", "K 16-006", "k-16-006", "K2016-006", "k2016006", "K 2016-006", "K2016-6"]
    + ["K16 - 006", "K16 -006", "K 16 006", "K-16-6", "k.16.006", "K16:006"]
)


def test_a_code_is_found_in_any_writing_and_its_dossier_comes_first_and_then_what_hangs_on_it(client):
    dossier = make_dossier(title="Samen")
    make_entry(dossier, "Workshop", starts_on=date(2017, 4, 7))
    make_entry(make_dossier("K17-001"), "Vervolg", body="<p>Zie K16-006.</p>", starts_on=date(2018, 1, 1))
    make_dossier("K16-007", title="Ander")
    for asked in WRITINGS_OF_A_CODE:
        assert titles(client, asked) == ["Samen", "Workshop", "Vervolg"], asked


NO_CODES = (
    [
        "op 16-12",
        "in 20 000 euro",
        "op 16 006",
        "K16: 12 mensen",
        "AB-12-34",
        "in 15.000 woningen",
        "de 12.500 huurders",
    ]
    + ["15-100 personen", "in 15-100 kamers", "de 15-100 kamers", "'n 15-100 kamers", "nr 15-100"]
    + ["In 2016: 123 reacties", "in 2019. 100 huurders", "na 10/500", "K16. 123 mensen", "u 15 000", "a 10 100"]
)


def test_days_sums_and_number_plates_are_no_codes():
    assert [words for words in NO_CODES if codes.code_in(words)] == []


@pytest.mark.parametrize(
    "kin",
    ["antwoord antwoorden", "dak daken", "idee ideeën", "verhogen verhoogd verhoging", "glas glazen"]
    + ["toeslag toeslagen", "huurtoeslag huurtoeslagen", "jaarverslag jaarverslagen", "zonnepaneel zonnepanelen"]
    + ["bedrag bedragen", "tekenen getekend", "isoleren isolatie", "bewegen beweging", "lid leden"],
)
def test_a_word_finds_its_kin_and_the_kin_finds_it(client, kin):
    entry = make_entry(make_dossier(), "Nieuws")
    for written, asked in permutations(kin.split(), 2):
        entry.body = f"<p>Dit gaat over {written}.</p>"
        entry.save()
        page = ask(client, asked)
        assert page.texts(".results h2") == ["Nieuws"], (asked, written)
        assert page.texts(".results mark") == [written]


def test_every_word_is_found_back_by_each_of_its_tokens():
    words = {word for page in LEGACY.glob("k*.txt") for word in page.read_text().split()}
    words |= {
        "e-mail",
        "e-bikes",
        "oven",
        "even",
        "azen",
        "agendapunten",
        "agendas",
        "apen",
        "steden",
        "gestegen",
        "geïnd",
    }
    for word in sorted(words):
        for piece in dutch.pieces(dutch.readable(word)):
            for token in piece.tokens:
                assert dutch.place_of(frozenset([token]), dutch.readable(word)) is not None, (word, token)


def test_a_text_of_many_numbers_is_quoted_without_cutting_each_of_them(client):
    numbers = " ".join(map(str, range(100_000, 102_500)))
    make_entry(make_dossier(), "Meterstanden", body=f"<p>{numbers} apen in de hal</p>")
    dutch._word_tokens.cache_clear()
    assert ask(client, "meterstanden aap").texts(".results mark") == ["Meterstanden", "apen"]
    assert dutch._word_tokens.cache_info().misses < 100


def test_a_dossier_is_found_by_its_code_and_what_it_is(client):
    make_entry(make_dossier(title="Samen", description="<p>Hoe het begon.</p>"), "Workshop")
    pages = ask(client, "dossier K16-006").one(".results").all("h2")
    assert [page.one("a")["href"] for page in pages] == [
        "/dossiers/k16-006-samen/",
        "/dossiers/k16-006-samen/beschrijving/",
    ]


@pytest.mark.parametrize("written", ["Op 16-12 en op 16-12-2026.", "In 2016 12 keer.", "Bel 015-123 45 67.", "A 16"])
def test_numbers_after_a_short_word_are_no_code(client, written):
    make_entry(make_dossier(title="Iets"), "Nieuws", body=f"<p>{written}</p>")
    for number in re.findall("[0-9]{2,}", written):
        assert titles(client, number) == ["Nieuws"], number


def test_every_wrong_word_is_put_right_at_once_and_only_what_finds_something_is_suggested(client):
    make_entry(make_dossier(), "Huurverhoging", body="<p>Ook de servicekosten. Neem rust.</p>")
    page = ask(client, "huurverhogng en servisekosten")
    assert page.link("huurverhoging en servicekosten")
    for asked in ("huurverhogng xqzq", "rest increase"):
        assert "Bedoelde je" not in text(client, asked), asked


def test_our_own_name_is_no_compound(client, settings):
    settings.ORGANISATION = settings.ORGANISATION | {"name": "HuurKring"}
    make_entry(make_dossier(), "Nieuws", body="<p>HuurKring praat mee.</p>")
    make_entry(make_dossier("K17-001"), "Cijfers", body="<p>De huurkringen van Delft.</p>")
    assert titles(client, "huurkring") == ["Cijfers", "Nieuws"]
    assert titles(client, "huur") == ["Cijfers"]


def test_no_small_word_is_suggested(client):
    make_entry(make_dossier(), body="<p>Maar waarom zonder ons?</p>")
    assert "Bedoelde je" not in text(client, "waarob")


def test_a_code_that_does_not_exist_gets_no_other_number_as_a_suggestion(client):
    make_entry(make_dossier(), body="<p>Besluit 2017-006 over L17-006.</p>")
    for asked in ("K2017-006", "K17-006", "x2017-006"):
        assert "Bedoelde je" not in text(client, asked), asked


def test_where_to_react_is_not_found_since_it_may_be_over(client):
    dossier = make_dossier()
    make_entry(dossier, "De avond", kind=Kind.MEETING, place="In de kelder")
    make_round(dossier, date(2020, 1, 1), date(2020, 1, 14), place="Kelder, woensdag om acht uur")
    assert titles(client, "kelder") == ["De avond"]


def test_the_number_of_an_entry_finds_that_entry(client):
    dossier = make_dossier()
    make_entry(dossier, "Eerste")
    make_entry(dossier, "Tweede", body="<p>Na K16-006/1.</p>")
    make_entry(dossier, "Derde")
    assert titles(client, "K16-006/1") == ["Eerste", "Tweede"]
    assert titles(client, "k16-6/3") == ["Derde"]


# --- What is searched -------------------------------------------------------------------------------------


def test_dossiers_descriptions_entries_points_and_attachments_are_searched(client):
    dossier = make_dossier(
        title="Nachtegaal", introduction="Leeuwerik.", description="<p>Grutto.</p>", pause_reason="Kievit."
    )
    advice = make_entry(dossier, "Ooievaar", kind=Kind.ADVICE, teaser="Merel.", body="<p>Specht.</p>")
    make_point(advice, text="Zwaluw.", explanation="Wulp.")
    make_attachment(dossier, "Fuut", entry=advice, content=make_pdf("Hier staat Reiger."))
    make_attachment(dossier, "Aalscholver", content=make_pdf("Hier staat Roerdomp."))
    for word in ("Nachtegaal", "Leeuwerik", "Kievit", "Aalscholver", "Roerdomp"):
        assert ask(client, word).link("Nachtegaal") == "/dossiers/k16-006-nachtegaal/", word
    assert ask(client, "grutto").link("Nachtegaal") == "/dossiers/k16-006-nachtegaal/beschrijving/"
    for word in ("Ooievaar", "Merel", "Specht", "Zwaluw", "Wulp", "Fuut", "Reiger"):
        assert ask(client, word).link("Ooievaar") == "/dossiers/k16-006-nachtegaal/1-ooievaar/", word


def test_the_result_of_a_dossier_is_found_once_it_is_finished(client):
    dossier = make_dossier(title="Samen", result="Een Nachtegaal.", phase=Phase.TALKS)
    assert titles(client, "nachtegaal") == []
    dossier.phase = Phase.CLOSED
    dossier.save()
    assert titles(client, "nachtegaal") == ["Samen"]


def test_why_a_dossier_was_paused_is_not_found_once_it_is_finished(client):
    dossier = make_dossier(title="Samen", pause_reason="Een Nachtegaal.", phase=Phase.TALKS)
    assert titles(client, "nachtegaal") == ["Samen"]
    dossier.phase = Phase.CLOSED
    dossier.save()
    assert titles(client, "nachtegaal") == []


def test_title_hits_come_first_then_the_newest_and_the_undated_last(client):
    dossier = make_dossier("K20-001", title="Iets")
    make_entry(dossier, "Oud", body="<p>Schimmel.</p>", starts_on=date(2017, 1, 1))
    make_entry(dossier, "Zonder datum", body="<p>Schimmel.</p>")
    make_entry(dossier, "Nieuw", body="<p>Schimmels.</p>", starts_on=date(2027, 1, 1))
    make_entry(dossier, "Schimmel toen", starts_on=date(2016, 1, 1))
    make_entry(dossier, "Schimmel nu", starts_on=date(2018, 1, 1))
    assert titles(client, "schimmel") == ["Schimmel nu", "Schimmel toen", "Nieuw", "Oud", "Zonder datum"]


def test_a_hit_says_what_it_is_and_marks_the_words_that_were_found(client):
    dossier = make_dossier()
    make_entry(
        dossier, "Besluit over huur", kind=Kind.DECISION, starts_on=date(2017, 4, 7), body="<p>De huurprijs.</p>"
    )
    page = ask(client, "huur")
    assert page.text(".results .meta") == "Besluit K16-006/1 7 april 2017"
    assert page.texts(".results mark") == ["huur", "huurprijs"]


def test_a_long_text_is_quoted_around_the_word(client):
    body = "".join(f"<p>Regel {number} gaat nergens over.</p>" for number in range(200))
    make_entry(make_dossier(), body=f"{body}<p>Hier zingt een nachtegaal.</p>{body}")
    quoted = ask(client, "nachtegaal").one(".results").all("p")[-1].text()
    assert quoted.startswith("… ")
    assert quoted.endswith(" …")
    assert "Hier zingt een nachtegaal." in quoted
    assert len(quoted) < query.QUOTE_LENGTH + 10


def test_a_long_word_in_a_title_may_break_where_dutch_breaks_it(client):
    make_entry(make_dossier(), "Samenwerkingsovereenkomst over Fietsenstallingen")
    html = client.get("/zoeken/?q=fiets").content.decode()
    title = "Samen-wer-kings-over-een-komst over <mark>Fiet-sen-stal-lingen</mark>"
    assert title.replace("-", "\u00ad") in html


def test_markup_in_a_text_stays_text(client):
    make_entry(
        make_dossier(), "<b>Nachtegaal</b> & co", teaser="<script>alert(1)</script> nachtegaal <mark>niet</mark>"
    )
    html = client.get("/zoeken/?q=nachtegaal").content.decode()
    assert "&lt;b&gt;<mark>Nachtegaal</mark>&lt;/b&gt; &amp; co" in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; <mark>nachtegaal</mark> &lt;mark&gt;niet" in html
    assert "<script" not in html


# --- Filters and pages ------------------------------------------------------------------------------------


SHELF = ["Huurnieuws", "Overleg over huur", "Huurbesluit", "Klaar met huur", "Huur ooit"]


@pytest.fixture
def shelf():
    talks = make_dossier("K26-001", title="Overleg over huur", phase=Phase.TALKS)
    closed = make_dossier("K16-006", title="Klaar met huur", phase=Phase.CLOSED)
    make_entry(talks, "Huurnieuws", starts_on=date(2027, 1, 1))
    make_entry(closed, "Huurbesluit", kind=Kind.DECISION, starts_on=date(2017, 12, 31))
    make_entry(closed, "Huur ooit", kind=Kind.DOCUMENT)


FILTERED = [
    ({}, SHELF),
    ({"fase": "overleg"}, ["Huurnieuws", "Overleg over huur"]),
    ({"fase": "AFGEROND"}, ["Huurbesluit", "Klaar met huur", "Huur ooit"]),
    ({"soort": "dossier"}, ["Overleg over huur", "Klaar met huur"]),
    ({"soort": "Besluit"}, ["Huurbesluit"]),
    ({"jaar": "2027"}, ["Huurnieuws"]),
    ({"jaar": "2017"}, ["Huurbesluit"]),
    ({"jaar": "2016"}, ["Klaar met huur"]),
    ({"jaar": "2018"}, []),
    ({"fase": "afgerond", "soort": "besluit", "jaar": "2017"}, ["Huurbesluit"]),
    ({"fase": "overleg", "jaar": "2017"}, []),
    ({"fase": "bijna", "soort": "fabel", "jaar": "nooit"}, SHELF),
    ({"jaar": "1999"}, SHELF),
]


def test_filters_combine_and_an_unknown_one_is_ignored(client, shelf):
    for filters, found in FILTERED:
        assert titles(client, "huur", **filters) == found, filters


def test_filters_that_leave_nothing_offer_to_search_without_them(client, shelf):
    page = ask(client, "huur", fase="overleg", jaar="2017")
    assert "We vonden niets met deze filters voor huur." in page.text("main")
    assert page.link("Zoek zonder filters") == "/zoeken/?q=huur"


def test_a_page_holds_twenty_and_keeps_the_question(client):
    dossier = make_dossier(title="Iets")
    for number in range(1, 42):
        make_entry(dossier, f"Huur {number}", starts_on=date(2017, 1, 1) + timedelta(days=number))
    first = ask(client, "huur", fase="verkenning")
    assert "41 keer gevonden" in first.text("main")
    assert first.texts(".results h2")[::19] == ["Huur 41", "Huur 22"]
    assert first.link("Bladzijde 2 van 3") == "?q=huur&fase=verkenning&pagina=2"
    assert titles(client, "huur", pagina="3") == ["Huur 1"]


def test_a_page_that_does_not_exist_answers_404(client):
    make_entry(make_dossier(), "Huur")
    for words, page in product(["huur", "onvindbaar", ""], ["0", "2", "-1", "twee", "9" * 400]):
        address = f"/zoeken/?q={words}&pagina={page}"
        assert client.get(address).status_code == 404, address


def test_more_hits_than_anyone_reads_are_cut_and_the_page_says_so(client, monkeypatch):
    monkeypatch.setattr(query, "MAX_HITS", 20)
    dossier = make_dossier(title="Iets")
    for number in range(20):
        make_entry(dossier, f"Huur {number}")
    assert "20 keer gevonden" in text(client, "huur")
    assert "Meer dan" not in text(client, "huur")
    make_entry(dossier, "Iets", body="<p>Over huur.</p>")
    assert "Meer dan 20 keer gevonden" in text(client, "huur")
    assert "Zoek met een woord erbij." in text(client, "huur")


@pytest.mark.parametrize("count", [1, 3, 40])
def test_a_search_takes_five_queries_however_much_is_found(client, count, page_queries):
    for number in range(1, count + 1):
        make_entry(make_dossier(f"K26-{number:03d}", title="Iets"), "Huur", starts_on=date(2026, 1, 1))
    with page_queries(5):
        assert len(titles(client, "huur")) == min(count, 20)


# --- A helpful answer to anything -------------------------------------------------------------------------


def test_a_wrong_letter_is_put_right_from_a_public_text(client):
    make_entry(make_dossier(), body="<p>Over de Huurverhogingen in Delft.</p>")
    for wrong in ("hurverhogingen", "huurverhogingenn", "huurverhoqingen", "huurvehrogingen"):
        page = ask(client, f"de {wrong} Delft")
        assert page.link("de huurverhogingen Delft") == "/zoeken/?q=de+huurverhogingen+Delft", wrong
    assert titles(client, "de huurverhogingen Delft") == ["Workshop"]


@pytest.mark.parametrize(
    ("wrong", "suggested"),
    [("wasmachinees", "wasmachines"), ("beslut", "besluit"), ("grutttos", "grutto’s")],
)
def test_a_wrong_letter_is_put_right_in_any_word_that_is_found(client, wrong, suggested):
    make_entry(make_dossier(), kind=Kind.DECISION, body="<p>Wasmachines naast Pakketkluizen voor grutto’s.</p>")
    assert titles(client, suggested) == ["Workshop"]
    assert ask(client, wrong).link(suggested) == f"/zoeken/?q={quote(suggested)}"


@pytest.mark.parametrize("asked", ["verhogng", "huurverhoooging", "xyzzy", "qqqqqqqqqqqqqqqq", "abc"])
def test_a_word_that_resembles_nothing_gets_no_suggestion(client, asked):
    make_entry(make_dossier(), body="<p>Over de huurverhoging.</p>")
    page = text(client, asked)
    assert f"We vonden niets voor {asked}." in page
    assert "Bedoelde je" not in page


def test_asking_nothing_tells_what_can_be_asked(client):
    make_dossier()
    for address in ("/zoeken/", "/zoeken/?q=", "/zoeken/?q=%20%00%20", "/zoeken/?fase=overleg"):
        assert "Waar zoek je naar?" in read(client, address).text("main")


def test_words_that_are_everywhere_count_only_when_nothing_else_is_asked(client):
    dossier = make_dossier(title="Iets")
    make_entry(dossier, "Prijs van de was", body="<p>Een wasbeurt kost meer.</p>")
    make_entry(dossier, "Nieuws", body="<p>Het was druk in het huis.</p>")
    page = ask(client, "de was")
    assert page.texts(".results h2") == ["Prijs van de was"]
    assert page.texts(".results h2 mark") == ["de", "was"]
    assert titles(client, "was") == ["Prijs van de was", "Nieuws"]
    assert titles(client, "de was in huis") == ["Nieuws"]


@pytest.mark.parametrize("asked", ["a", "x y", "中文", "?!"])
def test_a_question_without_a_word_gets_an_explanation(client, asked):
    make_entry(make_dossier(), body="<p>De een en het ander, a x y 中文 ?!</p>")
    assert "niet op één letter" in text(client, asked)


ANY_QUESTIONS = [
    '"huur" AND NOT (verhoging OR "',
    "huur*",
    "title:huur",
    "huur & !verhoging | (",
    "NEAR(huur verhoging)",
    "' OR 1=1; --",
    "^huur:*",
    "\\",
    "%_%",
    "huur\x00verhoging",
    "😀 huur 👩‍👩‍👧",
    "العربية Ελληνικά 中文 русский",
    "\u202ehuur\u202c",
    "\ud7ff\ue000\ufffe\uffff",
    "<script>alert(1)</script>",
    "é" * 2000,
    "huur " * 800,
    "x" * 4000,
    " ".join(f"woord{number}" for number in range(500))[:4000],
    "K16-006 " * 400,
    "-'-'-'",
    "a b c",
]


def test_any_question_gets_a_helpful_page(client):
    make_entry(make_dossier(), "Huur", body="<p>Over huurverhoging.</p>")
    for asked in ANY_QUESTIONS:
        page = ask(client, asked)
        assert page.one("h1").text() == "Zoeken", asked
        assert page.texts(".results h2") or "Kijk in alle dossiers" in page.text("main"), asked


def test_bytes_that_are_no_text_get_a_helpful_page(client):
    assert "Kijk in alle dossiers" in read(client, "/zoeken/?q=%ff%fe%80").text("main")


def test_of_a_very_long_question_the_first_ten_words_count(client):
    ten = "appel banaan citroen druif framboos kers mango noot peer pruim"
    make_entry(make_dossier(), "Fruit", body=f"<p>{ten}</p>")
    page = text(client, f"{ten} watermeloen")
    assert "1 keer gevonden" in page
    assert "We zochten op je eerste 10 woorden." in page
    assert "eerste 10 woorden" not in text(client, ten)


# --- Only what is public ----------------------------------------------------------------------------------


def test_a_scheduled_entry_is_found_from_its_minute_on(client, at):
    make_entry(make_dossier(), "Nachtegaal", published_at=datetime(2027, 6, 15, 10, tzinfo=UTC))
    at(2027, 6, 15, 11, 59, 59)
    assert titles(client, "nachtegaal") == []
    at(2027, 6, 15, 12, 0)
    assert titles(client, "nachtegaal") == ["Nachtegaal"]


@pytest.mark.parametrize(
    "state",
    [
        {"published_at": None},
        {"published_at": datetime(2100, 1, 1, tzinfo=UTC)},
        {"withdrawn_at": datetime(2020, 1, 1, tzinfo=UTC), "withdrawn_reason": "Fout."},
    ],
)
def test_nothing_that_is_not_public_is_found_or_suggested(client, state):
    dossier = make_dossier()
    advice = make_entry(dossier, "Nachtegaal", kind=Kind.ADVICE, body="<p>Leeuwerik</p>", **state)
    make_point(advice, text="Zwaluw")
    make_attachment(dossier, "Fuut", entry=advice, content=make_pdf("Reiger"))
    hidden = make_dossier("K26-001", title="Spreeuw", description="<p>Grutto</p>", **state)
    make_entry(hidden, "Merel")
    make_attachment(hidden, "Specht")
    for word in ("nachtegaal", "leeuwerik", "zwaluw", "fuut", "reiger", "spreeuw", "grutto", "merel", "specht"):
        assert titles(client, word) == [], word
        for wrong in (word[:-1], f"{word}x", f"x{word}"):
            assert "Bedoelde je" not in text(client, wrong), wrong
    assert titles(client, "K26-001") == []


def test_a_withdrawn_attachment_is_not_found(client):
    dossier = make_dossier(title="Samen")
    attachment = make_attachment(dossier, "Fuut", content=make_pdf("Hier staat Reiger."))
    assert titles(client, "reiger") == titles(client, "fuut") == ["Samen"]
    attachment.withdrawn_at = datetime(2020, 1, 1, tzinfo=UTC)
    attachment.save()
    assert titles(client, "reiger") == titles(client, "fuut") == []


def test_a_search_page_stays_out_of_other_search_engines(client):
    make_entry(make_dossier(), "Huur")
    for address in ("/zoeken/", "/zoeken/?q=huur"):
        (robots,) = [meta for meta in read(client, address).all("meta") if meta.element.get("name") == "robots"]
        assert robots["content"] == "noindex"
    assert b"noindex" not in client.get("/dossiers/").content


def test_every_page_has_a_search_box_with_a_label(client):
    dossier = make_dossier()
    for address, status in (("/", 200), (dossier.get_absolute_url(), 200), ("/nergens/", 404)):
        form = read(client, address, status).one(".search")
        assert form["action"] == "/zoeken/"
        assert form.text("label") == "Zoek op de site"
        assert form.one("label")["for"] == form.one("input")["id"]
        assert form.one("input")["name"] == "q"


# --- The index follows ------------------------------------------------------------------------------------


def test_a_changed_text_is_found_by_its_new_words_only(client):
    dossier = make_dossier(title="Merel")
    entry = make_entry(dossier, "Specht", starts_on=date(2017, 1, 1))
    dossier.title, entry.title, entry.starts_on = "Zwaluw", "Reiger", date(2018, 1, 1)
    dossier.save()
    entry.save()
    assert titles(client, "merel") == titles(client, "specht") == []
    assert titles(client, "zwaluw") == ["Zwaluw"]
    assert titles(client, "reiger", jaar="2018") == ["Reiger"]
    assert titles(client, "reiger", jaar="2017") == []
    assert SearchRow.objects.count() == SearchWords.objects.count() == 2


def test_the_index_holds_what_is_stored_and_not_what_was_typed(client):
    entry = make_entry(make_dossier(), body="<p>Merel<script>nachtegaal</script></p>")
    make_point(entry, text="Specht")
    assert titles(client, "merel") == ["Workshop"]
    assert titles(client, "nachtegaal") == []


def test_a_draft_that_gets_another_code_takes_its_entries_along(client):
    dossier = make_dossier("K26-001", title="Samen", published_at=None)
    make_entry(dossier)
    dossier.code, dossier.published_at = "K26-002", LONG_AGO
    dossier.save()
    assert titles(client, "K26-001") == []
    assert titles(client, "K26-002") == ["Samen", "Workshop"]


def test_a_dossier_in_another_phase_and_an_entry_of_another_kind_are_filtered_so_at_once(client):
    dossier = make_dossier(title="Iets", phase=Phase.TALKS)
    entry = make_entry(dossier, "Nachtegaal")
    assert titles(client, "nachtegaal", fase="overleg", soort="nieuws") == ["Nachtegaal"]
    dossier.phase, entry.kind = Phase.ADVICE, Kind.DOCUMENT
    dossier.save()
    entry.save()
    assert titles(client, "nachtegaal", fase="advies", soort="document") == ["Nachtegaal"]
    assert titles(client, "nachtegaal", fase="overleg") == titles(client, "nachtegaal", soort="nieuws") == []


@pytest.mark.parametrize("count", [1, 3, 40])
def test_a_dossier_with_another_title_leaves_its_entries_in_the_index_alone(client, count, django_assert_num_queries):
    dossier = make_dossier(title="Iets")
    for number in range(count):
        make_entry(dossier, f"Nachtegaal {number}")
    dossier.title = "Leeuwerik"
    with django_assert_num_queries(11):
        dossier.save()
    assert titles(client, "leeuwerik") == ["Leeuwerik"]
    assert len(titles(client, "nachtegaal")) == min(count, 20)


def test_no_question_can_ask_for_the_token_of_a_filter(client):
    make_entry(make_dossier(title="Iets", phase=Phase.TALKS), "Nachtegaal")
    for asked in ("§phase§talks", "phasetalks", "phase talks", "nachtegaal §kind§news"):
        assert titles(client, asked) == [], asked


def test_a_removed_point_is_found_no_more(client):
    advice = make_entry(make_dossier(), "Ooievaar", kind=Kind.ADVICE)
    point = make_point(advice, text="Zwaluw")
    assert titles(client, "zwaluw") == ["Ooievaar"]
    point.delete()
    assert titles(client, "zwaluw") == []


def test_a_replaced_attachment_is_found_by_the_words_of_the_new_file(client):
    dossier = make_dossier(title="Samen")
    attachment = make_attachment(dossier, content=make_pdf("Reiger"))
    attachment.file = ContentFile(make_pdf("Roerdomp"), name="overeenkomst.pdf")
    attachment.save()
    assert titles(client, "reiger") == []
    assert titles(client, "roerdomp") == ["Samen"]


def test_withdrawing_and_putting_back_show_at_once(client, at):
    now = at(2027, 5, 1)
    entry = make_entry(make_dossier(), "Nachtegaal")
    entry.withdraw(now, "Fout.")
    entry.save(update_fields=["withdrawn_at", "withdrawn_reason", "moved_to"])
    assert titles(client, "nachtegaal") == []
    entry.put_back()
    entry.save(update_fields=["withdrawn_at", "withdrawn_reason", "moved_to"])
    assert titles(client, "nachtegaal") == ["Nachtegaal"]


def test_a_preview_leaves_the_index_as_it_was(client, at):
    at(2027, 5, 1)
    desk = Desk(make_editor())
    entry = make_entry(make_dossier(title="Samen"), "Nachtegaal")
    desk.save("entry", entry, button="_preview", follow=False, title="Leeuwerik")
    assert titles(client, "nachtegaal") == ["Nachtegaal"]
    assert titles(client, "leeuwerik") == []


def test_what_is_rolled_back_is_not_found(client):
    dossier = make_dossier()
    with transaction.atomic():
        make_entry(dossier, "Nachtegaal")
        transaction.set_rollback(True)
    assert titles(client, "nachtegaal") == []


def test_many_changes_of_one_page_are_one_write_and_are_found_after_it(client, django_assert_num_queries):
    advice = make_entry(make_dossier(), "Ooievaar", kind=Kind.ADVICE)
    points = [make_point(advice, number, f"Merel {number}") for number in range(1, 9)]
    with django_assert_num_queries(8 + 10), index.batch_updates():  # a write a point, and one of the index
        for point in points:
            point.text = f"Zwaluw {point.number}"
            point.save()
    assert titles(client, "zwaluw") == ["Ooievaar"]
    assert titles(client, "merel") == []


def test_a_block_inside_another_joins_it(client):
    dossier = make_dossier(title="Iets")
    with index.batch_updates():
        with index.batch_updates():
            make_entry(dossier, "Nachtegaal")
        assert titles(client, "nachtegaal") == []
    assert titles(client, "nachtegaal") == ["Nachtegaal"]


def test_a_block_that_fails_saves_nothing_and_leaves_no_changes_to_the_next(client):
    @index.batch_updates()
    def save_and_fail():
        make_entry(dossier, "Nachtegaal")
        raise RuntimeError

    dossier = make_dossier(title="Iets")
    with pytest.raises(RuntimeError):
        save_and_fail()
    make_entry(dossier, "Leeuwerik")
    assert titles(client, "nachtegaal") == []
    assert titles(client, "leeuwerik") == ["Leeuwerik"]
    assert SearchRow.objects.count() == 2


def test_what_a_part_of_a_block_takes_back_is_not_found(client):
    entry = make_entry(make_dossier(title="Iets"), "Nachtegaal")
    with index.batch_updates():
        with transaction.atomic():
            entry.title = "Leeuwerik"
            entry.save()
            make_entry(entry.dossier, "Merel")
            transaction.set_rollback(True)
        make_point(entry, text="Specht")
    assert titles(client, "leeuwerik") == titles(client, "merel") == []
    assert titles(client, "nachtegaal") == titles(client, "specht") == ["Nachtegaal"]


def test_an_import_is_found(client):
    call_command("import_legacy", str(LEGACY / "k17-005.txt"), "--publish", stdout=StringIO())
    assert titles(client, "K17-005")[0] == Dossier.objects.get(code="K17-005").title


def test_the_demonstration_is_found(client):
    call_command("load_demo", stdout=StringIO())
    dossier = Dossier.objects.order_by("code").first()
    assert titles(client, dossier.code)[0] == dossier.title


def test_rebuilding_makes_the_same_index_again(client):
    dossier = make_dossier(title="Merel", description="<p>Grutto</p>")
    make_attachment(dossier, content=make_pdf("Reiger"))
    make_entry(dossier, "Specht")
    before = set(SearchWords.objects.values_list("pk", "title", "text"))
    SearchWords.objects.all().delete()
    SearchRow.objects.filter(entry=None).delete()
    assert titles(client, "specht") == []
    call_command("rebuild_index", verbosity=0)
    assert set(SearchWords.objects.values_list("pk", "title", "text")) == before
    assert titles(client, "reiger") == ["Merel"]


def test_rebuilding_indexes_what_came_in_without_a_save(client):
    dossier = make_dossier(title="Merel")
    Entry.objects.bulk_create(
        [Entry(dossier=dossier, number=1, kind=Kind.NEWS, title="Specht", published_at=LONG_AGO)]
    )
    assert titles(client, "specht") == []
    call_command("rebuild_index", verbosity=0)
    assert titles(client, "specht") == ["Specht"]


@pytest.mark.django_db(transaction=True)
def test_migrating_indexes_a_database_from_before_the_index(client):
    make_entry(make_dossier(), "Specht")
    call_command("migrate", "dossiers", "0001", verbosity=0)
    call_command("migrate", verbosity=0)
    assert titles(client, "specht") == ["Specht"]


@pytest.mark.django_db(transaction=True)
def test_migrating_gives_an_index_from_before_the_rules_of_words_new_words(client):
    make_entry(make_dossier(), "Specht")
    call_command("migrate", "dossiers", "0007", verbosity=0)
    SearchWords.objects.update(title="oud", text="oud")
    call_command("migrate", verbosity=0)
    assert titles(client, "specht") == ["Specht"]


def test_rebuilding_does_not_read_a_pdf_again(client):
    attachment = make_attachment(make_dossier(title="Samen"), content=make_pdf("Reiger"))
    attachment.file.storage.delete(attachment.file.name)
    call_command("rebuild_index", verbosity=0)
    assert titles(client, "reiger") == ["Samen"]


@pytest.mark.django_db(transaction=True)
def test_editors_can_save_between_any_few_rows_of_rebuilding(client, monkeypatch):
    monkeypatch.setattr(index, "REBUILD_BATCH", 2)
    dossier = make_dossier()
    for number in range(5):
        make_entry(dossier, f"Specht {number}")
    SearchRow.objects.filter(entry__number=4).delete()
    with CaptureQueriesContext(connection) as queries:
        assert index.rebuild() == 6
    assert [query["sql"] for query in queries].count("COMMIT") >= 4  # one dossier; two, two and one entries
    assert len(titles(client, "specht")) == 5


# --- The words of a PDF -----------------------------------------------------------------------------------


def test_the_words_of_all_pages_are_read():
    assert pdf_text.pdf_text(make_pdf("Eerste bladzijde", "Tweede bladzijde")).split() == [
        "Eerste",
        "bladzijde",
        "Tweede",
        "bladzijde",
    ]


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4", b"%PDF-1.4\n%%EOF", b"\0" * 5000 + b"%%EOF", b"geen PDF %%EOF"])
def test_what_is_no_pdf_has_no_words(content):
    assert pdf_text.pdf_text(content) == ""


def test_a_very_long_pdf_is_cut():
    words = pdf_text.pdf_text(make_pdf(*["woord " * 1000] * 15))
    assert len(words) <= pdf_text.MAX_LENGTH
    assert words.count("woord") > 9000


def test_a_pdf_that_hangs_its_reader_is_given_up(monkeypatch):
    monkeypatch.setattr(pdf_text, "MAX_SECONDS", 1)
    begin = time.perf_counter()
    assert pdf_text.pdf_text(make_pdf_that_hangs()) == ""
    assert time.perf_counter() - begin < 30  # a busy machine gives a process little of its processor


def test_a_pdf_that_fills_the_memory_is_given_up():
    assert "Reiger" in pdf_text.pdf_text(make_pdf_that_swells(megabytes=1))
    assert pdf_text.pdf_text(make_pdf_that_swells(megabytes=400)) == ""


def test_a_missing_file_hinders_nobody(client):
    attachment = make_attachment(make_dossier(title="Samen"), "Fuut", content=make_pdf("Reiger"))
    Attachment.objects.filter(pk=attachment.pk).update(file="weg.pdf")
    call_command("rebuild_index", verbosity=0)
    assert titles(client, "fuut") == ["Samen"]
    assert titles(client, "reiger") == []


# --- Whatever is written, whatever is asked ---------------------------------------------------------------

BOUNDED = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@BOUNDED
@given(asked=st.text(max_size=300))
def test_no_question_makes_an_error_or_finds_what_is_not_public(client, asked):
    with transaction.atomic():
        words = asked.replace("\0", "")  # which PostgreSQL does not store
        hidden = make_entry(make_dossier(title="Samen"), f"Zwanenzang {words[:100]}", body=words, published_at=None)
        page = ask(client, asked)
        assert hidden.get_absolute_url() not in [link["href"] for link in page.all("a")]
        assert "wanenzan" not in page.text("main").replace(" ".join(asked.split()), "")
        transaction.set_rollback(True)


@BOUNDED
@given(asked=st.sampled_from(["zwanenzang", "zang", "zwanen", "nachtegaal"]), data=st.data())
def test_no_misspelling_brings_out_a_word_that_is_not_public(client, asked, data):
    place = data.draw(st.integers(0, len(asked)))
    letter = data.draw(st.sampled_from("abcxyz "))
    with transaction.atomic():
        make_entry(make_dossier(title="Samen"), "Zwanenzang Nachtegaal", published_at=None)
        page = ask(client, asked[:place] + letter + asked[place + data.draw(st.integers(0, 1)) :])
        assert "Bedoelde je" not in page.text("main")
        assert page.texts(".results h2") == []
        transaction.set_rollback(True)


@BOUNDED
@given(written=st.text(max_size=200))
def test_every_word_of_a_text_finds_it_and_is_marked(client, written):
    with transaction.atomic():
        entry = make_entry(make_dossier(title="Samen"), "Titel", teaser=written.replace("\0", "")[:300])
        line = dutch.readable(entry.teaser)
        for term in dutch.terms(line)[:3]:
            page = ask(client, term.typed)
            assert page.texts(".results h2")[0] in ("Titel", "Samen")
            assert page.all(".results mark"), term
        transaction.set_rollback(True)


ALWAYS_FOUND_BY = set(dutch.tokens("Titel Nieuws W99-999"))
TRICKY = """huis huizen huurverhoging verhoging K16-6 k17006 e-mail 2026 1.234,50 12e5 geïnteresseerd foto’s AND or NOT
near a&b x:y 50% zo'n 0x1F 3,14 http://delft.example/a-b ĳs Straße"""
STOCK = st.sampled_from(TRICKY.split())
WRITTEN = st.lists(STOCK | st.text(max_size=12), max_size=6).map(lambda words: " ".join(words).replace("\0", ""))


@BOUNDED
@given(texts=st.lists(WRITTEN, min_size=1, max_size=4), asked=WRITTEN)
def test_every_database_finds_what_comparing_the_tokens_finds(texts, asked):
    """The suite runs on SQLite and on PostgreSQL: what both agree on with this table, they agree on together."""
    with transaction.atomic():
        dossier = make_dossier("W99-999", title="Samen")
        entries = [make_entry(dossier, "Titel", teaser=text) for text in texts]
        question = query.Question(dutch.readable(asked), datetime(2027, 1, 1, tzinfo=UTC))
        rows = SearchRow.objects.in_bulk(query.find(question)).values()
        found = {row.entry_id for row in rows if row.entry}
        tokens = {entry.pk: set(dutch.tokens(dutch.readable(entry.teaser))) for entry in entries}
        expected = {
            pk
            for pk, has in tokens.items()
            if question.terms and all(term.tokens & (has | ALWAYS_FOUND_BY) for term in question.terms)
        }
        assert found == expected
        transaction.set_rollback(True)


def test_of_a_very_long_text_a_reader_gets_the_beginning_when_the_word_stands_far_down():
    far_down = "Dit is het begin. " + "woord " * 5_000 + "zonnebloem"
    assert query.quote(far_down, frozenset({"zonnebloem"})).startswith("Dit is het begin.")
    near = "Dit is het begin. " + "woord " * 100 + "zonnebloem"
    assert "<mark>zonnebloem</mark>" in query.quote(near, frozenset({"zonnebloem"}))
