"""The feeds, read as a strict reader does: what they hold, what they are called, and when they change."""

from datetime import UTC, date, datetime, timedelta

import pytest

from dossiers.models import Entry, Redirect
from dossiers.rules.kinds import Kind

from ..conftest import AMSTERDAM
from ..factories import LONG_AGO, make_attachment, make_change, make_dossier, make_entry, make_point, make_round
from ..feed_reader import SITE, parse_fragment, read_feed
from ..reading import Part, read

pytestmark = pytest.mark.django_db

EVERYONES = ["/feed.atom", "/feed.rss"]
PAGE = "/dossiers/k16-006-nieuwe-samenwerkingsovereenkomst/"
OF_DOSSIER = [f"{PAGE}feed.atom", f"{PAGE}feed.rss"]
ALL = EVERYONES + OF_DOSSIER
DAY = date(2017, 4, 7)


def titles(client, address):
    return [item["title"] for item in read_feed(client, address)["items"]]


def only_item(client, address):
    (item,) = read_feed(client, address)["items"]
    return item


def words(item):
    return Part(parse_fragment(item["content"])).text()


def links(item):
    return [part["href"] for part in Part(parse_fragment(item["content"])).all("a")]


@pytest.mark.parametrize("address", EVERYONES)
def test_a_feed_without_entries_is_still_a_valid_one(client, address):
    feed = read_feed(client, address)
    assert (feed["title"], feed["link"], feed["items"]) == ("WijWonen", f"{SITE}/", [])


@pytest.mark.parametrize("address", OF_DOSSIER)
def test_the_feed_of_a_dossier_without_entries_was_updated_when_the_dossier_came(client, address):
    make_dossier()
    feed = read_feed(client, address)
    assert feed["title"] == "K16-006 Nieuwe Samenwerkingsovereenkomst – WijWonen"
    assert (feed["link"], feed["updated"], feed["items"]) == (SITE + PAGE, LONG_AGO, [])


@pytest.mark.parametrize("address", ALL)
def test_an_item_says_kind_title_and_code_and_leads_to_the_page_of_the_entry(client, address):
    make_entry(make_dossier(), "Workshop", kind=Kind.MEETING, starts_on=DAY, teaser="Kom langs.")
    item = only_item(client, address)
    assert item["title"] == "Bijeenkomst: Workshop (K16-006)"
    assert item["link"] == f"{SITE}{PAGE}1-workshop/"
    assert (item["description"], item["categories"]) == ("Kom langs.", ["Bijeenkomst"])


@pytest.mark.parametrize(
    ("fields", "title"),
    [
        ({"title": "Ons advies over de huur", "kind": Kind.ADVICE}, "Ons advies over de huur (K16-006)"),
        ({"title": "Brief", "kind": Kind.ANSWER}, "Antwoord van DUWO: Brief (K16-006)"),
        (
            {"title": "Workshop", "kind": Kind.MEETING, "cancelled": True},
            "Afgelast: Bijeenkomst: Workshop (K16-006)",
        ),
    ],
)
def test_the_title_of_an_item_says_the_kind_once_and_that_something_is_cancelled(client, fields, title):
    make_entry(make_dossier(), starts_on=DAY, **fields)
    assert titles(client, "/feed.rss") == [title]


@pytest.mark.parametrize("address", EVERYONES)
def test_the_feed_of_the_site_tells_of_all_dossiers_what_was_published_last_first(client, address):
    first, second = make_dossier(), make_dossier("K17-001")
    make_entry(first, "Oud", starts_on=date(2030, 1, 1), published_at=LONG_AGO + timedelta(days=1))
    make_entry(second, "Nieuw", starts_on=date(2010, 1, 1), published_at=LONG_AGO + timedelta(days=2))
    assert titles(client, address) == ["Nieuws: Nieuw (K17-001)", "Nieuws: Oud (K16-006)"]


@pytest.mark.parametrize("address", OF_DOSSIER)
def test_the_feed_of_a_dossier_tells_of_that_dossier_only(client, address):
    make_entry(make_dossier(), "Hier", starts_on=DAY)
    make_entry(make_dossier("K17-001"), "Daar", starts_on=DAY)
    assert titles(client, address) == ["Nieuws: Hier (K16-006)"]


