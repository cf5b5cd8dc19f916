"""The history of a dossier or an entry: who, when, and what changed, in the words of the form."""

from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import NoReverseMatch, reverse
from reversion.models import Revision, Version

from dossiers.models import Dossier, Entry, Redirect
from dossiers.rules.kinds import Kind, Outcome

from ..editors import Desk, make_editor
from ..factories import make_attachment, make_dossier, make_entry, make_point
from ..reading import parse

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(at):
    at(2027, 5, 1, 20, 0)
    return Desk(make_editor(first_name="Sam", last_name="de Vries"))


def history(desk, row, **query):
    """The versions on the page, as a reader gets them: "[-what went-]" and "{+what came+}"."""
    page = desk.get(reverse(f"admin:dossiers_{row._meta.model_name}_history", args=[row.pk]), query)
    html = page.content.decode().replace("<del>", "[-").replace("</del>", "-]")
    return parse(html.replace("<ins>", "{+").replace("</ins>", "+}")).texts(".history li")


def save_first(desk, row):
    """Make the version from which the next one differs."""
    desk.save(row._meta.model_name, row)


def test_a_version_tells_who_when_and_which_words_changed(desk, dossier, at):
    entry = make_entry(dossier, "De zaal was vol", body="<p>Eerst dit.</p><p>De <em>zaal</em> was vol.</p>")
    save_first(desk, entry)
    at(2027, 5, 3, 9, 5)
    desk = Desk(desk.editor)
    desk.save("entry", entry, title="De hal was vol", body="<p>Eerst dit.</p><p>De hal was vol.</p>", report="silent")
    newest, first = history(desk, entry)
    assert newest == (
        "3 mei 2027 om 09:05 uur Sam de Vries Titel De [-zaal-]{+hal+} was vol Tekst … De [-zaal-]{+hal+} was vol."
    )
    assert first.startswith("1 mei 2027 om 20:00 uur Sam de Vries")
    assert first.endswith("Open deze versie in het formulier: 1 mei 2027 20:00")


def test_days_times_choices_and_ticks_are_told_as_people_write_them(desk, dossier):
    meeting = make_entry(dossier, kind=Kind.MEETING, starts_on=date(2027, 6, 2))
    save_first(desk, meeting)
    changed = {"starts_on": "04-06-2027", "begins_at": "20:00", "cancelled": "on", "place": "De hal"}
    desk.save("entry", meeting, report="announced", report_text="De zaal was bezet.", **changed)
    newest = history(desk, meeting)[0]
    for words in (
        "Gemeld aan huurders: “Afgelast. De zaal was bezet.”",
        "Dag [-2-]{+4+} juni 2027",
        "Begint om {+20.00 uur+}",
        "Afgelast {+ja+}",
        "Plaats {+De hal+}",
    ):
        assert words in newest.replace("\xa0", " ")
    request = make_entry(dossier, kind=Kind.REQUEST, right="advice")
    save_first(desk, request)
    desk.save("entry", request, right="consent", report="silent")
    assert "Recht [-Advies-] {+Instemming+}" in history(desk, request)[0]


def test_a_related_row_is_told_by_its_name(desk, dossier):
    other = make_dossier("K19-004", title="Het vervolg")
    save_first(desk, dossier)
    desk.save("dossier", dossier, successor=other.pk)
    assert "Gaat verder in {+K19-004 Het vervolg+}" in history(desk, dossier)[0]


def test_a_change_of_markup_alone_is_told_without_html(desk, dossier):
    entry = make_entry(dossier, body="<p>De zaal was vol.</p>")
    save_first(desk, entry)
    desk.save("entry", entry, body="<p>De <strong>zaal</strong> was vol.</p>", report="silent")
    assert history(desk, entry)[0].startswith(
        "1 mei 2027 om 20:00 uur Sam de Vries Tekst Alleen de opmaak is veranderd."
    )
    desk.save("entry", entry, body='<p>De <a href="/k16-006">zaal</a> was vol.</p>', report="silent")
    assert "De zaal {+(/k16-006) +}was vol." in history(desk, entry)[0]


