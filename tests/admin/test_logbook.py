"""The logbook: who did what and when, from what to what, and whether tenants were told."""

from datetime import date

import pytest

from dossiers.rules.kinds import Kind

from ..editors import Desk, make_editor
from ..factories import make_attachment, make_dossier, make_entry, make_point
from ..filled_form import visible_text
from ..pdfs import make_pdf
from ..reading import parse

pytestmark = pytest.mark.django_db


def deeds(desk, **query):
    """What the lines of the logbook tell, the newest first."""
    page = parse(desk.get("/beheer/dossiers/logline/", query).content.decode())
    return [line.replace("\xa0", " ") for line in page.texts("td.field-deed")]


def test_a_line_tells_from_what_to_what_and_whether_tenants_were_told(desk, dossier):
    meeting = make_entry(dossier, "De zaal", kind=Kind.MEETING, starts_on=date(2027, 6, 2), body="<p>Kom ook.</p>")
    desk.save("entry", meeting, title="De hal", body="<p>Kom <strong>ook</strong>.</p>", report="silent")
    told = {"report": "announced", "report_text": "De zaal was bezet."}
    desk.save("entry", meeting, starts_on="04-06-2027", place="De hal", **told)
    desk.save("dossier", dossier, successor=make_dossier("K27-001", title="Verder").pk)
    continued, moved, corrected = deeds(desk)
    assert corrected.endswith("Titel: “De zaal” werd “De hal”. Tekst: alleen de opmaak. Stil verbeterd.")
    assert "Dag: “2 juni 2027” werd “4 juni 2027”." in moved
    assert "Plaats: leeg werd “De hal”." in moved
    assert moved.endswith("Gemeld aan huurders: “De zaal was bezet.”")
    assert continued.endswith("Gaat verder in: leeg werd “K27-001 Verder”.")


def test_of_a_long_text_a_line_tells_the_part_that_changed_and_no_more_than_a_hundred_signs(desk, dossier):
    entry = make_entry(dossier, "Lang", body=f"<p>{'Blijft. ' * 40}</p><p>Het oude stuk.</p>")
    desk.save("entry", entry, body=f"<p>{'Blijft. ' * 40}</p><p>Het nieuwe stuk.</p>", report="silent")
    desk.save("entry", entry, body=f"<p>{'Heel anders. ' * 40}</p>", report="silent")
    rewritten, part = deeds(desk)
    assert "Tekst: “… Het oude stuk.” werd “… Het nieuwe stuk.”." in part
    assert max(len(quoted.partition("”")[0]) for quoted in rewritten.split("“")) <= 100


def test_what_is_new_has_no_story_of_changes(desk, dossier):
    desk.save("entry", query={"dossier": dossier.pk, "kind": "news"}, title="Nieuw")
    assert deeds(desk) == ["Toegevoegd."]


def test_the_logbook_is_filtered_by_person_by_period_and_by_what_tenants_were_told(at):
    at(2026, 3, 1, 12)
    dossier = make_dossier()
    entry = make_entry(dossier)
    sam, robin = Desk(make_editor("sam")), Desk(make_editor("robin"))
    sam.save("entry", entry, title="In 2026", report="silent")
    at(2027, 4, 24, 19, 59)
    sam, robin = Desk(sam.editor), Desk(robin.editor)
    robin.save("entry", entry, title="Eerder", report="announced", report_text="Anders.")
    at(2027, 4, 24, 20, 0)
    robin.save("entry", entry, title="Een week", report="silent")
    at(2027, 5, 1, 20, 0)
    sam = Desk(sam.editor)
    sam.save("entry", entry, title="Nu", report="silent")
    for query, titles in (
        ({}, ["Nu", "Een week", "Eerder", "In 2026"]),
        ({"user__id__exact": sam.editor.pk}, ["Nu", "In 2026"]),
        ({"periode": "week"}, ["Nu", "Een week"]),
        ({"periode": "maand"}, ["Nu", "Een week", "Eerder"]),
        ({"periode": "2026"}, ["In 2026"]),
        ({"periode": "1999"}, ["Nu", "Een week", "Eerder", "In 2026"]),
        ({"melding": "gemeld"}, ["Eerder"]),
        ({"melding": "stil", "user__id__exact": robin.editor.pk}, ["Een week"]),
        ({"q": "anders"}, ["Eerder"]),
    ):
        assert [line.split("werd “")[1].partition("”")[0] for line in deeds(sam, **query)] == titles, query


# --- Search in the lists ----------------------------------------------------------------------------------


def test_the_lists_find_what_readers_find_drafts_too_in_every_writing(desk):
    dossier = make_dossier("K16-006", title="De kluisjes", description="<p>Over fietsenstalling.</p>")
    draft = make_entry(dossier, "Zwanenzang", published_at=None, body="<p>De huurverhogingen van 2027.</p>")
    make_point(make_entry(dossier, "Ons advies", kind=Kind.ADVICE), text="Geef iedereen een sleutel.")
    make_attachment(dossier, entry=draft, content=make_pdf("Bouwtekening"))
    make_entry(make_dossier("K19-004", title="Iets anders"), "Ander")
    for model, question, found, not_found in (
        ("entry", "huurverhoging", "Zwanenzang", "Ander"),
        ("entry", "HUURVERHOGING 2027", "Zwanenzang", "Ander"),
        ("entry", "sleutels", "Ons advies", "Ander"),
        ("entry", "bouwtekening", "Zwanenzang", "Ander"),
        ("entry", "k16 006", "Zwanenzang", "Ander"),
        ("entry", "K16006", "Zwanenzang", "Ander"),
        ("entry", "k16-006/1", "Zwanenzang", "Ander"),
        ("entry", "wanenz", "Zwanenzang", "Ander"),
        ("dossier", "fietsenstallingen", "De kluisjes", "Iets anders"),
        ("dossier", "kluis", "De kluisjes", "Iets anders"),
        ("dossier", "k16\u2013006", "De kluisjes", "Iets anders"),
        ("dossier", "", "De kluisjes", "Niets"),
    ):
        words = visible_text(desk.get(f"/beheer/dossiers/{model}/", {"q": question}))
        assert found in words, (model, question)
        assert not_found not in words, (model, question)
