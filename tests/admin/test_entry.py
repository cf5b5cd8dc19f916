"""Entries in the admin: the kind first, then the form of that kind."""

from datetime import date

import pytest
from django.urls import reverse

from dossiers.models import Entry
from dossiers.rules.kinds import KINDS, Kind

from ..factories import make_dossier, make_entry, make_round
from ..filled_form import read_form, visible_text

pytestmark = pytest.mark.django_db
ADD = "/beheer/dossiers/entry/add/"


def new(dossier, kind):
    return {"dossier": dossier.pk, "kind": kind}


def test_a_board_member_adds_a_meeting_to_a_dossier_and_sees_it_on_the_site(desk, dossier):
    page = desk.save(
        "entry",
        query=new(dossier, "meeting"),
        title="Inloopavond in de kantine",
        starts_on="03-05-2027",
        begins_at="19:30",
        place="De kantine",
        body="<p>Kom langs met je vragen.</p>",
        visibility="now",
    )
    assert page.redirect_chain[-1][0] == reverse("admin:dossiers_dossier_change", args=[dossier.pk])
    assert "K16-006/1 Inloopavond in de kantine is opgeslagen. Huurders zien dit" in visible_text(page)
    site = desk.get("/k16-006/1", follow=True)
    assert "Inloopavond in de kantine" in visible_text(site)
    assert "Kom langs met je vragen." in visible_text(site)


def test_the_kind_is_asked_first_with_a_line_about_each(desk, dossier):
    page = desk.open_form("entry", dossier=dossier.pk)
    words = visible_text(page)
    assert "K16-006" in words
    for kind, spec in KINDS.items():
        assert Kind(kind).label in words
        assert spec.purpose in words


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"kind": "meeting"},
        {"kind": "feest"},
        {"dossier": "x"},
        {"dossier": "99999999999999999999"},
        {"dossier": "\0"},
    ],
)
def test_an_address_that_names_no_dossier_or_kind_asks_for_them(desk, dossier, query):
    page = desk.get(ADD, query)
    assert "Wat voor bericht wordt het?" in visible_text(page)
    assert "In welk dossier komt het?" in visible_text(page)


def test_a_kind_that_does_not_exist_asks_again_and_keeps_the_dossier(desk, dossier):
    page = desk.get(ADD, {"dossier": dossier.pk, "kind": "feest\0"})
    assert "Het bericht komt in K16-006" in visible_text(page)


@pytest.mark.parametrize(
    ("kind", "labels", "absent"),
    [
        ("meeting", ["Dag", "Laatste dag", "Begint om", "Eindigt om"], ["due_on", "question", "right"]),
        ("inspraak", ["Open vanaf", "Open t/m", "Terugkoppeling uiterlijk"], ["begins_at", "right", "date_precision"]),
        ("request", ["Ontvangen op", "Advies uiterlijk"], ["ends_on", "responds_to", "place"]),
        ("answer", ["Ontvangen op", "Op het advies"], ["ends_on", "due_on", "place"]),
        ("news", ["Datum"], ["ends_on", "due_on", "cancelled", "responds_to"]),
    ],
)
def test_a_form_asks_in_the_words_of_its_kind_and_nothing_else(desk, dossier, kind, labels, absent):
    page = desk.open_form("entry", **new(dossier, kind))
    words = visible_text(page)
    assert [label for label in labels if f"{label}:" not in words] == []
    assert read_form(page, "entry_form").keys().isdisjoint(absent)


