"""The chain in the admin: the button to the follow-up, and what a response may not be."""

from datetime import UTC, date, datetime

import pytest

from dossiers.models import Entry
from dossiers.rules.kinds import Kind

from ..factories import make_dossier, make_entry, make_round
from ..filled_form import read_form, visible_text
from ..reading import read

pytestmark = pytest.mark.django_db

DAY = date(2027, 4, 1)
TOMORROW = datetime(2027, 5, 2, 12, tzinfo=UTC)
WITHDRAWN = {"withdrawn_at": datetime(2027, 4, 20, tzinfo=UTC), "withdrawn_reason": "Dubbel."}


def refusal(page, field="responds_to"):
    """What the form says at a field."""
    return " ".join(page.context["adminform"].form.errors.get(field, []))


def answer_to(target, kind, **fields):
    return make_entry(target.dossier, "De reactie", kind=kind, responds_to=target, **fields)


# --- The button -------------------------------------------------------------------------------------------

CHAIN = [
    (Kind.INSPRAAK, "Terugkoppeling schrijven", Kind.FEEDBACK, "Terugkoppeling: Kluisjes"),
    (Kind.REQUEST, "Advies vastleggen", Kind.ADVICE, "Advies: Kluisjes"),
    (Kind.ADVICE, "Antwoord vastleggen", Kind.ANSWER, "Antwoord van DUWO: Kluisjes"),
]


@pytest.mark.parametrize(("kind", "words", "response", "title"), CHAIN)
def test_one_button_starts_the_response_with_what_is_known(desk, dossier, kind, words, response, title):
    target = make_entry(dossier, f"{kind.label}: Kluisjes", kind=kind)
    for address in (f"/beheer/dossiers/entry/{target.pk}/change/", f"/beheer/dossiers/dossier/{dossier.pk}/change/"):
        page = desk.get(read(desk, address).link(words))
        form = read_form(page, "entry_form")
        assert f"{response.label} toevoegen" in visible_text(page)
        assert (form["responds_to"], form["title"], form["starts_on"]) == (str(target.pk), title, "01-05-2027")


@pytest.mark.parametrize(
    ("response", "shown"),
    [
        (None, True),
        ({}, False),
        ({"published_at": None}, False),
        ({"published_at": TOMORROW}, False),
        (WITHDRAWN, True),
        (WITHDRAWN | {"published_at": None}, True),
        ({"kind": Kind.DECISION}, True),
    ],
    ids=["none", "public", "draft", "scheduled", "withdrawn", "binned", "another kind"],
)
def test_the_button_stands_there_until_there_is_a_response(desk, dossier, response, shown):
    advice = make_entry(dossier, kind=Kind.ADVICE)
    if response is not None:
        answer_to(advice, **{"kind": Kind.ANSWER} | response)
    for address in (f"/beheer/dossiers/entry/{advice.pk}/change/", f"/beheer/dossiers/dossier/{dossier.pk}/change/"):
        assert ("Antwoord vastleggen" in visible_text(desk.get(address))) is shown


@pytest.mark.parametrize(
    "state",
    [{"published_at": None}, WITHDRAWN, WITHDRAWN | {"published_at": None}, {"cancelled": True}],
    ids=["draft", "withdrawn", "binned", "off"],
)
def test_a_draft_waits_for_nothing_and_neither_does_what_is_gone_or_off(desk, dossier, state):
    round_ = make_round(dossier, DAY, DAY, **state)
    page = desk.get(f"/beheer/dossiers/entry/{round_.pk}/change/")
    assert "Terugkoppeling schrijven" not in visible_text(page)


@pytest.mark.parametrize(("last", "shown"), [(date(2027, 5, 1), False), (date(2027, 4, 30), True)])
def test_feedback_is_written_when_a_round_has_closed(desk, dossier, last, shown):
    round_ = make_round(dossier, DAY, last)
    for address in (f"/beheer/dossiers/entry/{round_.pk}/change/", f"/beheer/dossiers/dossier/{dossier.pk}/change/"):
        assert ("Terugkoppeling schrijven" in visible_text(desk.get(address))) is shown


@pytest.mark.parametrize(
    ("kind", "words"), [(Kind.REQUEST, "Advies vastleggen"), (Kind.ADVICE, "Antwoord vastleggen")]
)
def test_an_advice_or_answer_may_come_long_before_it_is_due(desk, dossier, kind, words):
    target = make_entry(dossier, kind=kind, starts_on=date(2027, 5, 1), due_on=date(2027, 9, 1))
    assert words in visible_text(desk.open_form("entry", target))


