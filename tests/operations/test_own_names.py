"""Another organisation runs the same code: its own names, also where a sentence begins with one."""

import re

import pytest

from dossiers.models import Dossier, Entry
from dossiers.operations import demonstration

from ..reading import read

pytestmark = pytest.mark.django_db
PARTS = ("h1", "h2", "h3", "p", "li", "dd", "a", "b", "strong", "blockquote")


def test_the_demonstration_takes_them_and_a_sentence_begins_with_a_capital(at, client, settings):
    names = {"name": "Huurdersraad Zaanstad", "landlord": "de Woonstichting", "town": "Zaandam"}
    settings.ORGANISATION = settings.ORGANISATION | names | {"mail": "raad@huurders.example"}
    demonstration.load(at(2027, 6, 10, 12))
    requests = Entry.objects.filter(kind="request").select_related("dossier")
    pages = [*Dossier.objects.all(), *requests]
    for address in ["/", "/adviezen/", "/uitleg/", *(page.get_absolute_url() for page in pages)]:
        page = read(client, address)
        texts = [part.text() for name in PARTS for part in page.all(name)]
        assert [text for text in texts if re.search(r"(?:^|[.!?] )de Woonstichting", text)] == [], address
        words = page.text("body")
        assert "Woonstichting" in words, address
        assert re.findall("WijWonen|DUWO|Delft|wijwonen", words) == [], address
