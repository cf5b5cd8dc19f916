"""Honest dates: what tenants could read changes silently only when it is a typing error."""

from datetime import UTC, date, datetime

import pytest
from reversion.models import Revision

from dossiers.models import Change, Entry
from dossiers.rules.kinds import Kind

from ..editors import Desk, make_editor
from ..factories import make_dossier, make_entry, make_round
from ..filled_form import read_form, visible_text

pytestmark = pytest.mark.django_db
GONE = datetime(2027, 5, 4, 17, tzinfo=UTC)
REPORT = {"report": "announced", "report_text": "De zaal was al bezet."}


@pytest.fixture
def desk(at):
    at(2027, 5, 4, 20, 0)
    return Desk(make_editor())


@pytest.fixture
def dossier():
    return make_dossier(introduction="Er staan te veel fietsen.")


@pytest.fixture
def meeting(dossier):
    return make_entry(
        dossier,
        "Avond",
        kind=Kind.MEETING,
        starts_on=date(2027, 5, 20),
        begins_at="19:30",
        place="De kantine",
        body="<p>Kom je ook?</p>",
    )


def message(page, field):
    return " ".join(page.context["adminform"].form.errors.get(field, [])).replace("\xa0", " ")


def notes(desk, row):
    """The reported changes that a tenant reads on the page of a row."""
    words = visible_text(desk.get(row.get_absolute_url())).replace("\xa0", " ")
    return [change.text for change in Change.objects.order_by("pk") if change.text in words]


@pytest.mark.parametrize(
    ("answers", "changed"),
    [
        ({"title": "Avondje"}, "titel"),
        ({"teaser": "Kom je?"}, "kort"),
        ({"body": "<p>Kom maar niet.</p>"}, "tekst"),
        ({"date_text": "20 mei, na het eten"}, "datum in woorden"),
        ({"title": "Avondje", "teaser": "Kom je?"}, "titel en kort"),
    ],
)
def test_a_changed_text_asks_what_kind_of_change_it_is_and_keeps_what_was_typed(desk, meeting, answers, changed):
    page = desk.save("entry", meeting, **answers)
    assert message(page, "report").startswith(f"Je veranderde: {changed}. Huurders konden dit al lezen.")
    kept = read_form(page, "entry_form")
    assert {name: kept[name] for name in answers} == answers
    assert (Entry.objects.get().title, Change.objects.count()) == ("Avond", 0)


def test_another_kind_asks_the_same(desk, dossier):
    request = make_entry(dossier, kind=Kind.REQUEST)
    assert message(desk.save("entry", request, kind="document"), "report").startswith("Je veranderde: soort.")
    request.refresh_from_db()
    assert request.kind == Kind.REQUEST
    desk.save("entry", request, kind="document", report="announced", report_text="Het was geen aanvraag.")
    assert notes(desk, request) == ["Het was geen aanvraag."]


@pytest.mark.parametrize("answers", [{"title": "Zolder"}, {"introduction": "Veel."}, {"description": "<p>Lang.</p>"}])
def test_a_changed_dossier_asks_the_same(desk, dossier, answers):
    assert "Kies wat het is" in message(desk.save("dossier", dossier, **answers), "report")
    desk.save("dossier", dossier, **answers, report="announced", report_text="Het klopte niet meer.")
    change = Change.objects.get()
    assert (change.dossier, change.entry, change.text) == (dossier, None, "Het klopte niet meer.")
    dossier.refresh_from_db()
    words = visible_text(desk.get(dossier.get_absolute_url())).replace("\xa0", " ")
    assert "Gewijzigd op 4 mei: Het klopte niet meer." in words


