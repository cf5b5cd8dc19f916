"""Addresses of the old site, links that a mail program damaged, and help for an address of nothing."""

from datetime import UTC, datetime
from urllib.parse import quote_plus

import pytest

from dossiers.models import Dossier, Redirect
from dossiers.models.redirect import normalize_address

from ..factories import LONG_AGO, make_attachment, make_dossier, make_entry
from ..filled_form import visible_text
from ..reading import parse, read

pytestmark = pytest.mark.django_db

FUTURE = datetime(2100, 1, 1, tzinfo=UTC)
DOSSIER = "/dossiers/k16-006-nieuwe-samenwerkingsovereenkomst/"
ENTRY = f"{DOSSIER}1-workshop/"
LATER = "/dossiers/k17-001-later/"


@pytest.fixture
def dossier():
    dossier = make_dossier(introduction="Samen.")
    make_entry(dossier)
    make_attachment(dossier)
    return dossier


def leads(old_path, target):
    return Redirect.objects.create(old_path=old_path, target=target, created_at=LONG_AGO)


def hop(client, path, query=""):
    """Where one hop leads from a path as the server gets it, not percent-encoded."""
    response = client.get("/", PATH_INFO=path.encode().decode("latin-1"), QUERY_STRING=query)
    assert response.status_code == 301, (path, response.status_code)
    assert response.headers["Cache-Control"] == "no-cache"
    return response.headers["Location"]


# --- The table --------------------------------------------------------------------------------------------


def test_an_old_address_is_one_hop_from_the_page_itself(client, dossier):
    for number, target in enumerate(["/k16-006", "/K16-006/", DOSSIER]):
        leads(f"/nieuws/{number}/samen.html", target)
        assert hop(client, f"/nieuws/{number}/samen.html") == DOSSIER, target
    read(client, DOSSIER)


def test_an_old_address_is_known_in_any_writing(client, dossier):
    leads("/nieuws/samen", "/k16-006/1")
    for path in ("/Nieuws/Samen", "/nieuws/samen/", "//nieuws//samen", "/nieuws/samen)."):
        assert hop(client, path) == ENTRY, path
    assert hop(client, "/nieuws/samen", "utm_source=brief&mc_cid=1").partition("?")[0] == ENTRY


def test_what_hangs_on_the_end_of_an_old_address_with_a_query_is_no_part_of_it(client, dossier):
    leads("/index.php?id=3", "/k16-006")
    for end in (".", ")", "%22", "%E2%80%9D", ").", "&msclkid=1", "&_hsenc=1&_hsmi=2", "&mtm_campaign=x"):
        assert hop(client, "/index.php", f"id=3{end}") == DOSSIER, end


def test_an_old_address_takes_its_query_in_any_order_and_escaped(client, dossier):
    leads("/index.php?Itemid=7&id=4", "/k16-006")
    for query in ("id=4&Itemid=7", "Itemid=7&id=4", "id=4&amp;Itemid=7", "id=4&amp;amp;Itemid=7"):
        assert hop(client, "/index.php", query) == DOSSIER, query


def test_what_only_looks_like_a_trace_is_part_of_an_old_address(client, dossier):
    for query in ("pk=1", "pkid=1", "utmost=1", "clid=1"):
        leads(f"/artikel?{query}", "/k16-006")
        assert hop(client, "/artikel", query) == DOSSIER, query
        assert client.get(f"/artikel?{query}2").status_code == 404, query


def test_an_old_address_with_a_query_goes_before_the_same_without(client, dossier):
    leads("/index.php", "/dossiers/")
    leads("/index.php?id=7", "/k16-006")
    assert hop(client, "/index.php", "id=7&utm_medium=mail") == DOSSIER
    assert hop(client, "/index.php", "id=8") == hop(client, "/index.php") == "/dossiers/"


def test_an_old_address_keeps_the_place_on_the_page_and_may_lead_to_another_site(client, dossier):
    leads("/samen", "/k16-006#bijlagen")
    leads("/landelijk", "https://bond.example/huur?x=1#y")
    assert hop(client, "/samen") == f"{DOSSIER}#bijlagen"
    assert hop(client, "/landelijk") == "https://bond.example/huur?x=1#y"


