"""The importer: what a page of the old site becomes, what is refused, and in which words."""

import os
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path

import html5lib
import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models.signals import post_save
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from reversion.models import Version

from dossiers.models import Attachment, Change, Dossier, Entry, Point
from dossiers.operations.legacy.load import load
from dossiers.operations.legacy.parse import parse
from dossiers.operations.legacy.problems import ImportRefused
from dossiers.operations.legacy.read import MAX_BYTES
from dossiers.rules.kinds import Kind
from dossiers.rules.phases import Phase
from dossiers.text import plain_text, strip_invisible

from ..editors import Desk, make_editor
from ..factories import make_attachment, make_change, make_dossier, make_entry, make_point
from ..reading import read

pytestmark = pytest.mark.django_db

SAMPLES = Path(__file__).parent.parent / "legacy"
WASH, RENT, SURVEY, QUIRKS, BROKEN = (
    SAMPLES / f"{name}.txt" for name in ("k17-005", "k20-002", "k25-003", "k18-001", "broken-k26-01")
)
NOW = datetime(2027, 6, 15, 12, tzinfo=UTC)


@dataclass
class Run:
    """What somebody at a terminal gets from one run."""

    exit: int
    out: str
    err: str

    @property
    def problems(self):
        return self.err.splitlines()


def run(*arguments):
    out, err, code = StringIO(), StringIO(), 0
    try:
        call_command("import_legacy", *map(str, arguments), stdout=out, stderr=err)
    except SystemExit as stop:
        code = stop.code
    return Run(code, out.getvalue(), err.getvalue())


def text_of(
    *bullets,
    heading="K17-005 Prijs van de was",
    title="Titel: Prijs van de was",
    code="Code: K17-005",
    phase="Fase: Afgerond",
    inspraak="Inspraakmoment: Geen",
    introduction="Veel huurders vinden wassen te duur.",
    description="Waarom dit dossier er is.",
):
    """A page with the lines given; a bullet is its title, or its title and its paragraphs. None leaves a line out.

    The heading is line 1, the labelled lines are 3 to 6, the introduction is line 8 and the first bullet line 10.
    """
    header = [line for line in (title, code, phase, inspraak) if line is not None]
    lines = [heading, "", *header, "", introduction, ""]
    for bullet in [*bullets, ("Dossierbeschrijving", description)]:
        name, *paragraphs = [bullet] if isinstance(bullet, str) else bullet
        lines.append(f" • {name}")
        for paragraph in paragraphs:
            lines += ["", f"  {paragraph}"]
        lines += ["", "  Lees verder →"]
    return "\n".join(line for line in lines if line is not None)


