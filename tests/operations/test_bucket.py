"""Attachments in a bucket: readers notice nothing, and nobody reads the bucket itself."""

from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from botocore.exceptions import ClientError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dossiers.models import Attachment
from wijwonen.bucket_address import bucket_storage

from ..buckets import s3_server
from ..databases import new_database
from ..factories import make_attachment, make_entry
from ..processes import run
from .test_backup import FILL, RENAME, Site

# Django lets go of the file of an answer that became a 304 without closing it; Python does that.
pytestmark = pytest.mark.filterwarnings("ignore:Exception ignored in. <function SpooledTemporaryFile:Warning")

PDF = b"%PDF-1.4\n%%EOF\n"
HANDOVER = "/beheer/overdracht/"
FILE = "/k16-006/bijlage/1/verslag.pdf"


@pytest.fixture(scope="module")
def server():
    with s3_server() as server:
        yield server


@pytest.fixture
def stored(server):
    """The address of a bucket of the test's own, and the bucket itself to look into."""
    return server.new_bucket()


@pytest.fixture
def bucket(db, stored, settings):
    """The site keeps its attachments there."""
    use(settings, stored[0])
    return stored[1]


def use(settings, address):
    storage = bucket_storage("ATTACHMENTS_URL", address, lambda host: True)
    settings.STORAGES = settings.STORAGES | {"default": storage}


def contents(bucket):
    return {each.key: each.get()["Body"].read() for each in bucket.objects.all()}


def attach(desk, entry):
    row = {"file": SimpleUploadedFile("notulen.pdf", PDF), "title": "Verslag", "language": "nl"}
    fields = {f"attachments-0-{name}": value for name, value in row.items()}
    return desk.save("entry", entry, report="silent", **fields, **{"attachments-TOTAL_FORMS": "1"})


def test_a_file_in_a_bucket_is_asked_for_as_one_on_the_disk(bucket, desk, dossier):
    entry = make_entry(dossier)
    attach(desk, entry)
    reader = Client()

    assert contents(bucket) == {"k16-006/notulen.pdf": PDF}
    whole, head = reader.get(FILE), reader.head(FILE)
    assert (whole.status_code, whole.getvalue(), whole["Content-Type"]) == (200, PDF, "application/pdf")
    assert (head.status_code, head["Content-Length"], head["Accept-Ranges"]) == (200, str(len(PDF)), "bytes")
    part = reader.get(FILE, headers={"Range": "bytes=1-3"})
    assert (part.status_code, part.content, part["Content-Range"]) == (206, b"PDF", f"bytes 1-3/{len(PDF)}")
    assert reader.get(FILE, headers={"Range": "bytes=99-"}).status_code == 416
    assert reader.get(FILE, headers={"If-None-Match": whole["ETag"]}).status_code == 304
    bucket.objects.delete()
    assert reader.get(FILE).status_code == 404


def test_what_is_no_longer_or_not_yet_public_is_not_given(bucket, desk, dossier, at):
    make_attachment(dossier, entry=make_entry(dossier, published_at=None), title="Verslag", content=PDF)
    assert Client().get(FILE).status_code == 404
    shown = make_attachment(dossier, title="Kaart", content=PDF)
    address = shown.get_absolute_url()
    assert Client().get(address).getvalue() == PDF
    Attachment.objects.filter(pk=shown.pk).update(withdrawn_at=at(2027, 5, 2, 9))
    assert Client().get(address).status_code == 410


def test_no_page_feed_or_redirect_names_the_bucket(bucket, server, desk, dossier):
    entry = make_entry(dossier)
    attach(desk, entry)
    public = ("/", "/k16-006", "/k16-006/1", "/k16-006/bijlage/1", FILE, "/feed.rss", "/feed.atom", "/sitemap.xml")
    own = (f"/beheer/dossiers/entry/{entry.pk}/change/", f"/beheer/dossiers/dossier/{dossier.pk}/change/", HANDOVER)
    for address in public + own:
        answer = desk.get(address, follow=True)
        seen = answer.getvalue().decode("latin-1") + str(answer.headers) + str(answer.redirect_chain)
        assert answer.status_code == 200, address
        assert [word for word in (server.host, "X-Amz", server.secret) if word in seen] == [], address