def test_the_table_is_tried_only_where_the_site_has_nothing(client, dossier):
    leads("/k16-006", "/dossiers/")
    leads("/k16-006/1", "/dossiers/")
    assert hop(client, "/k16-006") == DOSSIER
    dossier.entries.update(withdrawn_at=datetime(2017, 1, 1, tzinfo=UTC), withdrawn_reason="Fout.")
    assert client.get("/k16-006/1").status_code == 410


@pytest.mark.parametrize("fields", [{"published_at": None}, {"published_at": FUTURE}])
def test_an_old_address_that_leads_to_what_is_not_public_answers_404(client, fields):
    make_dossier(**fields)
    leads("/samen", "/k16-006")
    assert "amenwerking" not in read(client, "/samen", status=404).text()


def test_an_old_or_damaged_address_of_a_withdrawn_page_leads_to_the_reason(client, dossier):
    leads("/samen", "/k16-006/1")
    leads("/k16-006/1", "/uitleg/")
    dossier.entries.update(withdrawn_at=datetime(2017, 1, 1, tzinfo=UTC), withdrawn_reason="Fout.")
    for path in ("/samen", "/samen.", "/k16-006/1,"):
        assert hop(client, path) == "/k16-006/1", path
    assert "Fout." in read(client, "/k16-006/1", status=410).text("main")


def test_no_hop_tells_the_title_of_what_was_withdrawn(client, dossier):
    secret = make_attachment(dossier, "Geheim stuk")
    targets = [f"{DOSSIER}{page}" for page in ("", "beschrijving/", "agenda.ics", "feed.rss", "1-workshop/")]
    gone = {"withdrawn_at": datetime(2017, 1, 1, tzinfo=UTC), "withdrawn_reason": "De titel."}
    Dossier.objects.update(description="<p>Meer.</p>", **gone)
    for number, target in enumerate([*targets, secret.get_absolute_url()]):
        leads(f"/oud{number}", target)
        end = hop(client, f"/oud{number}")
        assert "samen" not in end, target
        assert "geheim" not in end, target
        assert "De titel." in read(client, end, status=410).text("main"), target


def test_rows_that_lead_round_answer_404(client):
    leads("/a", "/b")
    leads("/b", "/a")
    read(client, "/a", status=404)


def test_an_old_address_follows_a_page_that_moved(client, dossier):
    make_dossier("K19-004", title="Samen verder")
    dossier.withdraw(datetime(2020, 1, 1, tzinfo=UTC), moved_to="/k19-004")
    dossier.save()
    leads("/samen", "/k16-006")
    assert hop(client, "/samen") == "/dossiers/k19-004-samen-verder/"


def test_looking_up_an_old_address_writes_nothing_and_is_for_reading_alone(client, dossier):
    row = leads("/samen", "/k16-006")
    before = Redirect.objects.values().get()
    hop(client, "/samen")
    assert Redirect.objects.values().get(pk=row.pk) == before
    assert client.head("/samen").headers["Location"] == DOSSIER
    assert client.post("/samen").status_code == 405


def test_alike_addresses_have_one_form():
    forms = {
        "nieuws": "/nieuws",
        "/Nieuws/": "/nieuws",
        "/": "/",
        "//a//b/?x=1&UTM_source=y&fbclid=z": "/a/b?x=1",
        "/%C3%A9%C3%A9n": "/één",
        "/a?b": "/a?b=",
    }
    assert {typed: normalize_address(typed) for typed in forms} == forms
    assert [normalize_address(form) for form in forms.values()] == [*forms.values()]


# --- Damaged links ----------------------------------------------------------------------------------------

ENDS = [
    ".",
    ",",
    ")",
    ").",
    '"',
    "'",
    "”",
    "’",
    ">",
    " ",
    "\u00a0",
    "\u200b",
    "…",
    "!",
    "&amp;utm_source=x",
    "?utm_source=x",
    "%22",
    "%2E%29",
    "=",
    ">).",
]