@pytest.fixture
def file(tmp_path):
    """Write a page to a file: ``file(text)``."""

    def write(content, name="pagina.txt"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def timeline(code="K17-005"):
    """The entries as an editor finds them, oldest first."""
    return list(Entry.objects.filter(dossier__code=code).order_by("number").values_list("number", "kind", "title"))


def nothing_written():
    return not Dossier.objects.exists() and not Entry.objects.exists()


# --- What a page becomes ----------------------------------------------------------------------------------


def test_a_page_becomes_a_dossier_with_its_entries_numbered_from_the_lowest():
    done = run(WASH)
    assert (done.exit, done.err) == (0, "")
    dossier = Dossier.objects.get(code="K17-005")
    assert (dossier.title, dossier.phase) == ("Prijs van de was", Phase.CLOSED)
    assert dossier.introduction.startswith("Veel huurders vinden de wasmachines in hun complex te duur.")
    assert timeline() == [
        (1, Kind.INSPRAAK, "Peiling onder bewoners"),
        (2, Kind.MEETING, "Overleg met DUWO over de wasprijs"),
        (3, Kind.NEWS, "Wassen wordt goedkoper"),
    ]
    assert not Entry.objects.exclude(starts_on=None, ends_on=None).exists()


def test_paragraphs_stay_apart_and_read_more_and_empty_lines_go():
    run(WASH)
    assert Entry.objects.get(number=2).body == (
        "<p>WijWonen legt de uitkomst van de peiling op tafel en vraagt DUWO om inzicht in de kosten van de "
        "machines.</p>"
        "<p>Afgesproken is dat DUWO een nieuw voorstel doet.</p>"
    )
    assert Entry.objects.get(number=3).body == "<p>Een wasbeurt gaat van €2,50 naar €2,00.</p>"


def test_ampersands_and_angle_brackets_arrive_as_the_words_they_are():
    run(WASH)
    description = Dossier.objects.get().description
    assert "per wasbeurt &amp; de opbrengst" in description
    assert "vragen, overleggen &lt;en&gt; terugmelden." in description
    assert description.count("<p>") == 2
    assert plain_text(description).endswith("vragen, overleggen <en> terugmelden.")


def test_a_page_with_quirks_keeps_every_word_and_line():
    done = run(QUIRKS)
    assert (done.exit, done.err) == (0, "")
    dossier = Dossier.objects.get()
    assert (dossier.title, dossier.phase) == ("Fietsen in de gang", Phase.TALKS)
    assert dossier.introduction == ("In veel gangen staan fietsen.\nDat mag niet van de brandweer.\n\nWat vind jij?")
    assert dossier.description == "<p>Een vluchtweg moet vrij zijn.</p>"
    assert timeline("K18-001") == [
        (1, Kind.NEWS, "Nieuws uit de gang"),
        (2, Kind.INSPRAAK, "Huurdersinspraak over fietsen"),
        (3, Kind.ANSWER, "Antwoord van de verhuurder op ons advies"),
    ]
    assert Entry.objects.get(number=3).body == (
        "<p>Er komen rekken:</p><p>• twintig bij de ingang<br>• tien bij de lift</p>"
        "<p>Lees verder over de rekken in het volgende bericht.</p>"
    )
    round_ = Entry.objects.get(number=2)
    assert (round_.starts_on, round_.ends_on) == (date(2018, 7, 3), date(2018, 7, 16))
    assert (round_.teaser, round_.body) == ("", "")


def test_the_first_known_word_in_a_title_decides_the_kind(file):
    kinds = {
        "Huurdersinspraak en overleg": Kind.INSPRAAK,
        "PEILING na de workshop": Kind.INSPRAAK,
        "Uitslag ENQUÊTE": Kind.INSPRAAK,
        "Uitslag enque\u0302te": Kind.INSPRAAK,
        "Workshops over advies": Kind.MEETING,
        "Vooroverleg": Kind.MEETING,
        "Bewonersbijeenkomsten": Kind.MEETING,
        "Overleg over antwoord van de gemeente": Kind.MEETING,
        "Antwoord van de verhuurder op het advies": Kind.ANSWER,
        "Antwoord op vragen": Kind.NEWS,
        "Antwoord op het advies": Kind.ADVICE,
        "Huuradvies en besluit": Kind.ADVICE,
        "Raadsbesluit over de overeenkomst": Kind.DECISION,
        "Samenwerkingsovereenkomst": Kind.AGREEMENT,
        "Wassen wordt goedkoper": Kind.NEWS,
    }
    assert run(file(text_of(*((title, "Tekst.") for title in kinds)))).exit == 0
    found = Entry.objects.order_by("-number").values_list("title", "kind")
    assert [kind for _, kind in found] == [*kinds.values()], found


def test_the_teaser_is_the_first_paragraph():
    run(WASH)
    assert Entry.objects.get(number=2).teaser == (
        "WijWonen legt de uitkomst van de peiling op tafel en vraagt DUWO om inzicht in de kosten van de machines."
    )


def test_a_teaser_of_more_than_300_characters_ends_at_a_word(file):
    teasers = {
        "a" * 147 + " " + "b" * 152: "a" * 147 + " " + "b" * 152,  # 300 characters fit
        "a" * 147 + " " + "b" * 153: "a" * 147 + "…",
        "a" * 147 + " " + "b" * 151 + " c": "a" * 147 + " " + "b" * 151 + "…",  # 299 characters and the ellipsis
        "a" * 147 + " " + "b" * 152 + " c": "a" * 147 + "…",
        "a" * 299 + " b": "a" * 299 + "…",
        "a" * 300 + " b": "a" * 299 + "…",  # no word ends in time
    }
    assert run(file(text_of(*(("Nieuws", paragraph, "Meer.") for paragraph in teasers)))).exit == 0
    entries = Entry.objects.order_by("-number")
    assert {plain_text(entry.body).removesuffix(" Meer."): entry.teaser for entry in entries} == teasers


def test_a_teaser_with_angle_brackets_is_not_repeated_above_its_text(file):
    run(file(text_of(("Nieuws", "Vragen, overleggen <en> terugmelden & meer."))))
    entry = Entry.objects.get()
    assert entry.teaser == "Vragen, overleggen <en> terugmelden & meer."
    assert entry.lead == ""


def test_a_page_that_is_indented_as_a_whole_reads_the_same(file):
    text = text_of("Nieuws", "Besluit")
    assert run(file("\n".join(f"    {line}" for line in text.splitlines()))).exit == 0
    assert timeline() == [(1, Kind.DECISION, "Besluit"), (2, Kind.NEWS, "Nieuws")]
    assert Dossier.objects.get().introduction == "Veel huurders vinden wassen te duur."


def test_a_page_without_entries_description_or_heading_is_a_dossier_too(file):
    text = "Titel: Was\nCode: K17-005\nFase: Advies\nInspraakmoment: geen"
    assert run(file(text)).exit == 0
    dossier = Dossier.objects.get()
    assert (dossier.phase, dossier.introduction, dossier.description) == (Phase.ADVICE, "", "")


def test_a_tenant_reads_an_imported_page_on_the_site(client):
    run("--publish", WASH)
    page = read(client, "/dossiers/k17-005-prijs-van-de-was/")
    assert page.text("h1") == "K17-005 Prijs van de was"
    assert page.terms(".label") == {
        "Titel": "Prijs van de was",
        "Code": "K17-005",
        "Fase": "Afgerond",
        "Inspraakmoment": "Geen Bekijk de vorige ronde",
    }
    assert page.texts(".timeline h3")[:3] == [
        "Wassen wordt goedkoper",
        "Overleg met DUWO over de wasprijs",
        "Peiling onder bewoners",
    ]
    description = read(client, "/dossiers/k17-005-prijs-van-de-was/beschrijving/")
    assert "vragen, overleggen <en> terugmelden." in description.text("main")


# --- The period of an inspraakmoment ----------------------------------------------------------------------


def days_of(entry):
    return entry.starts_on, entry.ends_on


def test_a_period_dates_the_only_inspraak_entry():
    run(SURVEY)
    assert days_of(Entry.objects.get(kind=Kind.INSPRAAK)) == (date(2025, 10, 1), date(2025, 10, 31))
    assert days_of(Entry.objects.get(kind=Kind.NEWS)) == (None, None)


def test_a_period_without_an_inspraak_entry_makes_one_with_the_highest_number(file):
    page = file(text_of("Nieuws", "Besluit", inspraak="Inspraakmoment: 3 t/m 16 juli 2017"))
    assert run(page).exit == 0
    assert timeline() == [
        (1, Kind.DECISION, "Besluit"),
        (2, Kind.NEWS, "Nieuws"),
        (3, Kind.INSPRAAK, "Inspraakmoment"),
    ]
    assert days_of(Entry.objects.get(number=3)) == (date(2017, 7, 3), date(2017, 7, 16))
    assert "ongewijzigd" in run(page).out


def test_a_period_is_refused_with_the_lines_when_there_are_several_inspraak_entries(file):
    page = file(text_of("Peiling", "Nieuws", "Enquête", inspraak="Inspraakmoment: 3 t/m 16 juli 2017"))
    done = run(page)
    assert done.exit == 1
    assert done.problems == [
        f"{page}:6: bij één periode staan hier 2 inspraakmomenten (regels 10, 16); verwacht: hoogstens één"
    ]
    assert nothing_written()


def test_several_inspraak_entries_without_a_period_are_fine(file):
    assert run(file(text_of("Peiling", "Enquête"))).exit == 0
    assert Entry.objects.filter(kind=Kind.INSPRAAK, starts_on=None).count() == 2


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("1 oktober t/m 31 oktober 2025", date(2025, 10, 1), date(2025, 10, 31)),
        ("3 t/m 16 juli 2017", date(2017, 7, 3), date(2017, 7, 16)),
        ("1 januari 1900 t/m 31 december 2100", date(1900, 1, 1), date(2100, 12, 31)),
        ("3–16 juli 2017", date(2017, 7, 3), date(2017, 7, 16)),
        ("3 - 16 Juli 2017", date(2017, 7, 3), date(2017, 7, 16)),
        ("Van 3 juli 2017 tot en met 16 juli 2017", date(2017, 7, 3), date(2017, 7, 16)),
        ("28 december 2025 T/M 3 januari 2026", date(2025, 12, 28), date(2026, 1, 3)),
        ("29 februari t/m 29 februari 2028", date(2028, 2, 29), date(2028, 2, 29)),
        ("1\u00a0oktober  t/m 31\u00a0oktober 2025", date(2025, 10, 1), date(2025, 10, 31)),
    ],
)
def test_a_period_is_read_as_people_write_it(file, period, first, last):
    assert run(file(text_of("Peiling", inspraak=f"Inspraakmoment: {period}"))).exit == 0
    assert days_of(Entry.objects.get()) == (first, last)


