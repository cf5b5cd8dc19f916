"""What the models refuse, in which words, and what the database refuses when nobody asked the model."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from dossiers.models import Attachment, Dossier, Entry, Point
from dossiers.rules.kinds import Kind
from dossiers.rules.publication import Publication

from ..factories import LONG_AGO, make_attachment, make_dossier, make_entry, make_point, make_round
from ..processes import run, start

pytestmark = pytest.mark.django_db

FIRST, SECOND, THIRD = date(2027, 6, 1), date(2027, 6, 2), date(2027, 6, 3)


def refusals(row):
    """What an editor reads when the row is checked; nothing when it is taken."""
    try:
        row.full_clean(exclude=["number"] if hasattr(row, "number") and row.number is None else None)
    except ValidationError as error:
        return error.messages
    return []


def database_refuses(row):
    """Whether the database itself refuses a row that nobody checked."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        return True
    return False


def unsaved_entry(dossier, *, kind=Kind.NEWS, title="Workshop", number=9, **fields):
    return Entry(dossier=dossier, kind=kind, title=title, number=number, **fields)


# --- The code of a dossier --------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["K16-006", "KA16-006", "A00-000", "ZZ99-999"])
def test_a_code_is_one_or_two_capitals_two_digits_a_hyphen_and_three_digits(code):
    assert refusals(Dossier(code=code, title="Samen")) == []


def test_any_other_shape_of_code_is_refused_with_an_example():
    message = "Een code bestaat uit één of twee hoofdletters, twee cijfers, een streepje en drie cijfers: K16-006."
    for code in [
        "16-006",
        "KAB16-006",
        "K6-006",
        "K166-006",
        "K16-06",
        "K16-0066",
        "K16006",
        "K16–006",
        "K16-00A",
        "K١٦-006",
        "É16-006",
        "K16-006/",
    ]:
        assert message in refusals(Dossier(code=code, title="Samen")), code


def test_a_code_in_small_letters_is_refused_also_by_the_database():
    dossier = Dossier(code="k16-006", title="Samen")
    assert refusals(dossier)
    with pytest.raises(ValidationError, match="Schrijf de code in hoofdletters."):
        dossier.validate_constraints()
    assert database_refuses(dossier)


def test_a_code_is_given_once_also_by_the_database():
    make_dossier("K16-006")
    again = Dossier(code="K16-006", title="Nog een keer")
    assert refusals(again) == ["Er is al een dossier met deze code."]
    assert database_refuses(again)


def test_the_code_of_a_draft_may_still_change():
    dossier = make_dossier("K16-006", published_at=None)
    dossier.code = "K16-007"
    assert refusals(dossier) == []


def test_the_code_of_a_draft_may_change_while_it_is_made_public():
    dossier = make_dossier("K16-006", published_at=None)
    dossier.code, dossier.published_at = "K16-007", LONG_AGO
    assert refusals(dossier) == []


def test_the_code_is_fixed_once_the_dossier_was_published():
    dossier = make_dossier("K16-006")
    dossier.title = "Een andere titel mag"
    assert refusals(dossier) == []
    dossier.code = "K16-007"
    assert refusals(dossier) == ["De code K16-006 ligt vast: er wordt al naar verwezen."]


def test_the_code_stays_fixed_after_withdrawal():
    dossier = make_dossier("K16-006", withdrawn_at=datetime(2020, 1, 1, tzinfo=UTC), withdrawn_reason="Fout.")
    dossier.code = "K16-007"
    assert refusals(dossier) == ["De code K16-006 ligt vast: er wordt al naar verwezen."]


def test_a_dossier_does_not_continue_in_itself_but_may_in_another():
    dossier = make_dossier("K16-006")
    dossier.successor = make_dossier("K19-004")
    assert refusals(dossier) == []
    dossier.successor = dossier
    assert refusals(dossier) == ["Een dossier kan niet verdergaan in zichzelf."]


# --- Days of an entry -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("ends_on", "message"), [(FIRST, "De laatste dag ligt voor de eerste dag."), (SECOND, None)])
def test_the_last_day_may_be_the_first_day_and_not_before(ends_on, message):
    entry = unsaved_entry(make_dossier(), kind=Kind.MEETING, starts_on=SECOND, ends_on=ends_on)
    assert refusals(entry) == ([message] if message else [])
    assert database_refuses(entry) == bool(message)


