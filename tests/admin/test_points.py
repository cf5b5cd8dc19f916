"""Points in the admin: of an advice, of the landlord's answer to it, and the themes of a feedback."""

from datetime import UTC, date, datetime

import pytest
from reversion.models import Version

from dossiers.models import Entry, Point, SearchRow
from dossiers.rules.kinds import Kind, Outcome

from ..factories import make_entry, make_point, make_round
from ..filled_form import read_form, visible_text

pytestmark = pytest.mark.django_db

DAY = date(2027, 5, 1)
LATER = datetime(2027, 6, 1, tzinfo=UTC)


def make_advice(dossier, *texts, **fields):
    """An advice with points; an entry and its points."""
    advice = make_entry(dossier, "Ons advies", kind=Kind.ADVICE, **{"starts_on": DAY} | fields)
    return advice, [make_point(advice, number, text) for number, text in enumerate(texts, start=1)]


def make_answer(advice, **fields):
    return make_entry(advice.dossier, "Hun antwoord", kind=Kind.ANSWER, responds_to=advice, **fields)


def new(dossier, kind, **known):
    return {"dossier": dossier.pk, "kind": kind, **known}


def rows(*answers, first=0):
    """What is typed in the rows from ``first`` on, as the names of the form's fields."""
    return {
        f"points-{place}-{name}": value
        for place, row in enumerate(answers, start=first)
        for name, value in row.items()
    }


def points_of(entry):
    return [(point.number, point.text) for point in entry.points.all()]


# --- The points of an advice ------------------------------------------------------------------------------


def test_an_advice_is_added_with_numbered_points(desk, dossier):
    desk.save(
        "entry",
        query=new(dossier, "advice"),
        title="Ons advies",
        **rows({"text": "Eerst dit.", "explanation": "Omdat het moet."}, {}, {"text": "Dan dat."}),
    )
    advice = Entry.objects.get()
    assert points_of(advice) == [(1, "Eerst dit."), (2, "Dan dat.")]
    assert advice.points.first().explanation == "Omdat het moet."


def test_the_form_of_an_advice_has_three_empty_rows_beside_the_points_with_their_numbers(desk, dossier):
    advice, _ = make_advice(dossier, "Eerst dit.", "Dan dat.")
    page = desk.open_form("entry", advice)
    assert "1. Eerst dit." in visible_text(page)
    assert "2. Dan dat." in visible_text(page)
    texts = [value for name, value in read_form(page, "entry_form").items() if name.endswith("-text")]
    assert texts == ["Eerst dit.", "Dan dat.", "", "", ""]


def test_a_point_of_a_public_advice_can_be_corrected_and_one_can_be_added(desk, dossier):
    advice, _ = make_advice(dossier, "Eerst dti.")
    desk.save("entry", advice, report="silent", **rows({"text": "Eerst dit."}, {"text": "Dan dat."}))
    assert points_of(advice) == [(1, "Eerst dit."), (2, "Dan dat.")]
    assert "Dan dat." in visible_text(desk.get(advice.get_absolute_url()))


@pytest.mark.parametrize(
    "row", [{"text": "", "explanation": "Alleen uitleg."}, {"text": "x" * 301, "explanation": "Te lang."}]
)
def test_a_point_without_words_or_with_too_many_is_refused_at_the_row_and_kept(desk, dossier, row):
    page = desk.save("entry", query=new(dossier, "advice"), title="Ons advies", **rows({"text": "Goed."}, row))
    assert page.context["inline_admin_formsets"][0].formset.errors[1].keys() == {"text"}
    kept = read_form(page, "entry_form")
    assert (kept["points-0-text"], kept["points-1-explanation"]) == ("Goed.", row["explanation"])
    assert not Entry.objects.exists()