def test_points_themes_and_answers_are_named(desk, dossier):
    advice = make_entry(dossier, kind=Kind.ADVICE, published_at=None)
    points = [make_point(advice, number, text) for number, text in ((1, "Een kluis."), (2, "Geen huur."))]
    answer = make_entry(dossier, kind=Kind.ANSWER, responds_to=advice, published_at=None)
    feedback = make_entry(dossier, kind=Kind.FEEDBACK, published_at=None)
    make_point(feedback, 1, "Te laat.")
    for row in (advice, answer, feedback):
        save_first(desk, row)
    desk.save("entry", advice, **{"points-1-text": "Geen hoge huur.", "points-2-text": "En een fiets."})
    latest = history(desk, advice)[0]
    assert "Punt 2: Punt Geen{+ hoge+} huur." in latest
    assert "Punt 3: Punt {+En een fiets.+}" in latest
    desk.save("entry", answer, **{f"points-{points[1].pk}-outcome": Outcome.NOT_FOLLOWED})
    assert "Antwoord op punt 2: Antwoord {+Niet overgenomen+}" in history(desk, answer)[0]
    desk.save("entry", feedback, **{"points-0-outcome": Outcome.FOLLOWED})
    assert "Thema 1: Wat is ermee gedaan? {+Overgenomen+}" in history(desk, feedback)[0]


def test_a_point_that_was_removed_is_told(desk, dossier):
    advice = make_entry(dossier, kind=Kind.ADVICE, published_at=None)
    make_point(advice, 1, "Een kluis.")
    save_first(desk, advice)
    desk.save("entry", advice, **{"points-0-DELETE": "on"})
    assert "Punt 1: Punt [-Een kluis.-]" in history(desk, advice)[0]


@pytest.mark.parametrize("model", ["dossier", "entry"])
def test_attachments_are_named_with_what_became_of_them(desk, dossier, model):
    entry = make_entry(dossier) if model == "entry" else None
    row = entry or dossier
    make_attachment(dossier, "Verslag", entry=entry, name="oud.pdf")
    make_attachment(dossier, "Van een ander", entry=make_entry(dossier))
    save_first(desk, row)
    file = SimpleUploadedFile("nieuw.pdf", b"%PDF-1.4\n%%EOF\n")
    desk.save(
        model, row, **{"attachments-0-title": "Notulen", "attachments-0-file": file, "attachments-0-hidden": "on"}
    )
    latest = history(desk, row)[0]
    for words in ("Bestand [-oud-]{+nieuw+}.pdf", "Titel [-Verslag-] {+Notulen+}", "Niet meer tonen {+ja+}"):
        assert f"Bijlage “Notulen”: {words}" in latest
    assert "Van een ander" not in latest


def test_every_step_of_publication_can_be_read(desk, dossier, at):
    entry = make_entry(dossier, published_at=None)
    save_first(desk, entry)
    desk.save("entry", entry, visibility="later", publish_on_0="03-05-2027", publish_on_1="09:00")
    desk.save("entry", entry, visibility="draft")
    desk.press("entry", "bin", entry)
    desk.press("entry", "put_back", entry)
    desk.save("entry", entry, visibility="now")
    desk.press("entry", "withdraw", entry, reason="Dubbel.", moved_to="/k16-006")
    desk.press("entry", "correct_withdrawal", entry, reason="Stond er al.")
    desk.press("entry", "put_back", entry)
    steps = [
        edit.replace("\xa0", " ").split("Sam de Vries ")[1].split(" Open deze")[0] for edit in history(desk, entry)
    ]
    assert steps[:-1] == [
        "Teruggezet.",
        "Reden of nieuw adres aangepast. Reden: “Stond er al.”",
        "Ingetrokken. Reden: “Dubbel.” Staat nu op /k16-006.",
        "Openbaar gemaakt.",
        "Teruggezet.",
        "In de prullenbak gelegd.",
        "Niet meer ingepland: weer een concept.",
        "Ingepland: openbaar vanaf 3 mei 2027 om 09:00 uur.",
    ]


