"""Draft, scheduled, public, withdrawn and the bin, through the forms and buttons of the admin."""

from datetime import UTC, date, datetime, time

import pytest
from reversion.models import Version

from dossiers.models import Entry, Redirect
from dossiers.rules.publication import Publication

from ..editors import Desk
from ..factories import make_attachment, make_dossier, make_entry
from ..filled_form import read_form, visible_text
from ..reading import parse, read

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 5, 1, 18, 0, tzinfo=UTC)
GOES_ALONG = "Dit adres hoort bij wat je intrekt. Kies een ander adres."


def state(row, now=NOW):
    row.refresh_from_db()
    return row.publication(now)


def test_what_is_saved_as_a_draft_is_seen_by_editors_only(desk, dossier):
    entry = make_entry(dossier, published_at=None)
    page = desk.save("entry", entry, button="_continue", title="Nog niet klaar")
    assert "Concept Huurders zien dit niet. Alleen redacteuren zien dit concept." in visible_text(page)
    assert desk.get("/k16-006/1").status_code == 404


def test_a_plan_comes_true_to_the_minute_and_can_be_changed_before(desk, dossier, at):
    entry = make_entry(dossier, published_at=None)
    plan = {"visibility": "later", "publish_on_0": "03-05-2027", "publish_on_1": "09:00"}
    page = desk.save("entry", entry, button="_continue", **plan)
    words = visible_text(page).replace("\xa0", " ")
    assert "Ingepland Huurders zien dit nu nog niet. Vanaf 3 mei 2027 om 09:00 uur wel." in words
    assert read_form(page, "entry_form")["visibility"] == "later"
    at(2027, 5, 3, 8, 59, 59)
    assert desk.get("/k16-006/1", follow=True).status_code == 404
    at(2027, 5, 3, 9, 0)
    assert desk.get("/k16-006/1", follow=True).status_code == 200
    at(2027, 5, 1, 20, 0)
    desk.save("entry", entry, visibility="draft")
    assert state(entry) is Publication.DRAFT


@pytest.mark.parametrize(
    ("day", "time", "message"),
    [
        ("", "", "Kies de dag en de tijd waarop dit openbaar wordt."),
        ("01-05-2027", "20:00", "Dit moment is al geweest."),
        ("01-05-2027", "", "Schrijf de tijd zo: 19:30."),
        ("02-05-2027", "25:99", "De tijd 25:99 bestaat niet."),
        ("31-02-2027", "20:00", "31 februari 2027 bestaat niet: februari heeft dan 28 dagen."),
        ("", "20:00", "Schrijf de dag zo: 3-11-2026."),
        ("26-03-2028", "02:30", "Door de zomertijd is er die nacht geen of juist twee keer zo’n tijd."),
        ("29-10-2028", "02:30", "Door de zomertijd is er die nacht geen of juist twee keer zo’n tijd."),
        ("01-01-2101", "00:00", "Kies een dag in de jaren 1900 tot en met 2100. Klopt het jaar?"),
        ("31-12-9999", "23:59", "Kies een dag in de jaren 1900 tot en met 2100. Klopt het jaar?"),
    ],
)
def test_a_plan_needs_a_moment_to_come(desk, dossier, day, time, message):
    entry = make_entry(dossier, published_at=None)
    plan = {"visibility": "later", "publish_on_0": day, "publish_on_1": time}
    page = desk.save("entry", entry, title="Getypt", **plan)
    assert message in visible_text(page)
    kept = read_form(page, "entry_form")
    assert {name: kept[name] for name in (*plan, "title")} == plan | {"title": "Getypt"}
    assert state(entry) is Publication.DRAFT


def test_a_plan_may_lie_as_far_as_the_last_year_that_can_be_meant(desk, dossier):
    entry = make_entry(dossier, published_at=None)
    desk.save("entry", entry, visibility="later", publish_on_0="31-12-2100", publish_on_1="23:59")
    assert state(entry) is Publication.SCHEDULED


def test_a_day_may_be_typed_as_the_site_prints_it(desk, dossier):
    entry = make_entry(dossier, published_at=None)
    desk.save("entry", entry, visibility="later", publish_on_0="3 mei 2027", publish_on_1="09:00")
    assert state(entry) is Publication.SCHEDULED
    meeting = make_entry(dossier, kind="meeting", published_at=None)
    desk.save("entry", meeting, starts_on=" 3\xa0November 2027", begins_at="19:30")
    meeting.refresh_from_db()
    assert (meeting.starts_on, meeting.begins_at) == (date(2027, 11, 3), time(19, 30))


