"""The preview of an unsaved form: the page as readers would get it, and no trace of it."""

from datetime import date

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from reversion.models import Version

from dossiers.models import Attachment, Dossier, Editor, Entry
from dossiers.rules.kinds import Kind

from ..editors import Desk, make_editor
from ..factories import make_attachment, make_dossier, make_entry, make_point
from ..filled_form import read_form, visible_text, without_banner
from ..reading import parse

pytestmark = pytest.mark.django_db
BANNER = "Dit is een voorbeeld."


def preview(desk, model, row=None, **answers):
    return desk.save(model, row, button="_preview", follow=False, **answers)


def test_the_preview_shows_what_is_typed_as_the_page_will_be(desk):
    dossier = make_dossier(published_at=None)
    query = {"dossier": dossier.pk, "kind": "news"}
    page = preview(desk, "entry", query=query, title="Iets nieuws", body="<p>De tekst.</p>")
    words = visible_text(page)
    assert BANNER in words
    assert "Bestanden" not in words
    assert "Iets nieuws" in words
    assert "De tekst." in words


def test_the_preview_leaves_no_trace(desk):
    dossier = make_dossier(published_at=None)
    entry = make_entry(dossier, "Oud", published_at=None)
    before = list(Dossier.objects.values()), list(Entry.objects.values())
    assert "Nieuw" in visible_text(preview(desk, "entry", entry, title="Nieuw", visibility="now"))
    assert "Anders" in visible_text(preview(desk, "dossier", dossier, title="Anders"))
    preview(desk, "dossier", title="Nog een", code="K27-009")
    assert (list(Dossier.objects.values()), list(Entry.objects.values())) == before
    assert not Version.objects.exists()


def test_the_preview_is_the_same_html_as_the_page_but_for_the_banner(desk):
    dossier = make_dossier(published_at=None, description="<p>Lang.</p>")
    make_entry(dossier, "Eerder")
    advice = make_entry(dossier, "Advies", kind=Kind.ADVICE, published_at=None, starts_on=date(2027, 4, 1))
    point = make_point(advice)
    make_attachment(dossier, entry=advice)
    answer = make_entry(dossier, "Antwoord", kind=Kind.ANSWER, published_at=None, responds_to=advice)
    make_point(answer, responds_to=point, outcome="followed")
    for model, row in (("dossier", dossier), ("entry", advice), ("entry", answer)):
        typed = {"title": f"{row.title}, beter"}
        shown = preview(desk, model, row, **typed)
        assert BANNER in visible_text(shown)
        desk.save(model, row, visibility="now", **typed)
        row.refresh_from_db()
        assert without_banner(shown) == desk.get(row.get_absolute_url()).content.decode()


def test_the_preview_of_a_public_page_tells_what_is_typed_and_keeps_its_day(desk):
    entry = make_entry(make_dossier(), body="<p>De tekst.</p>")
    page = desk.get(entry.get_absolute_url())
    assert without_banner(preview(desk, "entry", entry)) == page.content.decode()
    assert "Geplaatst op 1 januari 2016" in visible_text(page)


def test_other_drafts_stay_out_of_the_preview(desk):
    dossier = make_dossier(published_at=None)
    make_entry(dossier, "Zwanenzang", published_at=None)
    entry = make_entry(dossier, "Bewonersavond", published_at=None)
    for model, row in (("dossier", dossier), ("entry", entry)):
        page = preview(desk, model, row)
        assert row.title in visible_text(page)
        assert "Zwanenzang" not in page.content.decode()


@pytest.mark.parametrize("fields", [{"published_at": None}, {"withdrawn_at": "2027-05-01T10:00:00Z"}])
def test_what_is_not_on_the_site_can_be_previewed_too(desk, fields):
    entry = make_entry(make_dossier(**fields), **fields)
    assert BANNER in visible_text(preview(desk, "entry", entry))


def test_a_refused_form_comes_back_with_its_errors_instead(desk):
    entry = make_entry(make_dossier())
    page = preview(desk, "entry", entry, title="", body="<p>Getypt</p>")
    assert "Dit veld is verplicht." in visible_text(page)
    assert read_form(page, "entry_form")["body"] == "<p>Getypt</p>"
    assert "'nonce-" in page["Content-Security-Policy"]