def test_a_last_day_needs_a_first_day():
    entry = unsaved_entry(make_dossier(), kind=Kind.MEETING, ends_on=SECOND)
    assert refusals(entry) == ["Vul ook de eerste dag in, of maak de laatste dag leeg."]
    assert database_refuses(entry)


@pytest.mark.parametrize(
    ("due_on", "message"), [(FIRST, "De uiterste dag ligt voor de eerste dag."), (SECOND, None), (THIRD, None)]
)
def test_a_response_may_be_due_on_the_first_day_and_not_before(due_on, message):
    entry = unsaved_entry(make_dossier(), kind=Kind.REQUEST, starts_on=SECOND, due_on=due_on)
    assert refusals(entry) == ([message] if message else [])
    assert database_refuses(entry) == bool(message)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "taken"),
    [(FIRST, SECOND, True), (FIRST, FIRST, True), (None, None, True), (FIRST, None, False), (None, FIRST, False)],
)
def test_an_inspraakmoment_has_both_days_or_neither(starts_on, ends_on, taken):
    entry = unsaved_entry(make_dossier(), kind=Kind.INSPRAAK, starts_on=starts_on, ends_on=ends_on)
    message = "Een inspraakmoment heeft een eerste én een laatste dag, of geen van beide."
    assert (refusals(entry) == []) is taken
    assert (message in refusals(entry)) is (starts_on is not None and not taken)
    assert database_refuses(entry) is not taken


@pytest.mark.parametrize("precision", ["month", "year"])
@pytest.mark.parametrize("kind", [Kind.MEETING, Kind.INSPRAAK])
def test_only_a_date_known_to_the_day_has_a_last_day(precision, kind):
    entry = unsaved_entry(make_dossier(), kind=kind, starts_on=FIRST, ends_on=SECOND, date_precision=precision)
    assert "Weet je alleen de maand of het jaar? Dan is er geen laatste dag." in refusals(entry)
    assert database_refuses(entry)


@pytest.mark.parametrize(
    ("precision", "first", "other"),
    [("month", date(2027, 6, 1), date(2027, 6, 2)), ("year", date(2027, 1, 1), date(2027, 6, 1))],
)
def test_a_month_or_a_year_is_known_by_its_first_day_and_no_other(precision, first, other):
    dossier = make_dossier()
    assert refusals(unsaved_entry(dossier, starts_on=first, date_precision=precision)) == []
    entry = unsaved_entry(dossier, starts_on=other, date_precision=precision)
    assert refusals(entry) == ["Van een maand of een jaar bewaren we de eerste dag."]
    assert entry.starts_on == other


@pytest.mark.parametrize(("begins_at", "refused_"), [(None, True), (time(19, 30), False)])
def test_a_meeting_that_ends_at_a_time_begins_at_one(begins_at, refused_):
    meeting = unsaved_entry(make_dossier(), kind=Kind.MEETING, starts_on=FIRST, begins_at=begins_at, ends_at=time(21))
    assert refusals(meeting) == (["Vul ook in hoe laat het begint, of maak dit leeg."] if refused_ else [])


# --- Facts and responses ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fact", "value", "label"),
    [
        ("place", "De kantine", "plaats"),
        ("ends_on", SECOND, "laatste dag"),
        ("due_on", SECOND, "uiterlijk"),
        ("cancelled", True, "afgelast"),
        ("question", "Wil jij een kluis?", "de vraag"),
        ("right", "advice", "recht"),
        ("outcome", "followed", "uitkomst"),
        ("reactions_online", 12, "reacties online"),
    ],
)
def test_a_fact_that_the_kind_does_not_use_is_refused_by_name(fact, value, label):
    news = unsaved_entry(make_dossier(), starts_on=FIRST, **{fact: value})
    assert refusals(news) == [f"Bij de soort “Nieuws” hoort geen “{label}”. Maak dat veld eerst leeg."]


def test_every_fact_that_does_not_belong_is_named_at_once():
    news = unsaved_entry(make_dossier(), place="De kantine", question="Wil jij een kluis?")
    assert len(refusals(news)) == 2


def test_a_reaction_by_link_goes_over_https():
    dossier = make_dossier()
    assert refusals(unsaved_entry(dossier, kind=Kind.INSPRAAK, react_link="https://vragen.example/1")) == []
    message = "Vul een adres in dat met https:// begint."
    for link in ("http://vragen.example/1", "javascript:alert(1)", "vragen.example"):
        assert message in refusals(unsaved_entry(dossier, kind=Kind.INSPRAAK, react_link=link))


