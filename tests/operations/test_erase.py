"""Somebody must be forgotten: ``erase`` shows where a text stands, takes it out, and keeps only that and when."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import CommandError, call_command
from reversion.models import Version

from dossiers.models import Change, Dossier, Editor, Entry, Point, PreviewLink, Redirect, SearchRow
from dossiers.operations.backup import record
from dossiers.rules.kinds import Kind

from ..editors import Desk, make_editor
from ..factories import make_attachment, make_dossier, make_entry, make_point
from ..filled_form import visible_text
from ..pdfs import make_pdf

pytestmark = pytest.mark.django_db
NAME = "Renée de Wit"


@pytest.fixture
def archive(at, settings):
    """A name in every place where an editor or a machine can leave it; returns the desk of the editor."""
    now = at(2027, 5, 1, 20, 0)
    desk = Desk(make_editor("sam", first_name="Renée", last_name="De Wit"))
    dossier = make_dossier(title="Brief van Renée de Wit", description="<p>Van <b>Renée</b>&nbsp;de Wit &amp; co.</p>")
    entry = make_entry(
        dossier, "Renée de Wit vertrekt", body='<p><a href="/k16-006-brief-van-renee-de-wit/">RENÉE DE WIT</a></p>'
    )
    desk.save("entry", entry, teaser="Zei Rene\u0301e de Wit.", report="announced", report_text="Van Renée de Wit.")
    desk.save("entry", entry, teaser="Niemand.", report="silent")
    make_point(make_entry(dossier, kind=Kind.ADVICE), text="Antwoord aan renée\u00a0de\u00a0wit.")
    PreviewLink.for_row(entry, label="Renée de Wit", ends_on=now.date(), created_at=now).save()
    Redirect.objects.create(old_path="/nieuws/renee-de-wit", target="/k16-006-x-renee-de-wit", created_at=now)
    make_attachment(dossier, "Brief", name="renee-de-wit.pdf")
    make_attachment(dossier, "Verslag", content=make_pdf("Renee de Wit sprak"))
    make_entry(dossier, "Iets met Renée de Witte", body="<p>De wit geverfde muur.</p>")
    record.write(record.Backup(datetime(2027, 4, 30, 3, tzinfo=UTC), copied=True))
    settings.BACKUP_COPY_TO = "elders:wijwonen/"
    return desk


def erase(monkeypatch, text, answer="ja", **options):
    monkeypatch.setattr("builtins.input", lambda question: answer)
    out = StringIO()
    call_command("erase", text, stdout=out, **options)
    return out.getvalue()


def everything():
    """All texts that are stored, on one line."""
    tables = (Dossier, Entry, Point, Change, PreviewLink, LogEntry, Version, Editor, SearchRow)
    return " ".join(str(list(model._base_manager.values())) for model in tables)


def test_a_trial_shows_every_place_and_changes_nothing(archive, monkeypatch):
    before = everything()
    shown = erase(monkeypatch, NAME, dry_run=True)
    for place in (
        "dossier",
        "titel: Brief van Renée de Wit",
        "dossierbeschrijving: <p>Van",
        "tekst: ",
        "wijziging",
        "punt",
        "voorbeeldlink",
        "versie",
        "logboekvermelding",
        "- /dossiers/k16-006-brief-van-renee-de-wit/1-renee-de-wit-vertrekt/",
        "/nieuws/renee-de-wit. Kies zelf iets anders.",
        "Account sam. Verander de naam in het beheer.",
        "renee-de-wit.pdf, bijlage K16-006/1. Vervang het in het beheer",
        "bijlage K16-006/2. Vervang het in het beheer",
        "Back-ups tot en met backup-2027-04-30-030000.tar, ook de kopieën op elders:wijwonen/.",
        "Proef: er is niets veranderd.",
    ):
        assert place in shown, (place, shown)
    assert "Witte" not in shown
    assert everything() == before


def test_the_text_leaves_rows_versions_log_and_index_and_only_the_moment_is_kept(archive, monkeypatch, tmp_path):
    erase(monkeypatch, NAME, answer=" JA ")
    Editor.objects.update(first_name="", last_name="")
    left = everything().lower().replace("renée de witte", "")
    for writing in (
        "renée de wit",
        "rene\u0301e de wit",
        "renee-de-wit",
        "ren\\\\u00e9e de wit",
        "renée</b>",
        "de\xa0wit",
    ):
        assert writing not in left, writing
    assert Dossier.objects.get().title == "Brief van […]"
    assert Redirect.objects.get().target == "/k16-006-x-x"
    assert Entry.objects.get(number=3).body == "<p>De wit geverfde muur.</p>"
    history = visible_text(archive.get(f"/beheer/dossiers/entry/{Entry.objects.get(number=1).pk}/history/"))
    assert "Zei […]." in history
    assert "vertrekt" in visible_text(archive.get("/zoeken/?q=vertrekt"))
    assert "0 keer" not in visible_text(archive.get("/zoeken/?q=muur"))
    assert (tmp_path / "erasures.txt").read_text() == "2027-05-01T18:00:00+00:00\n"
    again = erase(monkeypatch, NAME)
    assert "Hier staat de tekst: 0." in again
    assert "Kies zelf iets anders." in again  # what a person has to do is told until it is done


@pytest.mark.parametrize("answer", ["nee", "", "j"])
def test_without_a_yes_nothing_changes(archive, monkeypatch, tmp_path, answer):
    before = everything()
    assert "Er is niets veranderd." in erase(monkeypatch, NAME, answer=answer)
    assert everything() == before
    assert not (tmp_path / "erasures.txt").exists()


def test_an_odd_text_is_refused_or_found_in_no_place(archive, monkeypatch):
    before = everything()
    for text in ("  ", "R", "[…]", "<b>"):
        with pytest.raises(CommandError, match="te kort"):
            erase(monkeypatch, text)
    for text in ("Onbekend", "news", "entry", "(.*)+abc", "\u0000abc", "fields"):
        assert "Hier staat de tekst: 0." in erase(monkeypatch, text), text
    assert everything() == before