@pytest.mark.parametrize("reason", ["We wachten op de gemeente.", ""], ids=["another reason", "on again"])
def test_a_pause_begins_without_a_question_and_does_not_change_or_end_unnoticed(desk, dossier, reason):
    desk.save("dossier", dossier, pause_reason="Het ligt stil.")
    dossier.refresh_from_db()
    assert dossier.pause_reason == "Het ligt stil."
    page = desk.save("dossier", dossier, pause_reason=reason)
    assert message(page, "report").startswith("Je veranderde: gepauzeerd omdat.")
    desk.save("dossier", dossier, pause_reason=reason, report="announced", report_text="Dit is nieuw.")
    assert notes(desk, dossier) == ["Dit is nieuw."]


def test_what_did_not_change_needs_no_choice(desk, dossier, meeting):
    for model, row in (("dossier", dossier), ("entry", meeting)):
        assert "is opgeslagen" in visible_text(desk.save(model, row))
    desk.save("dossier", dossier, phase="talks", pause_reason="Vakantie")
    dossier.refresh_from_db()
    assert (dossier.phase, Change.objects.count()) == ("talks", 0)


def test_line_ends_of_a_browser_are_no_change(desk):
    dossier = make_dossier(introduction="Eén.\n\nTwee.")
    page = desk.save("dossier", dossier, introduction="Eén.\r\n\r\nTwee.")
    assert "is opgeslagen" in visible_text(page)


def test_a_typing_error_is_corrected_without_a_trace_on_the_site(desk, meeting):
    desk.save("entry", meeting, title="Avond!", report="silent", report_text="Niet te lezen")
    meeting.refresh_from_db()
    assert (meeting.title, Change.objects.count()) == ("Avond!", 0)


def test_a_reported_text_is_told_on_the_entry_and_the_dossier(desk, dossier, meeting):
    desk.save("entry", meeting, body="<p>Neem koffie mee.</p>", report="announced", report_text="Er is geen koffie.")
    for row in (dossier, meeting):
        words = visible_text(desk.get(row.get_absolute_url())).replace("\xa0", " ")
        assert "Gewijzigd op 4 mei: Er is geen koffie." in words


def test_a_reported_change_is_of_this_instant_and_in_the_same_version(desk, meeting, at):
    moment = at(2027, 5, 4, 23, 59, 59)
    desk.save("entry", meeting, starts_on="01-06-2027", **REPORT)
    change = Change.objects.get()
    assert (change.at, change.old_starts_on) == (moment, date(2027, 5, 20))
    assert (change.old_ends_on, change.old_due_on) == (None, None)
    stored = {version.content_type.model for version in Revision.objects.get().version_set.all()}
    assert stored == {"entry", "change"}


def test_the_history_names_what_changed_and_not_the_question(desk, meeting):
    desk.save("entry", meeting, title="Feest", **REPORT)
    assert Revision.objects.get().comment == "Titel gewijzigd."


@pytest.mark.parametrize("report", ["silent", None])
@pytest.mark.parametrize("answers", [{"starts_on": "01-06-2027"}, {"begins_at": "20:00"}, {"ends_at": "22:00"}])
def test_moving_a_meeting_is_never_silent(desk, meeting, answers, report):
    page = desk.save("entry", meeting, **answers, **({"report": report} if report else {}))
    assert message(page, "report").startswith("Een andere dag of tijd melden we altijd")
    page = desk.save("entry", meeting, **answers, report="announced", report_text=" ")
    assert message(page, "report_text") == "Schrijf in één regel wat er veranderd is. Huurders lezen dit."
    assert not Change.objects.exists()


def test_the_day_of_a_meeting_that_lost_its_day_is_told_too(desk, meeting):
    desk.save("entry", meeting, starts_on="", begins_at="", report="announced", report_text="De zaal is bezet.")
    page = desk.save("entry", meeting, starts_on="08-06-2027", report="silent")
    assert "Een nieuwe dag melden we altijd: huurders wachten erop." in message(page, "report")
    desk.save("entry", meeting, starts_on="08-06-2027", report="announced", report_text="We hebben weer een zaal.")
    assert notes(desk, meeting) == ["De zaal is bezet.", "We hebben weer een zaal."]