ANOTHER_DOSSIER = "Dit bericht staat in een ander dossier. Kies een bericht uit dit dossier."


def test_a_response_is_to_an_entry_of_its_own_dossier():
    dossier, other = make_dossier(), make_dossier("K17-001")
    response = unsaved_entry(dossier, kind=Kind.FEEDBACK, responds_to=make_round(dossier, FIRST, SECOND))
    assert refusals(response) == []
    response.responds_to = make_round(other, FIRST, SECOND)
    assert refusals(response) == [ANOTHER_DOSSIER]


@pytest.mark.parametrize(
    ("kind", "target", "message"),
    [
        (Kind.INSPRAAK, Kind.REQUEST, None),
        (Kind.INSPRAAK, Kind.ADVICE, "Kies een bericht van de soort adviesaanvraag."),
        (Kind.FEEDBACK, Kind.INSPRAAK, None),
        (Kind.FEEDBACK, Kind.FEEDBACK, "Kies een bericht van de soort inspraakmoment."),
        (Kind.ADVICE, Kind.REQUEST, None),
        (Kind.ADVICE, Kind.ANSWER, "Kies een bericht van de soort adviesaanvraag."),
        (Kind.ANSWER, Kind.ADVICE, None),
        (Kind.ANSWER, Kind.REQUEST, "Kies een bericht van de soort advies."),
        (Kind.DECISION, Kind.ANSWER, None),
        (Kind.DECISION, Kind.ADVICE, None),
        (Kind.DECISION, Kind.NEWS, "Kies een bericht van de soort antwoord of advies."),
        (Kind.NEWS, Kind.REQUEST, "Bij de soort “Nieuws” hoort geen “reactie op”. Maak dat veld eerst leeg."),
    ],
)
def test_a_kind_responds_to_the_kinds_of_the_legal_chain_only(kind, target, message):
    dossier = make_dossier()
    response = unsaved_entry(dossier, kind=kind, responds_to=make_entry(dossier, kind=target))
    assert refusals(response) == ([message] if message else [])


def test_an_entry_does_not_respond_to_itself():
    advice = make_entry(make_dossier(), kind=Kind.ADVICE)
    advice.responds_to = advice
    assert refusals(advice) == ["Kies een bericht van de soort adviesaanvraag."]


NOT_YET = "Dat bericht is dan nog niet openbaar. Maak dat eerst openbaar."
NOON = datetime(2027, 6, 10, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("published_at", "target_published_at", "message"),
    [
        (NOON, NOON, None),
        (NOON, NOON + timedelta(seconds=1), NOT_YET),
        (NOON, None, NOT_YET),
        (None, NOON, None),
        (None, None, None),
    ],
)
def test_a_public_response_is_never_to_something_that_is_not_public_yet(published_at, target_published_at, message):
    dossier = make_dossier()
    advice = make_entry(dossier, kind=Kind.ADVICE, published_at=target_published_at)
    answer = unsaved_entry(dossier, kind=Kind.ANSWER, responds_to=advice, published_at=published_at)
    assert refusals(answer) == ([message] if message else [])


# --- What hangs on an entry -------------------------------------------------------------------------------


def test_an_attachment_hangs_on_an_entry_of_its_own_dossier():
    dossier, other = make_dossier(), make_dossier("K17-001")
    attachment = make_attachment(dossier, entry=make_entry(dossier))
    assert refusals(attachment) == []
    attachment.entry = make_entry(other)
    assert refusals(attachment) == ["Dit bericht staat in een ander dossier."]


def test_a_point_answers_a_point_of_the_advice_that_its_entry_answers():
    dossier = make_dossier()
    advice, earlier = (make_entry(dossier, kind=Kind.ADVICE) for _ in range(2))
    answer = make_entry(dossier, kind=Kind.ANSWER, responds_to=advice)
    point = Point(entry=answer, number=1, text="Ja.", responds_to=make_point(advice))
    assert refusals(point) == []
    point.responds_to = make_point(earlier)
    assert refusals(point) == ["Dit punt hoort niet bij het advies waarop dit een antwoord is."]


def test_a_point_has_one_answer_in_an_entry():
    dossier = make_dossier()
    advice = make_entry(dossier, kind=Kind.ADVICE)
    answer = make_entry(dossier, kind=Kind.ANSWER, responds_to=advice)
    point = make_point(advice)
    make_point(answer, 1, responds_to=point)
    again = Point(entry=answer, number=2, text="Nog een keer.", responds_to=point)
    assert refusals(again) == ["Op dit punt staat al een antwoord."]
    assert database_refuses(again)


