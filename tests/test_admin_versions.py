"""Every save in the admin is a version: who, when, what. Looking is free of charge."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from reversion.models import Revision, Version

from dossiers.kinds import Kind
from dossiers.models import Dossier, Entry

from .editors import Desk, make_editor
from .factories import make_attachment, make_dossier, make_entry, make_point

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(at):
    at(2027, 5, 1, 20, 0)
    return Desk(make_editor())


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


@pytest.mark.parametrize(
    "address",
    [
        "/beheer/",
        "/beheer/dossiers/dossier/",
        "/beheer/dossiers/dossier/add/",
        "/beheer/dossiers/dossier/{dossier}/change/",
        "/beheer/dossiers/entry/",
        "/beheer/dossiers/entry/add/",
        "/beheer/dossiers/entry/add/?dossier={dossier}&kind=advice",
        "/beheer/dossiers/entry/{entry}/change/",
        "/beheer/dossiers/entry/{entry}/intrekken/",
        "/beheer/dossiers/entry/{entry}/history/",
    ],
)
def test_a_get_opens_no_transaction_and_writes_nothing(desk, address):
    entry = make_entry(make_dossier())
    with CaptureQueriesContext(connection) as queries:
        page = desk.get(address.format(dossier=entry.dossier_id, entry=entry.pk))
    assert page.status_code == 200
    reading = ("SELECT", "DECLARE")  # PostgreSQL declares a cursor for a long list
    assert [query["sql"] for query in queries if not query["sql"].lstrip("(").startswith(reading)] == []
    assert Entry.objects.count() == 1