@pytest.mark.parametrize("place", ["De hal", ""])
def test_another_place_of_a_meeting_is_never_silent(desk, meeting, place):
    page = desk.save("entry", meeting, place=place, report="silent")
    assert message(page, "report").startswith("Een andere plaats melden we altijd")
    desk.save("entry", meeting, place=place, **REPORT)
    assert "SEQUENCE:1" in desk.get("/agenda.ics").content.decode()


def test_the_place_of_a_round_may_hold_a_typing_error(desk, dossier):
    round_ = make_round(dossier, date(2027, 5, 1), date(2027, 5, 15), place="De kantien")
    assert not message(desk.save("entry", round_, place="De kantine", report="silent"), "report")


def test_moving_a_meeting_is_told_from_when_to_when(desk, meeting):
    desk.save("entry", meeting, starts_on="01-06-2027", **REPORT)
    words = visible_text(desk.get("/k16-006/1", follow=True)).replace("\xa0", " ")
    assert "Verschoven van 20 mei naar 1 juni: De zaal was al bezet." in words


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"ends_on": "20-05-2027"}, "Verschoven van 1 mei t/m 15 mei naar 1 mei t/m 20 mei: Meer tijd."),
        ({"starts_on": "02-05-2027"}, "Verschoven van 1 mei t/m 15 mei naar 2 mei t/m 15 mei: Meer tijd."),
        ({"due_on": "30-06-2027"}, "Uiterste dag verschoven van 14 juni naar 30 juni: Meer tijd."),
        ({"due_on": ""}, "Uiterste dag 14 juni vervallen: Meer tijd."),
    ],
)
def test_a_moved_round_tells_its_days(desk, dossier, answers, sentence):
    round_ = make_round(dossier, date(2027, 5, 1), date(2027, 5, 15), due_on=date(2027, 6, 14))
    desk.save("entry", round_, **answers, report="announced", report_text="Meer tijd.")
    for address in ("/k16-006", "/k16-006/1"):
        assert sentence in visible_text(desk.get(address, follow=True)).replace("\xa0", " ")


def test_a_day_that_becomes_a_period_was_one_day(desk, meeting):
    desk.save("entry", meeting, starts_on="13-05-2027", ends_on="15-05-2027", **REPORT)
    words = visible_text(desk.get("/k16-006/1", follow=True)).replace("\xa0", " ")
    assert "Verschoven van 20 mei naar 13 mei t/m 15 mei: De zaal was al bezet." in words


def test_each_of_several_moves_keeps_the_days_that_it_told(desk, meeting):
    for moved in ({"starts_on": "22-05-2027"}, {"ends_on": "24-05-2027"}, {"starts_on": "24-05-2027", "ends_on": ""}):
        desk.save("entry", meeting, **moved, **REPORT)
    words = visible_text(desk.get("/k16-006/1", follow=True)).replace("\xa0", " ")
    for days in ("20 mei naar 22 mei:", "22 mei naar 22 mei t/m 24 mei:", "22 mei t/m 24 mei naar 24 mei:"):
        assert f"Verschoven van {days}" in words


def test_moving_a_round_is_never_silent_but_its_promise_may_hold_a_typing_error(desk, dossier):
    round_ = make_round(dossier, date(2027, 5, 1), date(2027, 5, 15), due_on=date(2027, 6, 14))
    assert message(desk.save("entry", round_, ends_on="16-05-2027", report="silent"), "report")
    assert not message(desk.save("entry", round_, due_on="15-06-2027", report="silent"), "report")


def test_a_wrong_day_of_something_that_nobody_planned_by_may_be_a_typing_error(desk, dossier):
    news = make_entry(dossier, starts_on=date(2027, 5, 3))
    desk.save("entry", news, starts_on="02-05-2027", report="silent")
    news.refresh_from_db()
    assert news.starts_on == date(2027, 5, 2)