def test_a_kind_that_awaits_nothing_has_no_button(desk, dossier):
    news = make_entry(dossier)
    links = {part["href"] for part in read(desk, f"/beheer/dossiers/entry/{news.pk}/change/").all("a")}
    assert [link for link in links if "responds_to" in link] == []


@pytest.mark.parametrize("known", ["x", "\0", "999", "another dossier", "another kind"])
def test_an_address_that_knows_it_wrongly_leaves_the_choice_open(desk, dossier, known):
    others = {
        "another dossier": make_entry(make_dossier("K17-001"), kind=Kind.ADVICE).pk,
        "another kind": make_entry(dossier).pk,
    }
    page = desk.open_form("entry", dossier=dossier.pk, kind="answer", responds_to=others.get(known, known))
    form = read_form(page, "entry_form")
    assert (form["responds_to"], form["title"]) == ("", "")


def test_a_title_that_is_proposed_fits(desk, dossier):
    request = make_entry(dossier, "x" * 200, kind=Kind.REQUEST)
    page = desk.open_form("entry", dossier=dossier.pk, kind="advice", responds_to=request.pk)
    assert len(read_form(page, "entry_form")["title"]) == 200


# --- What is refused, at the field, with everything that was typed kept --------------------------------------


def respond(desk, target, kind, **answers):
    """Press the button and save."""
    query = {"dossier": target.dossier_id, "kind": kind, "responds_to": target.pk}
    return desk.save("entry", query=query, **{"title": "De reactie", "teaser": "Getypt"} | answers)


def assert_refused(page, reason):
    assert reason in refusal(page)
    assert read_form(page, "entry_form")["teaser"] == "Getypt"


NOT_YET = "Dat bericht is dan nog niet openbaar. Maak dat eerst openbaar."


@pytest.mark.parametrize(
    ("state", "visibility", "reason"),
    [
        ({"published_at": None}, {"visibility": "now"}, NOT_YET),
        ({"published_at": None}, {"visibility": "later"}, NOT_YET),
        ({"published_at": None}, {"visibility": "draft"}, ""),
        ({"published_at": TOMORROW}, {"visibility": "now"}, NOT_YET),
        ({"published_at": TOMORROW}, {"visibility": "later", "publish_on_1": "13:59"}, NOT_YET),
        ({"published_at": TOMORROW}, {"visibility": "later", "publish_on_1": "14:00"}, ""),
        (WITHDRAWN, {"visibility": "now"}, "Dat bericht is ingetrokken."),
        (WITHDRAWN, {"visibility": "draft"}, ""),
        ({}, {"visibility": "now"}, ""),
    ],
)
def test_a_response_is_never_public_before_what_it_responds_to(desk, dossier, state, visibility, reason):
    advice = make_entry(dossier, kind=Kind.ADVICE, **state)
    moment = {"publish_on_0": "02-05-2027", "publish_on_1": "14:00"} if visibility["visibility"] == "later" else {}
    page = respond(desk, advice, "answer", **moment | visibility)
    if reason:
        assert_refused(page, reason)
    assert Entry.objects.filter(kind=Kind.ANSWER).exists() is not bool(reason)


@pytest.mark.parametrize(("day", "refused"), [("02-05-2027", True), ("01-05-2027", False)])
def test_an_answer_of_tomorrow_is_not_public_today(desk, dossier, day, refused):
    page = respond(desk, make_entry(dossier, kind=Kind.ADVICE), "answer", visibility="now", starts_on=day)
    if refused:
        assert "Een antwoord kan niet van een latere dag zijn." in refusal(page, "starts_on")
        assert read_form(page, "entry_form")["teaser"] == "Getypt"
    assert Entry.objects.filter(kind=Kind.ANSWER).exists() is not refused


@pytest.mark.parametrize("state", [WITHDRAWN, WITHDRAWN | {"published_at": None}], ids=["withdrawn", "binned"])
def test_a_response_that_was_public_already_stays_as_it_was(desk, dossier, state):
    advice = make_entry(dossier, kind=Kind.ADVICE, **state)
    answer = answer_to(advice, Kind.ANSWER)
    desk.save("entry", answer, title="Beter", report="silent")
    answer.refresh_from_db()
    assert (answer.title, answer.responds_to) == ("Beter", advice)


