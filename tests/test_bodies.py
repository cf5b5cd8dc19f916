"""What is refused by its length, before anything reads it."""

from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.django_db
LIMIT = settings.MAX_FORM_MEGABYTES * 1024 * 1024
FORM = "/beheer/dossiers/dossier/add/"


class UnreadBody:
    """A body that nobody may read."""

    def read(self, *args):
        raise AssertionError("The body was read.")

    readline = read


def send(client, method, path, length, **headers):
    environ = {"CONTENT_LENGTH": str(length), "CONTENT_TYPE": "multipart/form-data; boundary=x", **headers}
    return client.generic(method, path, **environ, **{"wsgi.input": UnreadBody()})


def test_a_public_page_takes_no_body_of_any_length_or_shape(client, dossier):
    for path in ("/", "/zoeken/?q=a", "/k16-006", "/feed.atom", "/bestaat-niet/", "/health"):
        for length in (1, LIMIT, 4 * LIMIT):
            for method in ("POST", "PUT", "DELETE"):
                assert send(client, method, path, length).status_code == 405, (method, path, length)
            answer = send(client, "GET", path, length)
            assert answer.status_code == 413, (path, length)
            assert "Bij deze bladzijde kun je niets meesturen." in answer.content.decode()
    assert client.get("/").status_code == 200


def test_a_form_over_the_limit_is_refused_unread_with_the_limit(desk, client):
    for visitor in (desk, client):
        answer = send(visitor, "POST", FORM, LIMIT + 1)
        assert answer.status_code == 413
        assert (
            f"Alle bestanden samen mogen hoogstens {settings.MAX_FORM_MEGABYTES} MB zijn." in answer.content.decode()
        )
    with pytest.raises(AssertionError, match="The body was read"):
        send(desk, "POST", FORM, LIMIT)


def test_a_body_without_a_length_is_refused(desk):
    for path in ("/", FORM):
        assert send(desk, "POST", path, "", HTTP_TRANSFER_ENCODING="chunked").status_code == 411, path


def test_the_front_lets_forms_be_as_large_as_the_site_does():
    front = (Path(settings.BASE_DIR) / "wijwonen/deploy/nginx/site.conf").read_text()
    assert front.count(f"client_max_body_size {settings.MAX_FORM_MEGABYTES}m;") == front.count("location /beheer/")
