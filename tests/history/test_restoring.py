"""An old version, filled in again in the ordinary form: nothing changes until somebody saves."""

import json

import pytest
from django.urls import reverse
from reversion.models import Version

from dossiers.models import Dossier, Entry, Point
from dossiers.rules.kinds import Kind, Outcome

from ..factories import make_attachment, make_dossier, make_entry, make_point
from ..filled_form import read_form, visible_text

pytestmark = pytest.mark.django_db

READING = ("SELECT", "DECLARE")  # PostgreSQL declares a cursor for a long list


def version_of(desk, row):
    """Save a row as it is, and return the number of that version."""
    desk.save(row._meta.model_name, row)
    return Version.objects.get_for_object(row).first().pk


def filled_in(desk, row, version):
    return read_form(desk.open_form(row._meta.model_name, row, versie=version), f"{row._meta.model_name}_form")


def restore(desk, row, version, **answers):
    return desk.save(row._meta.model_name, row, query={"versie": version}, **answers)


def test_an_old_version_fills_the_form_and_opening_it_changes_nothing(desk, dossier):
    entry = make_entry(dossier, "Oud", body="<p>Oude <strong>tekst</strong></p>", teaser="Toen")
    old = version_of(desk, entry)
    desk.save("entry", entry, title="Nieuw", body="<p>Nu</p>", teaser="", report="silent")
    before, versions = list(Entry.objects.values()), Version.objects.count()
    page = desk.open_form("entry", entry, versie=old)
    form = read_form(page, "entry_form")
    assert (form["title"], form["body"], form["teaser"]) == ("Oud", "<p>Oude <strong>tekst</strong></p>", "Toen")
    assert "Dit formulier is gevuld met de versie van 1 mei 2027 om 20:00 uur." in visible_text(page)
    assert (list(Entry.objects.values()), Version.objects.count()) == (before, versions)


def test_saving_an_old_version_makes_a_new_one_by_the_rules_for_what_is_public(desk, dossier):
    entry = make_entry(dossier, "Oud", body="<p>Oude tekst</p>")
    old = version_of(desk, entry)
    desk.save("entry", entry, title="Nieuw", report="silent")
    page = restore(desk, entry, old)
    assert "Je veranderde: titel. Huurders konden dit al lezen." in visible_text(page)
    restore(desk, entry, old, report="announced", report_text="De oude titel is terug.")
    entry.refresh_from_db()
    assert entry.title == "Oud"
    assert Version.objects.get_for_object(entry).count() == 3
    assert "De oude titel is terug." in visible_text(desk.get(entry.get_absolute_url()))


@pytest.mark.parametrize("model", ["dossier", "entry"])
def test_code_number_and_publication_stay_as_they_are_now(desk, model):
    dossier = make_dossier("K27-001", published_at=None)
    row = dossier if model == "dossier" else make_entry(dossier, published_at=None)
    old = version_of(desk, row)
    desk.save("dossier", dossier, code="K27-009", visibility="now")
    if model == "entry":
        desk.save("entry", row, visibility="now")
    names = ("published_at", "withdrawn_at", "code" if model == "dossier" else "number")
    row.refresh_from_db()
    now = [getattr(row, name) for name in names]
    restore(desk, row, old)
    row.refresh_from_db()
    assert [getattr(row, name) for name in names] == now
    assert row.published_at is not None


def test_a_draft_keeps_the_code_of_now_too(desk):
    dossier = make_dossier("K27-001", title="Oud", published_at=None)
    old = version_of(desk, dossier)
    desk.save("dossier", dossier, code="K27-009", title="Nieuw")
    restore(desk, dossier, old)
    dossier.refresh_from_db()
    assert (dossier.code, dossier.title) == ("K27-009", "Oud")


def test_a_fact_that_the_kind_of_now_does_not_use_is_shown_and_kept(desk, dossier):
    entry = make_entry(dossier, kind=Kind.MEETING, place="De hal", published_at=None)
    old = version_of(desk, entry)
    desk.save("entry", entry, place="")
    desk.save("entry", entry, kind="news")
    form = filled_in(desk, entry, old)
    assert (form["kind"], form["place"]) == ("meeting", "De hal")
    restore(desk, entry, old)
    entry.refresh_from_db()
    assert (entry.kind, entry.place) == (Kind.MEETING, "De hal")


