"""A preview link shows one draft to somebody without an account: that page, that long, and no other draft."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dossiers.models import Dossier, Entry, PreviewLink
from dossiers.rules.kinds import Kind

from ..editors import Desk, make_editor
from ..factories import make_attachment, make_dossier, make_entry, make_point
from ..filled_form import read_form, visible_text, without_banner
from ..reading import parse

pytestmark = pytest.mark.django_db
ENDED = "Dit voorbeeld is er niet"
FUTURE = datetime(2100, 1, 1, tzinfo=UTC)


@pytest.fixture
def now(at):
    return at(2027, 5, 1, 20, 0)


@pytest.fixture
def desk(now):
    return Desk(make_editor())


@pytest.fixture
def draft(now):
    return make_entry(make_dossier(), "Kluisjes in de hal", published_at=None, body="<p>De tekst.</p>")


def make_link(row, now, ends_on=date(2027, 5, 31), **fields):
    link = PreviewLink.for_row(row, label="de Bewonersraad", ends_on=ends_on, created_at=now, **fields)
    link.save()
    return link


# --- What the holder sees ---------------------------------------------------------------------------------


def test_the_holder_reads_the_draft_for_whom_it_is_and_until_when(client, draft, now):
    page = parse(client.get(make_link(draft, now).get_absolute_url()).content.decode())
    assert page.texts("aside.preview p")[0] == (
        "Dit is een voorbeeld voor de Bewonersraad, tot en met 31 mei 2027. Deze bladzijde staat nog niet op de site."
    )
    assert page.text("h1") == "Kluisjes in de hal"
    assert "De tekst." in page.text("main")


def test_the_holder_sees_the_same_html_as_the_page_will_be(client, now):
    dossier = make_dossier(published_at=None, description="<p>Lang.</p>")
    make_entry(dossier, "Eerder")
    advice = make_entry(dossier, "Advies", kind=Kind.ADVICE, published_at=FUTURE, starts_on=date(2027, 4, 1))
    point = make_point(advice)
    answer = make_entry(dossier, "Antwoord", kind=Kind.ANSWER, published_at=None, responds_to=advice)
    make_point(answer, responds_to=point, outcome="followed")
    for attached_to in (None, advice):
        make_attachment(dossier, entry=attached_to)
    for row in (dossier, advice, answer):
        link = make_link(row, now)
        shown = without_banner(client.get(link.get_absolute_url()))
        type(row).objects.filter(pk=row.pk).update(published_at=now)
        public = client.get(row.get_absolute_url()).content.decode()
        assert shown == public


def test_the_page_shows_what_was_last_saved(client, desk, draft, now):
    link = make_link(draft, now)
    desk.save("entry", draft, title="Beter zo")
    assert "Beter zo" in visible_text(client.get(link.get_absolute_url()))


def test_no_other_draft_shows_and_the_draft_shows_nowhere_else(client, now):
    dossier = make_dossier("K27-123", published_at=None)
    advice = make_entry(dossier, "Advies", kind=Kind.ADVICE, published_at=None)
    make_point(advice)
    hidden = make_entry(dossier, "Zwanenzang", kind=Kind.ANSWER, published_at=None, responds_to=advice)
    make_point(hidden, text="Zwanenzang", responds_to=advice.points.get(), outcome="followed")
    make_attachment(dossier, "Zwanenzang", entry=hidden)
    for row in (advice, dossier):
        page = client.get(make_link(row, now).get_absolute_url())
        assert page.status_code == 200
        assert "zwanenzang" not in page.content.decode().lower()
    for address in ("/", "/feed.atom", "/feed.rss", "/sitemap.xml", "/robots.txt", "/agenda.ics", "/zoeken/?q=advies"):
        answer = client.get(address).content.decode().lower()
        assert "voorbeeld/" not in answer
        assert dossier.code.lower() not in answer, address


def walk(client, start):
    """Every page that a reader comes to from that address without leaving what lies under it, with its words."""
    found, to_do = {}, [start]
    while to_do:
        address = to_do.pop().partition("#")[0]
        if address in found or not address.startswith(start):
            continue
        answer = client.get(address)
        assert answer.status_code == 200, address
        is_page = answer["Content-Type"].startswith("text/html")
        found[address] = visible_text(answer) if is_page else answer.getvalue().decode("latin-1")
        links = parse(answer.content.decode()).all("a") if is_page else []
        to_do += [link["href"] for link in links]
        inside = [
            link["href"] for link in links if "k27-123" in link["href"] and not link["href"].startswith("mailto:")
        ]
        assert [each for each in inside if not each.startswith(start)] == [], address
    return found


def make_draft_dossier():
    """A dossier that is not public with an entry that is, two drafts and files; every sort of link leads around."""
    texts = (
        '<p>Zie <a href="/k27-123/2">hier</a>, <a href="../1-eerder/">eerder</a>, '
        '<a href="http://localhost:8000/K27-123">alles</a> en <a href="/dossiers/k27-123-oud/1-x/">weer</a>.</p>'
    )
    dossier = make_dossier("K27-123", published_at=None, description="<p>Kort.</p><p>Lang.</p>" + texts)
    make_entry(dossier, "Eerder", body=texts)
    meeting = make_entry(dossier, "Vergadering", kind=Kind.MEETING, published_at=None, starts_on=date(2027, 6, 1))
    scheduled = make_entry(dossier, "Zwanenzang", published_at=FUTURE, body=texts)
    for entry in (None, meeting, scheduled):
        make_attachment(dossier, "Bij " + (entry.title if entry else "het dossier"), entry=entry)
    return dossier, meeting, scheduled


def test_a_link_to_a_dossier_holds_all_its_pages_and_no_link_leads_out_of_it(client, now):
    dossier, meeting, scheduled = make_draft_dossier()
    meeting.published_at = now
    meeting.save()
    start = make_link(dossier, now).get_absolute_url()
    pages = walk(client, start)
    assert {words for words in ("Lang.", "Vergadering", "SUMMARY:") if words in " ".join(pages.values())} == {
        "Lang.",
        "Vergadering",
        "SUMMARY:",
    }
    assert "Zwanenzang" not in " ".join(pages.values())
    assert f"{start}k27-123/bijlage/1/bij-het-dossier.pdf" in pages
    assert f"{start}k27-123/bijlage/2/bij-vergadering.pdf" in pages
    for hidden in (scheduled.get_absolute_url(), "/k27-123/bijlage/3", "/k27-123/9", "/k16-006", "/uitleg/", "/x"):
        assert ENDED in visible_text(client.get(start.rstrip("/") + hidden)), hidden


def test_a_link_to_an_entry_holds_it_and_its_dossier_and_other_drafts_only_when_ticked(client, now):
    dossier, meeting, scheduled = make_draft_dossier()
    for with_drafts in (False, True):
        pages = " ".join(walk(client, make_link(meeting, now, with_drafts=with_drafts).get_absolute_url()).values())
        assert "Vergadering" in pages
        assert "Lang." in pages
        assert ("Zwanenzang" in pages) == with_drafts
    binned = make_entry(dossier, "Weggegooid", published_at=None, withdrawn_at=now)
    gone = make_attachment(dossier, entry=meeting, withdrawn_at=now)
    link = make_link(dossier, now, with_drafts=True).get_absolute_url().rstrip("/")
    for row in (binned, gone):
        answer = client.get(link + row.get_absolute_url())
        assert answer.status_code == 404
        assert "no-store" in answer["Cache-Control"]
    for row in (dossier, meeting, scheduled, dossier.attachments.first()):
        assert client.get(row.get_absolute_url()).status_code == 404


# --- How long, and what then ------------------------------------------------------------------------------


def test_a_link_works_through_its_last_day(client, draft, now, at):
    address = make_link(draft, now).get_absolute_url()
    at(2027, 5, 31, 23, 59, 59)
    assert client.get(address).status_code == 200
    at(2027, 6, 1, 0, 0)
    page = client.get(address)
    assert page.status_code == 410
    assert ENDED in visible_text(page)


@pytest.mark.parametrize("model", [Dossier, Entry])
@pytest.mark.parametrize("was", ["draft", "public"])
def test_what_is_withdrawn_or_in_the_bin_is_gone_for_the_holder_too(client, draft, now, model, was):
    address = make_link(draft, now).get_absolute_url()
    model.objects.update(withdrawn_at=now, published_at=None if was == "draft" else now)
    page = client.get(address)
    assert page.status_code == 410
    assert "kluisjes" not in page.content.decode().lower()


def test_a_revoked_an_unknown_and_a_tampered_link_give_nothing_away(client, draft, now):
    link = make_link(draft, now)
    works = link.get_absolute_url()
    link.revoked_at = now
    link.save()
    addresses = {works: 410, f"/voorbeeld/{link.token}/": 404, f"{works[:-2]}/": 404, "/voorbeeld/x/": 404}
    for address, status in addresses.items():
        page = client.get(address)
        assert page.status_code == status, address
        assert ENDED in visible_text(page)
        assert "kluisjes" not in page.content.decode().lower()


def test_what_has_become_public_is_where_the_link_leads(client, draft, now):
    link = make_link(draft, now)
    Entry.objects.update(published_at=now)
    for address in (link.get_absolute_url(), f"{link.get_absolute_url()}k16-006/bijlage/1/x.pdf"):
        answer = client.get(address)
        assert (answer.status_code, answer["Location"]) == (302, draft.get_absolute_url())
        assert "no-cache" in answer["Cache-Control"]


def test_an_entry_that_waits_for_its_dossier_still_shows(client, now):
    entry = make_entry(make_dossier(published_at=None))
    assert client.get(make_link(entry, now).get_absolute_url()).status_code == 200


# --- Kept by nobody, and looking is free of charge --------------------------------------------------------


def test_no_answer_of_a_link_is_kept_listed_or_told_to_another_site(client, draft, now):
    link = make_link(draft, now)
    ended = make_link(draft, now, revoked_at=now)
    for address in (link.get_absolute_url(), ended.get_absolute_url(), "/voorbeeld/x/"):
        page = client.get(address)
        assert {"no-store", "private"} <= set(page["Cache-Control"].split(", "))
        assert (page["X-Robots-Tag"], page["Referrer-Policy"]) == ("noindex", "no-referrer")
        assert '<meta name="robots" content="noindex">' in page.content.decode()
        assert "ETag" not in page
        assert not page.cookies
        assert page["Content-Security-Policy"] == client.get("/")["Content-Security-Policy"]


def test_opening_a_link_changes_nothing_and_opens_no_transaction(client, draft, now):
    address = make_link(draft, now).get_absolute_url()
    before = list(Entry.objects.values()), list(PreviewLink.objects.values())
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(address)
    assert {query["sql"].split()[0] for query in asked} == {"SELECT"}
    assert (list(Entry.objects.values()), list(PreviewLink.objects.values())) == before


@pytest.mark.parametrize("count", [1, 3, 40])
def test_a_link_takes_one_query_more_than_the_page(client, now, django_assert_num_queries, count):
    dossier = make_dossier(published_at=None)
    for _ in range(count):
        make_entry(dossier)
    link = make_link(dossier, now)
    with django_assert_num_queries(6):
        client.get(link.get_absolute_url())


# --- How editors make and revoke one ----------------------------------------------------------------------


def open_links(desk, row):
    return desk.get(f"/beheer/dossiers/{row._meta.model_name}/{row.pk}/voorbeeldlinks/")


def make_in_admin(desk, row, **answers):
    page = open_links(desk, row)
    return desk.post(page.wsgi_request.path, read_form(page, "link_form") | answers, follow=True)


@pytest.mark.parametrize("model", ["dossier", "entry"])
def test_an_editor_makes_a_link_for_thirty_days_and_revokes_it(client, desk, now, model):
    dossier = make_dossier(published_at=None)
    row = dossier if model == "dossier" else make_entry(dossier, published_at=None)
    assert "Voorbeeldlinks" in visible_text(desk.open_form(model, row))
    page = make_in_admin(desk, row, label="de Bewonersraad")
    assert "de Bewonersraad tot en met 31 mei 2027. Werkt" in visible_text(page)
    address = parse(page.content.decode()).text("p.address")
    assert address.startswith("http://localhost:8000/voorbeeld/")
    path = address.removeprefix("http://localhost:8000")
    assert row.title in visible_text(client.get(path))

    link = PreviewLink.objects.get()
    revoke = f"/beheer/dossiers/{model}/{row.pk}/voorbeeldlinks/{link.pk}/intrekken/"
    assert "de Bewonersraad tot en met 31 mei 2027. Werkt" in visible_text(desk.get(revoke, follow=True))
    page = desk.post(revoke, follow=True)
    assert "de Bewonersraad tot en met 31 mei 2027. Ingetrokken" in visible_text(page)
    assert client.get(path).status_code == 410
    assert PreviewLink.objects.get().revoked_at == now
    logbook = visible_text(desk.get("/beheer/dossiers/logline/"))
    assert "Voorbeeldlink gemaakt voor de Bewonersraad, tot en met 31 mei 2027." in logbook
    assert "Voorbeeldlink voor de Bewonersraad ingetrokken." in logbook


def test_a_link_can_end_today_and_not_yesterday(desk, draft):
    page = make_in_admin(desk, draft, label="", ends_on="30-04-2027")
    words = visible_text(page)
    assert "Deze dag is al geweest." in words
    assert "Dit veld is verplicht." in words
    assert read_form(page, "link_form")["ends_on"] == "30-04-2027"
    page = make_in_admin(desk, draft, label="DUO", ends_on="01-05-2027", with_drafts="on")
    assert "DUO tot en met 1 mei 2027, met de andere concepten. Werkt" in visible_text(page)
    assert "Kopieer het adres van de link voor DUO" in visible_text(page)
    link = PreviewLink.objects.get()
    assert (link.ends_on, link.with_drafts) == (date(2027, 5, 1), True)


def test_a_link_can_work_for_ninety_days_and_no_longer(desk, draft):
    for too_late in ("31-07-2027", "31-12-9999"):
        page = make_in_admin(desk, draft, label="DUO", ends_on=too_late)
        assert "Een link werkt hoogstens 90 dagen. Kies 30 juli 2027 of een eerdere dag." in visible_text(page)
        assert read_form(page, "link_form")["ends_on"] == too_late
    make_in_admin(desk, draft, label="DUO", ends_on="30-07-2027")
    assert PreviewLink.objects.get().ends_on == date(2027, 7, 30)


def test_what_is_public_or_withdrawn_gets_no_new_link(desk, draft, now):
    address = f"/beheer/dossiers/entry/{draft.pk}/voorbeeldlinks/"
    answers = {"label": "DUO", "ends_on": "31-05-2027"}
    for state, reason in (
        ({"published_at": now}, "De bladzijde is nu openbaar."),
        ({"withdrawn_at": now}, "De bladzijde is ingetrokken."),
    ):
        Entry.objects.update(**state)
        assert "Voorbeeldlinks" not in visible_text(desk.open_form("entry", draft))
        assert "er is geen concept om te laten zien" in visible_text(desk.get(address))
        assert reason in visible_text(desk.post(address, answers))
    assert not PreviewLink.objects.exists()


def test_a_link_of_another_page_cannot_be_revoked_here(desk, draft, now):
    link = make_link(draft, now)
    for row in (draft.dossier_id, 999):
        page = desk.post(f"/beheer/dossiers/dossier/{row}/voorbeeldlinks/{link.pk}/intrekken/", follow=True)
        assert "Deze link bestaat niet." in visible_text(page)
    assert PreviewLink.objects.get().revoked_at is None


@pytest.mark.parametrize("count", [1, 3, 40])
def test_the_list_takes_the_same_queries_for_any_number_of_links(desk, draft, now, django_assert_num_queries, count):
    for _ in range(count):
        make_link(draft, now)
    with django_assert_num_queries(7):
        page = open_links(desk, draft)
    assert visible_text(page).count("de Bewonersraad tot en met") == count
