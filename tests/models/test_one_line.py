"""Lines of plain words: markup is refused at the field, words with a < in them are not."""

import pytest
from django.core.exceptions import ValidationError

from dossiers.fields import OneLine, validate_no_markup
from dossiers.models import Attachment, Change, Dossier, Entry, Point

from ..editors import Desk, make_editor
from ..factories import make_attachment, make_dossier, make_entry
from ..filled_form import read_form

REFUSAL = "Dit is één regel zonder opmaak. Haal weg wat tussen < en > staat."
MARKUP = ["<b>", "</b>", "<B>", "Een <i>vet</i> woord", "<br/>", '<a href="x">', "<!--", "<!-- weg -->", "<b\n>"]
PLAIN = ["x < 3", "<3", "a < b > c", "5 <-> 6", "&lt;b&gt;", "2 <> 3", "als a<b", "<", ">"]


def is_refused(words):
    try:
        validate_no_markup(words)
    except ValidationError as refused:
        return refused.messages == [REFUSAL]
    return False


def test_markup_is_refused():
    assert [words for words in MARKUP if is_refused(words)] == MARKUP


def test_words_are_words():
    for words in PLAIN:
        validate_no_markup(words)


@pytest.mark.parametrize("model", [Attachment, Change, Dossier, Entry, Point])
def test_no_line_that_a_reader_gets_takes_markup(model):
    other = {"code", "moved_to", "react_mail", "react_link", "file", "teaser"}
    fields = [field for field in model._meta.concrete_fields if not field.generated and not field.choices]
    short = {field.name for field in fields if getattr(field, "max_length", None)} - other
    assert {field.name for field in fields if isinstance(field, OneLine)} == short


@pytest.fixture
def desk(at, db):
    at(2027, 5, 4, 20, 0)
    return Desk(make_editor())


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        ("news", "title"),
        ("news", "date_text"),
        ("meeting", "place"),
        ("inspraak", "question"),
        ("inspraak", "audience"),
        ("advice", "joint_with"),
        ("advice", "points-0-text"),
    ],
)
def test_markup_in_a_line_of_an_entry_is_refused_at_the_field_and_kept(desk, kind, field):
    typed = {"title": "Titel", field: "Een <b>vet</b> woord"}
    page = desk.save("entry", query={"dossier": make_dossier().pk, "kind": kind}, **typed)
    assert page.content.decode().count(REFUSAL.replace("<", "&lt;").replace(">", "&gt;")) == 1
    assert read_form(page, "entry_form")[field] == "Een <b>vet</b> woord"
    assert not Entry.objects.exists()


@pytest.mark.parametrize("field", ["title", "pause_reason", "result"])
def test_markup_in_a_line_of_a_dossier_is_refused_at_the_field(desk, field):
    page = desk.save("dossier", **{"title": "Titel", field: "Een <!-- woord"})
    assert page.context["adminform"].form.errors == {field: [REFUSAL]}


def test_markup_in_what_is_told_of_a_change_is_refused_at_the_field(desk):
    page = desk.save("dossier", make_dossier(), title="Anders", report="announced", report_text="<b>Anders</b>")
    assert page.context["adminform"].form.errors == {"report_text": [REFUSAL]}
    assert not Change.objects.exists()


def test_markup_in_the_reason_of_a_withdrawal_is_refused_at_the_field(desk):
    page = desk.press("entry", "withdraw", make_entry(make_dossier()), reason="<b>Dubbel</b>")
    assert page.context["form"].errors == {"reason": [REFUSAL]}


def test_markup_in_the_title_of_an_attachment_is_refused_at_the_field(desk):
    dossier = make_dossier()
    make_attachment(dossier)
    page = desk.save("dossier", dossier, **{"attachments-0-title": "<b>Verslag</b>"})
    assert REFUSAL.replace("<", "&lt;").replace(">", "&gt;") in page.content.decode()
    assert Attachment.objects.get().title == "Overeenkomst 2017"


def test_a_title_with_a_smaller_than_sign_reads_as_it_was_typed(desk):
    desk.save("dossier", title="Huur < 500 euro <3", visibility="now")
    assert "Huur &lt; 500 euro &lt;3" in desk.get(Dossier.objects.get().get_absolute_url()).content.decode()