@pytest.mark.parametrize("state", [{"published_at": None}, {"published_at": LATER}], ids=["draft", "scheduled"])
def test_a_point_that_nobody_saw_can_be_removed_and_the_others_close_up(desk, dossier, state):
    advice, _ = make_advice(dossier, "Een.", "Twee.", "Drie.", **state)
    publish = {"visibility": "draft"}
    desk.save("entry", advice, **publish, **{"points-1-DELETE": "on"}, **rows({"text": "Vier."}, first=3))
    assert points_of(advice) == [(1, "Een."), (2, "Drie."), (3, "Vier.")]


@pytest.mark.parametrize(
    ("state", "has_answer"),
    [
        ({}, False),
        ({"withdrawn_at": datetime(2027, 5, 1, tzinfo=UTC)}, False),
        ({"published_at": None}, True),
    ],
    ids=["public", "withdrawn", "answered"],
)
def test_a_point_that_was_public_or_is_answered_stays(desk, dossier, state, has_answer):
    advice, (point, _) = make_advice(dossier, "Een.", "Twee.", **state)
    if has_answer:
        make_point(make_answer(advice, published_at=None), responds_to=point, outcome=Outcome.FOLLOWED, text="")
    page = desk.open_form("entry", advice)
    assert "points-0-DELETE" not in page.content.decode()
    desk.save("entry", advice, **{"points-0-DELETE": "on"})
    assert points_of(advice) == [(1, "Een."), (2, "Twee.")]


def test_points_are_versions_with_their_entry(desk, dossier):
    desk.save("entry", query=new(dossier, "advice"), title="Ons advies", **rows({"text": "Eerst dit."}))
    desk.save("entry", Entry.objects.get(), **rows({"text": "Beter dit."}))
    versions = Version.objects.get_for_object(Point.objects.get())
    assert [version.field_dict["text"] for version in versions] == ["Beter dit.", "Eerst dit."]


def test_the_preview_shows_points_that_are_not_saved_yet(desk, dossier):
    advice, _ = make_advice(dossier, "Eerst dit.", published_at=None)
    typed = rows({"text": "Beter dit."}, {"text": "En dit ook."})
    words = visible_text(desk.save("entry", advice, button="_preview", follow=False, **typed))
    assert "Punt 1 van ons advies Beter dit." in words
    assert "Punt 2 van ons advies En dit ook." in words
    assert points_of(advice) == [(1, "Eerst dit.")]


def test_an_advice_with_points_stays_an_advice(desk, dossier):
    advice, _ = make_advice(dossier, "Eerst dit.")
    page = desk.save("entry", advice, kind="news")
    assert "Bij dit bericht staan punten." in str(page.context["adminform"].form.errors["kind"])
    advice.refresh_from_db()
    assert advice.kind == Kind.ADVICE


def test_points_that_are_typed_while_the_kind_changes_are_not_lost(desk, dossier):
    advice, _ = make_advice(dossier)
    page = desk.save("entry", advice, kind="news", **rows({"text": "Eerst dit."}))
    assert "Verander eerst alleen de soort, en sla op." in visible_text(page)
    kept = read_form(page, "entry_form")
    assert (kept["kind"], kept["points-0-text"]) == ("news", "Eerst dit.")
    advice.refresh_from_db()
    assert (advice.kind, points_of(advice)) == (Kind.ADVICE, [])
    desk.save("entry", advice, kind="news", report="silent")
    advice.refresh_from_db()
    assert advice.kind == Kind.NEWS


@pytest.mark.parametrize("kind", ["news", "meeting", "request", "decision"])
def test_other_kinds_have_no_points(desk, dossier, kind):
    names = read_form(desk.open_form("entry", **new(dossier, kind)), "entry_form")
    assert [name for name in names if name.startswith("points")] == []


# --- The themes of a feedback -----------------------------------------------------------------------------


