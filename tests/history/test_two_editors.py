"""Two people in the same form: the second to save is told, sees both texts, and loses nothing."""

import pytest

from dossiers.models import Entry
from dossiers.rules.kinds import Kind

from ..editors import Desk, make_editor
from ..factories import make_attachment, make_dossier, make_entry, make_point
from ..filled_form import read_form, visible_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def sam(at):
    at(2027, 5, 1, 20, 0)
    return Desk(make_editor("sam", first_name="Sam"))


@pytest.fixture
def robin(sam):
    return Desk(make_editor("robin", first_name="Robin"))


@pytest.fixture
def entry():
    return make_entry(make_dossier(), "De zaal was vol", body="<p>Oude tekst</p>", published_at=None)


class OpenForm:
    """The form of a row as somebody has it on the screen."""

    def __init__(self, desk, row):
        self.desk, self.name = desk, row._meta.model_name
        self.look(desk.open_form(self.name, row))
        self.address = self.page.wsgi_request.get_full_path()

    def look(self, page):
        self.page, self.words = page, visible_text(page)
        self.data = read_form(page, f"{self.name}_form")

    def save(self, button="_save", **answers):
        self.look_or_leave(self.desk.post(self.address, self.data | answers | {button: "1"}, follow=True))
        return self

    def look_or_leave(self, page):
        if page.redirect_chain or f'id="{self.name}_form"' not in page.content.decode():
            self.page, self.words, self.data = page, visible_text(page), None
        else:
            self.look(page)


@pytest.mark.parametrize("has_version", [True, False])
def test_the_second_is_told_who_and_when_and_sees_both_texts(sam, robin, entry, at, has_version):
    if has_version:
        sam.save("entry", entry)
    mine = OpenForm(sam, entry)
    at(2027, 5, 1, 20, 5)
    robin.save("entry", entry, title="De hal was vol")
    mine.save(title="De tuin was vol", body="<p>Mijn tekst</p>")
    assert "Robin sloeg dit op, 1 mei 2027 om 20:05 uur." in mine.words
    assert "Nu opgeslagen De hal was vol In jouw formulier De tuin was vol" in mine.words
    assert "<del>hal</del>" in mine.page.content.decode()
    assert "<ins>tuin</ins>" in mine.page.content.decode()
    assert (mine.data["title"], mine.data["body"]) == ("De tuin was vol", "<p>Mijn tekst</p>")
    entry.refresh_from_db()
    assert (entry.title, entry.body) == ("De hal was vol", "<p>Oude tekst</p>")


def test_who_saves_again_has_seen_it_and_is_saved(sam, robin, entry):
    mine = OpenForm(sam, entry)
    robin.save("entry", entry, title="De hal was vol")
    mine.save(title="De tuin was vol").save()
    assert "is opgeslagen" in mine.words
    entry.refresh_from_db()
    assert entry.title == "De tuin was vol"


def test_when_somebody_saved_again_meanwhile_the_second_is_told_again(sam, robin, entry):
    mine = OpenForm(sam, entry)
    robin.save("entry", entry, title="De hal was vol")
    mine.save(title="De tuin was vol")
    robin.save("entry", entry, title="De kelder was vol")
    mine.save()
    assert "Nu opgeslagen De kelder was vol In jouw formulier De tuin was vol" in mine.words
    mine.save()
    entry.refresh_from_db()
    assert entry.title == "De tuin was vol"


def test_what_only_the_other_changed_comes_into_the_form(sam, robin):
    dossier = make_dossier()
    meeting = make_entry(dossier, kind=Kind.MEETING, published_at=None, teaser="Eén.\n\nTwee.")
    attachment = make_attachment(dossier, "Verslag", entry=meeting)
    sam.save("entry", meeting)
    mine = OpenForm(sam, meeting)
    changed = {"starts_on": "04-06-2027", "cancelled": "on", "place": "De hal", "kind": "meeting"}
    robin.save("entry", meeting, **changed, **{"attachments-0-title": "Notulen", "attachments-0-hidden": "on"})
    mine.save(title="Mijn titel")
    assert "Jij veranderde dit niet. Het staat nu zo in jouw formulier." in mine.words
    mine.save()
    meeting.refresh_from_db()
    attachment.refresh_from_db()
    assert (meeting.title, meeting.place, str(meeting.starts_on)) == ("Mijn titel", "De hal", "2027-06-04")
    assert meeting.cancelled
    assert attachment.title == "Notulen"
    assert attachment.withdrawn_at is not None


def test_what_both_wrote_alike_needs_no_choice(sam, robin, entry):
    sam.save("entry", entry)
    mine = OpenForm(sam, entry)
    robin.save("entry", entry, title="De hal was vol")
    mine.save(title="De hal was vol")
    assert "Robin sloeg dit op" in mine.words
    assert "In jouw formulier De" not in mine.words


