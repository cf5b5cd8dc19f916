"""What is pasted from Word or Google Docs keeps its headings, lists, tables and links, and nothing else."""

import re
from pathlib import Path

import pytest

from dossiers.models import Entry

from ..editors import make_editor
from ..factories import make_dossier

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CLIPBOARD = Path(__file__).parent.parent / "clipboard"
PASTE = """(text, html) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/html", html);
    text.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""
# The same document in both programs. Word's also links to a file on somebody's own machine.
SAVED = """
<h2>Kluisjes in de hal</h2>
<p>Wij vragen <strong>drie</strong> dingen en <em>één</em> antwoord.
 Zie de <a href="https://kluis.example/regels">regels</a>{to_a_file}.</p>
<ul><li><p>Overal kluisjes</p><ul><li><p>ook in de kelder</p></li></ul></li><li><p>Geen huur ervoor</p></li></ul>
<h3>Volgorde</h3>
<ol data-type="decimal"><li><p>Eerst vragen</p></li><li><p>Dan bouwen</p></li></ol>
<table><tbody>
<tr><td><p><strong>Gebouw</strong></p></td><td><p><strong>Kluisjes</strong></p></td></tr>
<tr><td><p>Noord</p></td><td><p></p></td></tr>
</tbody></table>
<p>Tot zover.</p>
""".replace("\n", "")


@pytest.fixture
def desk(page, log_in, at):
    at(2027, 6, 10, 12)
    dossier = make_dossier("K27-001")
    log_in(page, make_editor())
    page.goto(f"/beheer/dossiers/entry/add/?dossier={dossier.pk}&kind=news")
    page.get_by_label("Titel", exact=False).first.fill("Geplakt")
    return page


def paste_and_save(desk, html):
    """What the database holds after the words were pasted into the form and the form was saved."""
    desk.get_by_role("textbox", name="Tekst").evaluate(PASTE, html)
    desk.get_by_role("button", name="Opslaan", exact=True).click()
    desk.get_by_text("is opgeslagen").wait_for()
    return Entry.objects.get().body


@pytest.mark.parametrize(("program", "to_a_file"), [("word", " en het plan"), ("google-docs", "")])
def test_a_document_keeps_what_tenants_need_and_drops_the_rest(desk, program, to_a_file):
    body = paste_and_save(desk, (CLIPBOARD / f"{program}.html").read_text())
    assert body == SAVED.format(to_a_file=to_a_file)


def test_lists_that_arrive_as_paragraphs_or_cut_up_become_whole(desk):
    as_text = "<p>Wij willen:</p><p>·       Licht</p><p>• <b>Ruimte</b></p><p>En: rust - altijd.</p>"
    cut_up = "".join(f"<div class='ListContainerWrapper'><ol><li><p>{word}</p></li></ol></div>" for word in "AB")
    assert paste_and_save(desk, as_text + cut_up) == (
        "<p>Wij willen:</p><ul><li><p>Licht</p></li><li><p><strong>Ruimte</strong></p></li></ul>"
        '<p>En: rust - altijd.</p><ol data-type="decimal"><li><p>A</p></li><li><p>B</p></li></ol>'
    )


def test_what_a_mark_means_is_kept_or_told(desk):
    numbered = "".join(
        f"<p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>{mark}</span>{word}</p>{after}"
        for mark, word, after in [("c)", "licht", ""), ("d)", "lucht", "<p>Ook:</p>"), ("e)", "rust", "")]
    )
    html = (
        "<p>€&nbsp;45<sup>1</sup> stijgt <s>niet</s><span style='display:none'>geheim</span>.</p>"
        f"{numbered}<p>Zie<img src='x.png'>hier.</p>"
    )
    desk.get_by_role("textbox", name="Tekst").click()
    assert paste_and_tell(desk, html) == (
        "Een plaatje is niet meegekomen. Voeg het toe als bijlage. "
        "Doorgehaalde woorden zijn weggelaten. Klopt de zin nog?"
    )
    desk.get_by_role("button", name="Opslaan", exact=True).click()
    desk.get_by_text("is opgeslagen").wait_for()
    body = Entry.objects.get().body
    assert body.startswith("<p>€ 45¹ stijgt .</p>")
    assert re.findall("<ol[^>]*>", body) == [
        '<ol data-type="lower-alpha" start="3" type="a">',
        '<ol data-type="lower-alpha" start="5" type="a">',
    ]


def paste_and_tell(desk, html):
    desk.get_by_role("textbox", name="Tekst").evaluate(PASTE, html)
    return " ".join(desk.locator(".prose-editor + p[role=status]").all_text_contents()).strip()
