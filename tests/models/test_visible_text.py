"""What nobody can see is in no text that is stored, whichever way it came in."""

import importlib
import json

import pytest
from django.apps import apps
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import connection

from dossiers.models import Dossier, Entry, Redirect
from dossiers.text import strip_invisible, strip_invisible_address, strip_invisible_line

from ..editors import Desk, make_editor
from ..factories import make_dossier, make_entry

pytestmark = pytest.mark.django_db

# One of each sort, and the first and the last of ranges.
UNSEEN = (
    "\x01\x08\x1b\x7f\x80\x9f\u00ad\u034f\u061c\u115f\u1160\u180b\u180e\u200b\u200c\u200d\u200e\u202a\u202e\u2060\u2064"
    "\u2066\u2069\u2800\u3164\ufdd0\ufe00\ufe0f\ufeff\uffa0\ufff9\ufffc\uffff\ud800\ue000\uf8ff\U0001fffe\U000e0001"
    "\U000e0067\U000e0100\U000f0000\U0010ffff"
)
SEEN = [
    "👩‍👩‍👧 ❤️ 🏳️‍🌈 👋🏽 #️⃣ 🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    "می‌خواهم",  # Persian
    "ක්‍රි",  # Sinhala
    "葛\U000e0100",
    "\u0600",
    "𝄞 ½ ¹ “…” – é 租金 \ufffd",
    "regel\nen regel\r\nen\ttab",
]


def test_each_sort_of_sign_that_nobody_can_see_goes():
    for sign in UNSEEN:
        assert strip_invisible(f"hu{sign}ur") == "huur", f"U+{ord(sign):04X}"
        assert strip_invisible(sign) == "", f"U+{ord(sign):04X}"
    assert strip_invisible(UNSEEN) == ""


def test_what_is_seen_or_shapes_what_is_seen_stays():
    for text in SEEN:
        assert strip_invisible(text) == text


def test_what_shapes_nothing_goes():
    shapeless = {
        "👩\u200d": "👩",
        "\u200d👩": "👩",
        "می\u200c ": "می ",
        "A\ufe0f": "A",
        "1\ufe0f": "1",
        "a\u200db": "ab",
    }
    shapeless |= {"می\u200c\u200cخ": "می\u200cخ", "👩\ufe0f\ufe0f": "👩\ufe0f", "🏴\U000e0067": "🏴"}
    for text, left in shapeless.items():
        assert strip_invisible(text) == left, ascii(text)
        assert strip_invisible(left) == left


def test_letters_are_composed_and_odd_blanks_are_ordinary():
    assert strip_invisible("cafe\u0301 1\u00a0000\u202f000") == "café 1 000 000"
    assert strip_invisible("een\u2028twee\u0085drie") == "een\ntwee\ndrie"
    assert strip_invisible_line(" een\r\ntwee\u2029drie\u00a0") == "een twee drie"


def test_an_address_has_nothing_unseen_in_percents_either():
    addresses = {
        "https://x.example/a%E2%80%8B": "https://x.example/a",
        "https://x.example\u200b/caf%C3%A9%20a?b=%e2%81%a0c": "https://x.example/caf%C3%A9%20a?b=c",
        "https://x.example/cafe%CC%81/%E9": "https://x.example/cafe%CC%81/%E9",  # how that server names it
        "/%D9%85%DB%8C%E2%80%8C%D8%AE": "/%D9%85%DB%8C%E2%80%8C%D8%AE",  # Persian
    }
    for typed, address in addresses.items():
        assert strip_invisible_address(typed) == address


# --- The ways in ------------------------------------------------------------------------------------------

TYPED = {
    "title": "Sa\u200bmen\u202e",
    "teaser": "Een\u00ad\ntwee\ue000",
    "body": '<p>\u2066Hal&shy;lo&#8203; <a href="https://x.example/&#8203;a%E2%80%8B">hi\u200ber</a></p>',
    "place": "\ufeffDelft",
    "react_mail": "inspraak@x.example\u200b",
    "react_link": "https://x.example/\u200b",
    "moved_to": "/k19-004\u2060",
}
STORED = {
    "title": "Samen",
    "teaser": "Een\ntwee",
    "body": '<p>Hallo <a href="https://x.example/a">hier</a></p>',
    "place": "Delft",
    "react_mail": "inspraak@x.example",
    "react_link": "https://x.example/",
    "moved_to": "/k19-004",
}


def by_save(entry):
    for name, text in TYPED.items():
        setattr(entry, name, text)
    entry.save()


def by_update(entry):
    Entry.objects.filter(pk=entry.pk).update(**TYPED)