def test_without_the_keys_the_bucket_gives_nothing(bucket, server, desk, dossier):
    attach(desk, make_entry(dossier))
    for key, secret in ((server.key, "wrong"), ("wrong", server.secret)):
        stranger = server.opened_with(key, secret).Bucket(bucket.name)
        with pytest.raises(ClientError, match="Forbidden|403|SignatureDoesNotMatch|InvalidAccessKeyId"):
            stranger.Object("k16-006/notulen.pdf").get()
        with pytest.raises(ClientError, match="Forbidden|403|SignatureDoesNotMatch|InvalidAccessKeyId"):
            list(stranger.objects.all())
    for name in ("", "/k16-006/notulen.pdf"):
        with pytest.raises(HTTPError):  # moto stumbles over a request without a signature, where others say 403
            urlopen(f"http://{server.host}/{bucket.name}{name}")


def test_a_second_file_of_that_name_gets_another(bucket, dossier):
    names = [make_attachment(dossier, title="Verslag", content=PDF).file.name for _ in range(2)]
    assert len(set(names)) == len(contents(bucket)) == 2


def test_when_the_bucket_does_not_answer_pages_do_and_nothing_typed_is_lost(bucket, settings, desk, dossier):
    entry = make_entry(dossier)
    make_attachment(dossier, entry=entry, title="Verslag", content=PDF)
    use(settings, "s3+http://sleutel:geheim@127.0.0.1:9/weg")
    page = Client().get("/k16-006/1", follow=True)
    assert (page.status_code, "Verslag" in page.content.decode()) == (200, True)
    refused = attach(desk, make_entry(dossier, "Lang getypt"))
    assert (refused.status_code, "Lang getypt" in refused.content.decode()) == (503, True)


@pytest.fixture
def site(server, tmp_path):
    """The demonstration with its attachments in a bucket, asked by processes as they are typed on a server."""
    address, bucket = server.new_bucket()
    with new_database(tmp_path) as database:
        site = Site(database, tmp_path)
        site.bucket, site.more = bucket, {"ATTACHMENTS_URL": address}
        status, _, problems = run(database, "-c", FILL, VAR_DIR=str(site.var), **site.more)
        assert (status, problems) == (0, "")
        yield site


def test_a_backup_holds_the_bucket_and_a_restore_brings_it_back(site):
    before, titles = contents(site.bucket), site.seen()["titles"]
    output = site.manage("drill", site.backups, **site.more)
    assert f"Bestanden: {len(before)}." in output
    assert contents(site.bucket) == before, "the drill touches no bucket"
    assert not (site.var / "media").exists()

    (file,) = site.backups.iterdir()
    site.ask(RENAME)
    (changed,) = before
    site.bucket.Object(changed).put(Body=b"%PDF: something else")
    site.bucket.Object("k16-006/later.pdf").put(Body=PDF)
    site.manage("restore", "--replace", file, **site.more)

    assert (contents(site.bucket), site.seen()["titles"]) == (before, titles)
    (aside,) = site.var.glob("before-*")
    assert (aside / "attachments" / changed).read_bytes() == b"%PDF: something else"
    assert site.attempt("restore", file, **site.more)[0] == 1, "neither is empty"


def test_a_copy_of_a_backup_goes_to_a_bucket(site, server, stored):
    address, copies = stored
    file = Path(site.manage("backup", site.backups, BACKUP_COPY_TO=f"{address}/delft/").strip().rpartition(" ")[2])
    assert contents(copies) == {f"delft/{file.name}": file.read_bytes()}
    status, _, problems = site.attempt("backup", site.backups, BACKUP_COPY_TO=f"{address}-weg")
    assert (status, "de kopie kwam niet aan" in problems, server.secret in problems) == (1, True, False)
