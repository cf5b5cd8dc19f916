"""The guide for editors speaks the words that really stand on the screens."""

from datetime import UTC, date, datetime

import html5lib
import pytest
from django.test import Client

from dossiers.accounts.roles import ADMINISTRATION
from dossiers.models import PreviewLink
from dossiers.rules.kinds import KINDS, Kind

from ..editors import Desk, make_editor
from ..factories import make_attachment, make_dossier, make_entry, make_round
from ..filled_form import visible_text
from ..reading import read

pytestmark = pytest.mark.django_db

GUIDE = "/beheer/handleiding/"
TASKS = [
    "Een dossier beginnen",
    "Een bericht toevoegen",
    "Een inspraakmoment openen",
    "Terugkoppeling schrijven",
    "Een adviesaanvraag, advies of antwoord vastleggen",
    "Iets verbeteren, of een wijziging melden",
    "Een dag verschuiven, of iets afgelasten",
    "Een dossier bijhouden en afronden",
    "Iets intrekken",
    "Een bijlage toevoegen of vervangen",
    "Een voorbeeld laten zien",
    "Iets van vroeger terugzetten",
    "Een nieuwe redacteur",
]


@pytest.fixture
def desk(at):
    at(2027, 6, 10, 12)
    return Desk(make_editor(group=ADMINISTRATION))


def words_on_screen(desk, address):
    """What stands on a page, the words on its buttons included."""
    response = desk.get(address, follow=True)
    assert response.status_code == 200, address
    buttons = html5lib.parse(response.content.decode(), namespaceHTMLElements=False).iter("input")
    labels = [button.get("value", "") for button in buttons if button.get("type") == "submit"]
    return " ".join([visible_text(response), *labels])


def test_every_task_has_a_part_that_the_contents_lead_to(desk):
    page = read(desk, GUIDE)
    parts = page.all(".guide section")
    assert [part.text("h2") for part in parts] == TASKS
    assert {link.text(): link["href"] for link in page.all(".guide nav a")} == {
        part.text("h2"): f"#{part['id']}" for part in parts
    }
    assert page.terms(".guide dl") == {kind.label: spec.purpose for kind, spec in KINDS.items()}


def test_the_words_in_bold_stand_on_the_screens_that_it_tells_of(desk):
    dossier = make_dossier()
    gone = {"withdrawn_at": datetime(2027, 6, 9, tzinfo=UTC)}
    round_ = make_round(dossier, date(2027, 5, 1), date(2027, 5, 2))
    make_attachment(dossier, entry=round_)
    rows = [
        round_,
        make_entry(dossier, kind=Kind.REQUEST),
        make_entry(dossier, kind=Kind.ADVICE),
        make_entry(dossier, published_at=None),
        make_entry(dossier, withdrawn_reason="Dubbel.", **gone),
        make_entry(dossier, published_at=None, **gone),
    ]
    addresses = ["/beheer/", f"/beheer/dossiers/dossier/{dossier.pk}/change/", "/beheer/dossiers/editor/add/"]
    addresses += ["/beheer/dossiers/dossier/add/", "/beheer/dossiers/redirect/", "/beheer/dossiers/redirect/add/"]
    addresses += [f"/beheer/dossiers/editor/{make_editor('ander').pk}/change/", "/beheer/dossiers/entry/add/"]
    addresses += [f"/beheer/dossiers/entry/{row.pk}/change/" for row in rows]
    draft = rows[3]
    PreviewLink.for_row(
        draft, label="de gemeente", ends_on=date(2027, 6, 30), created_at=datetime(2027, 6, 9, tzinfo=UTC)
    ).save()
    desk.save("entry", draft, title="Eerst")
    desk.save("entry", draft, title="Later")
    addresses += [f"/beheer/dossiers/entry/{draft.pk}/{page}/" for page in ("voorbeeldlinks", "history")]
    addresses += [f"/beheer/dossiers/entry/{round_.pk}/intrekken/"]
    addresses += [f"/beheer/dossiers/entry/add/?dossier={dossier.pk}&kind={kind}" for kind in Kind]
    screens = " ".join(words_on_screen(desk, address) for address in addresses)
    words = {part.text() for part in read(desk, GUIDE).all(".guide b")}
    assert len(words) > 50
    assert {word for word in words if word not in screens} == set()


def test_every_page_of_the_admin_leads_to_the_guide_and_a_form_to_its_own_part(desk):
    dossier, draft_dossier = make_dossier(), make_dossier("K27-001", published_at=None)
    public, draft = make_entry(dossier), make_entry(dossier, kind=Kind.REQUEST, published_at=None)
    add = f"/beheer/dossiers/entry/add/?dossier={dossier.pk}&kind="
    parts = {
        "/beheer/dossiers/entry/add/": "#bericht",
        f"{add}news": "#bericht",
        f"{add}inspraak": "#inspraak",
        f"{add}feedback": "#terugkoppeling",
        f"{add}answer": "#advies",
        f"/beheer/dossiers/entry/{public.pk}/change/": "#verbeteren",
        f"/beheer/dossiers/entry/{draft.pk}/change/": "#advies",
        f"/beheer/dossiers/entry/{public.pk}/intrekken/": "#intrekken",
        "/beheer/dossiers/dossier/add/": "#dossier",
        f"/beheer/dossiers/dossier/{draft_dossier.pk}/change/": "#dossier",
        f"/beheer/dossiers/dossier/{dossier.pk}/change/": "#bijhouden",
        "/beheer/dossiers/dossier/": "",
        "/beheer/dossiers/editor/": "",
        "/beheer/password_change/": "",
    }
    anchors = {f"#{part['id']}" for part in read(desk, GUIDE).all(".guide section")} | {""}
    for address, part in parts.items():
        page = html5lib.parse(desk.get(address).content.decode(), namespaceHTMLElements=False)
        leads = [link.get("href") for link in page.iter("a") if (link.get("href") or "").startswith(GUIDE)]
        assert leads == [GUIDE, *([GUIDE + part] if part else [])], address
        assert part in anchors


def test_it_is_for_everyone_who_may_log_in_and_for_nobody_else(at):
    at(2027, 6, 10, 12)
    assert read(Desk(make_editor(group=None)), GUIDE).all(".guide section")
    assert Client().get(GUIDE)["Location"] == f"/beheer/login/?next={GUIDE}"