def test_dating_an_imported_round_moves_nothing(desk, dossier):
    round_ = make_round(dossier, None, None)
    desk.save("entry", round_, starts_on="01-05-2027", ends_on="15-05-2027", report="silent")
    round_.refresh_from_db()
    assert round_.ends_on == date(2027, 5, 15)


def test_a_day_that_becomes_known_only_by_its_month_is_told_so(desk, meeting):
    answers = {"starts_on": "01-06-2027", "date_precision": "month"}
    assert message(desk.save("entry", meeting, **answers, report="silent"), "report")
    desk.save("entry", meeting, **answers, report="announced", report_text="Nog geen zaal.")
    words = visible_text(desk.get("/k16-006/1", follow=True)).replace("\xa0", " ")
    assert "Verschoven van 20 mei naar juni 2027: Nog geen zaal." in words


def test_a_first_of_the_month_that_becomes_that_month_is_moved_too(desk, dossier):
    meeting = make_entry(dossier, kind=Kind.MEETING, starts_on=date(2027, 6, 1))
    assert message(desk.save("entry", meeting, date_precision="month", report="silent"), "report")


def test_a_month_that_becomes_a_day_is_not_told_as_the_first_of_that_month(desk, dossier):
    meeting = make_entry(dossier, kind=Kind.MEETING, starts_on=date(2027, 6, 1), date_precision="month")
    desk.save("entry", meeting, starts_on="17-06-2027", date_precision="day", **REPORT)
    words = visible_text(desk.get("/k16-006/1", follow=True)).replace("\xa0", " ")
    assert "Gewijzigd op 4 mei: De zaal was al bezet." in words


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("De zaal is dicht.", "Gewijzigd op 4 mei: Afgelast. De zaal is dicht."),
        ("De avond is afgelast: de zaal is dicht.", "Gewijzigd op 4 mei: De avond is afgelast: de zaal is dicht."),
    ],
)
@pytest.mark.parametrize("kind", [Kind.MEETING, Kind.INSPRAAK])
def test_cancelling_is_never_silent_and_says_so(desk, dossier, kind, line, sentence):
    entry = make_entry(dossier, kind=kind, starts_on=date(2027, 5, 20), ends_on=date(2027, 5, 21))
    page = desk.save("entry", entry, cancelled="on", report="silent")
    assert message(page, "report").startswith("Afgelasten of toch laten doorgaan melden we altijd")
    desk.save("entry", entry, cancelled="on", report="announced", report_text=line)
    assert sentence in visible_text(desk.get("/k16-006/1", follow=True)).replace("\xa0", " ")


def test_undoing_a_cancellation_is_never_silent_either(desk, dossier):
    entry = make_entry(dossier, kind=Kind.MEETING, starts_on=date(2027, 5, 20), cancelled=True)
    page = desk.save("entry", entry, without=["cancelled"], report="silent")
    assert message(page, "report").startswith("Afgelasten of toch laten doorgaan melden we altijd")
    desk.save("entry", entry, without=["cancelled"], report="announced", report_text="We zitten in de hal.")
    words = visible_text(desk.get("/k16-006/1", follow=True)).replace("\xa0", " ")
    assert "Gewijzigd op 4 mei: Gaat toch door. We zitten in de hal." in words


def test_a_line_without_a_choice_is_not_lost(desk, meeting):
    page = desk.save("entry", meeting, report_text="De zaal is anders.")
    assert message(page, "report").startswith("Huurders konden dit al lezen. Kies wat het is")
    assert read_form(page, "entry_form")["report_text"] == "De zaal is anders."


def test_something_beside_the_form_may_be_reported_too(desk, meeting):
    desk.save("entry", meeting, report="announced", report_text="Het verslag is vervangen.")
    assert notes(desk, meeting) == ["Het verslag is vervangen."]


def test_a_line_that_is_too_long_is_refused_and_kept(desk, meeting):
    page = desk.save("entry", meeting, title="Feest", report="announced", report_text="x" * 251)
    assert len(page.context["adminform"].form.errors["report_text"]) == 1
    assert read_form(page, "entry_form")["report_text"] == "x" * 251
    desk.save("entry", meeting, title="Feest", cancelled="on", report="announced", report_text="x" * 250)
    assert Change.objects.get().text == "Afgelast. " + "x" * 250