def test_what_hangs_on_the_end_of_a_link_is_one_hop_from_the_page(client, dossier):
    pages = {"/k16-006": DOSSIER, "/K16-006/1/": ENTRY, "/inspraak": "/inspraak/", DOSSIER: DOSSIER}
    for path, page in pages.items():
        hops = {end: hop(client, f"{path}{end}", "utm_medium=mail") for end in ENDS}
        assert hops == dict.fromkeys(ENDS, f"{page}?utm_medium=mail"), path


def test_double_slashes_blanks_and_brackets_are_one_hop_from_the_page(client, dossier):
    damaged = ["//k16-006", "///K16-006//", "/ k16-006", "/k16-006)/", "/k16-006./", "/k16-006 /", "//k16-006)"]
    damaged += ["/(k16-006)", "/<K16-006>."]
    assert {path: hop(client, path) for path in damaged} == dict.fromkeys(damaged, DOSSIER)


def test_a_code_with_another_hyphen_or_encoded_twice_is_one_hop_from_the_page(client, dossier):
    damaged = ["/k16‑006", "/k16–006", "/k16-\u00ad006", "/k16-\u200b006.", "/%6b16%2D006%2F"]
    assert {path: hop(client, path) for path in damaged} == dict.fromkeys(damaged, DOSSIER)


def test_a_file_behind_a_damaged_link_is_one_hop_away(client, dossier):
    assert hop(client, "//k16-006/bijlage/1/oud.pdf)") == "/k16-006/bijlage/1/overeenkomst-2017.pdf"


def test_a_query_that_was_escaped_twice_filters_as_it_was_meant(client, dossier):
    make_dossier("K17-001", title="Later", phase="talks")
    page = read(client, "/dossiers/?fase=overleg&amp;jaar=2016")
    assert page.all(".card") == []
    page = read(client, "/dossiers/?fase=overleg&amp;jaar=2017")
    assert len(page.all(".card")) == 1


def test_what_hangs_on_the_end_of_a_query_spoils_no_filter(client, dossier):
    make_dossier("K17-001", title="Later", phase="talks")
    for end in (".", ")", '"', "%22", "%E2%80%9D", ").", "%20"):
        assert len(read(client, f"/dossiers/?fase=overleg{end}").all(".card")) == 1, end
        assert len(read(client, f"/dossiers/?fase=overleg&pagina=1{end}").all(".card")) == 1, end


@pytest.mark.parametrize("fields", [{"published_at": None}, {"published_at": FUTURE}])
def test_a_damaged_link_to_what_is_not_public_answers_404_without_a_hop(client, fields):
    dossier = make_dossier(**fields)
    make_entry(dossier)
    make_attachment(dossier)
    for path in ("/k16-006.", "/k16–006", "//k16-006", "/k16-006/1)", "/k16-006/bijlage/1/x.pdf)"):
        response = client.get("/", PATH_INFO=path.encode().decode("latin-1"))
        assert response.status_code == 404, path
        assert "amenwerking" not in response.content.decode(), path


def test_an_address_in_capitals_is_one_hop_from_the_page(client):
    pages = {"/Volgen": "/volgen/", "/DOSSIERS/": "/dossiers/", "/Feed.RSS": "/feed.rss", "/Uitleg).": "/uitleg/"}
    assert {path: hop(client, path) for path in pages} == pages


@pytest.mark.parametrize(
    ("moved_to", "query", "hopped"),
    [
        ("/k17-001#begin", "", f"{LATER}#begin"),
        ("/k17-001#begin", "utm_source=x", f"{LATER}?utm_source=x#begin"),
        ("/dossiers/?jaar=2016", "utm_source=x", "/dossiers/?jaar=2016&utm_source=x"),
        ("/dossiers/?jaar=2016#lijst", "utm_source=x", "/dossiers/?jaar=2016&utm_source=x#lijst"),
    ],
)
def test_a_damaged_link_to_what_moved_keeps_the_query_and_the_place(client, dossier, moved_to, query, hopped):
    make_dossier("K17-001", title="Later")
    dossier.withdraw(datetime(2020, 1, 1, tzinfo=UTC), moved_to=moved_to)
    dossier.save()
    assert hop(client, "/k16-006.", query) == hopped


