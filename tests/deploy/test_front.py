"""The site itself with the demonstration, behind the front of an installed machine."""

import os
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from .front import GROUP, behind
from .machine import run

pytestmark = pytest.mark.sqlite  # the database that install sets up


@pytest.fixture(scope="module")
def site(front):
    """The site itself with the demonstration behind the front."""
    if not list((front.home() / "var/media").iterdir()):
        command, current = [sys.executable, "manage.py", "load_demo"], front.home() / "current"
        subprocess.run(command, cwd=current, env={"PATH": os.defpath}, group=GROUP, check=True, capture_output=True)
    with behind(front, "--config", "wijwonen/deploy/gunicorn.conf.py", cwd=front.home() / "current"):
        yield front


def attachment_of(site):
    """The address of a public attachment, and its file."""
    code = (
        "from dossiers.models import Attachment; from dossiers import clock;"
        "a = Attachment.objects.public(clock.now()).select_related('dossier').first();"
        "print(a.get_absolute_url(), a.file.path)"
    )
    return site.manage("shell", "--verbosity=0", "--command", code).split()


def test_pages_and_the_admin_come_through(site, ask):
    assert b"Nieuwe" in ask("/dossiers/").body
    assert ask("/beheer/login/").status == 200
    assert ask("/health").status == 200


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_static_files_come_as_they_were_compressed_beforehand(site, ask, encoding):
    static = site.home() / "var/static"
    suffix = {"br": ".br", "gzip": ".gz"}[encoding]
    file = next(path for path in static.rglob(f"*.css{suffix}") if len(path.name.split(".")) == 4)
    address = "/static/" + str(file.relative_to(static)).removesuffix(suffix)
    answer = ask(address, Accept_Encoding=encoding)
    assert (answer.status, answer.headers["Content-Encoding"], answer.body) == (200, encoding, file.read_bytes())
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_an_attachment_is_sent_by_nginx_with_its_length_parts_and_headers(site, ask):
    address, file = attachment_of(site)
    content = Path(file).read_bytes()
    whole, head, part = ask(address), ask(address, "HEAD"), ask(address, Range="bytes=5-9")
    assert (whole.status, whole.body, whole.headers["Content-Length"]) == (200, content, str(len(content)))
    assert (head.status, head.body, head.headers["Content-Length"]) == (200, b"", str(len(content)))
    assert (part.status, part.body) == (206, content[5:10])
    assert ask(address, If_None_Match=whole.headers["ETag"]).status == 304
    for name in ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Permissions-Policy"):
        assert len(whole.headers.get_all(name)) == 1
    assert whole.headers["Content-Disposition"].startswith("inline; filename=")
    assert "X-Accel-Redirect" not in whole.headers


@pytest.mark.parametrize("path", ["/_attachments/k16-006/x.pdf", "/static/../db.sqlite3", "/static/..%2f..%2f.env"])
def test_nothing_else_of_the_disk_has_an_address(site, ask, path):
    assert ask(path).status in (400, 404)


def test_nginx_reads_files_by_its_group_and_neither_database_nor_settings(site):
    home = site.home()
    _, file = attachment_of(site)

    def reads(path, user="www-data", group=GROUP):
        command = ["setpriv", f"--reuid={user}", f"--regid={group}", "--clear-groups", "test", "-r", path]
        return run(*command, check=False).returncode == 0

    assert reads(file)
    assert not any(map(reads, (home / ".env", home / "var/db.sqlite3", home / "var/db.sqlite3-wal")))
    assert not reads(file, "nobody", "nogroup")


def test_the_log_names_no_reader_no_question_and_no_secret(site, ask):
    ask("/zoeken/?q=geheimewoorden")
    ask("/voorbeeld/geheimelink/")
    file = site.root / "var/log/nginx/wijwonen.log"
    for _ in range(50):
        log = file.read_text()
        if "GET /voorbeeld/ " in log:
            break
        time.sleep(0.1)  # nginx writes a line once the reader has the answer
    assert "GET /zoeken/ " in log
    assert "GET /voorbeeld/ " in log
    assert [word for word in ("127.0.0.1", "geheimewoorden", "geheimelink") if word in log] == []


def test_a_hundred_and_fifty_slow_visitors_keep_no_reader_waiting(site, ask, port):
    """Half a header, a trickled body, and a download that nobody reads on."""
    address, _ = attachment_of(site)
    starts = [
        b"GET / HTTP/1.1\r\nHost: lo",
        b"POST /beheer/x/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900\r\n\r\nuser",
        f"GET {address} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n".encode(),
    ]
    with ExitStack() as slow:
        for number in range(150):
            slow.enter_context(socket.create_connection(("127.0.0.1", port))).sendall(starts[number % 3])
        assert {ask("/uitleg/").status for _ in range(5)} == {200}