@pytest.mark.parametrize(
    "fields",
    [
        {"published_at": None},
        {"published_at": datetime(2027, 5, 4, 18, 1, tzinfo=UTC)},
        {"published_at": None, "withdrawn_at": GONE},
        {"published_at": datetime(2027, 5, 4, 18, tzinfo=UTC), "withdrawn_at": GONE},
    ],
    ids=["draft", "scheduled", "binned", "binned plan"],
)
@pytest.mark.parametrize("model", ["dossier", "entry"])
def test_what_tenants_never_could_read_is_changed_without_a_question(desk, model, fields):
    row = make_dossier(**fields) if model == "dossier" else make_entry(make_dossier(), **fields)
    assert "Typefout of wijziging?" not in visible_text(desk.open_form(model, row))
    desk.save(model, row, title="Anders", **REPORT)
    row.refresh_from_db()
    assert (row.title, Change.objects.count()) == ("Anders", 0)


@pytest.mark.parametrize("model", ["dossier", "entry"])
def test_what_is_withdrawn_asks_the_same_because_tenants_could_read_it(desk, model):
    gone = {"withdrawn_at": GONE, "withdrawn_reason": "Dubbel."}
    row = make_dossier(**gone) if model == "dossier" else make_entry(make_dossier(), **gone)
    assert "Kies wat het is" in message(desk.save(model, row, title="Anders"), "report")
    desk.save(model, row, title="Anders", report="silent")
    row.refresh_from_db()
    assert (row.title, Change.objects.count()) == ("Anders", 0)


@pytest.mark.parametrize("withdrawn", ["entry", "dossier"])
def test_a_meeting_does_not_move_unnoticed_while_it_or_its_dossier_is_withdrawn(desk, dossier, meeting, withdrawn):
    row = meeting if withdrawn == "entry" else dossier
    desk.press(withdrawn, "withdraw", row, reason="Dubbel.")
    page = desk.save("entry", meeting, starts_on="08-06-2027", report="silent")
    assert message(page, "report").startswith("Een andere dag")
    desk.save("entry", meeting, starts_on="08-06-2027", **REPORT)
    desk.press(withdrawn, "put_back", row)
    words = visible_text(desk.get("/k16-006/1", follow=True)).replace("\xa0", " ")
    assert "Verschoven van 20 mei naar 8 juni: De zaal was al bezet." in words


def test_an_entry_of_a_dossier_that_is_not_public_is_changed_without_a_question(desk):
    entry = make_entry(make_dossier(published_at=None))
    desk.save("entry", entry, title="Anders")
    entry.refresh_from_db()
    assert entry.title == "Anders"


def test_what_is_public_from_this_very_instant_is_asked(desk):
    entry = make_entry(make_dossier(), published_at=datetime(2027, 5, 4, 18, 0, tzinfo=UTC))
    assert message(desk.save("entry", entry, title="Anders"), "report")


def test_the_preview_needs_no_choice_and_shows_a_reported_line(desk, meeting):
    page = desk.save("entry", meeting, button="_preview", title="Feest", starts_on="01-06-2027")
    assert "Dit is een voorbeeld." in visible_text(page)
    assert "Feest" in visible_text(page)
    page = desk.save("entry", meeting, button="_preview", starts_on="01-06-2027", **REPORT)
    words = visible_text(page).replace("\xa0", " ")
    assert "Verschoven van 20 mei naar 1 juni: De zaal was al bezet." in words
    assert not Change.objects.exists()


def test_a_choice_that_does_not_exist_is_refused(desk, meeting):
    page = desk.save("entry", meeting, title="Feest", report="x")
    assert message(page, "report") == "Selecteer een geldige keuze. x is geen beschikbare keuze."