def test_any_other_inspraakmoment_is_a_problem(file):
    for value, wrong in {
        "binnenkort": "is geen inspraakmoment",
        "": "is geen inspraakmoment",
        "3 juli 2017": "is geen inspraakmoment",
        "Open t/m 16 juli 2017": "is geen inspraakmoment",
        "3 t/m 16 juli": "is geen inspraakmoment",
        "3 t/m 16 july 2017": "is geen inspraakmoment",
        "3 t/m 16 juli 2017 en in mei": "is geen inspraakmoment",
        "29 februari t/m 3 maart 2027": "heeft een dag die niet bestaat",
        "1 t/m 31 juni 2027": "heeft een dag die niet bestaat",
        "1 januari 0000 t/m 3 maart 2027": "heeft een dag die niet bestaat",
        "1 mei t/m 3 mei 1899": "heeft een jaar dat niet kan kloppen",
        "31 december 2100 t/m 1 januari 2101": "heeft een jaar dat niet kan kloppen",
        "16 t/m 15 juli 2017": "eindigt voor de eerste dag",
        "28 december t/m 3 januari 2026": "eindigt voor de eerste dag",
    }.items():
        page = file(text_of("Peiling", inspraak=f"Inspraakmoment: {value}"))
        done = run(page)
        assert done.exit == 1, value
        [problem] = done.problems
        assert problem.startswith(f"{page}:6: “{value}” {wrong}; verwacht: ")
        assert "een periode zoals “1 oktober t/m 31 oktober 2025”" in problem, value
        assert nothing_written(), value


# --- Draft, public, unchanged, edited ---------------------------------------------------------------------


def test_what_comes_in_is_draft():
    run(WASH)
    assert not Dossier.objects.exclude(published_at=None).exists()
    assert not Entry.objects.exclude(published_at=None).exists()


def test_with_publish_all_of_it_is_public_from_that_moment(at):
    now = at(2027, 6, 15, 12, 0)
    done = run("--publish", WASH)
    assert (done.exit, "openbaar gemaakt" in done.out) == (0, True)
    assert Entry.objects.public(now).count() == 3
    assert {Dossier.objects.get().published_at, *Entry.objects.values_list("published_at", flat=True)} == {now}