def by_bulk_update(entry):
    lines = TYPED.keys() - {"body"}  # which that refuses
    for name in lines:
        setattr(entry, name, TYPED[name])
    Entry.objects.bulk_update([entry], lines)
    Entry.objects.filter(pk=entry.pk).update(body=TYPED["body"])


def by_fixture(entry):
    (row,) = json.loads(serializers.serialize("json", [entry]))
    row["fields"] |= TYPED
    for loaded in serializers.deserialize("json", json.dumps([row])):
        loaded.save()


def test_no_way_into_the_database_takes_what_nobody_can_see():
    for write in (by_save, by_update, by_bulk_update, by_fixture):
        entry = make_entry(Dossier.objects.first() or make_dossier())
        write(entry)
        found = Entry.objects.values(*STORED).get(pk=entry.pk)
        assert found == STORED, write.__name__


def test_a_code_is_an_address_where_an_address_is_asked():
    entry = make_entry(make_dossier(), moved_to="K26-001/4")
    assert Entry.objects.get(pk=entry.pk).moved_to == "/k26-001/4"


def test_no_harm_hides_behind_what_is_taken_out():
    hidden = '<a href="java&#8203;script:alert(1)">x</a><scr\u200bipt>1</scr\u200bipt>'
    entry = make_entry(make_dossier(), body=f"<p>{hidden}</p><p>\u0338x</p>")
    body = Entry.objects.get(pk=entry.pk).body
    assert "script:" not in body
    assert "script>" not in body
    assert body.endswith("<p>\u0338x</p>")  # no sign of it and of the markup are one


def test_words_of_nothing_but_what_nobody_can_see_are_refused_as_empty():
    for title in ("\u200b", " \u2800\u3164 ", "\u200d\ufe0f"):
        with pytest.raises(ValidationError) as refused:
            Dossier(code="K27-001", title=title).full_clean()
        assert list(refused.value.message_dict) == ["title"], ascii(title)
    entry = make_entry(make_dossier(), body="<p>\u200b&nbsp;</p><p></p>")
    assert Entry.objects.get(pk=entry.pk).body == ""


@pytest.fixture
def desk(at):
    at(2027, 5, 4, 20, 0)
    return Desk(make_editor())


def test_an_editor_reads_that_an_invisible_title_is_empty(desk):
    query = {"dossier": make_dossier("K27-001").pk, "kind": "news"}
    page = desk.save("entry", query=query, title="\u200b\u3164", visibility="draft")
    assert page.context["adminform"].form.errors["title"] == ["Dit veld is verplicht."]
    code = desk.save("dossier", code="k27-009\u200b", title="Sa\u00admen", visibility="draft")
    assert code.status_code == 200
    assert Dossier.objects.filter(code="K27-009", title="Samen").exists()


def test_the_search_boxes_do_not_see_it_either(desk, client):
    make_dossier("K27-001", title="Samenwerking")
    for address in ("/beheer/dossiers/dossier/", "/zoeken/"):
        page = desk.get(address, {"q": "Samen\u200bwer\u00adking\u2060 \ue000"})
        assert "K27-001" in page.content.decode(), address


# --- Rows that were stored before -------------------------------------------------------------------------


def write_as_it_is(row, **texts):
    names = ", ".join(f"{name} = %s" for name in texts)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {row._meta.db_table} SET {names} WHERE id = %s", [*texts.values(), row.pk])  # noqa: S608


def test_the_migration_mends_stored_rows_and_lists_them(capsys, at):
    now = at(2027, 5, 4, 20, 0)
    clean = make_dossier("K27-002")
    dossier = make_dossier("K27-001")
    entry = make_entry(dossier)
    _, second = (Redirect.objects.create(old_path=path, target="/", created_at=now) for path in ("/a", "/b"))
    write_as_it_is(dossier, title="\u200b")
    write_as_it_is(entry, title="Sa\u200bmen", body="<p>Hal\u00adlo</p>", react_mail="a@x.example\u200b")
    write_as_it_is(second, old_path="/a\u200b")
    migration = importlib.import_module("dossiers.migrations.0013_strip_invisible")
    migration.strip_rows(apps, connection.schema_editor())
    for row in (clean, dossier, entry, second):
        row.refresh_from_db()
    assert (dossier.title, entry.title, entry.body) == ("(zonder titel)", "Samen", "<p>Hallo</p>")
    assert (entry.react_mail, second.old_path) == ("a@x.example", "/a\u200b")
    told = capsys.readouterr().out
    assert "titel, reageren per mail, tekst" in told
    assert "bleef zoals het was" in told
    assert "K27-002" not in told