def test_a_round_with_only_one_day_is_refused_at_the_day_and_keeps_what_was_typed(desk, dossier):
    page = desk.save("entry", query=new(dossier, "inspraak"), title="Wat vind jij?", starts_on="01-06-2027")
    assert "Een inspraakmoment heeft een eerste én een laatste dag, of geen van beide." in str(
        page.context["adminform"].form.errors["ends_on"]
    )
    assert read_form(page, "entry_form")["title"] == "Wat vind jij?"
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("kind", "answers", "field"),
    [
        ("meeting", {"starts_on": "3 nevember", "body": "<p>Hallo</p>"}, "starts_on"),
        ("meeting", {"starts_on": "03-05-2027", "ends_on": "02-05-2027"}, "ends_on"),
        ("meeting", {"ends_on": "02-05-2027"}, "starts_on"),
        ("inspraak", {"ends_on": "02-05-2027"}, "starts_on"),
        ("meeting", {"begins_at": "half acht"}, "begins_at"),
        ("request", {"starts_on": "03-05-2027", "due_on": "02-05-2027"}, "due_on"),
        ("news", {"title": "x" * 201}, "title"),
        ("news", {"title": "Nul\0teken"}, "title"),
        ("news", {"body": "Nul\0teken"}, "body"),
        ("news", {"teaser": "x" * 301}, "teaser"),
        ("inspraak", {"react_link": "http://voorbeeld.example/"}, "react_link"),
        ("inspraak", {"react_link": "javascript:alert(1)"}, "react_link"),
        ("inspraak", {"react_mail": "geen adres"}, "react_mail"),
        ("feedback", {"reactions_online": "-1"}, "reactions_online"),
        ("feedback", {"reactions_online": "1000001"}, "reactions_online"),
        ("feedback", {"responds_to": ""}, "responds_to"),
        ("feedback", {"responds_to": "x\0"}, "responds_to"),
        ("news", {"visibility": "later"}, "publish_on"),
        ("news", {"visibility": "x"}, "visibility"),
    ],
)
def test_a_bad_answer_gets_a_message_at_its_field_and_nothing_is_lost(desk, dossier, kind, answers, field):
    answers = {"title": "Een titel", "body": "<p>Hallo</p>"} | answers
    page = desk.save("entry", query=new(dossier, kind), **answers)
    assert page.status_code == 200
    form = page.context["adminform"].form
    assert field in form.errors
    kept = read_form(page, "entry_form")
    assert {name: kept.get(name) for name in answers if name not in ("visibility", "responds_to")} == {
        name: value.replace("\0", "\ufffd")
        for name, value in answers.items()
        if name not in ("visibility", "responds_to")
    }
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("field", "typed", "errors"),
    [
        ("ends_on", "02-05-2027", {"starts_on": ["Vul ook de eerste dag in, of maak de laatste dag leeg."]}),
        ("react_mail", "geen", {"react_mail": ["Vul een mailadres in, zoals inspraak@example.org."]}),
        ("react_link", "http://x.example", {"react_link": ["Vul een adres in dat met https:// begint."]}),
        ("react_link", "javascript:alert(1)", {"react_link": ["Vul een adres in dat met https:// begint."]}),
        ("react_link", "formulier", {"react_link": ["Vul een adres in dat met https:// begint."]}),
    ],
)
def test_a_refusal_says_in_one_message_what_to_fill_in(desk, dossier, field, typed, errors):
    page = desk.save("entry", query=new(dossier, "inspraak"), title="Wat vind jij?", **{field: typed})
    assert page.context["adminform"].form.errors == errors


def test_a_day_without_a_year_was_or_comes_as_its_kind_has_it_and_a_time_has_no_seconds(desk, dossier, at):
    at(2027, 5, 1, 12, 0)
    for kind, day in [("meeting", date(2028, 4, 3)), ("request", date(2027, 4, 3)), ("decision", date(2027, 4, 3))]:
        entry = make_entry(dossier, kind=kind, published_at=None)
        typed = {"begins_at": "19u30"} if kind == "meeting" else {}
        desk.save("entry", entry, starts_on="3 april", **typed)
        entry.refresh_from_db()
        assert entry.starts_on == day, kind
        if typed:
            assert read_form(desk.open_form("entry", entry), "entry_form")["begins_at"] == "19:30"


def test_a_meeting_becomes_public_only_with_its_day(desk, dossier):
    asked = "Op welke dag is het?"
    draft = make_entry(dossier, kind="meeting", published_at=None)
    plan = {"publish_on_0": "03-05-2099", "publish_on_1": "09:00"}
    for choice in [{"visibility": "now"}, {"visibility": "later"} | plan]:
        page = desk.save("entry", draft, title="Getypt", **choice)
        assert asked in visible_text(page), choice
        assert read_form(page, "entry_form")["title"] == "Getypt", choice
    assert asked not in visible_text(desk.save("entry", draft, visibility="draft"))
    public = make_entry(dossier, kind="meeting", starts_on=date(2027, 6, 1))
    assert asked not in visible_text(
        desk.save("entry", public, starts_on="", report="announced", report_text="Later.")
    )
    imported = make_entry(dossier, kind="meeting")
    assert asked not in visible_text(desk.save("entry", imported, place="De hal", report="silent"))
    assert asked not in visible_text(desk.save("entry", make_entry(dossier, published_at=None), visibility="now"))


def test_of_a_day_that_cannot_be_read_nothing_more_is_said(desk, dossier):
    days = {"starts_on": "31 februari 2026", "ends_on": "01-01-2020"}
    page = desk.save("entry", query=new(dossier, "meeting"), title="Avond", **days)
    assert page.context["adminform"].form.errors == {
        "starts_on": ["31 februari 2026 bestaat niet: februari heeft dan 28 dagen."]
    }
    kept = read_form(page, "entry_form")
    assert {name: kept[name] for name in days} == days


def test_feedback_may_respond_only_to_rounds_of_the_same_dossier(desk, dossier):
    round_ = make_round(dossier, date(2027, 6, 1), date(2027, 6, 15), "Onze ronde")
    make_entry(dossier, "Geen ronde")
    make_round(make_dossier("K17-001"), date(2027, 6, 1), date(2027, 6, 15), "Andermans ronde")
    words = visible_text(desk.open_form("entry", **new(dossier, "feedback")))
    assert "Onze ronde" in words
    assert "Geen ronde" not in words
    assert "Andermans ronde" not in words
    desk.save(
        "entry", query=new(dossier, "feedback"), title="Wat we hoorden", responds_to=round_.pk, starts_on="1-7-2027"
    )
    assert Entry.objects.get(title="Wat we hoorden").responds_to == round_