@pytest.mark.parametrize("first", [[], ["--publish"]])
def test_a_second_run_changes_nothing_and_says_so(first):
    run(*first, WASH)
    before = list(Dossier.objects.values()) + list(Entry.objects.values())
    done = run(*first, WASH)
    assert (done.exit, done.out, done.err) == (0, f"{WASH}: K17-005 Prijs van de was: ongewijzigd\n", "")
    assert list(Dossier.objects.values()) + list(Entry.objects.values()) == before


def test_an_earlier_import_is_published_when_it_is_still_an_unchanged_draft(at):
    run(WASH)
    now = at(2027, 6, 15, 12, 0)
    done = run("--publish", WASH)
    assert (done.exit, done.out) == (0, f"{WASH}: K17-005 Prijs van de was: ongewijzigd, openbaar gemaakt\n")
    assert Entry.objects.public(now).count() == 3


def test_publishing_leaves_alone_what_an_editor_published_or_scheduled(at):
    run(WASH)
    earlier, later = datetime(2027, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)
    Dossier.objects.update(published_at=earlier)
    Entry.objects.filter(number=1).update(published_at=earlier)
    Entry.objects.filter(number=2).update(published_at=later)
    now = at(2027, 6, 15, 12, 0)
    assert run(WASH).exit == 0
    assert run("--publish", WASH).exit == 0
    assert Dossier.objects.get().published_at == earlier
    assert list(Entry.objects.order_by("number").values_list("published_at", flat=True)) == [earlier, later, now]


def test_hard_spaces_and_quotes_are_no_difference(file):
    page = file(text_of(("Nieuws", "Zo’n 80\u00a0% vindt \"wassen\" & 'drogen' <te> duur.")))
    run(page)
    assert plain_text(Entry.objects.get().body) == "Zo’n 80 % vindt \"wassen\" & 'drogen' <te> duur."
    assert "ongewijzigd" in run(page).out


def test_the_text_as_it_came_in_is_the_first_version():
    run(WASH)
    run("--publish", WASH)
    versions = Version.objects.get_for_object(Entry.objects.get(number=3))
    assert [version.field_dict["published_at"] is None for version in versions] == [False, True]
    assert versions.last().revision.comment == "Overgenomen van de oude site."
    run(WASH)
    assert Version.objects.get_for_object(Entry.objects.get(number=3)).count() == 2


def test_when_writing_fails_halfway_nothing_of_the_file_is_left():
    def fail(instance, **kwargs):
        if instance.number == 2:
            raise OSError("disk full")

    post_save.connect(fail, sender=Entry)
    try:
        with pytest.raises(OSError, match="disk full"):
            run(WASH)
    finally:
        post_save.disconnect(fail, sender=Entry)
    assert nothing_written()


@pytest.mark.parametrize("file", [WASH, QUIRKS])
def test_a_form_that_was_saved_untouched_is_no_edit(file):
    run(file)
    desk = Desk(make_editor())
    dossier = Dossier.objects.get()
    desk.save("dossier", dossier, introduction=dossier.introduction.replace("\n", "\r\n"))  # as browsers send it
    for entry in dossier.entries.all():
        desk.save("entry", entry)
    assert "ongewijzigd" in run(file).out


def withdraw(row):
    row.withdraw(NOW, "Vervallen.")
    row.save()


EDITS = [
    (lambda dossier: Dossier.objects.update(phase=Phase.TALKS), 5, "fase van K17-005"),
    (lambda dossier: Dossier.objects.update(title="Was"), 3, "titel van K17-005"),
    (lambda dossier: Dossier.objects.update(pause_reason="Wacht."), 4, "gepauzeerd omdat van K17-005"),
    (lambda dossier: Dossier.objects.update(description="<p>Anders.</p>"), 29, "dossierbeschrijving van K17-005"),
    (lambda dossier: withdraw(dossier), 4, "ingetrokken op van K17-005"),
    (lambda dossier: Entry.objects.filter(number=1).update(title="Poll"), 24, "titel van bericht K17-005/1"),
    (lambda dossier: Entry.objects.filter(number=3).update(body="<p>Nee.</p>"), 10, "tekst van bericht K17-005/3"),
    (
        lambda dossier: Entry.objects.filter(number=2).update(starts_on=date(2017, 5, 1)),
        15,
        "datum van bericht K17-005/2",
    ),
    (lambda dossier: withdraw(Entry.objects.get(number=2)), 15, "ingetrokken op van bericht K17-005/2"),
    (lambda dossier: Entry.objects.filter(number=3).delete(), 10, "bericht K17-005/3 ontbreekt"),
    (lambda dossier: make_entry(dossier), 4, "bericht K17-005/4 is erbij gekomen"),
    (lambda dossier: make_attachment(dossier), 4, "een bijlage bij K17-005 is erbij gekomen"),
    (lambda dossier: make_point(Entry.objects.get(number=1)), 4, "een punt bij K17-005 is erbij gekomen"),
    (lambda dossier: make_change(dossier, NOW), 4, "een wijziging bij K17-005 is erbij gekomen"),
]


def everything():
    return [list(model.objects.order_by("pk").values()) for model in (Dossier, Entry, Point, Attachment, Change)]


