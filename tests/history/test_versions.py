"""Every save in the admin is a version: who, when, what. Looking is free of charge."""

import pytest
from django.conf import settings
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLResolver, reverse
from reversion.models import Revision, Version

from dossiers.accounts.roles import ADMINISTRATION
from dossiers.models import Dossier, Redirect
from dossiers.rules.kinds import Kind

from ..editors import Desk, make_editor
from ..factories import LONG_AGO, make_attachment, make_dossier, make_entry, make_point

pytestmark = pytest.mark.django_db


def revision():
    return Revision.objects.get()


def test_every_save_is_a_version_with_who_when_and_what(desk, at):
    moment = at(2027, 5, 1, 20, 5)
    desk.save("dossier", title="Fietsen")
    assert (revision().user, revision().date_created) == (desk.editor, moment)
    assert revision().comment == "Toegevoegd."
    assert [str(version.object) for version in revision().version_set.all()] == ["K27-001 Fietsen"]
    desk.save("dossier", Dossier.objects.get(), title="Meer fietsen")
    newest, oldest = Version.objects.get_for_object(Dossier.objects.get())
    assert newest.revision.comment == "Titel gewijzigd."
    assert (oldest.field_dict["title"], newest.field_dict["title"]) == ("Fietsen", "Meer fietsen")


def test_a_version_of_an_entry_holds_its_points_and_attachments(desk):
    dossier = make_dossier()
    entry = make_entry(dossier, kind=Kind.ADVICE)
    make_point(entry)
    make_attachment(dossier, entry=entry)
    desk.save("entry", entry, title="Beter", report="silent")
    assert {version.content_type.model for version in revision().version_set.all()} == {"entry", "point", "attachment"}


def test_a_new_attachment_is_in_the_version(desk):
    entry = make_entry(make_dossier())
    desk.save(
        "entry",
        entry,
        **{
            "attachments-TOTAL_FORMS": "1",
            "attachments-0-title": "Verslag",
            "attachments-0-language": "nl",
            "attachments-0-file": SimpleUploadedFile("verslag.pdf", b"%PDF-1.4\n%%EOF\n"),
        },
    )
    assert "Verslag" in {version.object_repr for version in revision().version_set.all()}


@pytest.mark.parametrize(
    ("steps", "comments"),
    [
        (["bin", "put_back"], ["In de prullenbak gelegd.", "Teruggezet."]),
        (["withdraw"], ["Ingetrokken."]),
    ],
)
def test_every_step_of_publication_is_a_version(desk, steps, comments):
    fields = {"published_at": None} if "bin" in steps else {}
    entry = make_entry(make_dossier(), **fields)
    for step in steps:
        desk.press("entry", step, entry, reason="Dubbel.")
    assert [each.comment for each in Revision.objects.order_by("pk")] == comments
    assert {each.user for each in Revision.objects.all()} == {desk.editor}


def test_a_refused_form_makes_no_version(desk):
    entry = make_entry(make_dossier())
    desk.save("entry", entry, title="")
    assert not Revision.objects.exists()


def test_what_editors_did_can_be_read_in_the_history(desk):
    entry = make_entry(make_dossier())
    desk.save("entry", entry, title="Beter", report="silent")
    page = desk.get(f"/beheer/dossiers/entry/{entry.pk}/history/")
    assert "Titel gewijzigd." in page.content.decode()


def every_address(rows):
    """Every address of the admin by its name. Each row is found by the name of its model in that of the address."""
    for pattern in admin.site.urls[0]:
        inner = pattern.url_patterns if isinstance(pattern, URLResolver) else [pattern]
        for each in inner:
            if each.name:
                model = next((model for model in rows if f"_{model}_" in f"_{each.name}_"), "dossier")
                keys = dict.fromkeys(each.pattern.regex.groupindex, rows[model].pk)
                keys |= {name: "dossiers" for name in keys if name == "app_label"}
                yield reverse(f"admin:{each.name}", kwargs=keys)


def test_a_get_opens_no_transaction_and_writes_neither_row_nor_session(at):
    at(2027, 5, 1, 20, 0)
    desk = Desk(make_editor(group=ADMINISTRATION))
    entry = make_entry(make_dossier())
    rows = {
        "dossier": entry.dossier,
        "entry": entry,
        "editor": desk.editor,
        "attachment": make_attachment(entry.dossier),
        "redirect": Redirect.objects.create(old_path="/oud", target="/dossiers/", created_at=LONG_AGO),
    }
    kinds = [f"/beheer/dossiers/entry/add/?dossier={entry.dossier_id}&kind={kind}" for kind in Kind]
    addresses = [*every_address(rows), *kinds]
    assert f"/beheer/dossiers/entry/{entry.pk}/change/" in addresses
    reading = ("SELECT", "DECLARE")  # PostgreSQL declares a cursor for a long list
    for address in addresses:
        with CaptureQueriesContext(connection) as queries:
            answer = desk.get(address)
            answer.getvalue()  # a file is closed at its end
        assert answer.status_code < 500, address
        written = [query["sql"] for query in queries if not query["sql"].lstrip("(").startswith(reading)]
        assert (address, written) == (address, [])
        assert settings.SESSION_COOKIE_NAME not in answer.cookies, address
    anonymous = Client().get("/beheer/login/")
    assert settings.SESSION_COOKIE_NAME not in anonymous.cookies