@pytest.mark.parametrize("address", ALL)
def test_an_entry_without_a_date_is_in_no_feed(client, address):
    make_entry(make_dossier(), "Uit het oude archief")
    assert titles(client, address) == []


@pytest.mark.parametrize("address", ALL)
def test_a_scheduled_entry_is_in_the_feed_from_its_minute_on(client, at, address):
    at(2027, 6, 15, 8, 59, 59)
    make_entry(make_dossier(), starts_on=DAY, published_at=datetime(2027, 6, 15, 9, tzinfo=AMSTERDAM))
    assert titles(client, address) == []
    at(2027, 6, 15, 9)
    assert len(titles(client, address)) == 1


@pytest.mark.parametrize("address", ALL)
def test_an_entry_that_waited_for_its_dossier_is_as_new_as_the_dossier(client, address):
    day = timedelta(days=1)
    dossier = make_dossier(published_at=LONG_AGO + 3 * day)
    make_entry(dossier, "Eerder klaar", starts_on=DAY, published_at=LONG_AGO)
    make_entry(make_dossier("K17-001"), "Ertussen", starts_on=DAY, published_at=LONG_AGO + day)
    feed = read_feed(client, address)
    assert feed["items"][0]["title"] == "Nieuws: Eerder klaar (K16-006)"
    assert feed["items"][0]["published"] == feed["updated"] == LONG_AGO + 3 * day


@pytest.mark.parametrize("address", EVERYONES)
def test_what_came_with_a_new_dossier_is_in_the_feed_however_much_was_published_after_it_was_written(client, address):
    day = timedelta(days=1)
    dossier = make_dossier("K17-001")
    for number in range(30):
        make_entry(dossier, f"Bericht {number}", starts_on=DAY, published_at=LONG_AGO + number * day)
    make_entry(make_dossier(published_at=LONG_AGO + 10.5 * day), "Meegekomen", starts_on=DAY)
    shown = titles(client, address)
    assert (len(shown), shown[18], shown[19], shown[20]) == (
        30,
        "Nieuws: Bericht 11 (K17-001)",
        "Nieuws: Meegekomen (K16-006)",
        "Nieuws: Bericht 10 (K17-001)",
    )
    assert "Nieuws: Bericht 0 (K17-001)" not in shown


@pytest.mark.parametrize("address", ALL)
def test_a_withdrawn_entry_leaves_the_feed_at_once(client, address):
    entry = make_entry(make_dossier(), starts_on=DAY)
    before = client.get(address)
    entry.withdraw(LONG_AGO + timedelta(days=1), "Fout.")
    entry.save()
    after = client.get(
        address,
        headers={"If-None-Match": before.headers["ETag"], "If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"},
    )
    assert after.status_code == 200
    assert titles(client, address) == []


@pytest.mark.parametrize("address", ALL)
def test_a_feed_holds_the_thirty_newest_entries(client, address):
    dossier = make_dossier()
    for number in range(31):
        make_entry(dossier, f"Bericht {number}", starts_on=DAY, published_at=LONG_AGO + timedelta(days=number))
    shown = titles(client, address)
    assert (len(shown), shown[0], shown[-1]) == (30, "Nieuws: Bericht 30 (K16-006)", "Nieuws: Bericht 1 (K16-006)")


# --- Names and days ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ALL)
def test_an_item_keeps_its_name_when_its_title_and_that_of_its_dossier_change(client, address):
    entry = make_entry(make_dossier(), starts_on=DAY)
    before = only_item(client, address)
    entry.title = "Een heel andere titel"
    entry.save()
    entry.dossier.title = "Anders"
    entry.dossier.save()
    address = address.replace("nieuwe-samenwerkingsovereenkomst", "anders")
    after = only_item(client, address)
    assert after["id"] == before["id"] == "tag:localhost,2026:k16-006/1"
    assert after["link"] != before["link"]
    assert after["published"] == before["published"]


def test_both_forms_and_both_feeds_give_an_entry_one_name_and_each_feed_its_own(client):
    make_entry(make_dossier(), starts_on=DAY)
    assert {only_item(client, address)["id"] for address in ALL} == {"tag:localhost,2026:k16-006/1"}
    assert read_feed(client, "/feed.atom")["id"] == "tag:localhost,2026:dossiers"
    assert read_feed(client, OF_DOSSIER[0])["id"] == "tag:localhost,2026:k16-006"