@pytest.mark.parametrize(("edit", "line", "what"), EDITS, ids=[what for _, _, what in EDITS])
def test_a_dossier_that_somebody_edited_is_refused_and_stays_as_it_is(edit, line, what):
    run(WASH)
    edit(Dossier.objects.get())
    before = everything()
    for options in ([], ["--publish"]):
        done = run(*options, WASH)
        assert done.exit == 1, options
        assert done.problems[0] == f"{WASH}: K17-005 staat al op de site. Er is niets overschreven."
        assert f"{WASH}:{line}: op de site is anders: {what}; verwacht: zoals in dit bestand" in done.problems
        assert everything() == before, options


def test_a_dossier_of_the_same_code_from_elsewhere_is_never_overwritten():
    make_dossier("K17-005", title="Iets anders")
    done = run(WASH)
    assert done.exit == 1
    assert f"{WASH}:3: op de site is anders: titel van K17-005" in done.err
    assert Dossier.objects.get().title == "Iets anders"
    assert not Entry.objects.exists()


def test_of_two_files_with_one_code_the_first_is_taken_and_the_second_refused_when_it_differs(file):
    same, other = file(text_of(), "a.txt"), file(text_of("Nieuws"), "b.txt")
    done = run(same, same, other)
    assert done.exit == 1
    assert done.out.splitlines()[1] == f"{same}: K17-005 Prijs van de was: ongewijzigd"
    assert done.problems[1].startswith(f"{other}:10: op de site is anders: bericht K17-005/1 ontbreekt;")
    assert timeline() == []


# --- A trial run ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("options", [[], ["--publish"]])
def test_a_dry_run_tells_what_would_happen_and_writes_nothing(options):
    done = run("--dry-run", *options, WASH, BROKEN)
    assert done.exit == 1
    assert "K17-005 Prijs van de was: aanmaken, berichten: 3" in done.out
    assert ("openbaar maken" in done.out) == bool(options)
    assert "  2. Bijeenkomst: Overleg met DUWO over de wasprijs\n" in done.out
    assert len(done.problems) == 3
    assert nothing_written()


def test_a_dry_run_publishes_nothing_either():
    run(WASH)
    done = run("--dry-run", "--publish", WASH)
    assert (done.exit, "ongewijzigd, openbaar maken" in done.out) == (0, True)
    assert not Entry.objects.exclude(published_at=None).exists()


def test_a_dry_run_refuses_what_the_real_run_refuses():
    run(WASH)
    Entry.objects.filter(number=1).update(title="Poll")
    trial, real = run("--dry-run", WASH), run(WASH)
    assert (trial.exit, trial.err) == (real.exit, real.err) == (1, real.err)


# --- Problems ---------------------------------------------------------------------------------------------


def test_every_problem_of_a_file_is_told_with_its_line_and_nothing_of_it_comes_in():
    done = run(BROKEN)
    assert done.exit == 1
    assert done.problems == [
        f"{BROKEN}:4: code “K26-01” is geen code; verwacht: een of twee hoofdletters, twee cijfers, een streepje, "
        "drie cijfers (K16-006)",
        f"{BROKEN}:5: “Bijna klaar” is geen fase; verwacht: een van Verkenning, Voorbereiding, Overleg, Advies, "
        "Uitvoering, Afgerond",
        f"{BROKEN}:6: “binnenkort” is geen inspraakmoment; verwacht: “Geen” of een periode zoals "
        "“1 oktober t/m 31 oktober 2025”",
    ]
    assert done.out == f"{BROKEN}: niet overgenomen, problemen: 3\n"
    assert nothing_written()


def test_the_other_files_go_on_and_every_file_has_a_line_of_summary():
    done = run(RENT, BROKEN, WASH, SURVEY)
    assert done.exit == 1
    assert [line.split(":")[0] for line in done.out.splitlines()] == list(map(str, (RENT, BROKEN, WASH, SURVEY)))
    assert set(Dossier.objects.values_list("code", flat=True)) == {"K20-002", "K17-005", "K25-003"}


@pytest.mark.parametrize(
    ("changes", "line", "problem"),
    [
        ({"title": None}, 3, "de regel “Titel: …” ontbreekt; verwacht: bovenaan een blok met Titel, Code"),
        ({"code": None}, 3, "de regel “Code: …” ontbreekt; verwacht: "),
        ({"phase": None}, 3, "de regel “Fase: …” ontbreekt; verwacht: "),
        ({"inspraak": None}, 3, "de regel “Inspraakmoment: …” ontbreekt; verwacht: "),
        ({"introduction": "Fase: Overleg"}, 8, "“Fase” staat ook al op regel 5; verwacht: "),
        (
            {"heading": "K17-005 Prijs"},
            1,
            "de kop “K17-005 Prijs” past niet bij Code en Titel; verwacht: “K17-005 Prijs van de was”",
        ),
        ({"heading": "K17-005 ", "title": "Titel:"}, 3, "titel “” is leeg; verwacht: een titel op deze regel"),
        ({"phase": "Fase:"}, 5, "“” is geen fase; verwacht: een van Verkenning, "),
        (
            {"code": "Code: k17-005", "heading": "k17-005 Prijs van de was"},
            4,
            "code “k17-005” is geen code; verwacht: een of twee hoofdletters, ",
        ),
        ({"code": "Code:", "heading": "Prijs van de was"}, 4, "code “” is leeg; verwacht: een code op deze regel"),
    ],
)
def test_a_damaged_header_is_refused_with_its_line(file, changes, line, problem):
    page = file(text_of("Nieuws", **changes))
    done = run(page)
    assert done.exit == 1
    assert done.problems[0].startswith(f"{page}:{line}: {problem}")
    assert len({problem.split(":")[1] for problem in done.problems}) == 1
    assert nothing_written()


