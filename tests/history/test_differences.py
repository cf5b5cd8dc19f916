"""What differs between two texts, marked as a reader would."""

from dossiers.history.differences import Difference, mark_lines
from dossiers.text import readable_lines


def marks(before, after):
    """The lines with [-what went-] and {+what came+}."""
    signs = {"": "{}", "del": "[-{}-]", "ins": "{{+{}+}}"}
    return ["".join(signs[run.mark].format(run.text) for run in line) for line in mark_lines(before, after)]


def test_a_changed_word_is_marked_and_the_rest_of_its_line_stays():
    assert marks(["De zaal was vol."], ["De hal was vol."]) == ["De [-zaal-]{+hal+} was vol."]
    assert marks(["De zaal was vol."], ["De zaal was erg vol."]) == ["De zaal was{+ erg+} vol."]


def test_lines_that_stayed_are_left_out():
    before = ["Een.", "Twee.", "De zaal was vol.", "Vier."]
    assert marks(before, ["Een.", "Twee.", "De hal was vol.", "Vier."]) == ["…", "De [-zaal-]{+hal+} was vol.", "…"]


def test_lines_that_came_or_went_are_marked_whole():
    assert marks(["Een."], ["Een.", "Twee erbij."]) == ["…", "{+Twee erbij.+}"]
    assert marks(["Weg hiermee.", "Een."], ["Een."]) == ["[-Weg hiermee.-]", "…"]
    assert marks([], ["Nieuw."]) == ["{+Nieuw.+}"]


def test_a_text_that_was_written_anew_is_not_marked_word_by_word():
    before, after = ["Kom je woensdag ook naar de bewonersavond?"], ["Wij tekenden vandaag!"]
    assert marks(before, after) == ["[-Kom je woensdag ook naar de bewonersavond?-]", "{+Wij tekenden vandaag!+}"]


def test_a_paragraph_that_is_split_or_joined_says_so():
    assert marks(["Eerst dit. Dan dat."], ["Eerst dit.", "Dan dat."]) == ["Eerst dit.[- -]{+¶+}", "Dan dat."]
    assert marks(["Eerst dit.", "Dan dat."], ["Eerst dit. Dan dat."]) == ["Eerst dit.[-¶-]{+ +}Dan dat."]


def test_a_very_long_text_is_marked_whole_and_quickly():
    before = " ".join(f"woord{number}" for number in range(3_000))
    assert marks([before], [before + " erbij"]) == [f"[-{before}-]", f"{{+{before} erbij+}}"]


def test_each_side_can_be_read_alone():
    difference = Difference("Titel", mark_lines(["De zaal was vol.", "Weg."], ["De hal was vol."]))
    assert ["".join(run.text for run in line) for line in difference.old] == ["De zaal was vol.¶Weg."]
    assert ["".join(run.text for run in line) for line in difference.new] == ["De hal was vol."]


def test_rich_text_reads_as_paragraphs_with_its_lists_tables_and_links():
    rich = (
        "<h2>Kop</h2><p>Lees <a href='x'>niet</a> <a href=\"/k16-006\">het <strong>dossier</strong></a> &amp; kom.<br>"
        "Tot dan.</p><ul><li><p>Een</p></li><li>Twee</li></ul>"
        "<table><tbody><tr><th><p>Dag</p></th><td><p>Tijd</p></td></tr></tbody></table><p></p>"
    )
    assert readable_lines(rich) == [
        "Kop",
        "Lees niet het dossier (/k16-006) & kom.",
        "Tot dan.",
        "• Een",
        "• Twee",
        "Dag | Tijd",
    ]
