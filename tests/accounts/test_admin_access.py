"""Who may come where in the admin: every address, for every kind of visitor, as one table."""

import re

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import URLPattern, get_resolver

from dossiers.accounts.roles import ADMINISTRATION, BOARD
from dossiers.models import Entry, Ownership, PreviewLink, Redirect

from ..editors import Desk, make_editor
from ..factories import make_attachment, make_dossier, make_entry
from ..filled_form import visible_text

pytestmark = pytest.mark.django_db

ANONYMOUS, NO_GROUP = "nobody who is logged in", "an account without a group"
NOBODY = set()
ACCOUNTS = {ADMINISTRATION}
EDITORS = {BOARD, ADMINISTRATION}
STAFF = {NO_GROUP, BOARD, ADMINISTRATION}
EVERYONE = {ANONYMOUS, NO_GROUP, BOARD, ADMINISTRATION}

# Every address below /beheer/ as its route spells it, and who is not refused there. A new address needs a line.
TABLE = {
    "": STAFF,
    "login/": EVERYONE,
    "logout/": STAFF,
    "wachtwoord-vergeten/": EVERYONE,
    "wachtwoord/<uid>/<token>/": EVERYONE,
    "wachtwoord/<uid>/<token>/sleutel/": NOBODY,  # this link is none
    "login/sleutel/": NOBODY,  # at this address, which is not that of the site
    "sleutels/": STAFF,
    "sleutels/nieuw/": NOBODY,  # idem
    "sleutels/later/": STAFF,
    "sleutels/<int:pk>/weg/": STAFF,
    "handleiding/": STAFF,
    "overdracht/": EDITORS,
    "password_change/": STAFF,
    "password_change/done/": STAFF,
    "jsi18n/": STAFF,
    "autocomplete/": NOBODY,
    "^(?P<app_label>dossiers)/$": STAFF,
    "(?P<url>.*)$": STAFF,
    "dossiers/dossier/": EDITORS,
    "dossiers/dossier/add/": EDITORS,
    "dossiers/dossier/bijlage/<int:pk>/": EDITORS,
    "dossiers/dossier/<path:object_id>/": STAFF,
    "dossiers/dossier/<path:object_id>/change/": EDITORS,
    "dossiers/dossier/<path:object_id>/history/": EDITORS,
    "dossiers/dossier/<path:object_id>/delete/": NOBODY,
    "dossiers/dossier/<int:pk>/intrekken/": EDITORS,
    "dossiers/dossier/<int:pk>/reden/": EDITORS,
    "dossiers/dossier/<int:pk>/prullenbak/": EDITORS,
    "dossiers/dossier/<int:pk>/terugzetten/": EDITORS,
    "dossiers/dossier/<int:pk>/voorbeeld/": EDITORS,
    "dossiers/dossier/<int:pk>/voorbeeld/<path:page>": EDITORS,
    "dossiers/dossier/<int:pk>/voorbeeld/concepten/": EDITORS,
    "dossiers/dossier/<int:pk>/voorbeeld/concepten/<path:page>": EDITORS,
    "dossiers/dossier/<int:pk>/voorbeeldlinks/": EDITORS,
    "dossiers/dossier/<int:pk>/voorbeeldlinks/<int:link>/intrekken/": EDITORS,
    "dossiers/entry/": EDITORS,
    "dossiers/entry/add/": EDITORS,
    "dossiers/entry/voorstel/": EDITORS,
    "dossiers/entry/<path:object_id>/": STAFF,
    "dossiers/entry/<path:object_id>/change/": EDITORS,
    "dossiers/entry/<path:object_id>/history/": EDITORS,
    "dossiers/entry/<path:object_id>/delete/": NOBODY,
    "dossiers/entry/<int:pk>/intrekken/": EDITORS,
    "dossiers/entry/<int:pk>/reden/": EDITORS,
    "dossiers/entry/<int:pk>/prullenbak/": EDITORS,
    "dossiers/entry/<int:pk>/terugzetten/": EDITORS,
    "dossiers/entry/<int:pk>/voorbeeld/": EDITORS,
    "dossiers/entry/<int:pk>/voorbeeld/<path:page>": EDITORS,
    "dossiers/entry/<int:pk>/voorbeeld/concepten/": EDITORS,
    "dossiers/entry/<int:pk>/voorbeeld/concepten/<path:page>": EDITORS,
    "dossiers/entry/<int:pk>/voorbeeldlinks/": EDITORS,
    "dossiers/entry/<int:pk>/voorbeeldlinks/<int:link>/intrekken/": EDITORS,
    "dossiers/redirect/": EDITORS,
    "dossiers/redirect/add/": EDITORS,
    "dossiers/redirect/<path:object_id>/": STAFF,
    "dossiers/redirect/<path:object_id>/change/": EDITORS,
    "dossiers/redirect/<path:object_id>/history/": EDITORS,
    "dossiers/redirect/<path:object_id>/delete/": NOBODY,
    "dossiers/ownership/": EDITORS,
    "dossiers/ownership/add/": EDITORS,
    "dossiers/ownership/<path:object_id>/": STAFF,
    "dossiers/ownership/<path:object_id>/change/": EDITORS,
    "dossiers/ownership/<path:object_id>/history/": EDITORS,
    "dossiers/ownership/<path:object_id>/delete/": NOBODY,
    "dossiers/editor/": ACCOUNTS,
    "dossiers/editor/add/": ACCOUNTS,
    "dossiers/editor/<path:object_id>/": STAFF,
    "dossiers/editor/<path:object_id>/change/": ACCOUNTS,
    "dossiers/editor/<path:object_id>/history/": ACCOUNTS,
    "dossiers/editor/<path:object_id>/delete/": NOBODY,
    "dossiers/editor/<int:pk>/uitnodigen/": ACCOUNTS,
    "dossiers/editor/<int:pk>/sluiten/": ACCOUNTS,
    "dossiers/editor/<int:pk>/openen/": ACCOUNTS,
    "dossiers/logline/": EDITORS,
    "dossiers/logline/add/": NOBODY,
    "dossiers/logline/<path:object_id>/": STAFF,
    "dossiers/logline/<path:object_id>/change/": EDITORS,
    "dossiers/logline/<path:object_id>/history/": EDITORS,
    "dossiers/logline/<path:object_id>/delete/": NOBODY,
}
# Can be read, and a post is refused to everybody.
READ_ONLY = {"dossiers/logline/<path:object_id>/change/"}


