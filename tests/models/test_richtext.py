"""Rich text is clean on every way into the database, keeps what an editor can make, and reads as plain text."""

import json
import re

import html5lib
import pytest
from django.core import serializers
from django.core.management import call_command
from django.db import transaction
from django.db.models import Case, F, OuterRef, Subquery, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, Concat
from django.forms import modelform_factory
from django.template import Context, Template
from django.utils.functional import lazystr
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dossiers.fields import RichText
from dossiers.models import Dossier, Entry
from dossiers.text import first_paragraph, plain_text

from ..factories import make_dossier, make_entry

pytestmark = pytest.mark.django_db

# All that a page may get from rich text. It stands here once more, so that a wider configuration fails a test.
ATTRIBUTES = {
    "a": {"href", "rel", "title"},
    "ol": {"start", "type", "data-type"},
    "td": {"rowspan", "colspan"},
    "th": {"rowspan", "colspan"},
}
TAGS = {"p", "br", "h2", "h3", "strong", "em", "ul", "li", "blockquote", "table", "thead", "tbody", "tr", *ATTRIBUTES}
SAFE_LINK = re.compile(r"(https?|mailto|tel):|[^:]*([/?#]|$)", re.IGNORECASE)


def harm(rich):
    """What a browser would find in rich text that it must not."""
    found = []
    for element in html5lib.parseFragment(rich, container="div", namespaceHTMLElements=False).iter():
        if element.tag == "DOCUMENT_FRAGMENT":
            continue
        if element.tag not in TAGS:
            found.append(f"<{element.tag}>")  # a comment has a function as its tag
            continue
        found += [f"{element.tag} {name}" for name in element.attrib if name not in ATTRIBUTES.get(element.tag, ())]
        link = re.sub(r"[\x00-\x20]", "", element.get("href", ""))  # as a browser reads it
        if not SAFE_LINK.match(link):
            found.append(f"link to {link}")
    return found


# --- The ways in ------------------------------------------------------------------------------------------


def by_form(entry, rich):
    form = modelform_factory(Entry, fields=["body"])({"body": rich}, instance=entry)
    if form.is_valid():  # a null character is refused
        form.save()


def by_save(entry, rich):
    entry.body = rich
    entry.save()


def by_a_save_of_some_fields(entry, rich):
    entry.body = rich
    entry.save(update_fields=["body"])


def by_bulk_create(entry, rich):
    Entry.objects.filter(pk=entry.pk).delete()
    Entry.objects.bulk_create(
        [Entry(pk=entry.pk, dossier_id=entry.dossier_id, number=1, kind="news", title="Workshop", body=rich)]
    )


def by_update(entry, rich):
    Entry.objects.filter(pk=entry.pk).update(body=rich)


def by_update_or_create(entry, rich):
    Entry.objects.update_or_create(pk=entry.pk, defaults={"body": rich})


def by_fixture(entry, rich):
    """As ``loaddata`` does: saved raw, without a word of the model."""
    (row,) = json.loads(serializers.serialize("json", [entry]))
    row["fields"]["body"] = rich
    for loaded in serializers.deserialize("json", json.dumps([row])):
        loaded.save()


def by_a_text_that_is_no_string_yet(entry, rich):
    entry.body = lazystr(rich)
    entry.save()


WRITERS = [
    by_form,
    by_save,
    by_a_save_of_some_fields,
    by_bulk_create,
    by_update,
    by_update_or_create,
    by_fixture,
    by_a_text_that_is_no_string_yet,
]


def stored(write, rich, entry):
    """What the database holds after rich text was written by one of the writers."""
    write(entry, rich)
    return Entry.objects.get(pk=entry.pk).body


