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


SITE = ["/", "/dossiers/", "/inspraak/", "/adviezen/", "/zoeken/?q=verhaal"]
SITE += ["/sitemap.xml", "/agenda.ics", "/feed.atom", "/feed.rss"]
ADMIN_PAGES = ("index", "guide", "handover", "dossiers_logline_changelist")
ADMIN_PAGES += ("dossiers_dossier_changelist", "dossiers_entry_changelist")
VIEWS_OF_A_ROW = ("change", "history")


def pages_of(entry):
    dossier = entry.dossier
    feeds = [dossier.get_feed_url(form) for form in ("atom", "rss")]
    pages = [dossier.get_absolute_url(), dossier.get_description_url(), entry.get_absolute_url()]
    return [*pages, *feeds, dossier.get_calendar_url()]


def admin_pages_of(entry):
    rows = [("dossier", entry.dossier), ("entry", entry)]
    forms = [reverse(f"admin:dossiers_{name}_{view}", args=[row.pk]) for name, row in rows for view in VIEWS_OF_A_ROW]
    return [*forms, f"{reverse('admin:dossiers_entry_add')}?dossier={entry.dossier_id}&kind={entry.kind}"]


def test_every_page_opens_for_an_entry_with_all_facts_of_its_kind(client, desk, at):
    entries = [
        make_full_entry(make_dossier(f"K27-{number:03}", description="<p>Waar het over gaat.</p>"), kind)
        for number, kind in enumerate(Kind, start=1)
    ]
    public = [*SITE, *(page for entry in entries for page in pages_of(entry))]
    admin = [reverse(f"admin:{name}") for name in ADMIN_PAGES]
    admin += [page for entry in entries for page in admin_pages_of(entry)]
    for day in DAYS:
        at(*day, 12)
        assert [page for page in public if client.get(page).status_code != 200] == [], day
    for day in (DAYS[1], DAYS[-1]):  # while a term runs, and when it is late
        at(*day, 12)
        desk.force_login(desk.editor)
        assert [page for page in admin if desk.get(page).status_code != 200] == [], day