def test_imported_feedback_without_its_round_stays_editable(desk, dossier):
    entry = make_entry(dossier, kind=Kind.FEEDBACK)
    desk.save("entry", entry, title="Beter", report="silent")
    entry.refresh_from_db()
    assert entry.title == "Beter"


def test_a_guessed_kind_can_be_corrected(desk, dossier):
    entry = make_entry(dossier, kind=Kind.NEWS)
    desk.save("entry", entry, kind="meeting", report="silent")
    entry.refresh_from_db()
    assert entry.kind == Kind.MEETING


def test_a_kind_that_has_no_room_for_what_was_filled_in_is_refused(desk, dossier):
    entry = make_entry(dossier, kind=Kind.MEETING, place="De kantine")
    page = desk.save("entry", entry, kind="news")
    assert "Maak dat veld eerst leeg." in str(page.context["adminform"].form.errors["kind"])
    assert read_form(page, "entry_form")["place"] == "De kantine"
    desk.save("entry", entry, kind="news", place="", report="silent")
    entry.refresh_from_db()
    assert (entry.kind, entry.place) == (Kind.NEWS, "")


def test_a_value_that_the_kind_does_not_use_is_shown_so_that_it_can_be_emptied(desk, dossier):
    entry = make_entry(dossier, kind=Kind.NEWS, place="De kantine")
    assert read_form(desk.open_form("entry", entry), "entry_form")["place"] == "De kantine"


def test_a_new_entry_gets_the_next_number_of_its_dossier(desk, dossier):
    make_entry(dossier)
    desk.save("entry", query=new(dossier, "news"), title="Het tweede")
    assert Entry.objects.get(title="Het tweede").number == 2


def test_a_script_in_the_text_is_not_stored(desk, dossier):
    desk.save(
        "entry", query=new(dossier, "news"), title="Nieuws", body="<p onclick=x>Hallo<script>alert(1)</script></p>"
    )
    assert Entry.objects.get().body == "<p>Hallo</p>"


@pytest.mark.parametrize("rows", [1, 3, 40])
def test_the_list_takes_the_same_queries_for_any_number_of_entries(desk, django_assert_num_queries, rows):
    dossier = make_dossier()
    for number in range(rows):
        make_entry(dossier, f"Bericht {number}")
    with django_assert_num_queries(7):
        page = desk.get("/beheer/dossiers/entry/")
    assert f"K16-006/{rows}" in visible_text(page)


def test_words_between_angle_brackets_survive_every_save(desk):
    entry = make_entry(
        make_dossier(), body="<p>Mail bestuur &lt;bestuur@example.org&gt; of typ &lt;b&gt;vet&lt;/b&gt;.</p>"
    )
    for _ in range(2):
        desk.save("entry", entry)
        entry.refresh_from_db()
        assert entry.body == "<p>Mail bestuur &lt;bestuur@example.org&gt; of typ &lt;b&gt;vet&lt;/b&gt;.</p>"


@pytest.mark.parametrize(
    ("kind", "field", "day", "others"),
    [
        ("meeting", "starts_on", "31-12-9999", {}),
        ("request", "starts_on", "31-12-1899", {}),
        ("inspraak", "ends_on", "31-12-9999", {"starts_on": "01-06-2027"}),
        ("request", "due_on", "01-01-2101", {}),
    ],
)
def test_a_day_in_a_year_that_nobody_means_is_refused_at_the_field_and_kept(desk, dossier, kind, field, day, others):
    answers = {"title": "Een heel verhaal", field: day, "visibility": "now", **others}
    page = desk.save("entry", query=new(dossier, kind), **answers)
    messages = page.context["adminform"].form.errors[field]
    assert "Kies een dag in de jaren 1900 tot en met 2100. Klopt het jaar?" in messages
    assert read_form(page, "entry_form") | answers == read_form(page, "entry_form")
    assert not Entry.objects.exists()


@pytest.mark.parametrize("day", ["01-01-1900", "31-12-2100"])
def test_the_first_and_the_last_day_that_can_be_meant_are_taken(desk, dossier, day):
    desk.save("entry", query=new(dossier, "request"), title="Een vraag", starts_on=day, visibility="now")
    assert f"{Entry.objects.get().starts_on:%d-%m-%Y}" == day
    assert desk.get("/agenda.ics").status_code == 200
    assert desk.open_form("entry", Entry.objects.get()).status_code == 200


@pytest.mark.parametrize(
    ("precision", "kept"), [("day", "17-06-2027"), ("month", "01-06-2027"), ("year", "01-01-2027")]
)
def test_a_day_of_a_month_or_a_year_is_kept_as_its_first_day(desk, dossier, precision, kept):
    answers = {"title": "Een overleg", "starts_on": "17-06-2027", "date_precision": precision, "visibility": "draft"}
    desk.save("entry", query=new(dossier, "meeting"), **answers)
    assert f"{Entry.objects.get().starts_on:%d-%m-%Y}" == kept