def test_points_come_back_in_their_rows_and_their_answers_stay(desk, dossier):
    advice = make_entry(dossier, kind=Kind.ADVICE)
    first, second = make_point(advice, 1, "Een kluis."), make_point(advice, 2, "Geen huur.")
    answer = make_entry(dossier, kind=Kind.ANSWER, responds_to=advice)
    make_point(answer, 1, "", responds_to=second, outcome=Outcome.FOLLOWED)
    old = version_of(desk, advice)
    changed = {"points-0-text": "Twee kluizen.", "points-1-text": "Lage huur.", "points-2-text": "Een fiets."}
    desk.save("entry", advice, report="silent", **changed)
    restore(desk, advice, old, report="silent")
    assert [(point.number, point.text) for point in advice.points.all()] == [
        (1, "Een kluis."),
        (2, "Geen huur."),
        (3, "Een fiets."),
    ]
    assert list(advice.points.values_list("pk", flat=True)[:2]) == [first.pk, second.pk]
    assert Point.objects.get(entry=answer).responds_to == second


def test_a_point_that_is_gone_comes_back_as_a_new_row_behind_the_others(desk, dossier):
    advice = make_entry(dossier, kind=Kind.ADVICE, published_at=None)
    for number, text in enumerate(("Een.", "Twee.", "Drie."), start=1):
        make_point(advice, number, text, explanation=f"Uitleg bij {number}")
    old = version_of(desk, advice)
    notice = "Een punt dat intussen is weggehaald, staat onderaan, als laatste."
    assert notice not in visible_text(desk.open_form("entry", advice, versie=old))
    desk.save("entry", advice, **{"points-0-DELETE": "on"})
    assert notice in visible_text(desk.open_form("entry", advice, versie=old))
    restore(desk, advice, old)
    found = advice.points.values_list("number", "text", "explanation")
    assert list(found) == [(1, "Twee.", "Uitleg bij 2"), (2, "Drie.", "Uitleg bij 3"), (3, "Een.", "Uitleg bij 1")]


def test_an_answer_comes_back_at_the_point_that_it_answers(desk, dossier):
    advice = make_entry(dossier, kind=Kind.ADVICE)
    points = [make_point(advice, number, f"Wens {number}") for number in (1, 2)]
    answer = make_entry(dossier, kind=Kind.ANSWER, responds_to=advice, published_at=None)
    make_point(answer, 1, "Ja.", responds_to=points[1], outcome=Outcome.FOLLOWED, reason="Goed idee.")
    old = version_of(desk, answer)
    row = f"points-{points[1].pk}"
    desk.save("entry", answer, **{f"{row}-outcome": "", f"{row}-text": "", f"{row}-reason": ""})
    assert not answer.points.exists()
    restore(desk, answer, old)
    found = answer.points.get()
    assert (found.responds_to, found.text, found.outcome, found.reason) == (points[1], "Ja.", "followed", "Goed idee.")


@pytest.mark.parametrize("model", ["dossier", "entry"])
def test_the_title_of_an_attachment_comes_back_and_its_file_stays(desk, dossier, model):
    entry = make_entry(dossier) if model == "entry" else None
    row = entry or dossier
    attachment = make_attachment(dossier, "Verslag", entry=entry)
    old = version_of(desk, row)
    desk.save(model, row, **{"attachments-0-title": "Notulen", "attachments-0-language": "en"})
    restore(desk, row, old)
    name = attachment.file.name
    attachment.refresh_from_db()
    assert (attachment.title, attachment.language, attachment.file.name) == ("Verslag", "nl", name)


def test_a_version_from_before_the_newest_migration_is_restored(desk, dossier):
    """It knows a field that is gone, and not the fields that came later: those stay as they are."""
    entry = make_entry(dossier, "Oud", teaser="Toen", place="")
    version = Version.objects.get(pk=version_of(desk, entry))
    stored = json.loads(version.serialized_data)
    del stored[0]["fields"]["teaser"], stored[0]["fields"]["date_precision"]
    stored[0]["fields"]["weggevallen"] = "x"
    version.serialized_data = json.dumps(stored)
    version.save()
    desk.save("entry", entry, title="Nieuw", teaser="Nu", report="silent")
    restore(desk, entry, version.pk, report="silent")
    entry.refresh_from_db()
    assert (entry.title, entry.teaser) == ("Oud", "Nu")
    assert desk.get(reverse("admin:dossiers_entry_history", args=[entry.pk])).status_code == 200


@pytest.mark.parametrize("wanted", ["0", "x", "", "9" * 30, "other"])
def test_a_version_of_something_else_is_not_found(desk, dossier, wanted):
    entry = make_entry(dossier)
    if wanted == "other":
        wanted = version_of(desk, make_entry(dossier, "Iets anders"))
    assert desk.open_form("entry", entry, versie=wanted).status_code == 404


def test_opening_an_old_dossier_opens_no_transaction(desk, dossier, django_assert_num_queries):
    old = version_of(desk, dossier)
    with django_assert_num_queries(12) as queries:
        filled_in(desk, dossier, old)
    assert [query["sql"] for query in queries if not query["sql"].startswith(READING)] == []
    assert Dossier.objects.count() == 1
