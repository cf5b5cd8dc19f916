"""Attachments in the forms of an entry and of a dossier."""

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from dossiers.models import Attachment, Entry
from dossiers.search import attachment_text

from ..factories import make_attachment, make_entry
from ..filled_form import read_form, visible_text
from ..pdfs import make_pdf

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj\n%%EOF\n"


def row(index=0, *, total=1, title="Verslag", name="verslag.pdf", content=PDF, **fields):
    """What is posted for a new attachment, or a new file of one."""
    prefix = f"attachments-{index}-"
    answers = {"title": title, "language": "nl", "file": SimpleUploadedFile(name, content)} | fields
    return {"attachments-TOTAL_FORMS": str(total)} | {prefix + field: value for field, value in answers.items()}


def test_a_new_entry_takes_its_attachment_along(desk, dossier):
    desk.save("entry", query={"dossier": dossier.pk, "kind": "news"}, title="Verslag is er", visibility="now", **row())
    attachment = Attachment.objects.get()
    assert (attachment.dossier, attachment.entry.title, attachment.number) == (dossier, "Verslag is er", 1)
    shown = desk.get("/k16-006/1", follow=True)
    assert "Verslag" in visible_text(shown)
    assert desk.download("/k16-006/bijlage/1/verslag.pdf").content == PDF


def test_an_attachment_can_hang_on_the_dossier_itself(desk, dossier):
    make_attachment(dossier, "Van een bericht", entry=make_entry(dossier))
    page = desk.open_form("dossier", dossier)
    assert "Van een bericht" not in visible_text(page)
    desk.save("dossier", dossier, **row(title="Van het dossier", language="en"))
    attachment = Attachment.objects.get(title="Van het dossier")
    assert (attachment.entry, attachment.number, attachment.language) == (None, 2, "en")


def test_a_new_dossier_takes_its_attachment_along(desk):
    desk.save("dossier", title="Fietsen", **row())
    assert Attachment.objects.get().dossier.code == "K27-001"


def test_a_replaced_file_keeps_its_number_and_the_old_file_stays(desk, dossier):
    entry = make_entry(dossier)
    old = make_attachment(dossier, entry=entry)
    desk.save("entry", entry, **row(name="nieuw.pdf"))
    new = Attachment.objects.get()
    assert (new.pk, new.number) == (old.pk, 1)
    assert new.file.name != old.file.name
    assert default_storage.exists(old.file.name)


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({"name": "plaatje.svg", "content": b"<svg/>"}, "“plaatje.svg” kan niet als bijlage."),
        ({"name": "nep.pdf", "content": b"MZ"}, "“nep.pdf” heet een PDF, maar is het niet."),
        ({"name": "leeg.pdf", "content": b""}, "“leeg.pdf” is leeg."),
        ({"title": ""}, "Dit veld is verplicht."),
        ({"file": ""}, "Dit veld is verplicht."),
        ({"language": "xx"}, "Selecteer een geldige keuze."),
    ],
)
def test_a_wrong_file_is_refused_with_the_reason_and_the_text_is_kept(desk, dossier, answers, message):
    entry = make_entry(dossier)
    page = desk.save("entry", entry, title="Getypte titel", body="<p>Getypte tekst</p>", **row(**answers))
    assert message in visible_text(page)
    kept = read_form(page, "entry_form")
    assert (kept["title"], kept["body"]) == ("Getypte titel", "<p>Getypte tekst</p>")
    assert not Attachment.objects.exists()
    assert Entry.objects.get().title == entry.title


def test_after_a_refusal_an_editor_is_told_to_choose_the_files_again(desk, dossier):
    page = desk.save("entry", make_entry(dossier), title="", **row())
    assert "Kies je bestanden opnieuw" in visible_text(page)


