"""The lists of the admin are filtered by what they offer, and no address below them is an error of the site."""

from itertools import product

import pytest
from django.contrib.contenttypes.models import ContentType
from reversion.models import Version

from dossiers.accounts.roles import ADMINISTRATION, BOARD
from dossiers.models import Dossier, Editor, LogLine

from ..editors import Desk, make_editor
from ..factories import make_dossier, make_entry
from ..filled_form import visible_text

pytestmark = pytest.mark.django_db

LISTS = ("dossier", "entry", "redirect", "editor", "logline")
ODD = [
    "[]",
    "9" * 25,
    "-" + "9" * 25,
    "9" * 5000,
    "x",
    "",
    "1,2",
    "0x1",
    "1e400",
    "²",
    "1\ud7ff",
    "2027-13-99",
    "True",
    "*",
]
NOT_OFFERED = {
    "dossier": ["title__regex", "id__in", "pk__in", "id", "pk", "code__startswith", "entries__body__contains"],
    "entry": [
        "title__regex",
        "id__in",
        "dossier__code__regex",
        "dossier__id__in",
        "starts_on__year",
        "body__contains",
    ],
    "redirect": ["old_path__iregex", "id__in", "created_at__year"],
    "editor": [
        "password__startswith",
        "groups__id__in",
        "groups__name",
        "username__regex",
        "ends_on__year",
        "is_active",
    ],
    "logline": ["user__password__startswith", "user__id__in", "id__in", "object_repr__regex", "action_time__year"],
}
OFFERED = {
    "dossier": ["phase__exact", "phase__isnull", "inspraak", "staat"],
    "entry": ["kind__exact", "kind__isnull", "dossier__id__exact", "staat"],
    "redirect": [],
    "editor": ["is_active__exact", "is_active__isnull", "groups__id__exact", "groups__isnull"],
    "logline": ["user__id__exact", "user__isnull", "periode", "melding"],
}
OF_EVERY_LIST = ["q", "o", "p", "all", "e", "_popup", "_to_field", "_changelist_filters"]


@pytest.fixture
def desk(at):
    at(2027, 5, 1, 20, 0)
    return Desk(make_editor("beheer", group=ADMINISTRATION))


def ask(desk, model, **query):
    return desk.get(f"/beheer/dossiers/{model}/", query)


@pytest.mark.parametrize("model", LISTS)
def test_what_a_list_does_not_offer_is_refused(desk, model):
    for lookup, value in product(NOT_OFFERED[model], ["[]", "9" * 25, "a"]):
        assert ask(desk, model, **{lookup: value}).status_code == 400, (lookup, value[:30])


@pytest.mark.parametrize("model", LISTS)
def test_no_value_of_what_a_list_offers_is_an_error_of_the_site(desk, model):
    make_entry(make_dossier())
    for lookup, value in product([*OFFERED[model], *OF_EVERY_LIST], ODD):
        assert ask(desk, model, **{lookup: value}).status_code in (200, 302, 400), (lookup, value[:30])


def test_every_filter_that_a_list_shows_filters_it(desk):
    dossier = make_dossier(phase="talks")
    make_entry(dossier)
    for model in LISTS:
        for spec in ask(desk, model).context["cl"].filter_specs:
            for choice in spec.choices(ask(desk, model).context["cl"]):
                page = desk.get(f"/beheer/dossiers/{model}/{choice['query_string']}")
                assert page.status_code == 200, choice


def test_the_entries_of_one_dossier_are_a_list(desk):
    here, elsewhere = make_dossier("K27-001"), make_dossier("K27-002")
    make_entry(here, "Hier")
    make_entry(elsewhere, "Elders")
    words = visible_text(ask(desk, "entry", dossier__id__exact=here.pk))
    assert "Hier" in words
    assert "Elders" not in words


@pytest.mark.parametrize("version", ["9" * 5000, "9" * 25, "x", "", "-1", "1.5", "²", "\0"])
def test_a_version_that_does_not_exist_is_not_found(desk, version):
    entry = make_entry(make_dossier())
    for row, model in ((entry, "entry"), (entry.dossier, "dossier")):
        assert desk.get(f"/beheer/dossiers/{model}/{row.pk}/change/", {"versie": version}).status_code == 404


@pytest.mark.parametrize("group", [None, BOARD, ADMINISTRATION])
def test_no_hop_tells_an_account_where_a_draft_is(at, group):
    at(2027, 5, 1, 20, 0)
    dossier = make_dossier(published_at=None, title="Geheim")
    for model, pk in ((Dossier, dossier.pk), (Editor, 1), (LogLine, 1), (Version, 1)):
        content_type = ContentType.objects.get_for_model(model)
        answer = Desk(make_editor(f"sam-{model.__name__}", group=group)).get(f"/beheer/r/{content_type.pk}/{pk}/")
        assert answer.status_code == 404
        assert "geheim" not in str(answer.headers).lower()
