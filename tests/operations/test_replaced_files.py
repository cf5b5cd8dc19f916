"""The command that removes replaced files: a year after they were replaced, and nothing that is still in use."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from dossiers.models import Attachment

from ..editors import Desk
from ..factories import make_attachment, make_dossier, make_entry

pytestmark = pytest.mark.django_db
MOMENT = timedelta(seconds=1)


def remove(capsys, *options):
    call_command("remove_replaced_files", *options)
    return capsys.readouterr().out.splitlines()


def replace_file(desk, entry, name="nieuw.pdf"):
    file = SimpleUploadedFile(name, b"%PDF-1.4\n%%EOF\n")
    desk.save("entry", entry, **{"attachments-0-file": file, "attachments-TOTAL_FORMS": "1"})


def stored_long_ago(name):
    """A file on the disk since 2019, whatever its name in the database."""
    path = Path(default_storage.path(name))
    long_ago = datetime(2019, 1, 1, tzinfo=UTC).timestamp()
    os.utime(path, (long_ago, long_ago))
    return name


@pytest.fixture
def replaced(desk, at):
    """The name of a file that was replaced on 1 May 2027 at 20:05, long after it was stored."""
    entry = make_entry(make_dossier())
    old = make_attachment(entry.dossier, entry=entry)
    desk.save("entry", entry, title="Met bijlage", report="silent")
    at(2027, 5, 1, 20, 5)
    replace_file(desk, entry)
    return stored_long_ago(old.file.name)


def test_a_replaced_file_stays_for_a_year_and_then_goes(replaced, at, capsys):
    at(2028, 5, 1, 20, 5)
    assert remove(capsys) == ["Verwijderd: 0."]
    assert default_storage.exists(replaced)
    at(2028, 5, 1, 20, 5, 1)
    assert remove(capsys) == [replaced, "Verwijderd: 1."]
    assert not default_storage.exists(replaced)
    assert default_storage.exists(Attachment.objects.get().file.name)


def test_a_rehearsal_names_the_file_and_keeps_it(replaced, at, capsys):
    at(2029, 1, 1)
    assert remove(capsys, "--dry-run") == [replaced, "Proef: er is niets verwijderd. Te verwijderen: 1."]
    assert default_storage.exists(replaced)


def test_saving_other_things_later_does_not_make_a_replaced_file_younger(replaced, desk, at, capsys):
    at(2028, 4, 1)
    Desk(desk.editor).save("entry", Attachment.objects.get().entry, title="Later", report="silent")
    at(2028, 5, 2)
    assert remove(capsys) == [replaced, "Verwijderd: 1."]


def test_what_hangs_on_drafts_and_on_what_is_withdrawn_stays(desk, at, capsys):
    dossier = make_dossier()
    withdrawn = datetime(2017, 1, 1, tzinfo=UTC)
    rows = [
        make_attachment(dossier, entry=make_entry(dossier, published_at=None)),
        make_attachment(dossier, entry=make_entry(dossier, withdrawn_at=withdrawn)),
        make_attachment(dossier, withdrawn_at=withdrawn),
    ]
    names = [stored_long_ago(row.file.name) for row in rows]
    at(2030, 1, 1)
    assert remove(capsys) == ["Verwijderd: 0."]
    assert all(default_storage.exists(name) for name in names)


def test_a_file_that_was_never_attached_counts_from_when_it_was_written(at, capsys):
    now = at(2028, 5, 1, 20, 0)
    year_ago = datetime(2027, 5, 1, 18, 0, tzinfo=UTC)
    names = [default_storage.save(f"k16-006/{name}.pdf", ContentFile(b"x")) for name in ("net", "ouder")]
    for name, written in zip(names, (year_ago, year_ago - MOMENT), strict=True):
        os.utime(default_storage.path(name), (written.timestamp(), written.timestamp()))
    assert now - year_ago == timedelta(days=366)
    assert remove(capsys) == ["k16-006/ouder.pdf", "Verwijderd: 1."]


def test_a_file_of_which_nobody_knows_when_it_was_replaced_stays(desk, at, capsys):
    entry = make_entry(make_dossier())
    attachment = make_attachment(entry.dossier, entry=entry)
    desk.save("entry", entry, title="Met bijlage", report="silent")
    old = stored_long_ago(attachment.file.name)
    attachment.file.save("anders.pdf", ContentFile(b"x"))
    at(2035, 1, 1)
    assert remove(capsys) == ["Verwijderd: 0."]
    assert default_storage.exists(old)


def test_what_could_not_be_an_attachment_is_not_ours_to_remove(at, capsys):
    stored_long_ago(default_storage.save("LEES-MIJ.txt", ContentFile(b"x")))
    at(2035, 1, 1)
    assert remove(capsys) == ["Verwijderd: 0."]


def test_without_a_single_file_there_is_nothing_to_do(capsys):
    assert remove(capsys) == ["Verwijderd: 0."]
