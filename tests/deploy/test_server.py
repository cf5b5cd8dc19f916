"""The server as the project starts it: what a browser leaves open keeps no reader from a page."""

import socket
import time
import urllib.request
from contextlib import ExitStack

import pytest

from ..processes import start

PATIENCE = 2  # seconds that a worker of this server may be silent before it is killed
SOON = 10  # seconds on a busy machine; three hundred connections would hold all threads for twenty or more


@pytest.fixture
def server():
    """The host and port of gunicorn as configured, with a shorter patience."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = free.getsockname()
    host, port = address
    options = ["--config", "wijwonen/deploy/gunicorn.conf.py", "--bind", f"{host}:{port}", "--timeout", str(PATIENCE)]
    process = start("sqlite://:memory:", "-m", "gunicorn", *options, SCRIPT_NAME="/elders")
    for _ in range(200):
        with socket.socket() as visitor:
            if visitor.connect_ex(address) == 0:
                break
        time.sleep(0.1)
    yield address
    process.terminate()
    process.communicate()


def read_page(address):
    host, port = address
    with urllib.request.urlopen(f"http://{host}:{port}/robots.txt", timeout=SOON) as answer:
        return answer.status, answer.read()


REQUEST = b"GET /robots.txt HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"


@pytest.mark.parametrize("begun", [0, 10], ids=["nothing was asked", "half a line was asked"])
def test_a_spare_connection_gets_its_page_long_after_it_was_opened(server, begun):
    with socket.create_connection(server, timeout=SOON) as spare:
        spare.sendall(REQUEST[:begun])
        time.sleep(PATIENCE + 2)  # real seconds: it is the patience of another process that is asked

        spare.sendall(REQUEST[begun:])

        assert spare.makefile("rb").read().startswith(b"HTTP/1.1 200 OK")


def test_no_request_says_that_the_site_lies_elsewhere(server):
    with socket.create_connection(server, timeout=SOON) as visitor:
        visitor.sendall(
            REQUEST.replace(b"Connection", b"SCRIPT_NAME: /robots.txt\r\nPATH_INFO: /elders\r\nConnection")
        )
        assert visitor.makefile("rb").read().startswith(b"HTTP/1.1 200 OK")


def test_three_hundred_idle_connections_keep_no_reader_waiting(server):
    with ExitStack() as idle:
        for _ in range(300):
            idle.enter_context(socket.create_connection(server))

        answers = [read_page(server) for _ in range(20)]

    assert {status for status, _ in answers} == {200}
    assert all(b"Sitemap:" in body for _, body in answers)