def test_a_preview_is_kept_by_nobody_and_has_the_policy_of_public_pages(desk):
    entry = make_entry(make_dossier())
    page = preview(desk, "entry", entry)
    assert "no-store" in page["Cache-Control"]
    assert page["X-Robots-Tag"] == "noindex"
    assert page["Content-Security-Policy"] == desk.get("/")["Content-Security-Policy"]
    assert "unsafe-inline" not in page["Content-Security-Policy"]


def test_new_files_stay_out_of_the_preview_and_off_the_disk(desk):
    dossier = make_dossier()
    entry = make_entry(dossier)
    old = make_attachment(dossier, "Oude bijlage", entry=entry)
    files = default_storage.listdir("k16-006")
    page = preview(
        desk,
        "entry",
        entry,
        **{
            "attachments-TOTAL_FORMS": "2",
            "attachments-0-title": "Vervangen bijlage",
            "attachments-0-file": SimpleUploadedFile("nieuw.pdf", b"%PDF-1.4\n%%EOF\n"),
            "attachments-1-title": "Nieuwe bijlage",
            "attachments-1-language": "nl",
            "attachments-1-file": SimpleUploadedFile("nieuw.pdf", b"%PDF-1.4\n%%EOF\n"),
        },
    )
    assert "Bestanden die je net koos, staan hier nog niet bij." in visible_text(page)
    assert "Oude bijlage" in visible_text(page)
    assert "Nieuwe bijlage" not in visible_text(page)
    assert Attachment.objects.get().title == old.title
    assert default_storage.listdir("k16-006") == files


def links_of(page):
    return [link["href"] for link in parse(page.content.decode()).all("a") if "k16-006" in link["href"]]


def test_an_editor_walks_on_through_the_dossier_as_it_is_stored_and_stays_in_the_preview(desk):
    dossier = make_dossier(published_at=None, description="<p>Lang.</p>")
    entry = make_entry(dossier, "Bewonersavond", published_at=None)
    make_entry(dossier, "Zwanenzang", published_at=None)
    for answers, sees_drafts in (({}, False), ({"_drafts": "1"}, True)):
        for model, row in (("dossier", dossier), ("entry", entry), ("entry", None)):
            query = {"dossier": dossier.pk, "kind": "news"} if row is None else None
            to_do, seen = links_of(preview(desk, model, row, query=query, title="Getypt", **answers)), {}
            while to_do:
                address = to_do.pop()
                assert "/voorbeeld/" in address, address
                if address not in seen:
                    page = desk.get(address)
                    assert page.status_code == 200, address
                    seen[address] = ""
                    if page["Content-Type"].startswith("text/html"):
                        seen[address] = visible_text(page)
                        assert "Je ziet wat het laatst is opgeslagen." in seen[address]
                        to_do += links_of(page)
            words = " ".join(seen.values())
            assert "Lang." in words
            assert ("Zwanenzang" in words) == sees_drafts, (model, row, answers)
            assert "Getypt" not in words


def test_a_page_that_is_not_stored_leads_back_to_the_form(desk, client):
    entry = make_entry(make_dossier(published_at=None), published_at=None)
    for address in (f"{entry.pk}/voorbeeld/k16-006/9", f"{entry.pk}/voorbeeld/uitleg/", "99/voorbeeld/"):
        page = desk.get(f"/beheer/dossiers/entry/{address}", follow=True)
        assert "Deze bladzijde is nog niet opgeslagen." in visible_text(page), address
    for path in ("voorbeeld/", "voorbeeld/concepten/", "voorbeeld/k16-006"):
        assert client.get(f"/beheer/dossiers/entry/{entry.pk}/{path}").status_code == 302
        viewer = Desk(make_editor("vera", group=None)).get(f"/beheer/dossiers/entry/{entry.pk}/{path}")
        assert viewer.status_code == 403
        Editor.objects.filter(username="vera").delete()
