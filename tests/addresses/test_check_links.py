"""The check of every link in what is published."""

from datetime import UTC, datetime

import pytest
from django.core.management import call_command

from dossiers.models import Redirect

from ..factories import LONG_AGO, make_attachment, make_dossier, make_entry

pytestmark = pytest.mark.django_db

DEAD = "Op dit adres is niets te lezen voor huurders."


def check(capsys):
    """The exit status and the lines that the command prints."""
    status = 0
    try:
        call_command("check_links")
    except SystemExit as end:
        status = end.code
    return status, capsys.readouterr().out.splitlines()


def link(*hrefs):
    return "".join(f'<p><a href="{href}">hier</a></p>' for href in hrefs)


def test_links_that_work_are_counted_and_nothing_else_is_said(capsys):
    dossier = make_dossier(
        description=link("/k16-006", "1-workshop/", "#top", "mailto:wij@voorbeeld.example", "tel:015")
    )
    entry = make_entry(dossier, body=link("http://localhost:8000/k16-006/bijlage/1/", "/", "/K16-006/1#slot", "../"))
    make_attachment(dossier, entry=entry)
    make_entry(dossier, body=link("/dossiers/?fase=overleg&amp;jaar=2016"))
    page = "/dossiers/k16-006-nieuwe-samenwerkingsovereenkomst/beschrijving/"
    dead = f"K16-006 (beschrijving): {page}1-workshop/: {DEAD}"
    assert check(capsys) == (1, [dead, "Links: 8. Kapot: 1."])
    dossier.description = link("/k16-006", "../1-workshop/")
    dossier.save()
    assert check(capsys) == (0, ["Links: 8. Kapot: 0."])


def test_the_short_address_of_a_file_and_a_picture_of_the_site_itself_work(capsys):
    dossier = make_dossier(description=link("/k16-006/bijlage/1", "/K16-006/bijlage/1/", "/static/img/share.png#x"))
    make_attachment(dossier)
    assert check(capsys) == (0, ["Links: 4. Kapot: 0."])


@pytest.mark.parametrize(
    "href",
    ["/nergens", "/k16-007", "/k16-006/9", "http://localhost:8000/k16-006/9", "/beheer/"]
    + [
        "/k16-006/bijlage/1",
        "/static/",
        "/static/img",
        "/static/weg.png",
        "/static/..%2f..%2fmanage.py",
        "/static/%00",
        "//[geen-adres",
    ],
)
def test_a_dead_link_is_named_with_the_entry_that_holds_it(capsys, href):
    make_entry(make_dossier(), "Zie daar", body=link("/", href))
    assert check(capsys) == (
        1,
        [f"K16-006/1 Zie daar: {href.removeprefix('http://localhost:8000')}: {DEAD}", "Links: 2. Kapot: 1."],
    )


@pytest.mark.parametrize(
    "fields",
    [{"published_at": None}, {"withdrawn_at": datetime(2020, 1, 1, tzinfo=UTC), "withdrawn_reason": "Fout."}],
)
def test_a_link_to_what_is_not_public_is_broken_and_one_from_there_does_not_count(capsys, fields):
    make_entry(make_dossier(), body=link("/k17-001"))
    make_entry(make_dossier("K17-001", **fields), body=link("/nergens"))
    assert check(capsys) == (1, [f"K16-006/1 Workshop: /k17-001: {DEAD}", "Links: 1. Kapot: 1."])


def test_a_link_through_an_old_address_works_as_long_as_that_does(capsys):
    make_entry(make_dossier(), body=link("/samen"))
    Redirect.objects.create(old_path="/samen", target="/k16-006", created_at=LONG_AGO)
    assert check(capsys) == (0, ["Links: 2. Kapot: 0."])
    Redirect.objects.update(target="/weg")
    assert check(capsys) == (
        1,
        [f"K16-006/1 Workshop: /samen: {DEAD}", f"oud adres /samen: /weg: {DEAD}", "Links: 2. Kapot: 2."],
    )


def test_a_file_that_is_gone_is_named_with_its_page(capsys):
    dossier = make_dossier()
    lost = make_attachment(dossier, "Verslag", entry=make_entry(dossier))
    make_attachment(dossier, "Overeenkomst").file.storage.delete(lost.file.name)
    assert check(capsys) == (
        1,
        [f"K16-006/1 (bijlage Verslag): /k16-006/bijlage/1/verslag.pdf: {DEAD}", "Links: 2. Kapot: 1."],
    )


def test_where_something_moved_to_is_followed_too(capsys):
    moved = {"withdrawn_at": datetime(2020, 1, 1, tzinfo=UTC)}
    make_dossier("K17-001", moved_to="/k16-006", **moved)
    make_entry(make_dossier(), moved_to="/k17-002", **moved)
    make_dossier("K17-003", description=link("/k17-004"))
    make_dossier("K17-004", moved_to="/k17-003#begin", **moved)
    assert check(capsys) == (1, [f"K16-006/1 (ingetrokken, staat nu op): /k17-002: {DEAD}", "Links: 4. Kapot: 1."])


def test_other_sites_are_left_alone(capsys):
    make_entry(make_dossier(), body=link("https://elders.invalid/404"), react_link="https://vragen.invalid/")
    assert check(capsys) == (0, ["Links: 2. Kapot: 0."])


@pytest.mark.parametrize("count", [1, 3, 40])
def test_each_address_of_this_site_is_asked_for_once(capsys, django_assert_num_queries, count):
    dossier = make_dossier()
    for _ in range(count):
        make_entry(dossier, body=link("/k16-006", "/uitleg/"))
    with django_assert_num_queries(7):
        assert check(capsys) == (0, [f"Links: {2 * count}. Kapot: 0."])