def test_a_day_or_time_that_is_none_is_answered_with_how_to_write_it(desk, dossier):
    meeting = make_entry(dossier, kind="meeting", published_at=None)
    words = visible_text(desk.save("entry", meeting, starts_on="3 nevember 2027", begins_at="25:99"))
    assert "Schrijf de dag zo: 3-11-2026." in words
    assert "Schrijf de tijd zo: 19:30." in words


def test_a_draft_that_is_chosen_after_the_planned_minute_is_refused_and_not_ignored(desk, dossier, at):
    entry = make_entry(dossier, published_at=at(2027, 5, 1, 20, 5))
    at(2027, 5, 1, 20, 4)
    page = desk.open_form("entry", entry)
    typed = read_form(page, "entry_form") | {"visibility": "draft", "title": "Getypt", "_save": "1"}
    at(2027, 5, 1, 20, 5)
    answer = desk.post(page.wsgi_request.get_full_path(), typed | {"report": "silent"})
    assert "Dit is intussen openbaar. Moet het van de site? Gebruik dan “Intrekken”." in visible_text(answer)
    assert read_form(answer, "entry_form")["title"] == "Getypt"
    at(2027, 5, 1, 20, 4)
    assert "is opgeslagen" in visible_text(desk.post(page.wsgi_request.get_full_path(), typed, follow=True))
    assert state(entry) is Publication.DRAFT


def test_a_plan_one_minute_ahead_is_taken(desk, dossier):
    entry = make_entry(dossier, published_at=None)
    desk.save("entry", entry, visibility="later", publish_on_0="01-05-2027", publish_on_1="20:01")
    assert state(entry) is Publication.SCHEDULED


def test_a_refused_form_of_something_planned_still_says_what_tenants_see(desk, dossier):
    entry = make_entry(dossier, published_at=datetime(2027, 6, 1, 8, tzinfo=UTC))
    page = desk.save("entry", entry, visibility="draft", title="")
    assert "Vanaf 1 juni 2027 om 10:00 uur wel." in visible_text(page).replace("\xa0", " ")


def test_what_was_public_never_becomes_a_draft_again(desk, dossier):
    entry = make_entry(dossier)
    page = desk.open_form("entry", entry)
    assert "visibility" not in read_form(page, "entry_form")
    desk.save("entry", entry, visibility="draft", publish_on_0="03-05-2028", publish_on_1="09:00")
    assert state(entry) is Publication.PUBLIC


def test_a_plan_in_a_dossier_that_is_not_public_by_then_promises_nothing(desk):
    planned = datetime(2027, 6, 1, 8, tzinfo=UTC)
    for code, published_at, promise in (
        ("K27-001", None, "uur wel, als het dossier dan openbaar is."),
        ("K27-002", datetime(2027, 6, 1, 8, 1, tzinfo=UTC), "uur wel, als het dossier dan openbaar is."),
        ("K27-003", planned, "uur wel."),
    ):
        entry = make_entry(make_dossier(code, published_at=published_at), published_at=planned)
        assert f"om 10:00 {promise}" in visible_text(desk.open_form("entry", entry))


def test_an_entry_of_a_dossier_that_is_not_public_says_so(desk):
    entry = make_entry(make_dossier(published_at=None))
    words = visible_text(desk.open_form("entry", entry))
    assert "Huurders zien dit niet, want het dossier is niet openbaar." in words
    assert "Bekijk op de site" not in words


@pytest.mark.parametrize("model", ["dossier", "entry"])
def test_who_withdraws_after_a_colleague_is_told_and_keeps_the_reason(desk, dossier, model):
    row = dossier if model == "dossier" else make_entry(dossier)
    address = f"/beheer/dossiers/{model}/{row.pk}/intrekken/"
    desk.post(address, {"reason": "Wij telden verkeerd."})
    page = desk.post(address, {"reason": "De cijfers klopten niet."})
    assert "Dit is al ingetrokken." in visible_text(page)
    assert "“Wij telden verkeerd.”" in visible_text(page)
    assert read_form(page, "withdraw_form")["reason"] == "De cijfers klopten niet."
    row.refresh_from_db()
    assert row.withdrawn_reason == "Wij telden verkeerd."


