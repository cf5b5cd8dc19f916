"""A request whose content type nobody can read is refused by a page of ours, with its headers."""

from wsgiref.util import setup_testing_defaults

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from wijwonen.wsgi import application

UNREADABLE = [
    "text/plain; charset*=undefined''x",
    "text/plain; charset*=nonsense''x",
    "text/plain; charset*=utf-8''%00",
    ";charset*;charset*0",
    "text/plain; charset=base64",
    "text/plain; charset=undefined",
    "multipart/form-data; boundary=x; charset=idna",
    "application/x-www-form-urlencoded; charset=nonsense",
]
READABLE = ["", "text/plain", "text/html; charset=utf-8", "text/html; charset=ISO-8859-1", "nonsense;;=", "é"]


@pytest.fixture(autouse=True)
def connection_stays():
    """Keep the connection of other tests out of it, as Django's own client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def ask(content_type, method="GET"):
    """The status, headers and text of the answer of the server."""
    path = "/robots.txt" if method == "GET" else "/beheer/login/"  # a public page takes no post at all
    environ, answered = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": "q=%FF"}, []
    setup_testing_defaults(environ)
    environ |= {"HTTP_HOST": "localhost", "CONTENT_TYPE": content_type}
    answer = application(environ, lambda status, headers: answered.extend([status, dict(headers)]))
    return *answered, b"".join(answer).decode()


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("content_type", UNREADABLE)
def test_an_unreadable_content_type_is_refused(content_type, method):
    status, headers, text = ask(content_type, method)
    assert status == "400 Bad Request"
    assert "Er klopt iets niet aan het adres of aan wat je stuurde." in text
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("content_type", READABLE)
def test_any_other_content_type_of_a_question_does_not_matter(content_type):
    status, _, _ = ask(content_type)
    assert status == "200 OK"