@pytest.mark.parametrize("address", ALL)
@pytest.mark.parametrize(
    ("moment", "instant"),
    [
        ((2027, 3, 28, 1, 59), datetime(2027, 3, 28, 0, 59, tzinfo=UTC)),
        ((2027, 3, 28, 3, 0), datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),  # summer time has begun
        ((2027, 10, 31, 1, 59), datetime(2027, 10, 30, 23, 59, tzinfo=UTC)),
        ((2027, 10, 31, 3, 0), datetime(2027, 10, 31, 2, 0, tzinfo=UTC)),  # and has ended
    ],
)
def test_the_day_of_publication_is_right_on_both_sides_of_a_change_of_summer_time(
    client, at, address, moment, instant
):
    now = at(*moment)
    make_entry(make_dossier(), starts_on=DAY, published_at=now)
    assert only_item(client, address)["published"] == instant
    assert read_feed(client, address)["updated"] == instant


def test_the_dates_of_rss_are_in_english_as_mail_programs_want_them(client):
    make_entry(make_dossier(), starts_on=DAY, published_at=datetime(2017, 3, 1, 12, tzinfo=UTC))
    body = client.get("/feed.rss").content.decode()
    assert "<pubDate>Wed, 01 Mar 2017 12:00:00 +0000</pubDate>" in body
    assert "<lastBuildDate>Wed, 01 Mar 2017 12:00:00 +0000</lastBuildDate>" in body


def test_a_silent_correction_changes_the_text_and_no_date(client):
    entry = make_entry(make_dossier(), starts_on=DAY, body="<p>Taalfaut.</p>")
    entry.body = "<p>Taalfout.</p>"
    entry.save()
    item = only_item(client, "/feed.atom")
    assert "Taalfout." in words(item)
    assert item["updated"] == item["published"] == LONG_AGO
    assert read_feed(client, "/feed.atom")["updated"] == LONG_AGO


@pytest.mark.parametrize("address", ALL)
def test_a_reported_change_updates_the_entry_and_tells_what_changed(client, at, address):
    changed = at(2017, 5, 2, 12)
    dossier = make_dossier()
    entry = make_entry(dossier, starts_on=DAY)
    make_change(dossier, changed, "De zaal was bezet.", entry=entry, old_starts_on=date(2017, 4, 1))
    item, feed = only_item(client, address), read_feed(client, address)
    assert feed["updated"] == changed
    assert item["published"] == LONG_AGO
    assert item.get("updated", changed) == changed
    assert "Verschoven van 1 april 2017 naar 7 april 2017: De zaal was bezet." in words(item)


def test_a_change_that_is_reported_later_updates_nothing_yet(client, at):
    dossier = make_dossier()
    entry = make_entry(dossier, starts_on=DAY)
    make_change(dossier, datetime(2017, 5, 2, 12, tzinfo=UTC), "Geheim.", entry=entry)
    at(2017, 5, 2, 13, 59)
    item = only_item(client, "/feed.atom")
    assert item["updated"] == LONG_AGO
    assert "Geheim" not in item["content"]


@pytest.mark.parametrize("address", ALL)
def test_an_unchanged_feed_answers_304_also_years_later(client, at, address):
    at(2027, 12, 31, 23, 59)
    dossier = make_dossier()
    entry = make_round(dossier, date(2027, 12, 1), date(2027, 12, 31))
    make_change(dossier, LONG_AGO, entry=entry)
    first = client.get(address)
    at(2031, 1, 1)
    assert client.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert "no-cache" in first.headers["Cache-Control"]


# --- Texts -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ALL)
def test_an_item_holds_the_whole_text_with_links_that_work_anywhere(client, address):
    body = (
        '<p>Zie <a href="/dossiers/">alles</a>, <a href="../2-vervolg/">het vervolg</a>, <a href="#onder">onder</a>, '
        '<a href="https://ander.example/a?b=1&amp;c=2">elders</a> of <a href="mailto:a@b.example">mail</a>.</p>'
        '<p>Typ &lt;a href="/niets"&gt; &amp; klaar.</p><table><tbody><tr><td><p>Huur</p></td></tr></tbody></table>'
    )
    make_entry(make_dossier(), starts_on=DAY, teaser="Kort.", body=body)
    item = only_item(client, address)
    assert links(item)[1:-1] == [
        f"{SITE}/dossiers/",
        f"{SITE}{PAGE}2-vervolg/",
        f"{SITE}{PAGE}1-workshop/#onder",
        "https://ander.example/a?b=1&c=2",
        "mailto:a@b.example",
    ]
    assert (links(item)[0], links(item)[-1]) == (SITE + PAGE, f"{SITE}{PAGE}1-workshop/")
    assert 'Kort. Zie alles, het vervolg, onder, elders of mail. Typ <a href="/niets"> & klaar. Huur' in words(item)


