"""Finishing a dossier: the day and the result are asked, because tenants read them first."""

from datetime import date

import pytest

from dossiers.models import Dossier
from dossiers.rules.phases import Phase

from ..editors import Desk, make_editor
from ..factories import make_dossier
from ..filled_form import read_form, visible_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(at):
    at(2027, 5, 4, 23, 59)
    return Desk(make_editor())


def messages(page):
    form = page.context["adminform"].form
    return {name: " ".join(errors) for name, errors in form.errors.items()}


def test_finishing_a_dossier_asks_the_day_and_the_result_and_keeps_what_was_typed(desk):
    dossier = make_dossier(phase=Phase.EXECUTION)
    page = desk.save("dossier", dossier, phase="closed", pause_reason="Zomer")
    assert messages(page) == {
        "closed_on": "Op welke dag was het klaar? Huurders lezen die dag bovenaan het dossier.",
        "result": "Wat kwam eruit? Schrijf het in één zin, voor huurders.",
    }
    kept = read_form(page, "dossier_form")
    assert (kept["phase"], kept["pause_reason"]) == ("closed", "Zomer")
    dossier.refresh_from_db()
    assert dossier.phase == Phase.EXECUTION


@pytest.mark.parametrize(
    ("answers", "missing"), [({"result": "Er komt een rek."}, "closed_on"), ({"closed_on": "04-05-2027"}, "result")]
)
def test_one_of_the_two_is_not_enough(desk, answers, missing):
    page = desk.save("dossier", make_dossier(), phase="closed", **answers)
    assert list(messages(page)) == [missing]


def test_a_finished_dossier_tells_its_day_and_result(desk):
    dossier = make_dossier(phase=Phase.EXECUTION)
    desk.save("dossier", dossier, phase="closed", closed_on="04-05-2027", result="Er komt een rek.")
    words = visible_text(desk.get(dossier.get_absolute_url())).replace("\xa0", " ")
    assert "Afgerond op 4 mei: Er komt een rek." in words


def test_a_new_dossier_that_is_finished_already_is_asked_too(desk):
    page = desk.save("dossier", title="Oud onderwerp", phase="closed")
    assert set(messages(page)) == {"closed_on", "result"}
    assert not Dossier.objects.exists()


@pytest.mark.parametrize(("day", "is_refused"), [("04-05-2027", False), ("05-05-2027", True)])
def test_a_dossier_cannot_be_finished_tomorrow(desk, day, is_refused):
    page = desk.save("dossier", make_dossier(), phase="closed", closed_on=day, result="Er komt een rek.")
    asked = "Deze dag moet nog komen. Vul de dag in waarop het klaar was."
    assert (asked in visible_text(page)) is is_refused
    assert (Dossier.objects.get().closed_on is None) is is_refused


def test_a_day_that_is_none_gets_one_message(desk):
    page = desk.save("dossier", make_dossier(), phase="closed", closed_on="31-04-2027", result="Een rek.")
    assert messages(page) == {"closed_on": "31 april 2027 bestaat niet: april heeft dan 30 dagen."}


def test_a_day_in_a_year_that_nobody_means_is_refused(desk):
    page = desk.save("dossier", make_dossier(), phase="closed", closed_on="31-12-1899", result="Een rek.")
    assert messages(page) == {"closed_on": "Kies een dag in de jaren 1900 tot en met 2100. Klopt het jaar?"}


def test_a_result_that_is_too_long_gets_one_message(desk):
    page = desk.save("dossier", make_dossier(), phase="closed", closed_on="04-05-2027", result="x" * 201)
    assert list(messages(page)) == ["result"]
    assert "Wat kwam eruit? Schrijf" not in visible_text(page)


def test_an_imported_dossier_that_was_finished_stays_editable_without_them(desk):
    dossier = make_dossier(phase=Phase.CLOSED)
    desk.save("dossier", dossier, introduction="Beter.", report="silent")
    dossier.refresh_from_db()
    assert (dossier.introduction, dossier.closed_on) == ("Beter.", None)


def test_a_dossier_may_go_back_and_is_asked_again_when_it_is_finished_again(desk):
    dossier = make_dossier(phase=Phase.CLOSED, closed_on=date(2027, 1, 1), result="Niets.")
    report = {"report": "announced", "report_text": "Er is weer overleg."}
    desk.save("dossier", dossier, phase="talks", closed_on="", result="", **report)
    dossier.refresh_from_db()
    assert dossier.phase == Phase.TALKS
    assert set(messages(desk.save("dossier", dossier, phase="closed"))) == {"closed_on", "result"}
