"""The page that tells how to keep up."""

import pytest

from ..reading import read

pytestmark = pytest.mark.django_db


def test_the_page_has_one_button_for_the_calendar_and_one_for_the_feed(client):
    page = read(client, "/volgen/")
    assert [(button.text(), button["href"]) for button in page.all("main a.button")] == [
        ("Zet alles in je agenda", "webcal://localhost:8000/agenda.ics"),
        ("Open de feed", "/feed.atom"),
    ]
    assert client.get("/feed.atom").status_code == 200


def test_it_names_the_addresses_to_copy(client):
    shown = read(client, "/volgen/").texts("p.code")
    assert shown == ["http://localhost:8000/agenda.ics", "http://localhost:8000/feed.atom"]


def test_every_page_leads_to_it_and_it_can_be_written_without_a_slash(client):
    assert read(client, "/").link("Volgen") == "/volgen/"
    response = client.get("/volgen?utm_source=brief")
    assert (response.status_code, response.headers["Location"]) == (301, "/volgen/?utm_source=brief")