@pytest.mark.parametrize("address", ALL)
def test_an_item_says_kind_day_and_facts_as_the_page_does(client, address):
    dossier = make_dossier()
    make_entry(dossier, "Uitleg", kind=Kind.MEETING, starts_on=DAY, ends_on=date(2017, 4, 8), place="De Aula")
    text = words(only_item(client, address))
    assert text.startswith(f"Bijeenkomst in dossier {dossier}, 7 t/m 8 april 2017.")
    assert "Plaats: De Aula" in text


def test_an_item_holds_the_points_of_an_advice_and_of_the_answer(client):
    dossier = make_dossier()
    advice = make_entry(dossier, "Advies", kind=Kind.ADVICE, starts_on=DAY)
    point = make_point(advice, 2, "Leg de verhoging uit.", explanation="Per post.")
    answer = make_entry(dossier, "Brief", kind=Kind.ANSWER, starts_on=DAY, responds_to=advice)
    make_point(answer, 1, "", responds_to=point, outcome="not_followed", reason="Te duur.")
    of_answer, of_advice = read_feed(client, "/feed.rss")["items"]
    assert "2. Leg de verhoging uit. Per post." in words(of_advice)
    assert "Punt 2 van ons advies Niet overgenomen Te duur." in words(of_answer)


@pytest.mark.parametrize("address", ALL)
def test_no_word_of_a_withdrawn_advice_comes_back_in_the_answer_to_it(client, address):
    dossier = make_dossier()
    advice = make_entry(dossier, kind=Kind.ADVICE, starts_on=DAY, withdrawn_at=LONG_AGO + timedelta(days=1))
    answer = make_entry(dossier, "Brief", kind=Kind.ANSWER, starts_on=DAY, responds_to=advice)
    make_point(answer, 1, "", responds_to=make_point(advice, 1, "Zwanenzang"), reason="Te duur.")
    assert "Zwanenzang" not in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("fields", "description"),
    [
        ({"teaser": "Foto's & huur < 500 euro"}, "Foto's &amp; huur &lt; 500 euro"),
        ({"teaser": "Eerste.\n\nTweede."}, "Eerste. Tweede."),
        ({"body": "<h2>Kop</h2><p>De <strong>eerste</strong> zin.</p><p>Meer.</p>"}, "De eerste zin."),
        ({"body": f"<p>{'woord ' * 100}</p>"}, ("woord " * 50)[:299] + "…"),
        ({}, "Nieuws in dossier K16-006 Nieuwe Samenwerkingsovereenkomst"),
    ],
)
def test_the_description_is_short_and_plain_for_a_newsletter(client, fields, description):
    make_entry(make_dossier(), starts_on=DAY, **fields)
    for address in ALL:
        assert only_item(client, address)["description"] == description


@pytest.mark.parametrize("address", ALL)
def test_marks_and_characters_that_xml_cannot_hold_break_no_feed(client, address):
    nasty = "a\x0bb \ufffe <b>& ]]> \U0001f3e0 é"
    dossier = make_dossier()
    entry = make_entry(dossier, nasty, starts_on=DAY, teaser=nasty, body=f"<p>{nasty}</p>")
    make_change(dossier, LONG_AGO, nasty, entry=entry)
    make_attachment(dossier, nasty, entry=entry)
    item = only_item(client, address)
    assert item["title"] == "Nieuws: a b <b>& ]]> \U0001f3e0 é (K16-006)"
    assert "\U0001f3e0 é" in words(item)


# --- Files -------------------------------------------------------------------------------------------------


