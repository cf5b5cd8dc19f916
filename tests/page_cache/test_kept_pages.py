"""A page that was made is handed out again for as long as it is true, and not a moment longer."""

import re
from datetime import date
from itertools import chain
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection, models
from django.db.models import F
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import resolve
from reversion.models import Version

from dossiers.models import Attachment, Dossier, Entry, FailedLogin, LogLine, Point, PreviewLink, Redirect
from dossiers.models.search import SearchWords
from dossiers.page_cache.middleware import keep_pages
from dossiers.page_cache.state import INSTANTS, SHOWN, gather_writes, site_state
from dossiers.rules.kinds import Kind
from dossiers.urls import urlpatterns

from ..editors import Desk, make_editor
from ..factories import make_attachment, make_change, make_dossier, make_entry, make_point, make_round

pytestmark = pytest.mark.django_db

DOSSIER = "/dossiers/k16-006-nieuwe-samenwerkingsovereenkomst/"
KEPT = {url.name: url.callback.query_keys for url in urlpatterns if hasattr(url.callback, "query_keys")}
KEYS = {"utm_source", "p", "status", *chain.from_iterable(KEPT.values())}


@pytest.fixture
def now(at):
    return at(2027, 6, 10, 12)


@pytest.fixture
def rows(now):
    """One row of every table that pages show."""
    dossier = make_dossier(description="<p>Achtergrond.</p>")
    advice = make_entry(dossier, "Advies", kind=Kind.ADVICE, starts_on=date(2027, 5, 1))
    make_point(advice)
    make_round(dossier, date(2027, 6, 1), date(2027, 6, 15))
    make_change(dossier, now)
    make_attachment(dossier)
    Redirect.objects.create(old_path="/oud", target="/k16-006", created_at=now)
    return dossier


def addresses():
    entry = Entry.objects.order_by("number").first()
    lists = ["/", "/dossiers/", "/inspraak/", "/adviezen/", "/uitleg/", "/volgen/", "/zoeken/?q=advies", "/zoeken/"]
    machines = ["/sitemap.xml", "/agenda.ics", "/feed.atom", "/feed.rss"]
    of_dossier = [DOSSIER, f"{DOSSIER}beschrijving/", f"{DOSSIER}agenda.ics", f"{DOSSIER}feed.atom"]
    short = ["/k16-006", "/k16-006/1", "/k16-006/agenda.ics", "/k16-006/feed.rss"]
    return [*lists, *machines, *of_dossier, *short, entry.get_absolute_url(), "/oud", "/nergens/"]


def test_every_page_that_may_be_kept_is_among_them(rows):
    assert {resolve(address.partition("?")[0]).url_name for address in addresses()[:-2]} == set(KEPT)


def ask_anew(client, address, **more):
    """The answer as it is made, whatever was kept."""
    for cache in caches.all():
        cache.clear()
    answer = client.get(address, **more)
    return answer.status_code, answer.content, dict(answer.headers)


def test_the_second_reader_gets_the_same_answer_and_the_database_is_asked_for_its_state_alone(
    client, rows, django_assert_num_queries
):
    for address in addresses():
        first = client.get(address)
        with django_assert_num_queries(1):
            second = client.get(address)
        assert (second.status_code, second.content) == (first.status_code, first.content), address
        assert second.headers == first.headers, address
        assert second.headers.get("X-Accel-Expires") == ("1" if second.status_code == 200 else None), address


def test_every_table_that_a_page_reads_changes_the_state(client, rows):
    with CaptureQueriesContext(connection) as asked:
        for address in addresses():
            ask_anew(client, address)
    read = {table for query in asked for table in re.findall(r'(?:FROM|JOIN) "?(\w+)', query["sql"])}
    index = {SearchWords._meta.db_table}  # written with the rows of the index
    shown = {model._meta.db_table for model in SHOWN}
    assert read - index == shown | {"dossiers_shown_writes"}


UPDATE = "UPDATE {table} SET {key} = {key}"


def copy_of(row):
    """A second row like it, with what has to be its own."""
    copy = type(row).objects.get(pk=row.pk)
    copy.pk = 10**6
    for name, value in (("code", "K17-001"), ("number", 99), ("old_path", "/ouder"), ("entry_id", None)):
        if hasattr(copy, name) and not (name == "entry_id" and isinstance(row, Point)):
            setattr(copy, name, value)
    return copy