# --- Numbers ----------------------------------------------------------------------------------------------


def test_a_number_is_given_once_a_dossier():
    dossier, other = make_dossier(), make_dossier("K17-001")
    make_entry(dossier)
    again = unsaved_entry(dossier, number=1)
    assert refusals(again) == ["Dit dossier heeft al een bericht met dit nummer."]
    assert database_refuses(again)
    assert not database_refuses(unsaved_entry(other, number=1))


def test_a_number_of_an_attachment_is_given_once_a_dossier():
    first = make_attachment(make_dossier())
    again = Attachment(dossier=first.dossier, number=1, title="Nog een", file=first.file)
    assert refusals(again) == ["Dit dossier heeft al een bijlage met dit nummer."]
    assert database_refuses(again)


def test_a_number_of_a_point_is_given_once_an_entry():
    entry = make_entry(make_dossier(), kind=Kind.ADVICE)
    make_point(entry, 1)
    again = Point(entry=entry, number=1, text="Nog een.")
    assert refusals(again) == ["Er is al een punt met dit nummer."]
    assert database_refuses(again)


@pytest.mark.parametrize("make", [make_entry, make_attachment])
def test_a_new_number_is_the_highest_plus_one_in_its_own_dossier(make):
    dossier, other = make_dossier(), make_dossier("K17-001")
    assert [make(dossier).number, make(dossier).number, make(other).number] == [1, 2, 1]
    make(dossier, number=7)
    assert make(dossier).number == 8


def test_a_number_is_not_reused_after_withdrawal():
    dossier = make_dossier()
    make_entry(dossier)
    last = make_entry(dossier)
    last.withdraw(NOON, "Fout.")
    last.save()
    assert make_entry(dossier).number == 3


def test_saving_again_keeps_the_number():
    dossier = make_dossier()
    first, _ = make_entry(dossier), make_entry(dossier)
    first.save()
    assert first.number == 1


PREPARE = """
import django
django.setup()
from django.core.management import call_command
from dossiers.models import Dossier
call_command("migrate", verbosity=0)
Dossier.objects.create(code="K16-006", title="Samen")
"""
ADD_TWENTY = """
import sys, django
django.setup()
from dossiers.models import Dossier, Entry
dossier = Dossier.objects.get()
print("ready", flush=True)
sys.stdin.readline()
for _ in range(20):
    Entry.objects.create(dossier=dossier, kind="news", title="Tegelijk")
"""
COUNT = """
import django
django.setup()
from dossiers.models import Entry
print(Entry.objects.count())
"""


def test_two_editors_who_add_at_the_same_moment_get_two_numbers(empty_database):
    """Two processes on one database, as two workers of the server are."""
    assert run(empty_database, "-c", PREPARE) == (0, "", "")
    editors = [start(empty_database, "-c", ADD_TWENTY) for _ in range(2)]
    for editor in editors:
        assert editor.stdout.readline() == "ready\n"
    for editor in editors:
        editor.stdin.write("go\n")
        editor.stdin.flush()
    assert [editor.communicate()[1] for editor in editors] == ["", ""]
    assert run(empty_database, "-c", COUNT) == (0, "40\n", "")


def test_what_has_a_response_keeps_a_kind_that_can_have_it():
    dossier = make_dossier()
    request = make_entry(dossier, kind=Kind.REQUEST)
    advice = make_entry(dossier, "Ons advies", kind=Kind.ADVICE, responds_to=request)
    request.kind = Kind.NEWS
    with pytest.raises(ValidationError) as refusal:
        request.full_clean()
    reason = f"{advice} is een reactie op de soort die dit bericht nu heeft. Verander die eerst."
    assert refusal.value.message_dict["kind"] == [reason]
    advice.withdraw(NOON, "Fout.")
    advice.save()
    request.full_clean()


# --- Publication ------------------------------------------------------------------------------------------

NOW = NOON
BEFORE, AFTER = NOW - timedelta(seconds=1), NOW + timedelta(seconds=1)
FIXED = ["Dit is al openbaar geweest. De dag van plaatsen ligt vast."]


def refused(action, *arguments):
    """The messages with which a step is refused."""
    with pytest.raises(ValidationError) as refusal:
        action(*arguments)
    return refusal.value.messages


