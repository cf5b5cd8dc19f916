"""What of a text stands with a hit, and how much is looked at while a reader waits."""

import re
from datetime import UTC, datetime

import pytest

from dossiers.models import SearchRow, SearchWords
from dossiers.models.search import ResultType, row_key
from dossiers.search import dutch, index, query

from ..factories import make_dossier, make_entry

NOW = datetime(2027, 1, 1, tzinfo=UTC)
BIRD = frozenset(["nachtegaal"])
WORDS = [f"woord{number}" for number in range(500)]


def quoted(text, tokens=BIRD):
    return re.sub("</?mark>", "", query.quote(text, tokens))


def shown(text, tokens=BIRD):
    return quoted(text, tokens).removeprefix("… ").removesuffix(" …")


def before(text):
    """What of a text stands before the first word that is marked."""
    return query.quote(text, BIRD).partition("<mark>")[0].removeprefix("… ")


@pytest.mark.parametrize("place", range(0, 500, 49))
def test_a_quotation_has_whole_words_only_and_the_one_that_was_found(place):
    text = " ".join([*WORDS[:place], "nachtegaal", *WORDS[place:]])
    assert set(shown(text).split()) <= {*WORDS, "nachtegaal"}
    assert "<mark>nachtegaal</mark>" in query.quote(text, BIRD)
    assert query.QUOTE_LENGTH - len(" woord100") < len(shown(text)) <= query.QUOTE_LENGTH or text.endswith(shown(text))
    assert len(before(text)) <= query.QUOTE_LEAD + len("woord100 ")
    if place > 20:
        assert len(before(text)) >= query.QUOTE_LEAD
    else:
        assert quoted(text).startswith("woord0 ") or quoted(text).startswith("… ") or place == 0


def test_before_a_word_near_the_beginning_nothing_is_left_out():
    text = "x" * 39 + " " + "y" * 39 + " nachtegaal " + "z " * 300
    assert text.index("nachtegaal") == query.QUOTE_LEAD
    assert before(text) == text[: query.QUOTE_LEAD]
    assert not quoted(text).startswith("…")


@pytest.mark.parametrize("length", [query.QUOTE_LENGTH - 1, query.QUOTE_LENGTH])
def test_a_text_that_fits_is_quoted_whole(length):
    text = ("nachtegaal " + "woord " * 100)[:length]
    assert quoted(text) == text


def test_a_text_of_one_letter_more_loses_its_last_word():
    text = ("nachtegaal " + "woord " * 100)[: query.QUOTE_LENGTH + 1]
    assert quoted(text) == text.rpartition(" ")[0] + " …"


def test_a_word_at_the_very_end_is_quoted_with_what_stands_before_it():
    text = " ".join([*WORDS, "nachtegaal"])
    assert quoted(text).startswith("… ")
    assert query.quote(text, BIRD).endswith(" <mark>nachtegaal</mark>")


def test_a_text_without_blanks_is_cut_anywhere():
    for text in (".woord" * 100 + ".nachtegaal" + ".woord" * 100, "nachtegaal" + ".woord" * 100):
        assert "<mark>nachtegaal</mark>" in query.quote(text, BIRD)
        assert len(shown(text)) == query.QUOTE_LENGTH
    assert len(before(".woord" * 100 + ".nachtegaal" + ".woord" * 100)) == 2 * query.QUOTE_LEAD


def test_a_word_is_looked_for_as_far_as_a_reader_waits():
    begin = "woord " * 3_330
    for blanks, found in ((20_000 - len(begin) - 10, True), (20_001 - len(begin) - 10, False)):
        text = begin + "." * blanks + "nachtegaal" + " woord" * 100
        assert ("<mark>" in query.quote(text, BIRD)) is found, blanks


def test_a_text_without_the_word_is_quoted_from_its_beginning():
    text = " ".join(WORDS)
    assert quoted(text) == text[:260].rpartition(" ")[0] + " …"
    assert quoted("") == ""


@pytest.mark.parametrize(
    ("asked", "text", "marked"),
    [
        ("servicekosten", "De service kosten stijgen.", ["service", "kosten"]),
        ("service kosten", "De servicekosten stijgen.", ["servicekosten"]),
        ("cv-ketel", "Een c.v.-ketel of cv ketel.", ["c.v.-ketel", "cv", "ketel"]),
        ("35m2", "Van 35 m2 groot.", ["35", "m2"]),
        ("12500", "Er zijn 12.500 huurders.", ["12.500"]),
        ("vve", "De V.v.E. beslist.", ["V.v.E."]),
        ("nieuw", "Nieuwe nieuwsbrief met nieuws.", ["Nieuwe"]),
    ],
)
def test_every_writing_of_what_was_asked_is_marked(asked, text, marked):
    question = query.Question(asked, NOW)
    assert re.findall("<mark>(.*?)</mark>", query.quote(text, question.tokens)) == marked