def test_every_write_of_what_a_page_shows_changes_the_state_whatever_the_way_in(rows, now):
    for model in SHOWN:
        row = model.objects.order_by("pk").first()
        table, key = model._meta.db_table, model._meta.pk.name
        copied = copy_of(row)
        ways = {
            "bulk_create": lambda model=model, copied=copied: model.objects.bulk_create([copied]),
            "update": lambda model=model, key=key: model.objects.update(**{key: F(key)}),
            "SQL": lambda table=table, key=key: connection.cursor().execute(UPDATE.format(table=table, key=key)),
            "delete": lambda model=model, copied=copied: model.objects.filter(pk=copied.pk)._raw_delete("default"),
        }
        for name, write in ways.items():
            before = site_state(now)
            write()
            assert site_state(now) != before, (model.__name__, name)


def test_what_no_page_shows_changes_nothing(client, rows, now):
    before = site_state(now)
    Desk(make_editor()).get("/beheer/")
    client.post("/beheer/login/", {"username": "sam", "password": "een verkeerd wachtwoord"})
    PreviewLink.objects.create(dossier=rows, label="De bewonerscommissie", ends_on=date(2027, 7, 1), created_at=now)
    assert (FailedLogin.objects.count(), Session.objects.count() > 0, PreviewLink.objects.count()) == (1, True, 1)
    assert (LogLine.objects.count(), Version.objects.count()) == (0, 0)
    assert site_state(now) == before


def test_a_table_that_a_migration_made_anew_is_watched_again(rows, now):
    with connection.cursor() as cursor:
        for (name,) in trigger_names(cursor):
            on_table = "" if connection.vendor == "sqlite" else f" ON {name.removesuffix('_shown')}"
            cursor.execute(f"DROP TRIGGER {name}{on_table}")
    before = site_state(now)
    Dossier.objects.update(result="Ongezien")
    assert site_state(now) == before
    call_command("migrate", verbosity=0)
    Dossier.objects.update(result="Gezien")
    assert site_state(now) != before


def trigger_names(cursor):
    if connection.vendor == "sqlite":
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%\\_shown\\_%' ESCAPE '\\'"
        )
    else:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgname LIKE '%\\_shown'")
    return cursor.fetchall()


def test_gathering_the_counted_writes_is_no_write(rows, now):
    before = site_state(now)
    gather_writes()
    assert site_state(now) == before
    Dossier.objects.update(result="Later")
    assert site_state(now) != before


# --- Edges of time ----------------------------------------------------------------------------------------


def test_a_scheduled_entry_is_there_in_its_minute(client, at, rows):
    make_entry(rows, "Straks", published_at=at(2027, 6, 10, 14, 30), starts_on=date(2027, 6, 9))
    at(2027, 6, 10, 14, 29, 59)
    pages = [DOSSIER, "/", "/feed.atom", "/sitemap.xml", "/zoeken/?q=straks"]
    assert [b"straks/" in client.get(page).content for page in pages] == [False] * 5
    at(2027, 6, 10, 14, 30)
    assert [b"straks/" in client.get(page).content for page in pages] == [True] * 5


def test_a_scheduled_dossier_and_a_change_are_there_in_their_minute(client, at, rows):
    make_dossier("K27-009", title="Straks", published_at=at(2027, 6, 10, 14, 30))
    make_change(rows, at(2027, 6, 10, 14, 40), "Straks gemeld.")
    at(2027, 6, 10, 14, 29, 59)
    assert (client.get("/k27-009").status_code, b"Straks gemeld" in client.get(DOSSIER).content) == (404, False)
    at(2027, 6, 10, 14, 30)
    assert (client.get("/k27-009").status_code, b"Straks gemeld" in client.get(DOSSIER).content) == (301, False)
    at(2027, 6, 10, 14, 40)
    assert b"Straks gemeld" in client.get(DOSSIER).content


def test_a_round_is_open_to_the_end_of_its_last_day(client, at, rows):
    at(2027, 6, 15, 23, 59, 59)
    assert "vandaag is de laatste dag" in client.get(DOSSIER).content.decode()
    at(2027, 6, 16, 0, 0)
    assert "Je kunt nu meepraten" not in client.get(DOSSIER).content.decode()


def test_a_clock_that_goes_back_brings_back_what_was_true_then(client, at, rows):
    make_entry(rows, "Straks", published_at=at(2027, 6, 10, 14, 30))
    assert b"straks/" in client.get(DOSSIER).content
    at(2027, 6, 10, 14, 29)
    assert b"straks/" not in client.get(DOSSIER).content


def test_every_moment_of_a_shown_row_is_an_edge_or_always_past():
    always_past = {(model, "withdrawn_at") for model in (Dossier, Entry, Attachment)} | {(Redirect, "created_at")}
    moments = {
        (model, field.name)
        for model in SHOWN
        for field in model._meta.fields
        if isinstance(field, models.DateTimeField)
    }
    assert moments - always_past == set(INSTANTS)