def test_a_text_that_is_no_page_is_refused_with_what_it_lacks(file):
    page = file("Beste huurders,\n\nTot ziens.")
    done = run(page)
    assert done.exit == 1
    assert [problem.split(" ontbreekt")[0] for problem in done.problems] == [
        f"{page}:1: de regel “{label}: …”" for label in ("Code", "Fase", "Inspraakmoment", "Titel")
    ]


@pytest.mark.parametrize(("length", "code"), [(200, 0), (201, 1)])
def test_a_title_may_have_200_characters(file, length, code):
    long = "a" * length
    page = file(text_of(long, title=f"Titel: {long}", heading=f"K17-005 {long}"))
    done = run(page)
    assert done.exit == code
    begin = f"titel “{'a' * 59}…” is te lang"
    assert done.problems == [
        f"{page}:{line}: {begin} (201 tekens); verwacht: hoogstens 200 tekens" for line in (3, 10)[: 2 * code]
    ]
    assert nothing_written() == bool(code)


@pytest.mark.parametrize("markup", ["<b>gratis</b>", "gratis</b>", "<!-- gratis", "<script>alert(1)</script>"])
def test_markup_in_a_title_is_refused_with_its_line(file, markup):
    page = file(text_of(f"Wassen is {markup}", title=f"Titel: {markup}", heading=f"K17-005 {markup}"))
    refusal = "lijkt opmaak te hebben; verwacht: gewone woorden. Haal in het bestand de tekens < en > weg"
    assert run(page).problems == [
        f"{page}:3: titel “{markup}” {refusal}",
        f"{page}:10: titel “Wassen is {markup}” {refusal}",
    ]
    assert nothing_written()


def test_an_entry_without_a_title_and_a_second_description_are_refused(file):
    page = file(text_of("", ("Dossierbeschrijving", "Nog een.")))
    done = run(page)
    assert done.problems == [
        f"{page}:10: titel “” is leeg; verwacht: een titel op deze regel",
        f"{page}:18: er is ook al een Dossierbeschrijving op regel 13; verwacht: hoogstens één",
    ]
    assert nothing_written()


def test_a_page_with_another_sign_for_its_bullets_is_refused(file):
    for sign in ("-", "–", "*", "·", "●", "▪", "o", "\uf0b7"):
        page = file(text_of(("Werkbezoek", "We waren er.")).replace("•", sign))
        done = run(page)
        assert done.exit == 1, sign
        assert done.err.splitlines() == [
            f"{page}:15: “Dossierbeschrijving” staat in de inleiding; verwacht: “•” voor elk bericht en hiervoor"
        ], sign
        assert nothing_written(), sign


def test_a_line_that_only_says_read_on_goes(file):
    lines = ["Lees verder", "LEES VERDER...", "lees verder …", "Lees  verder →"]
    assert run(file(text_of(*(("Werkbezoek", "We waren er.", line) for line in lines)))).exit == 0
    assert [entry.body for entry in Entry.objects.all()] == ["<p>We waren er.</p>"] * len(lines)


# --- Encodings and files that are no page -----------------------------------------------------------------

EVERYTHING_TYPED = text_of(("Enquête: “hoeveel?”", "Van € 2,50 naar € 2,00 – ’s avonds."))


@pytest.mark.parametrize(
    "content",
    [
        EVERYTHING_TYPED.encode(),
        EVERYTHING_TYPED.encode("utf-8-sig"),
        EVERYTHING_TYPED.encode("cp1252", "replace"),  # an arrow becomes a question mark there
        EVERYTHING_TYPED.replace("\n", "\r\n").encode(),
        EVERYTHING_TYPED.replace("\n", "\r").encode(),
        EVERYTHING_TYPED.replace("\n", "\r\n").encode("cp1252", "replace"),
    ],
    ids=["utf-8", "bom", "windows-1252", "crlf", "cr", "windows-1252 with crlf"],
)
def test_every_usual_encoding_and_line_end_reads_the_same(file, content):
    done = run(file(content))
    assert (done.exit, done.err) == (0, "")
    entry = Entry.objects.get()
    assert (entry.title, entry.kind) == ("Enquête: “hoeveel?”", Kind.INSPRAAK)
    assert entry.body == "<p>Van € 2,50 naar € 2,00 – ’s avonds.</p>"
    assert Dossier.objects.get().description == "<p>Waarom dit dossier er is.</p>"


def test_lines_count_the_same_with_windows_line_ends(file):
    text = BROKEN.read_text().replace("\n", "\r\n")
    assert [problem.split(":")[1] for problem in run(file(text)).problems] == ["4", "5", "6"]


def test_only_line_ends_count_as_lines(file):
    introduction = "Regel met een\u2028scheiding en een\x0cnieuwe pagina."
    done = run(file(text_of("", introduction=introduction)))
    assert [problem.split(":")[1] for problem in done.problems] == ["10"]