def test_only_rubbish_is_never_an_error(client, dossier):
    for path in ("/.", "/)", "/&amp;", "/\0.", "/k16-006\0.", "/%.", "//", "/\ufffd)", "/" + ")" * 8000):
        assert client.get("/", PATH_INFO=path.encode().decode("latin-1")).status_code in (301, 404), path


# --- Help -------------------------------------------------------------------------------------------------


def test_a_page_of_nothing_offers_the_dossier_whose_code_is_in_the_address(client, dossier):
    paths = ["/nieuws/k16006.html", "/K16-6x", "/zie-k16-006-en-meer", "/2016/k16_006_samen", "/x/k16%20006/y"]
    for path in [*paths, "/x/k16–006", "/K2016-006", "/k-16-006.html", "/nieuws/K%202016—006"]:
        page = read(client, path, status=404)
        assert page.texts("h2")[:2] == ["Zocht je dit?", "Iets anders?"], path
        assert page.texts(".results h3")[0] == "Nieuwe Samenwerkingsovereenkomst", path
        assert page.link("Nieuwe Samen") == DOSSIER, path


@pytest.mark.parametrize(
    "fields",
    [None, {"published_at": None}, {"published_at": FUTURE}, {"withdrawn_at": LONG_AGO, "withdrawn_reason": "Fout."}],
)
def test_a_code_that_is_not_public_looks_like_one_that_does_not_exist(client, fields):
    nobody = client.get("/nieuws/k16006.html").content
    if fields:
        make_dossier(**fields)
    assert client.get("/nieuws/k16006.html").content == nobody
    assert parse(nobody.decode()).link("K16-006") == "/zoeken/?q=K16-006"


def test_a_page_of_nothing_offers_to_search_for_the_words_of_the_address(client):
    for path, words in {
        "/nieuws/Huurverhoging-2019.html": "huurverhoging",
        "/huurprijs/lees-verder/": "huurprijs",
        "/dossiers/geïnteresseerd/": "geïnteresseerd",
        "/huur<b>prijs": "huur prijs",
        "/één-twee-drie-vier-vijf-zes-zeven/b2": "één twee drie vier vijf zes",
    }.items():
        page = read(client, path, status=404)
        assert page.link(words) == f"/zoeken/?q={quote_plus(words)}", path
        assert f"Zoek op {words}." in page.text("main"), path


@pytest.mark.parametrize("count", [1, 3, 40])
def test_a_page_of_nothing_shows_the_five_best_pages(client, count, page_queries):
    for number in range(count):
        make_dossier(f"K17-{number:03d}", title=f"Huurverhoging {number}", published_at=LONG_AGO)
    with page_queries(4):  # the old address, the titles, the texts, the pages
        page = read(client, "/nieuws/2019/de-huurverhogingen.html", status=404)
    assert len(page.texts(".results h3")) == min(count, 5)


@pytest.mark.parametrize(
    "fields",
    [{"published_at": None}, {"published_at": FUTURE}, {"withdrawn_at": LONG_AGO, "withdrawn_reason": "Fout."}],
)
def test_a_page_of_nothing_shows_only_what_is_public(client, dossier, fields):
    nobody = client.get("/oud/geheimschrift").content
    make_entry(dossier, "Geheimschrift", **fields)
    make_dossier("K17-001", title="Geheimschrift", description="<p>Geheimschrift.</p>", **fields)
    assert client.get("/oud/geheimschrift").content == nobody


def test_a_page_of_nothing_finds_by_the_longest_word_what_has_not_all_of_them(client, dossier):
    make_entry(dossier, "Huurverhoging")
    paths = ("/nieuws/huurverhoging-2020-definitief", "/wijwonen-geeft-advies-over-huurverhoging")
    for path in (*paths, "/huurverhoging/meer/"):
        page = read(client, path, status=404)
        assert page.texts(".results h3") == ["Huurverhoging"], path
        assert "Zoek op huurverhoging." in page.text("main"), path


def test_a_page_of_nothing_says_no_more_when_nothing_has_those_words(client, dossier):
    assert read(client, "/nieuws/zwembad.html", status=404).all(".results") == []