@pytest.mark.parametrize("published_at", [None, AFTER])
@pytest.mark.parametrize(("at", "state"), [(NOW, Publication.PUBLIC), (AFTER, Publication.SCHEDULED)])
def test_a_draft_and_a_scheduled_row_can_be_published_now_or_later(published_at, at, state):
    dossier = Dossier(published_at=published_at)
    dossier.publish(at, NOW)
    assert dossier.publication(NOW) == state


@pytest.mark.parametrize("published_at", [BEFORE, NOW])
def test_the_moment_of_publication_is_fixed_once_it_has_come(published_at):
    dossier = Dossier(published_at=published_at)
    assert refused(dossier.publish, AFTER, NOW) == FIXED
    assert refused(dossier.unschedule, NOW) == FIXED
    assert dossier.published_at == published_at


@pytest.mark.parametrize("published_at", [BEFORE, None])
def test_what_is_withdrawn_or_in_the_bin_cannot_be_published(published_at):
    dossier = Dossier(published_at=published_at, withdrawn_at=NOW)
    assert refused(dossier.publish, AFTER, NOW) == ["Dit is ingetrokken. Zet het eerst terug."]
    assert dossier.published_at == published_at


def test_a_scheduled_row_can_become_a_draft_again_and_a_draft_stays_one():
    dossier = Dossier(published_at=AFTER)
    dossier.unschedule(NOW)
    assert dossier.publication(NOW) == Publication.DRAFT
    dossier.unschedule(NOW)
    assert dossier.publication(NOW) == Publication.DRAFT


def test_a_public_row_is_withdrawn_with_a_reason_or_a_new_place():
    dossier = Dossier(published_at=NOW)
    assert refused(dossier.withdraw, NOW) == ["Schrijf waarom je dit intrekt. Lezers zien deze reden."]
    assert dossier.withdrawn_at is None
    for reason, moved_to in [("Fout.", ""), ("", "/k19-004")]:
        dossier = Dossier(published_at=NOW)
        dossier.withdraw(NOW, reason, moved_to)
        assert dossier.publication(NOW) == Publication.WITHDRAWN
        assert (dossier.withdrawn_reason, dossier.moved_to) == (reason, moved_to)


@pytest.mark.parametrize("published_at", [None, AFTER])
def test_what_never_was_public_goes_to_the_bin_without_a_reason(published_at):
    dossier = Dossier(published_at=published_at)
    dossier.withdraw(NOW)
    assert dossier.publication(NOW) == Publication.BINNED
    assert dossier.publication(AFTER) == Publication.BINNED


def test_what_is_withdrawn_cannot_be_withdrawn_again():
    dossier = Dossier(published_at=BEFORE)
    dossier.withdraw(NOW, "Fout.")
    assert refused(dossier.withdraw, AFTER, "Nog fouter.") == ["Dit is al ingetrokken."]
    assert (dossier.withdrawn_at, dossier.withdrawn_reason) == (NOW, "Fout.")


def test_why_a_row_was_withdrawn_can_be_told_better_and_the_instant_stays():
    dossier = Dossier(published_at=BEFORE)
    dossier.withdraw(NOW, "Fuot.")
    assert refused(dossier.correct_withdrawal, AFTER, "") == ["Schrijf waarom je dit intrekt. Lezers zien deze reden."]
    assert dossier.withdrawn_reason == "Fuot."
    dossier.correct_withdrawal(AFTER, "Fout.", "/k19-004")
    assert (dossier.withdrawn_at, dossier.withdrawn_reason, dossier.moved_to) == (NOW, "Fout.", "/k19-004")


def test_only_a_withdrawal_can_be_told_better():
    for row in (Dossier(), Dossier(published_at=BEFORE), Dossier(withdrawn_at=NOW)):
        assert refused(row.correct_withdrawal, NOW, "Fout.") == ["Dit is niet ingetrokken."]
        assert row.withdrawn_reason == ""


def test_a_withdrawn_row_that_is_put_back_is_public_from_its_old_day():
    dossier = Dossier(published_at=BEFORE)
    dossier.withdraw(NOW, "Fout.", "/k19-004")
    dossier.put_back()
    assert dossier.publication(NOW) == Publication.PUBLIC
    assert (dossier.published_at, dossier.withdrawn_reason, dossier.moved_to) == (BEFORE, "", "")


@pytest.mark.parametrize("published_at", [None, AFTER])
def test_what_never_was_public_is_a_draft_when_it_is_put_back_from_the_bin(published_at):
    """Also when it was scheduled: that moment may have passed while it lay in the bin."""
    dossier = Dossier(published_at=published_at)
    dossier.withdraw(NOW)
    dossier.put_back()
    assert dossier.publication(AFTER) == Publication.DRAFT