ATTACKS = [
    "<script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    '<script src="https://elders.example/x.js"></script>',
    "<p onclick=alert(1)>klik</p>",
    '<a href="https://elders.example" onmouseover="alert(1)">hier</a>',
    '<a href="javascript:alert(1)">hier</a>',
    '<a href="JaVaScRiPt:alert(1)">hier</a>',
    '<a href=" java\nscript:alert(1)">hier</a>',
    '<a href="java&#x09;script&colon;alert(1)">hier</a>',
    '<a href="data:text/html,<script>alert(1)</script>">hier</a>',
    '<a href="vbscript:x">hier</a>',
    '<a href="blob:x">hier</a>',
    '<img src="https://elders.example/teller.gif">',
    "<img src=x onerror=alert(1)>",
    '<p style="background:url(https://elders.example/x)">tekst</p>',
    "<style>@import 'https://elders.example/x.css'</style>",
    '<link rel="stylesheet" href="https://elders.example/x.css">',
    '<iframe src="https://elders.example"></iframe>',
    '<object data="https://elders.example"></object><embed src="https://elders.example">',
    '<form action="https://elders.example"><input name="wachtwoord"><button>Log in</button></form>',
    "<svg onload=alert(1)><a xlink:href='javascript:alert(1)'>hier</a></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=x onerror=alert(1)&gt;'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    '<base href="https://elders.example/"><meta http-equiv="refresh" content="0;url=https://elders.example">',
    '<video src="https://elders.example/x" autoplay></video><audio src="x"></audio>',
    "<template><script>alert(1)</script></template>",
    '<p id="inhoud" class="skip">tekst</p><span name="x">tekst</span>',
    '<a href="https://elders.example" target="_blank">hier</a>',
    "<!--[if IE]><script>alert(1)</script><![endif]-->",
    "<p title='open",
    "<h1>kop</h1><u>onder</u><mark>geel</mark><code>x</code><figure>x</figure><hr>",
    "<plaintext>",
    "<textarea></p><script>alert(1)</script>",
]


def test_the_check_of_this_test_sees_harm():
    assert [attack for attack in ATTACKS if not harm(attack)] == ["<p title='open"]  # no tag without its end


@pytest.mark.parametrize("write", WRITERS, ids=lambda write: write.__name__)
def test_no_attack_comes_through_on_any_way_in(write):
    entry = make_entry(make_dossier())
    for number, attack in enumerate(ATTACKS):
        found = stored(write, f"<p>ervoor {number}</p>{attack}<p>erna</p>", entry)
        assert harm(found) == [], attack
        assert plain_text(found).startswith(f"ervoor {number}"), attack


PIECES = sorted({piece for attack in ATTACKS for piece in re.findall(r"</?[\w:]+|[\w:]+=|[\"'>/=&;:]|\w+", attack)})


@settings(
    max_examples=40,  # on each of the ways
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # each example writes over the one before
)
@given(rich=st.lists(st.sampled_from(PIECES) | st.text(max_size=4)).map("".join))
@example(rich="\x00<scr\x00ipt>alert(1)</script>")
@example(rich="<p>\ufeff\u202e</p>")
def test_no_input_comes_through_on_any_way_in(rich):
    entry = Entry.objects.first() or make_entry(make_dossier())
    for write in WRITERS:
        found = stored(write, rich, entry)
        assert harm(found) == [], write
        assert stored(by_update, found, entry) == found, "what is clean stays as it is"


SCRIPT = "<p>Hallo</p><script>alert(1)</script>"


EXPRESSIONS = [
    Value(SCRIPT),
    F("title"),
    F("body"),
    Concat("body", Value(SCRIPT), output_field=RichText()),
    Coalesce(F("teaser"), Value(SCRIPT), output_field=TextField()),
    Cast("teaser", RichText()),
    Case(When(number=2, then="body"), default="teaser", output_field=RichText()),
    Subquery(Entry.objects.filter(pk=OuterRef("pk")).values("teaser"), output_field=RichText()),
]