@pytest.mark.parametrize(
    ("content", "line", "wrong"),
    [
        (b"", 1, "het bestand is leeg"),
        (b"\xef\xbb\xbf\r\n \r\n", 1, "het bestand is leeg"),
        (b"%PDF-1.4\n\x00\x01\x02", 2, "dit is geen leesbare tekst (teken U+0000)"),
        (b"\xef\xbb\xbfcaf\xe9", 1, "dit is geen leesbare tekst (byte 0xE9)"),
        (text_of().encode("utf-16"), 1, "dit is geen leesbare tekst"),
        (b"a\nb\x81", 2, "dit is geen leesbare tekst (byte 0x81)"),
        ("•\n".encode() + b"caf\xe9", 2, "dit is geen leesbare tekst (byte 0xE9)"),  # no mixture
        ("een\n\x95 twee".encode(), 2, "dit is geen leesbare tekst (teken U+0095)"),
    ],
)
def test_a_file_that_is_no_text_gets_one_line(file, content, line, wrong):
    path = file(content)
    done = run(path, WASH)
    assert done.exit == 1
    [problem] = done.problems
    assert problem.startswith(f"{path}:{line}: {wrong}")
    assert "; verwacht: " in problem
    assert Dossier.objects.get().code == "K17-005"


def test_a_missing_file_and_a_directory_get_one_line_each(tmp_path):
    missing = tmp_path / "weg.txt"
    assert run(missing, tmp_path).problems == [
        f"{missing}: dit bestand bestaat niet; verwacht: een pagina van de oude site, bewaard als platte tekst",
        f"{tmp_path}: dit is een map; verwacht: een pagina van de oude site, bewaard als platte tekst",
    ]


def test_a_pipe_is_refused_without_waiting_for_somebody_to_write(tmp_path):
    pipe = tmp_path / "pijp"
    os.mkfifo(pipe)
    assert run(pipe).problems == [
        f"{pipe}: dit is geen gewoon bestand; verwacht: een pagina van de oude site, bewaard als platte tekst"
    ]


def test_a_name_in_another_encoding_can_be_printed(tmp_path):
    done = run(tmp_path / os.fsdecode(b"caf\xe9.txt"))
    assert done.err.startswith(f"{tmp_path}/caf\ufffd.txt: dit bestand bestaat niet;")
    assert done.out.startswith(f"{tmp_path}/caf\ufffd.txt: niet overgenomen")


def test_a_name_with_a_line_end_stays_on_one_line(tmp_path):
    done = run(tmp_path / "een\ntwee\r.txt")
    assert done.problems[0].startswith(f"{tmp_path}/een\ufffdtwee\ufffd.txt: dit bestand bestaat niet;")
    assert done.out == f"{tmp_path}/een\ufffdtwee\ufffd.txt: niet overgenomen, problemen: 1\n"


def test_a_path_that_the_system_cannot_open_gets_one_line(tmp_path):
    done = run(tmp_path / ("a" * 5000))
    assert (done.exit, len(done.problems)) == (1, 1)
    assert "dit bestand is niet te lezen" in done.err


@pytest.mark.parametrize(("extra", "code"), [(0, 0), (1, 1)])
def test_a_file_may_have_one_megabyte(file, extra, code):
    page = text_of("Nieuws").encode()
    path = file(page + b"\n" * (MAX_BYTES - len(page) + extra))
    done = run(path)
    assert done.exit == code
    assert ("dit bestand is te groot" in done.err) == bool(code)


def test_a_file_of_50_megabytes_is_refused_without_reading_it(tmp_path):
    path = tmp_path / "groot.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    done = run(path)
    assert done.problems == [
        f"{path}: dit bestand is te groot; verwacht: een pagina van de oude site, bewaard als platte tekst, "
        "van hoogstens 1 MB"
    ]


# --- Whatever stands on a page ----------------------------------------------------------------------------

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=https://elders.example/x.png onerror=alert(1)>",
    '<p style="color:red" onclick="x()">hallo</p>',
    "</p><style>p{display:none}</style>",
    "<svg/onload=alert(1)>",
    '<a href="javascript:alert(1)">klik</a>',
    "&lt;script&gt; &amp;amp; &#60;b&#62; &nbsp;",
    "<!-- weg --> <![CDATA[weg]]> <?weg?>",
]
LETTERS = st.characters(exclude_categories=["Cs", "Cc", "Cn"])
WORDS = st.one_of(st.text(LETTERS, min_size=1), st.sampled_from(ATTACKS), st.text("<>&;/\"'= abp", min_size=1))


def is_text(line):
    """Whether a line has words of its own: it is no bullet, no label, no "Lees verder", and not empty."""
    words = strip_invisible(line).strip().lower()
    special = ("•", "lees", "titel", "code", "fase", "inspraakmoment")
    return any(sign.isprintable() and not sign.isspace() for sign in words) and not words.startswith(special)


