"""A link that a mail program made personal is stored as its writer gave it, or refused."""

from urllib.parse import quote

import pytest

from dossiers.models import Entry
from dossiers.text import has_wrapped_link, unwrap_links

from ..editors import Desk, make_editor
from ..factories import make_dossier, make_entry

pytestmark = pytest.mark.django_db

PAGE = "https://duwo.example/huur?jaar=2027&deel=1#k"
SAFE = (
    "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fduwo.example%2Fhuur%3Fjaar%3D2027%26deel%3D1%23k"
    "&data=05%7C02%7Csam%40wijwonen.example%7C0&sdata=x&reserved=0"
)
WRAPPED = {
    SAFE: PAGE,
    SAFE.replace("https:", "HTTPS:").replace("eur01", "NAM12"): PAGE,
    "https://statics.teams.cdn.office.net/evergreen-assets/safelinks/1/atp-safelinks.html?url=https%3A%2F%2Fx.example%2F"
    "&locale=nl": "https://x.example/",
    "https://urldefense.proofpoint.com/v1/url?u=https%3A%2F%2Fx.example%2Fa&k=1": "https://x.example/a",
    "https://urldefense.proofpoint.com/v2/url?u=https-3A__x.example_a-5Fb&d=Dw&r=sam": "https://x.example/a_b",
    "https://urldefense.com/v3/__https://x.example/a__;!!abc$": "https://x.example/a",
    "https://urldefense.com/v3/__https://x.example/a*b**Ac__;IyQl!!abc$": "https://x.example/a#b$%c",
    "https://url.uk.m.mimecastprotect.com/a?url=https%3A%2F%2Fx.example%2F": "https://x.example/",
    "https://secure-web.cisco.com/1abc/https%3A%2F%2Fx.example%2Fa": "https://x.example/a",
    "https://linkprotect.cudasvc.com/url?a=https%3a%2f%2fx.example&c=E,1": "https://x.example",
}
UNREADABLE = [
    "https://protect-eu.mimecast.com/s/AbCd?domain=duwo.example",
    "https://eur01.safelinks.protection.outlook.com/?data=x",
    "https://eur01.safelinks.protection.outlook.com/?url=javascript%3Aalert(1)",
    "https://urldefense.com/v3/__x",
]
OTHERS = [
    "https://teams.microsoft.com/l/meetup-join/1",
    "https://www.mimecast.com/blog/",
    "https://duwo.example/?url=1",
]


def test_a_wrapped_link_becomes_what_is_inside_it():
    for wrapped, inside in WRAPPED.items():
        assert unwrap_links(wrapped) == inside
    twice = f"https://linkprotect.cudasvc.com/url?a={quote(SAFE, safe='')}&c=E"
    assert unwrap_links(f"Kijk op {twice} en kom.") == f"Kijk op {PAGE} en kom."


def test_what_cannot_be_read_is_known_and_other_links_stay():
    for address in UNREADABLE:
        assert has_wrapped_link(address), address
        assert unwrap_links(address) == address
    for address in [*OTHERS, *WRAPPED.values()]:
        assert not has_wrapped_link(address), address
        assert unwrap_links(address) == address


def test_no_way_in_makes_the_address_of_an_editor_public():
    href = SAFE.replace("&", "&amp;")
    entry = make_entry(make_dossier())
    Entry.objects.filter(pk=entry.pk).update(
        title=SAFE, teaser=f"Zie {SAFE}.", react_link=SAFE, body=f'<p><a href="{href}">{href}</a></p>'
    )
    entry.refresh_from_db()
    inside = PAGE.replace("&", "&amp;")
    assert (entry.title, entry.react_link) == (PAGE, PAGE)
    assert entry.body == f'<p><a href="{inside}">{inside}</a></p>'
    assert "sam" not in entry.teaser


def test_an_editor_reads_why_a_wrapped_link_is_refused(at):
    at(2027, 5, 4, 20, 0)
    desk = Desk(make_editor())
    query = {"dossier": make_dossier().pk, "kind": "inspraak"}
    for field, typed in {"react_link": UNREADABLE[0], "body": f'<p><a href="{UNREADABLE[0]}">x</a></p>'}.items():
        page = desk.save("entry", query=query, title="Praat mee", visibility="draft", **{field: typed})
        (error,) = page.context["adminform"].form.errors[field]
        assert "Daar staat jouw mailadres in." in error, field
    assert not Entry.objects.exists()