def test_points_that_both_changed_stand_side_by_side_and_new_ones_of_the_other_stay(sam, robin):
    advice = make_entry(make_dossier(), kind=Kind.ADVICE, published_at=None)
    make_point(advice, 1, "Een kluis.")
    sam.save("entry", advice)
    mine = OpenForm(sam, advice)
    robin.save("entry", advice, **{"points-0-text": "Een grote kluis.", "points-1-text": "Van Robin."})
    mine.save(**{"points-0-text": "Een kleine kluis.", "points-1-text": "Van Sam."})
    assert "Punt 1: Punt" in mine.words
    assert "Nu opgeslagen Een grote kluis. In jouw formulier Een kleine kluis." in mine.words
    assert "Dit staat niet in jouw formulier. Het blijft zoals het is. Nu opgeslagen Van Robin." in mine.words
    mine.save()
    assert [(point.number, point.text) for point in advice.points.all()] == [
        (1, "Een kleine kluis."),
        (2, "Van Robin."),
        (3, "Van Sam."),
    ]


def test_a_row_that_the_other_removed_comes_as_a_new_row_with_what_was_typed(sam, robin):
    advice = make_entry(make_dossier(), kind=Kind.ADVICE, published_at=None)
    for number, text in enumerate(("Een.", "Twee.", "Drie."), start=1):
        make_point(advice, number, text)
    sam.save("entry", advice)
    mine = OpenForm(sam, advice)
    robin.save("entry", advice, **{"points-0-DELETE": "on"})
    mine.save(**{"points-0-text": "Een, maar beter."})
    assert "Dit is weggehaald. Wat jij had, staat onderaan als nieuwe rij." in mine.words
    mine.save()
    assert [(point.number, point.text) for point in advice.points.all()] == [
        (1, "Twee."),
        (2, "Drie."),
        (3, "Een, maar beter."),
    ]


def test_a_removed_point_and_the_one_with_its_number_now_are_told_apart(sam, robin):
    advice = make_entry(make_dossier(), kind=Kind.ADVICE, published_at=None)
    for number, text in enumerate(("Een kluis.", "Lage huur."), start=1):
        make_point(advice, number, text)
    sam.save("entry", advice)
    mine = OpenForm(sam, advice)
    robin.save("entry", advice, **{"points-0-DELETE": "on", "points-1-text": "Lagere huur."})
    mine.save(**{"points-1-text": "Laagste huur."})
    headings = ("Punt 1: Punt Dit verschilt.", "Punt 1: Punt (weggehaald) Dit is weggehaald.")
    assert [heading in mine.words for heading in headings] == [True, True]
    assert "Wat er stond Een kluis." in mine.words
    assert "Nu opgeslagen Een kluis." not in mine.words


def test_a_step_of_publication_by_the_other_is_told_too(sam, robin, entry):
    sam.save("entry", entry)
    mine = OpenForm(sam, entry)
    robin.save("entry", entry, visibility="now")
    mine.save(title="De hal was vol")
    assert "Openbaar gemaakt." in mine.words
    assert mine.data["title"] == "De hal was vol"
    mine.save(report="silent")
    entry.refresh_from_db()
    assert entry.title == "De hal was vol"


def test_a_preview_is_shown_whoever_saved_meanwhile(sam, robin, entry):
    mine = OpenForm(sam, entry)
    robin.save("entry", entry, title="De hal was vol")
    mine.save(button="_preview", title="De tuin was vol")
    assert "Dit is een voorbeeld." in mine.words
    assert "De tuin was vol" in mine.words
    assert Entry.objects.get().title == "De hal was vol"


@pytest.mark.parametrize("carried", ["", "x", "9" * 30])
def test_a_form_that_carries_a_version_that_is_none_is_refused_once(sam, entry, carried):
    sam.save("entry", entry)
    mine = OpenForm(sam, entry)
    mine.save(title="De hal was vol", opened_version=carried)
    assert mine.data["title"] == "De hal was vol"
    mine.save()
    entry.refresh_from_db()
    assert entry.title == "De hal was vol"


def test_a_form_that_carries_a_version_of_a_row_without_any_is_saved(sam, entry):
    sam.save("entry", entry, title="De hal was vol", opened_version="5")
    entry.refresh_from_db()
    assert entry.title == "De hal was vol"


def test_two_people_in_a_dossier_are_told_as_well(sam, robin):
    dossier = make_dossier(published_at=None)
    mine = OpenForm(sam, dossier)
    robin.save("dossier", dossier, introduction="Van Robin.")
    mine.save(introduction="Van Sam.")
    assert "Robin sloeg dit op" in mine.words
    mine.save()
    dossier.refresh_from_db()
    assert dossier.introduction == "Van Sam."


def test_saving_an_entry_of_a_dossier_does_not_disturb_who_works_on_the_dossier(sam, robin, entry):
    mine = OpenForm(sam, entry.dossier)
    robin.save("entry", entry, title="De hal was vol")
    mine.save()
    assert "is opgeslagen" in mine.words