PARAGRAPHS = st.lists(WORDS.filter(is_text), max_size=3)
UNHURRIED = settings(
    deadline=None, derandomize=True, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def seen(rich):
    """The tags and attributes that a browser makes of rich text, and the words that it shows."""
    tree = html5lib.parseFragment(rich, namespaceHTMLElements=False)
    markup = {name for element in tree.iter() if element is not tree for name in (element.tag, *element.attrib)}
    return markup, " ".join(tree.itertext()).split()


def words(texts):
    return strip_invisible(" ".join(texts)).split()


@UNHURRIED
@given(introduction=PARAGRAPHS, first=PARAGRAPHS, second=PARAGRAPHS, description=PARAGRAPHS)
@example(introduction=ATTACKS, first=ATTACKS[:1], second=ATTACKS, description=ATTACKS)
def test_whatever_a_page_says_arrives_word_for_word_and_never_as_markup(introduction, first, second, description):
    blocks = [
        *["Titel: Was\nCode: K17-005\nFase: Advies\nInspraakmoment: Geen", *introduction],
        *[" • Tweede", *second, "Lees verder →", " • Eerste", *first, "Lees verder", " • Dossierbeschrijving"],
        *description,
    ]
    with transaction.atomic():
        load(parse("\n\n".join(blocks)), NOW, publish=True)
        dossier, (one, two) = Dossier.objects.get(), Entry.objects.order_by("number")
        transaction.set_rollback(True)
    assert words(dossier.introduction.split("\n\n")) == words(introduction)
    for rich, texts in [(one.body, first), (two.body, second), (dossier.description, description)]:
        assert rich.count("<p>") == len(texts)
        assert seen(rich) == ({"p"} if texts else set(), words(texts))
    assert words([one.teaser]) == words(first[:1]) or one.teaser.endswith("…")


@UNHURRIED
@given(name=WORDS.filter(lambda words: "<" not in words))
@example(name="x < 3 en <3")
def test_a_title_is_plain_text_whatever_stands_in_it(name):
    page = parse(text_of(f"Over {name}"))
    with transaction.atomic():
        load(page, NOW, publish=False)
        title = Entry.objects.get().title
        transaction.set_rollback(True)
    assert title.split() == strip_invisible(f"Over {name}").split()


@UNHURRIED
@given(content=st.binary() | st.text().map(lambda text: text.encode(errors="replace")))
def test_no_file_breaks_the_importer(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "pagina.txt"
    path.write_bytes(content)
    done = run("--dry-run", path)
    assert done.exit == 1
    assert done.problems
    assert all(problem.startswith(f"{path}:") for problem in done.problems)


@UNHURRIED
@given(
    where=st.integers(0, 1000), noise=st.text() | st.sampled_from(["\n • ", "\nCode: ", " • Dossierbeschrijving\n"])
)
def test_a_page_with_noise_in_it_is_taken_whole_or_refused_with_its_lines(where, noise):
    text = WASH.read_text()
    text = text[:where] + noise + text[where:]
    page = parse(text)
    problems = []
    with transaction.atomic():
        try:
            load(page, NOW, publish=False)
        except ImportRefused as refused:
            problems = refused.problems
        taken = Entry.objects.count()
        transaction.set_rollback(True)
    assert taken == (0 if problems else len(page.entries))
    lines = len(re.split(r"\r\n|\r|\n", text))
    assert all(1 <= problem.line <= lines for problem in problems)


# --- A page without entries -------------------------------------------------------------------------------


def test_a_page_without_entries_is_named_when_there_are_lines_that_look_like_one(file):
    for number, words in enumerate(
        (
            *("- Peiling", "* Peiling", "· Peiling", "o Peiling", "1. Peiling", "– Peiling", "▪ Peiling"),
            *("\uf0b7 Peiling", "●Peiling", "Peiling\n\nWat betaal jij?\n\nLees verder →", "Lees verder"),
        )
    ):
        done = run(file(text_of(introduction=f"Wassen is duur.\n\n{words}"), f"{number}.txt"))
        assert done.exit == 1, words
        (problem,) = done.problems
        line = 10 + words.count("\n")
        assert f"{number}.txt:{line}: er is geen bericht gevonden, maar “{words.splitlines()[-1]}”" in problem, words
        assert "verwacht: “•” voor de titel van elk bericht." in problem, words
    assert nothing_written()


def test_entries_that_went_into_the_description_are_named_too(file):
    twice = "Waarom dit er is.\n\n  Lees verder →\n\n  Peiling\n\n  Wat betaal jij?"
    done = run(file(text_of(description=None) + f"\n\n  {twice}\n\n  Lees verder →"))
    assert (done.exit, "er is geen bericht gevonden" in done.err) == (1, True)


def test_a_page_that_has_no_entries_is_taken_over(file):
    for number, (introduction, description) in enumerate(
        (
            ("Wassen is duur. - Dat zegt iedereen.", "Waarom.\n\n  - één\n\n  - twee"),
            ("-5 graden was het. * = zie onder.", "Waarom."),
            ("Op 1.5 meter. Ook 10) is geen begin.", "Waarom."),
        ),
        start=1,
    ):
        page = text_of(
            introduction=introduction,
            description=description,
            code=f"Code: K17-00{number}",
            heading=f"K17-00{number} Prijs van de was",
        )
        assert run(file(page, f"{number}.txt")).problems == [], introduction
    assert (Dossier.objects.count(), Entry.objects.count()) == (3, 0)


def test_a_list_in_the_introduction_of_a_page_with_entries_is_a_list(file):
    assert run(file(text_of("Peiling", introduction="Wassen is:\n- duur\n- ver weg"))).problems == []
    assert Dossier.objects.get().introduction == "Wassen is:\n- duur\n- ver weg"