def test_feedback_tells_per_theme_what_was_said_and_what_was_done(desk, dossier):
    round_ = make_round(dossier, date(2027, 4, 1), date(2027, 4, 15))
    page = desk.open_form("entry", **new(dossier, "feedback"))
    for label in ("Wat zeiden huurders?", "Wat is ermee gedaan?", "Waarom?", "Reacties online:"):
        assert label in visible_text(page)
    assert "Geen antwoord" not in visible_text(page)
    desk.save(
        "entry",
        query=new(dossier, "feedback"),
        title="Wat we hoorden",
        responds_to=round_.pk,
        reactions_online="12",
        reactions_meeting="3",
        visibility="now",
        **rows({"text": "Gebruik gewone taal.", "outcome": "partly", "reason": "De wet heeft eigen woorden."}),
    )
    words = visible_text(desk.get("/k16-006/2", follow=True))
    assert "Dit zeiden jullie Gebruik gewone taal." in words
    assert "Deels overgenomen De wet heeft eigen woorden." in words
    assert "Reacties samen 15" in words


@pytest.mark.parametrize(
    ("missing", "message"),
    [
        ("outcome", "Kies wat ermee is gedaan."),
        ("reason", "Schrijf waarom."),
        ("text", "Schrijf het punt op, in één zin."),
    ],
)
def test_half_a_theme_is_refused_at_the_row_and_kept(desk, dossier, missing, message):
    round_ = make_round(dossier, date(2027, 4, 1), date(2027, 4, 15))
    theme = {"text": "Gebruik gewone taal.", "outcome": "partly", "reason": "De wet heeft eigen woorden."}
    half = theme | {missing: ""}
    page = desk.save(
        "entry", query=new(dossier, "feedback", responds_to=round_.pk), visibility="now", **rows(theme, half)
    )
    errors = page.context["inline_admin_formsets"][0].formset.errors[1]
    assert errors.keys() == {missing}
    assert message in visible_text(page)
    assert read_form(page, "entry_form").items() >= rows(theme, half).items()
    assert not Point.objects.exists()


@pytest.mark.parametrize("kind", ["advice", "feedback"])
def test_a_text_that_was_refused_is_not_called_missing_too(desk, dossier, kind):
    round_ = make_round(dossier, date(2027, 4, 1), date(2027, 4, 15))
    known = {"responds_to": round_.pk} if kind == "feedback" else {}
    page = desk.save("entry", query=new(dossier, kind, **known), **rows({"text": "Een <b>vet</b> punt"}))
    assert page.context["inline_admin_formsets"][0].formset.errors[0] == {
        "text": ["Dit is één regel zonder opmaak. Haal weg wat tussen < en > staat."]
    }


@pytest.mark.parametrize(("visibility", "made"), [("draft", 1), ("now", 0), ("later", 0)])
def test_a_theme_without_what_was_done_waits_in_a_draft_and_is_asked_for_before_it_is_public(
    desk, dossier, visibility, made
):
    round_ = make_round(dossier, date(2027, 4, 1), date(2027, 4, 15))
    query, theme = new(dossier, "feedback", responds_to=round_.pk), rows({"text": "Gebruik gewone taal."})
    moment = {"publish_on_0": "02-05-2027", "publish_on_1": "14:00"} if visibility == "later" else {}
    desk.save("entry", query=query, visibility=visibility, **moment, **theme)
    assert Point.objects.count() == made
    if made:
        feedback = Entry.objects.get(kind=Kind.FEEDBACK)
        assert "Schrijf waarom." in visible_text(desk.save("entry", feedback, visibility="now"))
        assert Entry.objects.get(pk=feedback.pk).published_at is None


# --- The answer, point by point ---------------------------------------------------------------------------


def test_an_answer_asks_for_every_point_of_its_advice(desk, dossier):
    advice, points = make_advice(dossier, "Eerst dit.", "Dan dat.")
    page = desk.open_form("entry", make_answer(advice))
    assert "Punt 1: Eerst dit. Antwoord:" in visible_text(page)
    assert "Punt 2: Dan dat. Antwoord:" in visible_text(page)
    names = read_form(page, "entry_form").keys()
    assert {f"points-{point.pk}-{name}" for point in points for name in ("outcome", "reason")} <= names
    assert "outcome" not in names


