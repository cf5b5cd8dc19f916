"""What goes around every page."""

import gzip

import pytest

from dossiers.models import Attachment, Dossier

from .factories import make_attachment, make_dossier
from .pdfs import make_pdf

pytestmark = pytest.mark.django_db

FILE = "/k16-006/bijlage/1/overeenkomst-2017.pdf"


@pytest.fixture
def draft():
    return make_dossier("K17-001", published_at=None)


@pytest.fixture
def updating(settings):
    (settings.VAR_DIR / "read-only").touch()


def test_during_an_update_people_read(updating, client, dossier):
    assert client.get("/").status_code == client.head("/dossiers/").status_code == 200
    assert client.get("/health").status_code == 200


def test_during_an_update_nothing_is_saved_and_who_saves_is_told_to_try_again(updating, desk, draft):
    answer = desk.save("dossier", draft, title="Andere titel")
    assert (answer.status_code, answer["Retry-After"]) == (503, "120")
    assert "Er is niets opgeslagen" in answer.content.decode()
    assert "Wat je typte, staat daar nog." in answer.content.decode()
    assert Dossier.objects.get().title == draft.title


def test_after_an_update_everything_is_saved_again(updating, settings, desk, draft):
    (settings.VAR_DIR / "read-only").unlink()
    desk.save("dossier", draft, title="Andere titel")
    assert Dossier.objects.get().title == "Andere titel"


def test_a_page_is_compressed_and_an_attachment_is_not(client, dossier):
    content = make_pdf("Veel woorden. " * 500)
    make_attachment(dossier, content=content)
    page = client.get("/", headers={"Accept-Encoding": "gzip"})
    assert b"<!doctype html>" in gzip.decompress(page.content)
    file = client.get(FILE, headers={"Accept-Encoding": "gzip"})
    assert (file.getvalue(), file["Content-Length"]) == (content, str(len(content)))
    assert "Content-Encoding" not in file.headers
    file.close()


@pytest.fixture
def ten_bytes(dossier):
    make_attachment(dossier, content=b"0123456789")


def fetch(client, **headers):
    answer = client.get(FILE, headers=headers)
    content = answer.getvalue()  # to its end, where the file is closed
    return answer.status_code, content, answer.headers.get("Content-Range")


@pytest.mark.parametrize(
    ("asked", "part", "content_range"),
    [
        ("bytes=0-3", b"0123", "bytes 0-3/10"),
        ("bytes=9-", b"9", "bytes 9-9/10"),
        ("bytes=8-99", b"89", "bytes 8-9/10"),
        ("bytes=-3", b"789", "bytes 7-9/10"),
        ("bytes=-99", b"0123456789", "bytes 0-9/10"),
    ],
)
def test_a_part_of_a_file_is_sent_when_a_reader_asks_for_it(client, ten_bytes, asked, part, content_range):
    assert fetch(client, Range=asked) == (206, part, content_range)


@pytest.mark.parametrize("asked", ["bytes=10-", "bytes=10-12", "bytes=-0"])
def test_a_part_beyond_the_end_is_refused_with_the_size(client, ten_bytes, asked):
    assert fetch(client, Range=asked) == (416, b"", "bytes */10")


@pytest.mark.parametrize(
    "asked", ["bytes=5-2", "bytes=-", "bytes=0-1,3-4", "lines=0-1", "bytes=a-", "bytes=" + "9" * 5000 + "-"]
)
def test_what_is_no_sound_part_gets_the_whole_file(client, ten_bytes, asked):
    assert fetch(client, Range=asked) == (200, b"0123456789", None)


def test_a_download_goes_on_only_in_the_same_file(client, ten_bytes):
    answer = client.get(FILE)
    answer.getvalue()  # to its end, where the file is closed
    same = answer["ETag"]
    assert fetch(client, Range="bytes=5-", If_Range=same)[0] == 206
    assert fetch(client, Range="bytes=5-", If_Range='"another"')[0] == 200


def test_no_header_of_a_file_tells_how_somebody_called_it(client, dossier):
    make_attachment(dossier, name="ontslag-van-jansen.pdf")
    answer = client.get(FILE)
    answer.getvalue()  # to its end, where the file is closed
    assert "jansen" not in str(answer.headers)


def test_head_tells_the_length_of_a_file(client, ten_bytes):
    answer = client.head(FILE, headers={"Range": "bytes=0-3"})
    answer.close()
    assert (answer.status_code, answer["Content-Length"], answer["Accept-Ranges"]) == (200, "10", "bytes")


def test_behind_the_front_a_file_is_named_and_not_read(client, settings, dossier):
    settings.FILES_BY_FRONT = True
    make_attachment(dossier, name="één plus één%.pdf")
    answer = client.get(FILE)
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer["X-Accel-Redirect"] == "/_attachments/" + Attachment.objects.get().file.name
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'inline; filename="overeenkomst-2017.pdf"'


@pytest.mark.parametrize("by_front", [True, False])
def test_a_file_that_is_lost_is_not_found(client, settings, dossier, by_front):
    settings.FILES_BY_FRONT = by_front
    file = make_attachment(dossier).file
    file.storage.delete(file.name)
    assert client.get(FILE).status_code == 404