# --- Who asks, and for what -------------------------------------------------------------------------------


def test_only_the_keys_that_a_page_knows_change_it(client, rows):
    for address in addresses():
        if "?" in address or client.get(address).status_code != 200:
            continue
        plain = ask_anew(client, address)
        known = client.get(address).resolver_match.func.query_keys
        for name in KEYS:
            if name not in known:
                assert ask_anew(client, address, data={name: "2"}) == plain, (address, name)


def test_the_front_knows_the_same_keys():
    conf = (Path(__file__).parents[2] / "wijwonen/deploy/nginx/shared.conf").read_text()
    assert {*re.findall(r"=\$arg_(\w+)", conf)} == {*chain.from_iterable(KEPT.values())}
    assert re.search(r"\(([\w|]+)\)=\(", conf)[1].split("|") == re.findall(r"=\$arg_(\w+)", conf)


def test_a_page_is_the_same_whatever_cookie_is_sent(client, rows):
    desk = Desk(make_editor())
    desk.cookies["anything"] = "else"
    for address in addresses():
        assert ask_anew(desk, address) == ask_anew(client, address), address


def test_a_withdrawn_page_is_gone_at_the_next_reading(client, rows, now):
    assert client.get(DOSSIER).status_code == 200
    Dossier.objects.update(withdrawn_at=now, withdrawn_reason="Fout.")
    assert client.get(DOSSIER).status_code == 410


def test_a_page_that_the_reader_has_is_not_sent_again_and_nothing_is_made(client, rows, django_assert_num_queries):
    etag = client.get(DOSSIER)["ETag"]
    with django_assert_num_queries(1):
        answer = client.get(DOSSIER, headers={"If-None-Match": etag})
    assert (answer.status_code, answer.content) == (304, b"")
    Dossier.objects.update(result="Wij wonnen.", phase="closed")
    assert client.get(DOSSIER, headers={"If-None-Match": etag}).status_code == 200


def test_head_says_what_get_says(client, rows):
    for address in addresses():
        head = ask_anew(Client(), address)[2]
        for cache in caches.all():
            cache.clear()
        asked = client.head(address)
        assert asked.content == b"", address
        assert dict(asked.headers) == head, address


def test_what_would_write_is_refused_unread(client, rows):
    strict = Client(enforce_csrf_checks=True)
    for address in [*addresses(), "/k16-006/bijlage/1/overeenkomst-2017.pdf", "/health", "/voorbeeld/x.y/"]:
        if address in ("/oud", "/nergens/"):
            continue  # no page of ours can be there
        for content_type in ("application/x-www-form-urlencoded", "multipart/form-data", "a/b; charset=\udcff"):
            answer = strict.post(address, data=b"=%&" * 100, content_type=content_type)
            assert (answer.status_code, answer.headers.get("Allow")) == (405, "GET, HEAD"), (address, content_type)


def test_what_is_for_one_visitor_is_never_kept(rows, now):
    link = PreviewLink.objects.create(dossier=rows, label="De commissie", ends_on=date(2027, 7, 1), created_at=now)
    desk = Desk(make_editor())
    for address in ("/beheer/", link.get_absolute_url(), "/health", "/k16-006/bijlage/1/overeenkomst-2017.pdf"):
        answer = desk.get(address)
        assert "X-Accel-Expires" not in answer.headers, address
    answer.close()  # the file


def answers(*responses):
    """What two readers get of a view that answers so, one after the other."""
    for cache in caches.all():
        cache.clear()
    given = iter(responses)
    page = keep_pages(lambda request: next(given))
    return [page(RequestFactory().get("/")) for _ in responses]


def test_an_answer_that_is_for_one_visitor_or_an_error_is_not_handed_out_again():
    cookie = HttpResponse("een")
    cookie.set_cookie("name", "value")
    for once in (
        cookie,
        HttpResponse("een", status=500),
        HttpResponse("een", headers={"Cache-Control": "private"}),
        HttpResponse("een", headers={"Vary": "Cookie"}),
    ):
        assert [answer.content for answer in answers(once, HttpResponse("twee"))] == [b"een", b"twee"]
    assert [answer.content for answer in answers(HttpResponse("een"), HttpResponse("twee"))] == [b"een", b"een"]


def test_a_page_too_large_is_made_each_time_and_the_largest_is_kept():
    small, large = b"x" * 50_000, b"x" * 50_001
    assert answers(HttpResponse(large), HttpResponse("twee"))[1].content == b"twee"
    assert answers(HttpResponse(small), HttpResponse("twee"))[1].content == small