def test_files_come_along_all_of_them_in_atom_and_the_first_in_rss(client):
    dossier = make_dossier()
    entry = make_entry(dossier, starts_on=DAY)
    make_attachment(dossier, entry=entry, content=b"%PDF-1.4 acht")
    make_attachment(dossier, "Foto", entry=entry, name="foto.JPG", content=b"x" * 20)
    pdf = (f"{SITE}/k16-006/bijlage/1/overeenkomst-2017.pdf", "13", "application/pdf")
    photo = (f"{SITE}/k16-006/bijlage/2/foto.jpg", "20", "image/jpeg")
    for address in ALL:
        item = only_item(client, address)
        assert item["enclosures"] == ([pdf, photo] if address.endswith("atom") else [pdf])
        assert {pdf[0], photo[0]} <= set(links(item))
        assert "Overeenkomst 2017 (PDF, Nederlands)" in words(item)


@pytest.mark.parametrize("address", ALL)
def test_a_withdrawn_or_a_lost_file_does_not_come_along(client, address):
    dossier = make_dossier()
    entry = make_entry(dossier, starts_on=DAY)
    make_attachment(dossier, "Fout bestand", entry=entry, withdrawn_at=LONG_AGO)
    lost = make_attachment(dossier, "Kwijt", entry=entry)
    lost.file.storage.delete(lost.file.name)
    item = only_item(client, address)
    assert item["enclosures"] == []
    assert "Fout bestand" not in item["content"]


# --- Addresses ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    ["/k16-006/feed.atom", "/K16-006/feed.atom", "/dossiers/K16-006/feed.atom", "/dossiers/k16-006-oud/feed.atom"],
)
def test_any_other_writing_of_the_address_of_a_feed_is_one_hop_away(client, address):
    make_dossier()
    response = client.get(f"{address}?utm_source=x")
    assert (response.status_code, response.headers["Location"]) == (301, f"{OF_DOSSIER[0]}?utm_source=x")


@pytest.mark.parametrize("address", [*OF_DOSSIER, "/k16-006/feed.rss"])
def test_the_feed_of_a_dossier_is_as_absent_as_its_page_and_goes_where_that_went(client, address):
    assert client.get(address).status_code == 404
    dossier = make_dossier(published_at=None)
    assert client.get(address).status_code == 404
    dossier.published_at, dossier.withdrawn_at, dossier.withdrawn_reason = LONG_AGO, LONG_AGO, "Dubbel."
    dossier.save()
    read(client, address, 410)
    make_dossier("K19-004")
    Redirect.objects.create(old_path="/oud", target="/k19-004", created_at=LONG_AGO)
    for moved_to in ("/k19-004", "/oud"):
        dossier.moved_to = moved_to
        dossier.save()
        assert client.get(address).headers["Location"] == f"/k19-004/{address.rpartition('/')[2]}"
    dossier.moved_to = "/uitleg/"
    dossier.save()
    assert client.get(address).status_code == 410


@pytest.mark.parametrize("page", ["/", "/dossiers/", "/uitleg/", PAGE, f"{PAGE}1-workshop/", f"{PAGE}beschrijving/"])
def test_every_page_tells_a_reader_where_the_feeds_are(client, page):
    make_entry(make_dossier(description="<p>Lang.</p>"), starts_on=DAY)
    head = read(client, page).one("head")
    found = [link["href"] for link in head.all("link") if link.element.get("rel") == "alternate"]
    own = [SITE + address for address in OF_DOSSIER] if page.startswith(PAGE) else []
    assert found == [*own, f"{SITE}/feed.atom", f"{SITE}/feed.rss"]
    for address in found:
        read_feed(client, address.removeprefix(SITE))


@pytest.mark.parametrize("count", [1, 3, 40])
def test_the_feed_of_the_site_and_that_of_a_dossier_take_five_queries(client, count, page_queries):
    for number in range(1, count + 1):
        dossier = make_dossier(f"K16-{number + 5:03d}")
        for _ in range(count if number == 1 else 1):
            entry = make_entry(dossier, kind=Kind.ADVICE, starts_on=DAY)
            make_change(dossier, LONG_AGO, entry=entry)
            make_point(make_entry(dossier, kind=Kind.ANSWER, starts_on=DAY), responds_to=make_point(entry))
            make_attachment(dossier, entry=entry)
    for address in ("/feed.atom", "/feed.rss", *OF_DOSSIER):
        with page_queries(5):
            client.get(address)
    assert len(titles(client, "/feed.atom")) == min(30, Entry.objects.count())
