"""Dossiers in the admin: the list, the proposed code, the form, and the entries beside it."""

from datetime import date

import pytest

from dossiers.forms.dossier import next_code
from dossiers.models import Dossier
from dossiers.rules.kinds import KINDS, Kind
from dossiers.rules.phases import Phase

from ..factories import make_dossier, make_entry, make_round
from ..filled_form import read_form, visible_text

pytestmark = pytest.mark.django_db
LIST = "/beheer/dossiers/dossier/"


def test_a_board_member_opens_a_dossier(desk):
    page = desk.save("dossier", title="Fietsen in de hal", introduction="Er staan te veel fietsen.", visibility="now")
    assert "K27-001 Fietsen in de hal" in visible_text(page)
    assert "Er staan te veel fietsen." in visible_text(desk.get("/dossiers/k27-001-fietsen-in-de-hal/"))


@pytest.mark.parametrize(
    ("codes", "proposed"),
    [
        ([], "K27-001"),
        (["K16-006"], "K27-001"),
        (["K27-001", "K27-003"], "K27-004"),
        (["K26-009", "D27-002"], "D27-003"),
        (["DK27-099"], "DK27-100"),
        (["K27-998"], "K27-999"),
        (["K27-999"], ""),
    ],
)
def test_the_next_free_code_of_this_year_is_proposed(codes, proposed):
    for code in codes:
        make_dossier(code)
    assert next_code(date(2027, 1, 1)) == proposed


def test_the_proposed_code_stands_in_the_form(desk):
    make_dossier("K27-003")
    assert read_form(desk.open_form("dossier"), "dossier_form")["code"] == "K27-004"


def test_a_code_may_be_typed_in_any_case(desk):
    desk.save("dossier", title="Fietsen", code=" k27-005 ")
    assert Dossier.objects.get().code == "K27-005"


@pytest.mark.parametrize("code", ["K27-5", "K27-0055", "2027-001", "KKK27-001", "K27\0-001"])
def test_a_code_of_another_shape_is_refused_and_kept(desk, code):
    page = desk.save("dossier", title="Fietsen", code=code)
    assert "code" in page.context["adminform"].form.errors
    assert read_form(page, "dossier_form")["title"] == "Fietsen"
    assert not Dossier.objects.exists()


def test_a_code_that_is_taken_is_refused_in_plain_words(desk):
    make_dossier("K27-001")
    page = desk.save("dossier", title="Fietsen", code="K27-001")
    assert "Er is al een dossier met deze code." in visible_text(page)


def test_a_code_is_fixed_once_the_dossier_was_public_and_not_before(desk):
    public, draft = make_dossier("K27-001"), make_dossier("K27-002", published_at=None)
    assert "code" not in read_form(desk.open_form("dossier", public), "dossier_form")
    assert "code" in read_form(desk.open_form("dossier", draft), "dossier_form")
    desk.save("dossier", public, code="K27-009")
    public.refresh_from_db()
    assert public.code == "K27-001"


def test_a_draft_may_get_another_code_and_be_published_in_one_go(desk):
    draft = make_dossier("K27-002", published_at=None)
    desk.save("dossier", draft, code="K27-003", visibility="now")
    assert desk.get("/k27-003", follow=True).status_code == 200


def test_the_page_of_a_dossier_lists_its_entries_newest_first(desk):
    dossier = make_dossier()
    make_entry(dossier, "De oudste", starts_on=date(2017, 4, 1))
    make_entry(dossier, "De nieuwste", starts_on=date(2017, 5, 1), published_at=None)
    words = visible_text(desk.open_form("dossier", dossier))
    assert words.index("De nieuwste") < words.index("De oudste")
    assert "1 mei 2017 Concept" in words.replace("\xa0", " ")


def test_the_page_of_a_dossier_offers_every_kind_of_entry(desk):
    dossier = make_dossier()
    page = desk.open_form("dossier", dossier)
    links = page.context["new_entry_links"]
    assert [link["label"] for link in links] == Kind.labels
    for link, spec in zip(links, KINDS.values(), strict=True):
        assert link["purpose"] == spec.purpose
        form_page = desk.get(link["url"])
        assert f"{link['label']} toevoegen" in visible_text(form_page)


def test_the_list_tells_phase_inspraak_and_who_sees_it(desk):
    dossier = make_dossier(phase=Phase.TALKS)
    make_round(dossier, date(2027, 4, 20), date(2027, 5, 20))
    make_dossier("K27-002", title="Nog in de maak", published_at=None)
    words = visible_text(desk.get(LIST)).replace("\xa0", " ")
    assert "K27-002 Nog in de maak Verkenning Geen Concept –" in words
    assert "K16-006 Nieuwe Samenwerkingsovereenkomst Overleg Open t/m 20 mei 2027 Openbaar –" in words


def test_the_list_tells_when_a_dossier_or_an_entry_of_it_was_last_saved(desk, at):
    dossier = make_dossier()
    make_dossier("K17-001")
    entry = make_entry(dossier)
    desk.save("dossier", dossier)
    at(2027, 5, 1, 21, 30)
    desk.save("entry", entry, title="Beter", report="silent")
    words = visible_text(desk.get(LIST))
    assert "1 mei 2027 21:30" in words
    assert words.count("1 mei 2027") == 1


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"phase__exact": "talks"}, {"K16-006"}),
        ({"inspraak": "open"}, {"K16-006"}),
        ({"inspraak": "none"}, {"K27-002"}),
        ({"staat": "draft"}, {"K27-002"}),
        ({"staat": "public", "inspraak": "none"}, set()),
        ({"q": "k16"}, {"K16-006"}),
        ({"q": "maak"}, {"K27-002"}),
        ({"staat": "onzin", "inspraak": "x"}, {"K16-006", "K27-002"}),
        ({"q": "\0"}, {"K16-006", "K27-002"}),
        ({"phase": "\0"}, {"K16-006", "K27-002"}),
        ({"p": "999"}, {"K16-006", "K27-002"}),
    ],
)
def test_the_list_can_be_filtered_and_searched(desk, query, found):
    make_round(make_dossier(phase=Phase.TALKS), date(2027, 4, 20), date(2027, 5, 20))
    make_dossier("K27-002", title="Nog in de maak", published_at=None)
    words = visible_text(desk.get(LIST, query, follow=True))
    assert {code for code in ("K16-006", "K27-002") if code in words} == found


@pytest.mark.parametrize("count", [1, 3, 40])
def test_the_list_takes_the_same_queries_for_any_number_of_dossiers(desk, django_assert_num_queries, count):
    for number in range(count):
        make_round(make_dossier(f"K27-{number:03d}"), date(2027, 4, 20), date(2027, 5, 20))
    with django_assert_num_queries(7):
        page = desk.get(LIST)
    assert f"{count} dossier" in visible_text(page)


@pytest.mark.parametrize("count", [1, 3, 40])
def test_the_form_takes_the_same_queries_for_any_number_of_entries(desk, django_assert_num_queries, count):
    dossier = make_dossier()
    for number in range(count):
        make_entry(dossier, f"Bericht {number}")
    with django_assert_num_queries(10):
        page = desk.open_form("dossier", dossier)
    assert f"Bericht {count - 1}" in visible_text(page)