@pytest.mark.parametrize("path", ["/k19-004", "/dossiers/k19-004-samen/", "/?fase=overleg", "/"])
def test_a_page_moves_to_an_address_on_this_site(path):
    assert refusals(Dossier(code="K16-006", title="Samen", moved_to=path)) == []


@pytest.mark.parametrize("path", ["https://elders.example/", "//elders.example", "/\\elders.example", "/a b"])
def test_a_page_does_not_move_to_another_site(path):
    assert refusals(Dossier(code="K16-006", title="Samen", moved_to=path)) == [
        "Vul een adres op deze site in. Het begint met één schuine streep, zoals /k19-004."
    ]


# --- Addresses --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "address"),
    [
        ("Nieuwe Samenwerkingsovereenkomst", "/dossiers/k16-006-nieuwe-samenwerkingsovereenkomst/"),
        ("Één huur, één prijs!", "/dossiers/k16-006-een-huur-een-prijs/"),
        ("租金", "/dossiers/k16-006/"),
    ],
)
def test_the_address_of_a_dossier_follows_from_code_and_title(title, address):
    dossier = make_dossier(title=title)
    assert dossier.get_absolute_url() == address
    assert make_entry(dossier, title="Workshop").get_absolute_url() == f"{address}1-workshop/"
    assert make_entry(dossier, title="!").get_absolute_url() == f"{address}2/"
    assert dossier.short_url == "/k16-006"


def test_the_year_of_a_dossier_follows_from_its_code():
    assert [Dossier(code=code).year for code in ("K00-001", "KA16-006", "K99-999")] == [2000, 2016, 2099]


@pytest.mark.parametrize(("day", "refused_"), [(date(2027, 5, 2), True), (date(2027, 5, 3), False)])
def test_a_response_is_not_dated_before_what_it_answers(day, refused_):
    dossier = make_dossier()
    advice = make_entry(dossier, kind=Kind.ADVICE, starts_on=date(2027, 5, 3))
    answer = unsaved_entry(dossier, kind=Kind.ANSWER, responds_to=advice, starts_on=day)
    assert any("eerder dan het bericht" in message for message in refusals(answer)) is refused_


# Half past eleven in the evening in Amsterdam on 3 May, and half past midnight on 4 May.
LATE_ON_3_MAY, EARLY_ON_4_MAY = datetime(2027, 5, 3, 21, 30, tzinfo=UTC), datetime(2027, 5, 3, 22, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("published_at", "fields", "refused_"),
    [
        (LATE_ON_3_MAY, {"starts_on": date(2027, 5, 3)}, False),
        (LATE_ON_3_MAY, {"starts_on": date(2027, 5, 4)}, True),
        (EARLY_ON_4_MAY, {"starts_on": date(2027, 5, 4)}, False),
        (None, {"starts_on": date(2027, 5, 4)}, False),
        (LATE_ON_3_MAY, {"starts_on": date(2027, 5, 1), "date_precision": "month"}, False),
        (LATE_ON_3_MAY, {"starts_on": date(2027, 6, 1), "date_precision": "month"}, True),
        (LATE_ON_3_MAY, {"starts_on": None}, False),
    ],
)
@pytest.mark.parametrize(
    ("asks", "kind"),
    [(Kind.ADVICE, Kind.ANSWER), (Kind.REQUEST, Kind.ADVICE), (Kind.INSPRAAK, Kind.FEEDBACK)],
)
def test_a_response_has_come_when_it_can_be_read(asks, kind, published_at, fields, refused_):
    dossier = make_dossier()
    response = unsaved_entry(
        dossier, kind=kind, responds_to=make_entry(dossier, kind=asks), published_at=published_at, **fields
    )
    assert any("vanaf 03-05-2027. Een" in message for message in refusals(response)) is refused_


def test_a_response_that_was_stored_with_a_later_day_can_still_be_corrected_elsewhere():
    dossier = make_dossier()
    advice = make_entry(dossier, kind=Kind.ADVICE)
    answer = make_entry(
        dossier, kind=Kind.ANSWER, responds_to=advice, published_at=LATE_ON_3_MAY, starts_on=date(2027, 5, 9)
    )
    answer.title = "Beter"
    assert refusals(answer) == []
    answer.starts_on = date(2027, 5, 8)
    assert refusals(answer) == ["Huurders lezen dit vanaf 03-05-2027. Een antwoord kan niet van een latere dag zijn."]