def test_a_page_of_nothing_without_words_offers_no_search(client):
    assert "Zoek op" not in read(client, "/12/34", status=404).text("main")


# --- The form ---------------------------------------------------------------------------------------------


def type_in(desk, old_path, target, row=None, **answers):
    return desk.save("redirect", row, old_path=old_path, target=target, **answers)


def refusal(desk, old_path, target, row=None, **answers):
    """The reason at the field; nothing may have been saved."""
    before = list(Redirect.objects.values())
    page = desk.save("redirect", row, follow=False, old_path=old_path, target=target, **answers)
    assert page.status_code == 200
    assert list(Redirect.objects.values()) == before
    return page.context["adminform"].form.errors.get_json_data()


def only(errors, field):
    """The one message, at that field."""
    assert list(errors) == [field]
    (error,) = errors[field]
    return error["message"]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("https://www.oud.example/Nieuws/Samen/", "/nieuws/samen"),
        ("www.oud.example/nieuws/samen", "/nieuws/samen"),
        ("localhost:8000/nieuws/samen", "/nieuws/samen"),
        ("oud.test/nieuws/samen", "/nieuws/samen"),
        ("index.php/nieuws", "/index.php/nieuws"),
        ("v1.archief/nieuws", "/v1.archief/nieuws"),
        ("nieuws/samen.html", "/nieuws/samen.html"),
        ("/nieuws#samen", "/nieuws"),
        ("/nieuws?id=3&amp;x=4", "/nieuws?id=3&x=4"),
    ],
)
def test_the_board_adds_an_old_address_and_it_works_at_once(desk, client, dossier, typed, stored):
    page = type_in(desk, typed, "http://localhost:8000/k16-006")
    assert stored in visible_text(page)
    row = Redirect.objects.get()
    assert (row.old_path, row.target) == (stored, "/k16-006")
    assert row.created_at == datetime(2027, 5, 1, 18, tzinfo=UTC)
    assert hop(client, *stored.split("?")).partition("?")[0] == DOSSIER


def test_the_board_changes_an_old_address_and_the_day_it_was_made_stays(desk, client, dossier):
    row = leads("/samen", "/k16-006")
    type_in(desk, "/samen", "/k16-006/1", row)
    assert hop(client, "/samen") == ENTRY
    assert Redirect.objects.get().created_at == LONG_AGO


def test_an_old_address_stands_once_in_the_table(desk, dossier):
    leads("/samen", "/k16-006")
    assert only(refusal(desk, "/Samen/", "/k16-006/1"), "old_path") == "Voor dit oude adres is er al een verwijzing."


def test_an_address_that_the_site_uses_is_refused(desk, dossier):
    used = ["/", "/dossiers", "/K16-006", "k16-006/1/", "/k16-006/bijlage/1/x.pdf", "/?p=12", "/beheer", "/beheer/oud"]
    refusals = {old_path: only(refusal(desk, old_path, "/inspraak/"), "old_path") for old_path in used}
    assert refusals == dict.fromkeys(used, "Dit adres gebruikt de site zelf al. Een verwijzing werkt daar niet.")


def test_what_is_no_old_address_is_refused(desk):
    for old_path in ("mailto:wie@bond.example", "ftp://bond.example/oud", "/oud%00"):
        message = only(refusal(desk, old_path, "/inspraak/"), "old_path")
        assert message.startswith("Dit is geen adres van een bladzijde."), old_path


def test_half_an_address_is_refused(desk):
    assert only(refusal(desk, "http://[", "/inspraak/"), "old_path").startswith("Dit adres gebruikt de site zelf al.")
    assert only(refusal(desk, "/oud", "https://[", other_site="on"), "target").startswith("Dit adres klopt niet.")


def test_a_redirect_to_itself_is_refused(desk):
    for target in ("/samen", "/Samen/", "http://localhost:8000/samen?utm_source=x", "https://localhost:8000/samen"):
        assert only(refusal(desk, "/samen", target), "target").startswith("Dit is het oude adres zelf."), target


