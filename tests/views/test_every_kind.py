"""An entry of every kind with all its facts: every page that tells of it opens, for a tenant and for an editor."""

from datetime import date, time

import pytest
from django.urls import reverse

from dossiers.rules.kinds import KINDS, Kind, Outcome, Right

from ..factories import make_dossier, make_entry, make_point

pytestmark = pytest.mark.django_db

FIRST, LAST, DUE = date(2027, 6, 15), date(2027, 6, 25), date(2027, 7, 23)
DAYS = [(2027, 6, 14), (2027, 6, 15), (2027, 6, 26), (2027, 7, 23), (2027, 7, 24), (2028, 7, 1)]
FACTS = {
    "ends_on": LAST,
    "due_on": DUE,
    "begins_at": time(19, 30),
    "ends_at": time(21),
    "cancelled": False,
    "place": "Balzaal, Leeghwaterstraat 1",
    "question": "Wat vind jij?",
    "audience": "Alle huurders",
    "react_mail": "inspraak@example.org",
    "react_link": "https://example.org/vragenlijst",
    "right": Right.ADVICE,
    "joint_with": "De bewonerscommissie",
    "outcome": Outcome.PARTLY,
    "reactions_online": 12,
    "reactions_paper": 3,
    "reactions_meeting": 40,
}


def make_full_entry(dossier, kind):
    """An entry with every fact of its kind, and what it responds to with every fact of that."""
    spec = KINDS[kind]
    facts = {name: FACTS[name] for name in spec.facts if name != "responds_to"}
    if spec.responds_to:
        facts["responds_to"] = make_full_entry(dossier, spec.responds_to[0])
    title, body = f"Een {kind.label.lower()}", "<p>Het hele verhaal.</p>"
    entry = make_entry(dossier, title, kind=kind, teaser="Kort.", body=body, starts_on=FIRST, **facts)
    if spec.has_points or spec.has_themes:
        make_point(entry)
    if spec.answers_points:
        make_point(entry, responds_to=entry.responds_to.points.get(), outcome=Outcome.FOLLOWED)
    return entry


def public_pages(entry):
    dossier = entry.dossier
    return (
        *("/", "/dossiers/", "/inspraak/", "/adviezen/", "/zoeken/?q=verhaal"),
        *("/sitemap.xml", "/agenda.ics", "/feed.atom", "/feed.rss"),
        *(dossier.get_absolute_url(), dossier.get_description_url(), dossier.get_calendar_url()),
        *(dossier.get_feed_url("atom"), dossier.get_feed_url("rss")),
        entry.get_absolute_url(),
    )


def admin_pages(entry):
    rows = [("dossier", entry.dossier), ("entry", entry)]
    forms = [reverse(f"admin:dossiers_{name}_{view}", args=[row.pk]) for name, row in rows for view in VIEWS_OF_A_ROW]
    lists = [reverse(f"admin:dossiers_{name}_changelist") for name, _ in rows]
    new = f"{reverse('admin:dossiers_entry_add')}?dossier={entry.dossier_id}&kind={entry.kind}"
    pages = [reverse(f"admin:{name}") for name in ("index", "guide", "handover", "dossiers_logline_changelist")]
    return [*pages, *lists, *forms, new]


VIEWS_OF_A_ROW = ("change", "history")


@pytest.mark.parametrize("kind", Kind)
def test_every_page_opens_for_an_entry_with_all_facts_of_its_kind(client, desk, at, kind):
    entry = make_full_entry(make_dossier(description="<p>Waar het over gaat.</p>"), kind)
    for day in DAYS:
        at(*day, 12)
        desk.force_login(desk.editor)
        for address in public_pages(entry):
            assert client.get(address).status_code == 200, (address, day)
        for address in admin_pages(entry):
            assert desk.get(address).status_code == 200, (address, day)
