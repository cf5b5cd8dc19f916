"""The server of `make dev`: a browser gets what stands in the working tree."""

import re
import socket
import time
import urllib.request
from pathlib import Path

import pytest

from ..processes import start

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def server():
    """Where Django's own server listens, started as `make dev` does."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = free.getsockname()
    host, port = address
    process = start("sqlite://:memory:", "manage.py", "runserver", "--noreload", f"{host}:{port}", DEBUG="true")
    for _ in range(200):
        with socket.socket() as visitor:
            if visitor.connect_ex(address) == 0:
                break
        time.sleep(0.1)
    yield f"http://{host}:{port}"
    process.terminate()
    process.communicate()


def read(address):
    with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 - the server above
        return answer.read()


def test_a_style_sheet_is_what_stands_in_its_source(server):
    login = read(f"{server}/beheer/login/").decode()

    sheet = re.search(r'href="(/static/css/[^"]+)"', login)[1]

    assert sheet == "/static/css/admin.css"
    assert read(server + sheet) == (ROOT / "static/css/admin.css").read_bytes()