@pytest.mark.parametrize("model", ["dossier", "entry"])
def test_withdrawing_asks_a_reason_that_readers_see_and_can_be_undone(desk, dossier, model):
    row = dossier if model == "dossier" else make_entry(dossier)
    address = row.get_absolute_url()
    assert "Bekijk op de site" in visible_text(desk.open_form(model, row))
    page = desk.press(model, "withdraw", row)
    assert "Reden:" in visible_text(page)
    assert "Dit veld is verplicht." in visible_text(page)
    assert state(row) is Publication.PUBLIC
    page = desk.press(model, "withdraw", row, reason="De cijfers klopten niet.")
    assert "leest: “De cijfers klopten niet.”" in visible_text(page)
    gone = desk.get(address)
    assert gone.status_code == 410
    assert "De cijfers klopten niet." in visible_text(gone)
    published_at = row.published_at
    page = desk.press(model, "put_back", row)
    assert desk.get(address).status_code == 200
    assert state(row) is Publication.PUBLIC
    assert row.published_at == published_at


@pytest.mark.parametrize(
    "moved_to",
    [
        "https://elders.example/",
        "http://localhost:8000//elders.example",
        "//elders.example",
        "k19-004",
        "/k16-006/1",
        "/K16-006/1/",
        "/dossiers/k16-006-x/1-y/",
        "/dossiers/k16%2D006-nieuwe-samenwerkingsovereenkomst/1-workshop/",
        "/k16-006/%31",
        "/\0",
    ],
)
def test_a_withdrawn_page_cannot_lead_off_the_site_or_to_itself(desk, dossier, moved_to):
    entry = make_entry(dossier)
    page = desk.press("entry", "withdraw", entry, reason="Dubbel.", moved_to=moved_to)
    assert "moved_to" in page.context["form"].errors
    assert page.context["form"]["reason"].value() == "Dubbel."
    assert state(entry) is Publication.PUBLIC


def test_a_withdrawn_dossier_cannot_lead_to_an_entry_of_its_own(desk, dossier):
    make_entry(dossier)
    page = desk.press("dossier", "withdraw", dossier, reason="Weg.", moved_to="/k16-006/1")
    assert "moved_to" in page.context["form"].errors


def test_a_withdrawn_page_cannot_lead_to_a_file_of_its_own_and_can_to_another(desk, dossier):
    entry, other = make_entry(dossier), make_entry(dossier, "Het andere")
    make_attachment(dossier, entry=other)
    page = desk.press("entry", "withdraw", other, reason="Dubbel.", moved_to="/k16-006/bijlage/1")
    assert page.context["form"].errors == {"moved_to": [GOES_ALONG]}
    assert state(other) is Publication.PUBLIC
    desk.press("entry", "withdraw", entry, reason="Dubbel.", moved_to="/k16-006/bijlage/1")
    assert state(entry) is Publication.WITHDRAWN
    assert desk.download("/k16-006/1").headers["Location"] == "/k16-006/bijlage/1"


def test_a_withdrawn_dossier_cannot_lead_to_a_file_of_its_own(desk, dossier):
    make_attachment(dossier)
    page = desk.press("dossier", "withdraw", dossier, reason="Weg.", moved_to="/k16-006/bijlage/1")
    assert page.context["form"].errors == {"moved_to": [GOES_ALONG]}


def test_a_withdrawn_page_can_lead_to_another(desk, dossier):
    entry, other = make_entry(dossier), make_entry(dossier, "Het andere")
    desk.press("entry", "withdraw", entry, reason="Dubbel.", moved_to="/k16-006/2")
    assert "Het andere" in visible_text(desk.get("/k16-006/1", follow=True))
    assert state(other) is Publication.PUBLIC


@pytest.mark.parametrize("site", ["http://localhost:8000", "https://LOCALHOST:8000"])
def test_the_new_address_may_be_pasted_from_the_browser(desk, dossier, site):
    entry, other = make_entry(dossier), make_entry(dossier, "Het andere")
    page = desk.press("entry", "withdraw", entry, reason="Dubbel.", moved_to=f"{site}{entry.get_absolute_url()}")
    assert page.context["form"].errors == {"moved_to": [GOES_ALONG]}
    desk.press("entry", "withdraw", entry, reason="Dubbel.", moved_to=f" {site}{other.get_absolute_url()} ")
    assert desk.get("/k16-006/1").headers["Location"] == other.get_absolute_url()