def routes(patterns, before=""):
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route
        else:
            yield from routes(pattern.url_patterns, route)


def test_every_address_of_the_admin_is_in_the_table():
    below = {route.removeprefix("beheer/") for route in routes(get_resolver().url_patterns) if "beheer/" in route}
    assert below == set(TABLE)


@pytest.fixture
def rows(at):
    """A row of each kind; returns the ids by the word in the address."""
    now = at(2027, 5, 1, 20, 0)
    entry = make_entry(make_dossier())
    other = make_editor("ander", email="ander@huurders.example")
    link = PreviewLink.for_row(entry, label="DUO", ends_on=now.date(), created_at=now)
    link.save()
    content_type = ContentType.objects.get_for_model(Entry)
    line = LogEntry.objects.create(user=other, content_type=content_type, object_id=entry.pk, action_flag=CHANGE)
    return {
        "dossier": entry.dossier_id,
        "entry": entry.pk,
        "bijlage": make_attachment(entry.dossier).pk,
        "voorbeeldlinks": link.pk,
        "redirect": Redirect.objects.create(old_path="/oud", target="/k16-006", created_at=now).pk,
        "ownership": Ownership.objects.create(part="dns", owner="TransIP").pk,
        "editor": other.pk,
        "logline": line.pk,
    }


def address(route, rows):
    """An address of a route; an id is that of the row whose kind stands before it."""
    route = route.replace("^(?P<app_label>dossiers)/$", "dossiers/").replace("(?P<url>.*)$", "nergens/")
    named = re.sub(r"(\w+)/<[^>]+>", lambda part: f"{part[1]}/{rows.get(part[1], 1)}", route)
    return "/beheer/" + re.sub("<[^>]+>", "1", named)


@pytest.mark.parametrize("visitor", [ANONYMOUS, NO_GROUP, BOARD, ADMINISTRATION])
def test_everybody_comes_where_the_table_says_and_nowhere_else(rows, visitor):
    group = visitor if visitor in (BOARD, ADMINISTRATION) else None
    editor = make_editor(group=group)
    reached = {}
    for route in TABLE:
        for method in ("get", "post"):
            client = Client() if visitor == ANONYMOUS else Desk(editor)
            answer = getattr(client, method)(address(route, rows))
            answer.getvalue()  # a file is closed at its end
            assert answer.status_code < 500, (route, method)
            refused = answer.status_code == 403 or answer.headers.get("Location", "").startswith("/beheer/login/")
            if visitor == ANONYMOUS and route == "logout/":
                refused = True  # there is nothing to log out of
            leads_to_button = answer.headers.get("Location", "").startswith("../")
            if answer.status_code != 405 and not leads_to_button:  # of a button only the post counts
                reached.setdefault(route, set()).add(not refused)
    for route, allowed in TABLE.items():
        assert reached[route] == {visitor in allowed} | ({False} if route in READ_ONLY else set()), route


def test_the_admin_has_its_own_policy_and_public_pages_keep_theirs(rows):
    desk = Desk(make_editor())
    admin = desk.get(f"/beheer/dossiers/dossier/{rows['dossier']}/change/")["Content-Security-Policy"].split("; ")
    assert "style-src 'self' 'unsafe-inline'" in admin
    assert [part for part in admin if part.startswith("script-src 'self' 'nonce-")]
    assert "default-src 'none'" in admin
    public = desk.get("/")["Content-Security-Policy"]
    assert "unsafe" not in public
    assert "nonce" not in public


@pytest.mark.parametrize("address", ["/beheer/dossiers/dossier/{}/change/", "/beheer/dossiers/entry/{}/change/"])
@pytest.mark.parametrize("pk", ["999", "x", "%00", "9" * 30])
def test_a_row_that_does_not_exist_leads_back_with_a_message(rows, address, pk):
    answer = Desk(make_editor()).get(address.format(pk), follow=True)
    assert answer.status_code == 200
    assert "bestaat niet" in visible_text(answer)


def test_a_page_that_needs_other_rights_says_so_in_dutch():
    answer = Desk(make_editor()).get("/beheer/dossiers/editor/")
    assert answer.status_code == 403
    assert "Dit mag je niet openen" in visible_text(answer)


def test_a_form_of_an_old_session_says_in_dutch_that_nothing_was_saved():
    desk = Desk(make_editor(), enforce_csrf_checks=True)
    answer = desk.post("/beheer/dossiers/dossier/add/", {"title": "Getypt"})
    assert answer.status_code == 403
    assert "Wat je typte, staat nog in het vorige scherm." in visible_text(answer)