def test_what_is_filled_in_is_stored_and_what_is_left_empty_is_no_answer(desk, dossier):
    advice, (first, second, third) = make_advice(dossier, "Een.", "Twee.", "Drie.")
    answer = make_answer(advice)
    desk.save(
        "entry",
        answer,
        report="silent",
        **{f"points-{third.pk}-outcome": "not_followed", f"points-{third.pk}-reason": "Te duur."},
        **{f"points-{first.pk}-outcome": "followed"},
    )
    given = {(each.responds_to, each.outcome, each.reason) for each in answer.points.all()}
    assert given == {(first, "followed", ""), (third, "not_followed", "Te duur.")}
    words = visible_text(desk.get(advice.get_absolute_url()))
    assert "Op punt 2 is geen antwoord." in words
    assert "Te duur." in words
    desk.save("entry", answer, report="silent", **{f"points-{second.pk}-outcome": "partly"})
    form = read_form(desk.open_form("entry", answer), "entry_form")
    assert [form[f"points-{point.pk}-outcome"] for point in (first, second, third)] == [
        "followed",
        "partly",
        "not_followed",
    ]


def test_an_answer_to_a_point_can_be_changed_and_emptied(desk, dossier):
    advice, (first, second) = make_advice(dossier, "Een.", "Twee.")
    answer = make_answer(advice)
    kept = make_point(answer, 1, "", responds_to=first, outcome=Outcome.FOLLOWED)
    make_point(answer, 2, "", responds_to=second, outcome=Outcome.FOLLOWED, reason="Goed idee.")
    emptied = {f"points-{second.pk}-outcome": "", f"points-{second.pk}-reason": " "}
    desk.save("entry", answer, report="silent", **{f"points-{first.pk}-outcome": "partly"}, **emptied)
    kept.refresh_from_db()
    assert kept.outcome == Outcome.PARTLY
    assert list(answer.points.all()) == [kept]


def test_a_reason_without_an_answer_is_refused_at_the_row_and_kept(desk, dossier):
    advice, (point,) = make_advice(dossier, "Een.")
    answer = make_answer(advice)
    page = desk.save("entry", answer, title="Anders", **{f"points-{point.pk}-reason": "Te duur."})
    assert "Kies wat het antwoord op dit punt is." in visible_text(page)
    kept = read_form(page, "entry_form")
    assert (kept["title"], kept[f"points-{point.pk}-reason"]) == ("Anders", "Te duur.")
    assert not answer.points.exists()


def test_an_imported_answer_in_words_can_be_read_and_changed(desk, dossier):
    advice, (point,) = make_advice(dossier, "Een.")
    given = make_point(make_answer(advice), 1, "Dat doen we.", responds_to=point, outcome=Outcome.FOLLOWED)
    desk.save("entry", given.entry, report="silent", **{f"points-{point.pk}-text": "Dat doen we al."})
    given.refresh_from_db()
    assert (given.text, given.outcome) == ("Dat doen we al.", Outcome.FOLLOWED)


def test_a_new_answer_asks_at_once_for_the_points_of_an_advice_that_is_known(desk, dossier):
    advice, (point,) = make_advice(dossier, "Een.")
    query = new(dossier, "answer", responds_to=advice.pk)
    desk.save("entry", query=query, visibility="now", **{f"points-{point.pk}-outcome": "followed"})
    assert Point.objects.get(responds_to=point).entry == Entry.objects.get(kind=Kind.ANSWER)
    assert "Overgenomen" in visible_text(desk.get(advice.get_absolute_url()))