def test_a_decision_may_take_effect_after_it_can_be_read():
    dossier = make_dossier()
    advice = make_entry(dossier, kind=Kind.ADVICE)
    decision = unsaved_entry(dossier, kind=Kind.DECISION, responds_to=advice, starts_on=date(2027, 7, 1))
    decision.published_at = LATE_ON_3_MAY
    assert refusals(decision) == []


def test_a_round_of_which_nobody_knows_the_days_promises_no_feedback():
    round_ = unsaved_entry(make_dossier(), kind=Kind.INSPRAAK, due_on=date(2027, 5, 10))
    assert refusals(round_) == ["Vul eerst in van wanneer tot wanneer huurders konden reageren."]


@pytest.mark.parametrize(("due", "refused_"), [(date(2027, 5, 10), True), (date(2027, 5, 11), False)])
def test_feedback_is_due_after_the_last_day_of_its_round(due, refused_):
    round_ = unsaved_entry(
        make_dossier(), kind=Kind.INSPRAAK, starts_on=date(2027, 5, 3), ends_on=date(2027, 5, 10), due_on=due
    )
    assert any("kunnen huurders nog reageren" in message for message in refusals(round_)) is refused_


def test_what_is_planned_does_not_move_past_its_response():
    dossier = make_dossier()
    advice = make_entry(dossier, kind=Kind.ADVICE, published_at=AFTER)
    make_entry(dossier, kind=Kind.ANSWER, responds_to=advice, published_at=AFTER + timedelta(days=1))
    for later in (AFTER + timedelta(days=2), None):
        advice.published_at = later
        assert any("wordt dan eerder openbaar" in message for message in refusals(advice))
    advice.published_at = AFTER + timedelta(hours=1)
    assert refusals(advice) == []


def test_what_is_planned_does_not_go_to_the_bin_before_its_planned_response():
    dossier = make_dossier()
    advice = make_entry(dossier, kind=Kind.ADVICE, published_at=AFTER)
    answer = make_entry(dossier, kind=Kind.ANSWER, responds_to=advice, published_at=AFTER + timedelta(days=1))
    (refusal,) = refused(advice.withdraw, NOW)
    assert "wordt dan eerder openbaar" in refusal
    assert advice.publication(NOW) == Publication.SCHEDULED
    answer.unschedule(NOW)
    answer.save()
    advice.withdraw(NOW)
    assert advice.publication(NOW) == Publication.BINNED


def test_what_was_public_is_withdrawn_also_when_it_was_answered():
    dossier = make_dossier()
    advice = make_entry(dossier, kind=Kind.ADVICE)
    make_entry(dossier, kind=Kind.ANSWER, responds_to=advice)
    advice.withdraw(NOW, "Fout.")
    assert advice.publication(NOW) == Publication.WITHDRAWN


# --- The order of days in a chain -------------------------------------------------------------------------


TOO_EARLY = [
    # what it responds to, the days of that, the kind and the day of the response, its precision, too early or not
    (Kind.REQUEST, (SECOND, None), Kind.INSPRAAK, FIRST, "day", True),
    (Kind.REQUEST, (SECOND, None), Kind.INSPRAAK, SECOND, "day", False),
    (Kind.REQUEST, (SECOND, None), Kind.ADVICE, FIRST, "day", True),
    (Kind.REQUEST, (SECOND, None), Kind.ADVICE, SECOND, "day", False),
    (Kind.ADVICE, (SECOND, None), Kind.ANSWER, FIRST, "day", True),
    (Kind.ADVICE, (SECOND, None), Kind.DECISION, FIRST, "day", True),
    (Kind.ADVICE, (SECOND, None), Kind.DECISION, SECOND, "day", False),
    (Kind.ADVICE, (None, None), Kind.DECISION, FIRST, "day", False),
    (Kind.ADVICE, (SECOND, None), Kind.DECISION, None, "day", False),
    (Kind.ADVICE, (SECOND, None), Kind.ANSWER, FIRST, "month", False),
    (Kind.ADVICE, (SECOND, None), Kind.ANSWER, date(2027, 5, 1), "month", True),
    (Kind.INSPRAAK, (FIRST, SECOND), Kind.FEEDBACK, SECOND, "day", True),
    (Kind.INSPRAAK, (FIRST, SECOND), Kind.FEEDBACK, THIRD, "day", False),
    (Kind.INSPRAAK, (FIRST, SECOND), Kind.FEEDBACK, FIRST, "month", False),
    (Kind.INSPRAAK, (None, None), Kind.FEEDBACK, FIRST, "day", False),
]