def test_a_redirect_to_something_dead_is_refused(desk, dossier):
    make_dossier("K16-008", published_at=None)
    make_dossier("K16-009", withdrawn_at=datetime(2020, 1, 1, tzinfo=UTC), withdrawn_reason="Fout.")
    dead = ["/nergens", "/k16-007", "/k16-008", "/k16-009", "/beheer/", "/k16-006/2"]
    refusals = {target: only(refusal(desk, "/samen", target), "target") for target in dead}
    assert refusals == dict.fromkeys(dead, "Op dit adres is niets te lezen voor huurders.")


@pytest.mark.parametrize("rows", [{"/b": "/a"}, {"/b": "/c", "/c": "/a"}, {"/b": "/c", "/c": "/b"}])
def test_a_circle_over_several_rows_is_refused(desk, rows):
    for old_path, target in rows.items():
        leads(old_path, target)
    assert only(refusal(desk, "/a", "/b"), "target").startswith("Dit adres leidt in een kring rond.")


def test_a_changed_row_that_would_close_a_circle_is_refused(desk, dossier):
    row = leads("/a", "/k16-006")
    leads("/b", "/a")
    assert only(refusal(desk, "/a", "/b", row), "target").startswith("Dit adres leidt in een kring rond.")


@pytest.mark.parametrize("target", ["/b", "/B/", "/b#kop", "/b?x=1"])
def test_a_row_to_which_another_leads_keeps_its_address(desk, client, dossier, target):
    leads("/a", target)
    row = leads("/b", "/k16-006")
    errors = refusal(desk, "/c", "/k16-006", row)
    assert only(errors, "old_path") == "Het oude adres /a leidt naar /b. Verander dat eerst."
    type_in(desk, "/b", "/k16-006/1", row)
    assert hop(client, "/a").startswith(ENTRY)


def test_a_changed_row_cannot_lead_to_the_address_that_it_had(desk, dossier):
    row = leads("/a", "/k16-006")
    assert only(refusal(desk, "/b", "/a", row), "target") == "Op dit adres is niets te lezen voor huurders."


def test_a_row_may_lead_to_another_that_answers(desk, client, dossier):
    leads("/b", "/k16-006")
    type_in(desk, "/a", "/b")
    assert hop(client, "/a") == DOSSIER


@pytest.mark.parametrize("target", ["https://bond.example/huur", "HTTPS://BOND.EXAMPLE/huur"])
def test_another_site_has_to_be_confirmed(desk, client, target):
    assert only(refusal(desk, "/bond", target), "target").startswith("Dit leidt naar een andere site.")
    type_in(desk, "/bond", target, other_site="on")
    assert hop(client, "/bond") == target
    type_in(desk, "/de-bond", target, Redirect.objects.get())
    assert hop(client, "/de-bond") == target


def test_another_site_has_to_be_confirmed_through_another_old_address_too(desk):
    leads("/bond", "https://bond.example/huur")
    leads("/onze-bond", "/bond")
    for old_path, target in (("/a", "/bond"), ("/b", "/onze-bond")):
        assert only(refusal(desk, old_path, target), "target").startswith("Dit leidt naar een andere site.")
        type_in(desk, old_path, target, other_site="on")
        assert Redirect.objects.get(old_path=old_path).target == target


def test_what_is_no_address_is_refused(desk):
    wrong = (
        "bond.example",
        "//bond.example",
        "/\\bond.example",
        "javascript:alert(1)",
        "/a b",
        "https:///x",
        "ftp://x",
    )
    for target in wrong:
        message = only(refusal(desk, "/bond", target, other_site="on"), "target")
        assert message.startswith("Vul een adres op deze site in"), target


def test_nobody_deletes_an_old_address_and_every_save_is_a_version(desk, dossier):
    type_in(desk, "/samen", "/k16-006")
    row = Redirect.objects.get()
    assert desk.get(f"/beheer/dossiers/redirect/{row.pk}/delete/").status_code == 403
    assert "Toegevoegd" in visible_text(desk.get(f"/beheer/dossiers/redirect/{row.pk}/history/"))


def test_the_front_page_of_the_admin_leads_to_the_old_addresses(desk):
    page = desk.get("/beheer/")
    assert "Oude adressen Links van de oude site" in visible_text(page)
    assert desk.get("/beheer/dossiers/redirect/").status_code == 200