# --- Bounds -----------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(("length", "is_guessed"), [(3, False), (4, True), (25, True), (26, False)])
def test_a_letter_is_guessed_in_words_of_four_to_twenty_five(length, is_guessed):
    word = ("molensteen" * 3)[:length]
    make_entry(make_dossier(title="Samen"), body=f"<p>Over {word}.</p>")
    assert query.suggest(query.Question("q" + word[1:], NOW)) == (word if is_guessed else "")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong", ["huurverhogign", "huurverhogin", "huurverhogingg", "huurverhoginx", "uhurverhoging"]
)
def test_a_letter_is_swapped_missing_too_many_or_wrong(wrong):
    make_entry(make_dossier(title="Samen"), body="<p>Over Huurverhoging.</p>")
    assert query.suggest(query.Question(f"de {wrong} nu", NOW)) in ("de huurverhoging nu", "")


@pytest.mark.django_db
def test_a_word_of_a_compound_is_never_proposed():
    make_entry(make_dossier(title="Samen"), body="<p>Over de huurprijsverhoging.</p>")
    for wrong in ("verhogng", "huurprjs", "prijsverhogng"):
        assert query.suggest(query.Question(wrong, NOW)) == "", wrong


@pytest.mark.django_db
@pytest.mark.parametrize(("newer", "is_found"), [(query.SUGGESTION_ROWS - 1, True), (query.SUGGESTION_ROWS, False)])
def test_the_right_word_is_looked_for_in_twenty_texts(newer, is_found):
    dossier = make_dossier(title="Samen")
    make_entry(dossier, "Een verhoging")
    for number in range(newer):
        make_entry(dossier, f"Huurverhoging {number}")
    assert query.suggest(query.Question("verhogng", NOW)) == ("verhoging" if is_found else "")


@pytest.mark.django_db
def test_the_right_word_is_looked_for_at_the_beginning_of_a_text():
    begin = "woord " * 830
    entry = make_entry(make_dossier(title="Samen"), body=f"<p>{begin}{'.' * 10} verhoging</p>")
    assert query.suggest(query.Question("verhogng", NOW)) == "verhoging"
    entry.body = f"<p>{begin}{'.' * 30} verhoging</p>"
    entry.save()
    assert query.suggest(query.Question("verhogng", NOW)) == ""


@pytest.mark.django_db
def test_one_hit_more_than_is_shown_is_looked_for():
    dossier = make_dossier(title="Samen")
    rows = [
        SearchRow(id=row_key(ResultType.DOSSIER, 1_000 + number, None), dossier=dossier) for number in range(1_002)
    ]
    SearchRow.objects.bulk_create(rows)
    SearchWords.objects.bulk_create(SearchWords(row=row, title="nachtegaal", text="nachtegaal") for row in rows)
    question = query.Question("nachtegaal", NOW)
    assert len(query.find(question)) == 1_001
    assert query.find(question, 3) == query.find(question)[:3]


@pytest.mark.django_db
def test_of_a_very_long_text_the_first_words_are_indexed_before_two_words_are_joined(monkeypatch):
    monkeypatch.setattr(index, "MAX_TOKENS", 16)
    entry = make_entry(make_dossier(title="Samen"), "", kind="document", body="<p>merel specht kievit wulp fuut</p>")
    words = SearchWords.objects.get(row__entry=entry).text.replace("'", "").split()  # PostgreSQL gives them quoted
    assert len(words) == 16
    assert "merel" in words
    assert "merelspecht" not in words


@pytest.mark.django_db
def test_a_very_long_text_is_cut(monkeypatch):
    monkeypatch.setattr(index, "MAX_TEXT", 12)
    entry = make_entry(make_dossier(title="Samen"), body="<p>merel specht kievit</p>")
    assert SearchRow.objects.get(entry=entry).text == "merel specht"


def test_two_words_joined_stand_after_all_words():
    assert list(dutch.tokens("merel specht fuut")) == ["merel", "specht", "fuut", "merelspecht", "spechtfuut"]