@pytest.mark.parametrize("moved_to", ["/nergens", "/k19-004", "/k19-005/1", "/k16-006/2", "/beheer/"])
def test_a_withdrawn_page_cannot_lead_to_where_nobody_can_read(desk, dossier, moved_to):
    entry = make_entry(dossier)
    make_dossier("K19-004", published_at=None)
    make_entry(make_dossier("K19-005"), withdrawn_at=NOW, withdrawn_reason="Fout.")
    page = desk.press("entry", "withdraw", entry, reason="Dubbel.", moved_to=moved_to)
    assert page.context["form"].errors == {"moved_to": ["Op dit adres is niets te lezen voor huurders."]}
    assert state(entry) is Publication.PUBLIC


def test_two_withdrawn_pages_cannot_lead_to_each_other(desk, dossier):
    entry, other = make_entry(dossier), make_entry(dossier, "Het andere")
    desk.press("entry", "withdraw", entry, reason="Dubbel.", moved_to="/k16-006/2")
    page = desk.press("entry", "withdraw", other, reason="Dubbel.", moved_to="/k16-006/1")
    assert page.context["form"].errors == {"moved_to": [GOES_ALONG]}
    assert state(other) is Publication.PUBLIC


def test_a_withdrawn_page_cannot_lead_off_the_site_through_an_old_address(desk, dossier):
    entry = make_entry(dossier)
    for old_path, target in (("/bond", "https://bond.example/"), ("/onze-bond", "/bond")):
        Redirect.objects.create(old_path=old_path, target=target, created_at=NOW)
        page = desk.press("entry", "withdraw", entry, reason="Dubbel.", moved_to=old_path)
        assert page.context["form"].errors == {
            "moved_to": ["Dit oude adres leidt naar een andere site. Kies een adres dat op deze site uitkomt."]
        }
    assert state(entry) is Publication.PUBLIC


@pytest.mark.parametrize("model", ["dossier", "entry"])
def test_what_is_said_of_a_withdrawal_can_be_corrected_while_it_stays_off_the_site(desk, dossier, at, model):
    make_dossier("K19-004", title="Het nieuwe")
    row = dossier if model == "dossier" else make_entry(dossier)
    assert "aanpassen" not in visible_text(desk.open_form(model, row))
    desk.press(model, "withdraw", row, reason="De cijfers klopten neit.")
    at(2027, 5, 3, 9, 0)
    desk = Desk(desk.editor)
    form = desk.get(parse(desk.open_form(model, row).content.decode()).link("Reden of nieuw adres aanpassen…"))
    assert "Dit blijft van de site." in visible_text(form)
    assert read_form(form, "withdraw_form") | {"reason": "De cijfers klopten neit."} == read_form(
        form, "withdraw_form"
    )
    page = desk.press(model, "correct_withdrawal", row, reason="De cijfers klopten niet.")
    assert "Reden of nieuw adres aangepast." in visible_text(page)
    assert "De cijfers klopten niet." in visible_text(desk.get(row.get_absolute_url()))
    desk.press(model, "correct_withdrawal", row, reason="De cijfers klopten niet.", moved_to="/k19-004")
    assert "Het nieuwe" in visible_text(desk.get(row.get_absolute_url(), follow=True))
    row.refresh_from_db()
    assert (row.withdrawn_at, row.withdrawn_reason) == (NOW, "De cijfers klopten niet.")
    assert Version.objects.get_for_object(row).count() == 3


def test_a_correction_of_a_withdrawal_needs_a_reason_and_a_place_to_read(desk, dossier):
    entry = make_entry(dossier, withdrawn_at=NOW, withdrawn_reason="Dubbel.")
    refused = {"moved_to": "Op dit adres is niets te lezen voor huurders.", "reason": "Dit veld is verplicht."}
    page = desk.press("entry", "correct_withdrawal", entry, reason="", moved_to="/nergens")
    assert page.context["form"].errors == {name: [message] for name, message in refused.items()}
    assert [page.context["form"][name].value() for name in refused] == ["/nergens", ""]
    entry.refresh_from_db()
    assert (entry.withdrawn_reason, entry.moved_to) == ("Dubbel.", "")


def test_a_correction_of_a_withdrawal_cannot_make_a_circle(desk, dossier):
    make_entry(dossier, withdrawn_at=NOW, withdrawn_reason="Dubbel.", moved_to="/k16-006")
    entry = make_entry(dossier, withdrawn_at=NOW, withdrawn_reason="Dubbel.", moved_to="/k16-006/1")
    first = Entry.objects.get(number=1)
    for moved_to in ("/k16-006/2", "/k16-006/1", "/k16-006/01"):
        page = desk.press("entry", "correct_withdrawal", first, reason="Dubbel.", moved_to=moved_to)
        assert page.context["form"].errors == {"moved_to": [GOES_ALONG]}
    assert desk.get("/k16-006/2", follow=True).status_code == 200
    assert state(entry) is Publication.WITHDRAWN