def test_an_attachment_can_be_hidden_and_shown_again(desk, dossier):
    entry = make_entry(dossier)
    attachment = make_attachment(dossier, entry=entry, content=PDF)
    address = attachment.get_absolute_url()
    assert desk.download(address).status_code == 200
    desk.save("entry", entry, **{"attachments-0-hidden": "on"})
    assert desk.get(address).status_code == 410
    page = desk.open_form("entry", entry)
    assert read_form(page, "entry_form")["attachments-0-hidden"] == "on"
    desk.save("entry", entry, without=["attachments-0-hidden"])
    assert desk.download(address).status_code == 200


def test_the_moment_of_hiding_does_not_move_with_later_saves(desk, dossier, at):
    entry = make_entry(dossier)
    make_attachment(dossier, entry=entry)
    hidden = at(2027, 5, 1, 20, 10)
    desk.save("entry", entry, **{"attachments-0-hidden": "on"})
    at(2027, 5, 1, 20, 20)
    desk.save("entry", entry, **{"attachments-0-title": "Andere titel"})
    attachment = Attachment.objects.get()
    assert (attachment.title, attachment.withdrawn_at) == ("Andere titel", hidden)


def test_an_editor_can_open_the_file_of_a_draft(desk, dossier):
    attachment = make_attachment(dossier, entry=make_entry(dossier, published_at=None), content=PDF)
    page = desk.open_form("entry", attachment.entry)
    address = f"/beheer/dossiers/dossier/bijlage/{attachment.pk}/"
    assert address in page.content.decode()
    answer = desk.download(address)
    assert answer.content == PDF
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_file_that_is_gone_is_not_found(desk, dossier):
    attachment = make_attachment(dossier)
    default_storage.delete(attachment.file.name)
    assert desk.get(f"/beheer/dossiers/dossier/bijlage/{attachment.pk}/").status_code == 404
    assert desk.open_form("dossier", dossier).status_code == 200


def test_there_is_no_box_to_delete_an_attachment(desk, dossier):
    entry = make_entry(dossier)
    make_attachment(dossier, entry=entry)
    desk.save("entry", entry, **{"attachments-0-DELETE": "on", "attachments-0-file-clear": "on"})
    assert Attachment.objects.get().file


@pytest.mark.parametrize("total", ["-1", "x", "", "99999999"])
def test_a_broken_count_of_attachments_is_no_error_of_ours(desk, dossier, total):
    page = desk.save("entry", make_entry(dossier), **{"attachments-TOTAL_FORMS": total})
    assert page.status_code == 200


@pytest.mark.parametrize("count", [1, 3, 40])
def test_the_form_takes_the_same_queries_for_any_number_of_attachments(
    desk, dossier, django_assert_num_queries, count
):
    entry = make_entry(dossier)
    for number in range(count):
        make_attachment(dossier, f"Bijlage {number}", entry=entry)
    with django_assert_num_queries(9):
        page = desk.open_form("entry", entry)
    assert f"Bijlage {count - 1}" in visible_text(page)


def is_found(client, word):
    """Whether a search for it in small letters quotes the file, which has a capital."""
    return word in visible_text(client.get("/zoeken/", {"q": word.lower()}))


def test_what_takes_too_long_to_read_is_saved_and_found_later_and_the_form_says_so(desk, client, dossier, monkeypatch):
    unread = "De woorden van dit bestand vindt het zoeken nog niet."
    desk.save("dossier", dossier, **row(content=make_pdf("Reiger")))
    assert is_found(client, "Reiger")
    assert unread not in visible_text(desk.open_form("dossier", dossier))

    monkeypatch.setattr(attachment_text, "FORM_SECONDS", 0)
    attachment = Attachment.objects.get()
    answers = row(content=make_pdf("Roerdomp"), id=str(attachment.pk))
    desk.save("dossier", dossier, **answers)
    assert not is_found(client, "Roerdomp")
    assert not is_found(client, "Reiger")
    assert unread in visible_text(desk.open_form("dossier", dossier))

    call_command("read_attachments", verbosity=0)
    assert is_found(client, "Roerdomp")
    assert unread not in visible_text(desk.open_form("dossier", dossier))