@pytest.mark.parametrize("other", ["another dossier", "another kind"])
def test_a_response_to_what_was_not_offered_is_refused(desk, dossier, other):
    advice = make_entry(dossier, kind=Kind.ADVICE)
    others = {
        "another dossier": make_entry(make_dossier("K17-001"), kind=Kind.ADVICE).pk,
        "another kind": make_entry(dossier).pk,
    }
    assert_refused(
        respond(desk, advice, "answer", responds_to=others[other]),
        "Dat bericht staat in een ander dossier of is van een andere soort.",
    )


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("answer", "Kies op welk bericht dit een reactie is. Dat is een advies."),
        ("feedback", "Kies op welk bericht dit een reactie is. Dat is een inspraakmoment."),
    ],
)
def test_a_response_to_nothing_is_refused_when_it_is_made_here(desk, dossier, kind, reason):
    page = desk.save("entry", query={"dossier": dossier.pk, "kind": kind}, title="De reactie", teaser="Getypt")
    assert_refused(page, reason)


@pytest.mark.parametrize("kind", [Kind.ANSWER, Kind.FEEDBACK])
def test_an_imported_response_to_nothing_stays_editable(desk, dossier, kind):
    entry = make_entry(dossier, kind=kind)
    desk.save("entry", entry, title="Beter", report="silent")
    entry.refresh_from_db()
    assert entry.title == "Beter"


@pytest.mark.parametrize("kind", ["advice", "decision"])
def test_an_advice_or_a_decision_may_come_unasked(desk, dossier, kind):
    desk.save("entry", query={"dossier": dossier.pk, "kind": kind}, title="Zomaar")
    assert Entry.objects.get().responds_to is None


SECOND = "Op dit bericht is al een terugkoppeling: K16-006/2 De reactie."


@pytest.mark.parametrize(
    ("first", "refused"),
    [
        ({}, True),
        ({"published_at": None}, True),
        (WITHDRAWN, False),
        (WITHDRAWN | {"published_at": None}, False),
    ],
    ids=["public", "draft", "withdrawn", "binned"],
)
def test_one_feedback_answers_one_round(desk, dossier, first, refused):
    round_ = make_round(dossier, DAY, DAY)
    answer_to(round_, Kind.FEEDBACK, **first)
    page = respond(desk, round_, "feedback")
    if refused:
        assert_refused(page, SECOND)
    assert Entry.objects.filter(kind=Kind.FEEDBACK).count() == 2 - refused


def test_the_feedback_itself_can_be_changed(desk, dossier):
    feedback = answer_to(make_round(dossier, DAY, DAY), Kind.FEEDBACK)
    desk.save("entry", feedback, title="Beter", report="silent")
    feedback.refresh_from_db()
    assert feedback.title == "Beter"


def test_a_feedback_does_not_come_back_beside_the_one_that_took_its_place(desk, dossier):
    round_ = make_round(dossier, DAY, DAY)
    gone = answer_to(round_, Kind.FEEDBACK, **WITHDRAWN)
    second = answer_to(round_, Kind.FEEDBACK)
    page = desk.press("entry", "put_back", gone)
    assert "Op dit bericht is al een terugkoppeling: K16-006/3 De reactie." in visible_text(page)
    gone.refresh_from_db()
    assert gone.withdrawn_at
    desk.press("entry", "withdraw", second, reason="Dubbel.")
    desk.press("entry", "put_back", gone)
    gone.refresh_from_db()
    assert gone.withdrawn_at is None


def test_an_advice_may_be_answered_twice(desk, dossier):
    advice = make_entry(dossier, kind=Kind.ADVICE)
    for _ in range(2):
        respond(desk, advice, "answer", visibility="now")
    assert Entry.objects.filter(responds_to=advice).count() == 2


def test_what_is_answered_by_plan_stays_out_of_the_bin_and_the_step_says_why(desk, dossier):
    request = make_entry(dossier, kind=Kind.REQUEST, published_at=TOMORROW)
    answer_to(request, Kind.ADVICE, published_at=datetime(2027, 5, 3, 12, tzinfo=UTC))
    page = desk.press("entry", "bin", request)
    assert "De reactie K16-006/2 De reactie wordt dan eerder openbaar dan dit bericht." in visible_text(page)
    request.refresh_from_db()
    assert (request.withdrawn_at, request.published_at) == (None, TOMORROW)