def test_only_what_is_withdrawn_takes_a_correction(desk, dossier):
    rows = {
        Publication.PUBLIC: make_entry(dossier),
        Publication.DRAFT: make_entry(dossier, published_at=None),
        Publication.BINNED: make_entry(dossier, published_at=None, withdrawn_at=NOW),
    }
    for was, row in rows.items():
        page = desk.press("entry", "correct_withdrawal", row, reason="Dubbel.")
        assert "Dit is niet ingetrokken." in visible_text(page)
        assert "aanpassen" not in visible_text(page)
        assert state(row) is was
        assert row.withdrawn_reason == ""


@pytest.mark.parametrize("model", ["dossier", "entry"])
def test_a_draft_put_in_the_bin_can_be_put_back(desk, model):
    dossier = make_dossier(published_at=None, title="Onderwerp zus")
    row = dossier if model == "dossier" else make_entry(dossier, "Bericht zo", published_at=None)
    listing = f"/beheer/dossiers/{model}/"
    page = desk.press(model, "bin", row)
    assert "Dit ligt in de prullenbak. Huurders hebben het nooit gezien." in visible_text(page)
    assert row.title not in visible_text(desk.get(listing))
    assert row.title in visible_text(desk.get(listing, {"staat": "binned"}))
    desk.press(model, "put_back", row)
    assert state(row) is Publication.DRAFT
    assert row.title in visible_text(desk.get(listing))


def test_the_first_page_leads_to_what_lies_in_either_bin(desk):
    gone = {"published_at": None, "withdrawn_at": NOW}
    dossier = make_dossier("K27-009", title="Weg dossier", **gone)
    make_entry(dossier, "Weg bericht", **gone)
    first = read(desk, "/beheer/")
    assert "Weg dossier" in read(desk, first.link("Prullenbak van dossiers")).text()
    assert "Weg bericht" in read(desk, first.link("Prullenbak van berichten")).text()


def test_a_plan_that_was_binned_does_not_come_true_by_putting_it_back(desk, dossier, at):
    entry = make_entry(dossier, published_at=datetime(2027, 5, 2, 8, tzinfo=UTC))
    desk.press("entry", "bin", entry)
    at(2027, 5, 1, 23, 0)
    later = at(2027, 5, 2, 7, 0)
    desk.press("entry", "put_back", entry)
    assert state(entry, later) is Publication.DRAFT


def test_something_public_does_not_go_to_the_bin(desk, dossier):
    entry = make_entry(dossier)
    desk.press("entry", "bin", entry)
    assert state(entry) is Publication.PUBLIC


def test_a_draft_cannot_be_withdrawn_with_a_reason(desk, dossier):
    entry = make_entry(dossier, published_at=None)
    desk.press("entry", "withdraw", entry, reason="Waarom niet")
    assert state(entry) is Publication.DRAFT


@pytest.mark.parametrize("step", ["intrekken", "reden", "prullenbak", "terugzetten"])
def test_opening_an_address_changes_nothing(desk, dossier, step):
    rows = [
        make_entry(dossier),
        make_entry(dossier, published_at=None),
        make_entry(dossier, withdrawn_at=NOW),
    ]
    before = list(Entry.objects.order_by("pk").values())
    for row in rows:
        desk.get(f"/beheer/dossiers/entry/{row.pk}/{step}/", {"reason": "x"}, follow=True)
    assert list(Entry.objects.order_by("pk").values()) == before
    assert not Version.objects.exists()


def test_a_row_that_does_not_exist_leads_back_to_the_start(desk):
    for step in ("intrekken", "reden", "prullenbak", "terugzetten"):
        page = desk.post(f"/beheer/dossiers/entry/999/{step}/", follow=True)
        assert "Wat wil je doen?" in visible_text(page)


@pytest.mark.parametrize("model", ["dossier", "entry"])
def test_there_is_no_way_to_delete(desk, dossier, model):
    row = dossier if model == "dossier" else make_entry(dossier, published_at=None)
    assert desk.post(f"/beheer/dossiers/{model}/{row.pk}/delete/", {"post": "yes"}).status_code == 403
    desk.post(f"/beheer/dossiers/{model}/", {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"})
    row.refresh_from_db()