@pytest.mark.parametrize(("asks", "days", "kind", "day", "precision", "too_early"), TOO_EARLY)
def test_no_response_is_dated_too_early_for_what_it_responds_to(asks, days, kind, day, precision, too_early):
    dossier = make_dossier()
    target = make_entry(dossier, kind=asks, starts_on=days[0], ends_on=days[1])
    response = unsaved_entry(dossier, kind=kind, responds_to=target, published_at=None)
    response.starts_on, response.date_precision = day, precision
    response.ends_on = day if kind == Kind.INSPRAAK else None
    assert bool(refusals(response)) is too_early


def test_feedback_comes_after_the_last_day_of_its_round_and_says_which_that_is():
    dossier = make_dossier()
    round_ = make_round(dossier, FIRST, SECOND)
    feedback = unsaved_entry(dossier, kind=Kind.FEEDBACK, responds_to=round_, starts_on=SECOND, published_at=None)
    assert refusals(feedback) == ["“K16-006/1 Wat vind jij?” loopt t/m 02-06-2027. Kies een dag daarna."]


def test_on_a_cancelled_round_feedback_may_come_at_once_and_then_the_round_stays_cancelled():
    dossier = make_dossier()
    round_ = make_round(dossier, FIRST, SECOND, cancelled=True)
    feedback = unsaved_entry(dossier, kind=Kind.FEEDBACK, responds_to=round_, starts_on=FIRST, published_at=None)
    assert refusals(feedback) == []
    feedback.save()
    round_.cancelled = False
    assert refusals(round_) == ["De reactie K16-006/9 Workshop is dan te vroeg (01-06-2027). Verander die eerst."]
    Entry.objects.filter(pk=feedback.pk).update(starts_on=THIRD)
    assert refusals(round_) == []


@pytest.mark.parametrize(("day", "refused_"), [(SECOND, False), (THIRD, True)])
def test_what_is_responded_to_does_not_move_past_its_response(day, refused_):
    dossier = make_dossier()
    request = make_entry(dossier, kind=Kind.REQUEST, starts_on=FIRST)
    make_entry(dossier, "Ons advies", kind=Kind.ADVICE, responds_to=request, starts_on=SECOND)
    request.starts_on = day
    message = "De reactie K16-006/2 Ons advies is dan te vroeg (02-06-2027). Verander die eerst."
    assert refusals(request) == ([message] if refused_ else [])
    Entry.objects.filter(kind=Kind.ADVICE).update(withdrawn_at=NOW)
    assert refusals(request) == []


@pytest.mark.parametrize("published_at", [None, LONG_AGO], ids=["from the bin", "to the site"])
def test_a_response_does_not_come_back_before_what_it_responds_to(published_at):
    dossier = make_dossier()
    request = make_entry(dossier, kind=Kind.REQUEST, starts_on=FIRST)
    gone = {"published_at": published_at, "withdrawn_at": NOW}
    advice = make_entry(dossier, kind=Kind.ADVICE, responds_to=request, starts_on=SECOND, **gone)
    request.starts_on = THIRD
    request.save()
    with pytest.raises(ValidationError, match=r"eerder dan het bericht waarop dit een reactie is \(03-06-2027\)"):
        Entry.objects.get(pk=advice.pk).put_back()
    Entry.objects.filter(pk=advice.pk).update(starts_on=THIRD)
    Entry.objects.get(pk=advice.pk).put_back()


@pytest.mark.parametrize(("last", "refused_"), [(SECOND, False), (THIRD, True)])
def test_a_round_does_not_stay_open_past_its_feedback(last, refused_):
    dossier = make_dossier()
    round_ = make_round(dossier, FIRST, FIRST)
    make_entry(dossier, kind=Kind.FEEDBACK, responds_to=round_, starts_on=THIRD)
    round_.ends_on = last
    assert bool(refusals(round_)) is refused_


def test_a_chain_that_was_imported_in_the_wrong_order_can_still_be_corrected_elsewhere():
    dossier = make_dossier()
    advice = make_entry(dossier, kind=Kind.ADVICE, starts_on=THIRD)
    answer = make_entry(dossier, kind=Kind.ANSWER, responds_to=advice, starts_on=SECOND)
    advice.title = answer.title = "Beter"
    assert (refusals(advice), refusals(answer)) == ([], [])
    answer.starts_on = FIRST
    assert refusals(answer)