def test_the_database_is_never_asked_to_make_rich_text():
    def refused(write, *args):
        with pytest.raises(TypeError, match="Rich text is written as text"), transaction.atomic():
            write(*args)

    entry = make_entry(make_dossier(), body="<p>Hallo</p>")
    for made in EXPRESSIONS:
        refused(lambda made=made: Entry.objects.update(body=made))
        entry.body = made
        refused(entry.save)
    entry.body = SCRIPT
    refused(Entry.objects.bulk_update, [entry], ["body"])
    assert Entry.objects.get().body == "<p>Hallo</p>"


def test_a_value_of_rich_text_is_sanitised_by_that_field():
    make_entry(make_dossier(), body="<p>Oud</p>")
    Entry.objects.update(body=Value(SCRIPT, output_field=RichText()))
    assert Entry.objects.get().body == "<p>Hallo</p>"


def test_no_attack_comes_through_in_a_description():
    for number, attack in enumerate(ATTACKS):
        dossier = make_dossier(f"K16-{number:03d}", description=f"<p>ervoor</p>{attack}")
        dossier.refresh_from_db()
        assert harm(dossier.description) == [], attack


def test_no_attack_comes_through_in_a_demonstration(settings, tmp_path):
    entry = {"number": 1, "kind": "news", "title": "Samen", "starts_on": "2020-01-01", "body": ATTACKS}
    dossier = {"code": "K20-001", "title": "Samen", "description": ATTACKS, "entries": [entry]}
    (tmp_path / "demo.json").write_text(json.dumps([dossier]))
    settings.FIXTURE_DIRS = [tmp_path]
    call_command("load_demo", verbosity=0)
    assert harm(Entry.objects.get().body) == []
    assert harm(Dossier.objects.get().description) == []


MADE_BY_EDITORS = [
    "<p>Eén zin met <strong>vet</strong> en <em>schuin</em>.<br>En een regel.</p>",
    "<h2>Kop</h2><h3>Kleine kop</h3><p>Tekst.</p>",
    "<ul><li><p>een</p></li><li><p>twee</p><ol><li><p>dieper</p></li></ol></li></ul>",
    '<ol start="3"><li><p>drie</p></li></ol>',
    "<blockquote><p>Zo is het.</p></blockquote>",
    '<table><tbody><tr><th colspan="2"><p>Kop</p></th></tr><tr><td rowspan="1"><p>a</p></td><td><p>b</p></td></tr>'
    "</tbody></table>",
    '<p><a href="https://elders.example/a?b=1&amp;c=2#d">elders</a> <a href="/k16-006/3">hier</a></p>',
    '<p><a href="mailto:bestuur@elders.example">mail</a> <a href="tel:+31150000000">bel</a></p>',
    "<p>5 &lt; 6 &amp; 7 &gt; 6, “aanhaling”, 1.000 euro, 租金</p>",
    "<p>eerste</p><p></p><p>derde</p>",
]


@pytest.mark.parametrize("write", WRITERS, ids=lambda write: write.__name__)
def test_what_an_editor_can_make_stays_as_it_is(write):
    entry = make_entry(make_dossier())
    assert [stored(write, rich, entry) for rich in MADE_BY_EDITORS] == MADE_BY_EDITORS


def test_the_name_of_a_site_or_a_mailbox_is_a_link_to_there_and_not_beside_the_page():
    addresses = {
        "wijwonen.example": "https://wijwonen.example",
        "www.wijwonen.example/a?b=1&amp;c=2#d": "https://www.wijwonen.example/a?b=1&amp;c=2#d",
        "bestuur@wijwonen.example": "mailto:bestuur@wijwonen.example",
        "015 - 123 45 67": "tel:0151234567",
        "+31 (0)15 123 45 67": "tel:+31151234567",
        "K24-002": "/k24-002",
        "k26-001/4": "/k26-001/4",
    }
    for same in ("/k16-006", "../k19-004/", "3", "#kop", "?q=a.nl", "tel:+31150000000", "agenda.ics"):
        addresses[same] = same
    entry = make_entry(make_dossier())
    for typed, address in addresses.items():
        found = stored(by_save, f'<p><a title="x" href="{typed}">hier</a></p>', entry)
        assert found == f'<p><a title="x" href="{address}">hier</a></p>'