def test_an_answer_whose_advice_is_not_chosen_yet_gets_its_rows_after_saving(desk, dossier):
    advice, (point,) = make_advice(dossier, "Een.")
    page = desk.open_form("entry", **new(dossier, "answer"))
    assert "Sla dan op. Daarna staan de punten ervan in dit formulier." in visible_text(page)
    assert "outcome" not in read_form(page, "entry_form")
    page = desk.save(
        "entry", query=new(dossier, "answer"), title="Hun antwoord", responds_to=advice.pk, button="_continue"
    )
    assert f"points-{point.pk}-outcome" in read_form(page, "entry_form")


def test_rows_are_never_stored_with_another_advice_than_they_belong_to(desk, dossier):
    advice, (point,) = make_advice(dossier, "Een.")
    other, _ = make_advice(dossier, "Heel iets anders.")
    answer = make_answer(advice)
    page = desk.save("entry", answer, responds_to=other.pk, **{f"points-{point.pk}-outcome": "followed"})
    assert "Dit punt hoort niet bij het advies waarop dit een antwoord is." in visible_text(page)
    assert read_form(page, "entry_form")[f"points-{point.pk}-outcome"] == "followed"
    assert not answer.points.exists()


def test_an_answer_with_answered_points_keeps_its_advice(desk, dossier):
    advice, (point,) = make_advice(dossier, "Een.")
    other, _ = make_advice(dossier)
    answer = make_answer(advice)
    make_point(answer, 1, "", responds_to=point, outcome=Outcome.FOLLOWED)
    for changed, reason in (
        (other.pk, "Maak die eerst leeg en sla op."),
        ("", "Kies op welk bericht dit een reactie is."),
    ):
        page = desk.save("entry", answer, responds_to=changed)
        assert reason in str(page.context["adminform"].form.errors["responds_to"])
    desk.save("entry", answer, report="silent", **{f"points-{point.pk}-outcome": ""})
    desk.save("entry", answer, responds_to=other.pk, report="silent")
    answer.refresh_from_db()
    assert answer.responds_to == other


def test_the_answer_to_an_advice_without_points_has_an_outcome_of_its_own(desk, dossier):
    advice, _ = make_advice(dossier)
    desk.save("entry", query=new(dossier, "answer", responds_to=advice.pk), outcome="followed", visibility="now")
    assert Entry.objects.get(kind=Kind.ANSWER).outcome == Outcome.FOLLOWED


def test_an_outcome_that_is_stored_beside_points_is_shown_so_that_it_can_be_emptied(desk, dossier):
    advice, _ = make_advice(dossier, "Een.")
    answer = make_answer(advice, outcome=Outcome.FOLLOWED)
    assert read_form(desk.open_form("entry", answer), "entry_form")["outcome"] == "followed"


def test_the_preview_of_an_answer_shows_the_card(desk, dossier):
    advice, (point,) = make_advice(dossier, "Een.")
    typed = {f"points-{point.pk}-outcome": "not_followed", f"points-{point.pk}-reason": "Te duur."}
    page = desk.save("entry", make_answer(advice, published_at=None), button="_preview", follow=False, **typed)
    assert "Antwoord van DUWO Niet overgenomen Te duur." in visible_text(page)
    assert not Point.objects.filter(responds_to=point).exists()


# --- What tenants could read already ----------------------------------------------------------------------

TYPING_ERROR_OR_CHANGE = "Huurders konden dit al lezen. Kies hieronder wat het is: een typefout of een wijziging."


@pytest.mark.parametrize("row", [{"text": "Eerst dit."}, {"explanation": "Daarom."}])
def test_a_change_of_points_that_tenants_could_read_is_silent_or_told(desk, dossier, row):
    advice, _ = make_advice(dossier, "Eerst dti.")
    page = desk.save("entry", advice, **rows(row))
    assert TYPING_ERROR_OR_CHANGE in visible_text(page)
    assert read_form(page, "entry_form").items() >= rows(row).items()
    assert points_of(advice) == [(1, "Eerst dti.")]
    desk.save("entry", advice, report="announced", report_text="Punt 1 is duidelijker.", **rows(row))
    assert "Punt 1 is duidelijker." in visible_text(desk.get(advice.get_absolute_url()))