def test_what_was_saved_outside_the_admin_says_so(desk, dossier):
    save_first(desk, dossier)
    Revision.objects.update(user=None, comment="Overgenomen van de oude site.")
    assert history(desk, dossier)[0].startswith(
        "1 mei 2027 om 20:00 uur buiten het beheer Overgenomen van de oude site."
    )


def test_a_row_without_versions_and_one_that_was_saved_as_it_was_say_so(desk, dossier):
    page = desk.get(f"/beheer/dossiers/dossier/{dossier.pk}/history/")
    assert "Hiervan is nog geen versie bewaard." in page.content.decode()
    save_first(desk, dossier)
    save_first(desk, dossier)
    assert "Opgeslagen zonder iets te veranderen." in history(desk, dossier)[0]


def test_an_old_address_has_a_history_too(desk):
    make_dossier()
    desk.save("redirect", old_path="/oud", target="/k16-006")
    row = Redirect.objects.get()
    desk.save("redirect", row, old_path="/ouder")
    newest, first = history(desk, row)
    assert "/[-oud-]{+ouder+}" in newest
    assert "formulier" not in first


def test_many_versions_are_read_twenty_at_a_time(desk, dossier):
    for number in range(22):
        desk.save("dossier", dossier, title=f"Titel {number}", report="silent")
    first, second = history(desk, dossier), history(desk, dossier, pagina=2)
    assert (len(first), len(second)) == (20, 2)
    assert "Titel Titel [-1-]{+2+}" in first[-1]
    assert "Titel Titel [-0-]{+1+}" in second[0]
    assert history(desk, dossier, pagina="x") == first


@pytest.mark.parametrize("count", [1, 3, 40])
def test_the_page_takes_the_same_queries_for_any_number_of_versions(desk, dossier, django_assert_num_queries, count):
    advice = make_entry(dossier, kind=Kind.ADVICE, responds_to=make_entry(dossier, kind=Kind.REQUEST))
    for number in range(1, 4):
        make_point(advice, number)
    save_first(desk, advice)
    version = Version.objects.get_for_object(advice).get()
    parts = list(version.revision.version_set.all())
    for _ in range(count - 1):
        revision = Revision.objects.create(date_created=datetime(2027, 5, 1, tzinfo=UTC), user=desk.editor)
        for part in parts:
            part.pk, part.revision = None, revision
        Version.objects.bulk_create(parts)
    history(desk, advice)
    with django_assert_num_queries(10):
        assert len(history(desk, advice)) == min(count, 20)


@pytest.mark.parametrize("name", ["recoverlist", "recover", "revision"])
@pytest.mark.parametrize("model", ["dossier", "entry", "redirect"])
def test_the_views_of_the_library_that_destroy_are_off(desk, model, name):
    with pytest.raises(NoReverseMatch):
        reverse(f"admin:dossiers_{model}_{name}", args=[] if name == "recoverlist" else [1])


def test_the_addresses_of_those_views_change_nothing(desk, dossier):
    entry = make_entry(dossier, "Oud")
    save_first(desk, entry)
    desk.save("entry", entry, title="Nieuw", report="silent")
    version = Version.objects.get_for_object(entry).last()
    rows = list(Dossier.objects.values()), list(Entry.objects.values())
    for address in (f"{entry.pk}/history/{version.pk}/", "recover/", f"recover/{version.pk}/"):
        desk.get(f"/beheer/dossiers/entry/{address}")
        desk.post(f"/beheer/dossiers/entry/{address}")
    assert (list(Dossier.objects.values()), list(Entry.objects.values())) == rows