def test_what_a_mark_means_is_not_lost_with_the_mark():
    marked = {
        "<p>€ 45<sup>1</sup> en CO<sub>2</sub></p>": "<p>€ 45¹ en CO₂</p>",
        '<p>45<span style="vertical-align: super"><b>12</b></span>.</p>': "<p>45¹².</p>",
        "<p>De 2<sup>e</sup> keer.</p>": "<p>De 2e keer.</p>",
        "<p>De huur stijgt <s>niet</s>.</p>": "<p>De huur stijgt .</p>",
        "<p>stijgt <del>ni<em>et</em></del><strike>x<br>&amp;y</strike></p>": "<p>stijgt </p>",
        '<p>stijgt <span style="text-decoration:underline LINE-THROUGH">niet</span></p>': "<p>stijgt </p>",
        '<p>a<span style="display: none">b</span><span style="mso-hide:all">c</span><b hidden>d</b></p>': "<p>a</p>",
        "<p>x < 3 en <s>open": "<p>x &lt; 3 en </p>",
        '<ol start="4" type="a"><li><p>vier</p></li></ol>': '<ol start="4" type="a"><li><p>vier</p></li></ol>',
    }
    entry = make_entry(make_dossier())
    for rich, kept in marked.items():
        assert stored(by_update, rich, entry) == kept


def test_an_editor_left_empty_stores_nothing():
    entry = make_entry(make_dossier())
    for write in WRITERS:
        by_update(entry, "<p>Oud</p>")
        assert stored(write, "<p></p>", entry) == "", write


# --- On the page ------------------------------------------------------------------------------------------


def shown(template, entry):
    return Template(template).render(Context({"entry": entry}))


def test_rich_text_from_the_database_is_shown_as_it_is_and_what_was_only_assigned_is_escaped():
    entry = Entry(dossier=make_dossier(), kind="news", title="Samen", body="<p>Hallo</p>")
    assert shown("{{ entry.body }}", entry) == "&lt;p&gt;Hallo&lt;/p&gt;"
    entry.save()
    assert shown("{{ entry.body }}", entry) == "&lt;p&gt;Hallo&lt;/p&gt;"
    assert shown("{{ entry.body }}", Entry.objects.get()) == "<p>Hallo</p>"


def test_words_that_look_like_a_tag_stay_words_in_what_is_read_from_rich_text():
    make_entry(make_dossier(), body="<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>")
    template = "{% load dossiers %}{{ entry.body|first_paragraph }}"
    assert shown(template, Entry.objects.get()) == "&lt;script&gt;alert(1)&lt;/script&gt;"


def test_the_words_of_rich_text_stand_on_one_line():
    words = {
        "": "",
        "<p>Eén  zin,\n<strong>v</strong>et.</p>": "Eén zin, vet.",
        "<h2>Kop</h2><p>een<br>twee</p>": "Kop een twee",
        "<ul><li><p>een</p></li><li><p>twee</p></li></ol>": "een twee",
        "<table><tbody><tr><th>a</th><td>b</td></tr><tr><td>c</td></tr></tbody></table>": "a b c",
        "<p>5 &lt; 6 &amp; 7&nbsp;&gt; 6</p>": "5 < 6 & 7 > 6",
    }
    assert {rich: plain_text(rich) for rich in words} == words


def test_the_first_paragraph_is_the_first_that_has_words():
    words = {
        "<p>een</p><p>twee</p>": "een",
        "<h2>Kop</h2><p>een</p>": "een",
        "<p></p><p> &nbsp; </p><p>een<br>twee</p>": "een twee",
        "<ul><li><p>een</p></li></ul><p>twee</p>": "een",
        "<h2>Alleen een kop</h2>": "Alleen een kop",
        "Zonder alinea": "Zonder alinea",
        "": "",
    }
    assert {rich: first_paragraph(rich) for rich in words} == words