@pytest.mark.parametrize("answered", [True, False])
def test_an_answer_to_a_point_is_silent_or_told_also_where_there_was_none(desk, dossier, answered):
    advice, (point,) = make_advice(dossier, "Een.")
    answer = make_answer(advice)
    if answered:
        make_point(answer, 1, "", responds_to=point, outcome=Outcome.FOLLOWED)
    typed = {f"points-{point.pk}-outcome": "not_followed"}
    page = desk.save("entry", answer, **typed)
    assert TYPING_ERROR_OR_CHANGE in visible_text(page)
    assert read_form(page, "entry_form").items() >= typed.items()
    assert not answer.points.filter(outcome=Outcome.NOT_FOLLOWED).exists()
    desk.save("entry", answer, report="announced", report_text="Het antwoord op punt 1 kwam later.", **typed)
    assert answer.points.get().outcome == Outcome.NOT_FOLLOWED
    assert "Het antwoord op punt 1 kwam later." in visible_text(desk.get(answer.get_absolute_url()))


def test_the_preview_shows_a_change_before_it_is_said_what_it_is(desk, dossier):
    advice, _ = make_advice(dossier, "Eerst dti.")
    page = desk.save("entry", advice, button="_preview", follow=False, **rows({"text": "Eerst dit."}))
    assert "Punt 1 van ons advies Eerst dit." in visible_text(page)


# --- Queries ----------------------------------------------------------------------------------------------


def test_saving_many_points_writes_the_index_once(desk, dossier, django_assert_max_num_queries):
    advice, _ = make_advice(dossier, *(f"Wens {number}" for number in range(1, 9)))
    changed = {f"points-{place}-text": f"Eis {place}" for place in range(8)}
    with django_assert_max_num_queries(90):  # opening the form and saving it
        desk.save("entry", advice, report="silent", follow=False, **changed)
    assert [point.text for point in advice.points.all()] == list(changed.values())
    assert SearchRow.objects.get(entry=advice).text.count("Eis") == 8


@pytest.mark.parametrize("count", [1, 3, 40])
@pytest.mark.parametrize(("kind", "queries"), [("advice", 11), ("answer", 14)])
def test_a_form_takes_the_same_queries_for_any_number_of_points(
    desk, dossier, django_assert_num_queries, count, kind, queries
):
    advice, points = make_advice(dossier, *(f"Wens {number}" for number in range(1, count + 1)))
    answer = make_answer(advice)
    for point in points:
        make_point(answer, point.number, "", responds_to=point, outcome=Outcome.FOLLOWED)
    with django_assert_num_queries(queries):
        page = desk.open_form("entry", {"advice": advice, "answer": answer}[kind])
    assert f"Wens {count}" in visible_text(page)


# --- Many points ------------------------------------------------------------------------------------------


def many(advice, count):
    form = {f"points-{place}-text": f"Punt {place}." for place in range(count)}
    return form | {"points-TOTAL_FORMS": str(count), "points-INITIAL_FORMS": "0"}


@pytest.mark.parametrize(("count", "stored"), [(200, 200), (201, 0)])
def test_an_advice_takes_two_hundred_points_and_says_so_of_more(desk, dossier, count, stored):
    advice, _ = make_advice(dossier, published_at=None)
    answer = desk.save("entry", advice, **many(advice, count))
    assert advice.points.count() == stored
    if not stored:
        assert "200" in visible_text(answer)


def test_a_form_with_more_fields_than_one_can_send_says_so(desk, dossier):
    advice, _ = make_advice(dossier, published_at=None)
    answer = desk.post(f"/beheer/dossiers/entry/{advice.pk}/change/", {f"x{place}": "1" for place in range(5_001)})
    assert answer.status_code == 400
    assert "te veel velden" in answer.content.decode()
    assert "adres" not in visible_text(answer)
