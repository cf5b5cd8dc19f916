"""Everything on a dossier's timeline as an audience finds it, in two queries or four."""

from dataclasses import dataclass
from datetime import date, datetime

from ..models import Change, Dossier, Entry, Point
from ..rules.days import day_of, starts_after
from ..rules.phases import Phase
from ..rules.publication import Audience, last_update, public_since
from ..rules.rounds import is_open
from .answer_card import Card, advice_card, themes_card
from .changes import changes_in_words
from .terms import Term, terms_of


@dataclass
class Story:
    """``entries`` are those that the audience sees, newest first; ``terms`` all terms, earliest first.

    ``changes`` are the reported changes of the dossier itself, ``change_notes`` those of each entry, by pk.
    """

    dossier: Dossier
    audience: Audience

    def __post_init__(self):
        self.day: date = day_of(self.audience.now)
        visible = Entry.objects.visible_to(self.audience).filter(dossier=self.dossier)
        self.entries = list(visible.with_response(self.audience).newest_first())
        for entry in self.entries:
            entry.dossier = self.dossier  # known without a query
        self.outcomes: dict[int, str] = {}
        self.points: list[Point] = []
        if any(entry.spec.has_points or entry.spec.has_themes for entry in self.entries):
            self.outcomes = dict(visible.advices(self.audience).values_list("pk", "advice_outcome"))  # type: ignore[misc] # annotated
            points = Point.objects.visible_to(self.audience).filter(entry__dossier=self.dossier)
            self.points = list(points.with_answer(self.audience).order_by("number"))
        self.reported = list(Change.objects.visible_to(self.audience).filter(dossier=self.dossier))
        self.change_notes = changes_in_words(self.reported, self.entries, self.day)
        self.changes: list[str] = self.change_notes.pop(None, [])
        self.terms: list[Term] = terms_of(self.entries, self.day, finished=self.dossier.phase == Phase.CLOSED)

    @property
    def published_at(self) -> datetime:
        return public_since(self.dossier, self.audience)

    def entry_published_at(self, entry: Entry) -> datetime:
        return max(public_since(entry, self.audience), self.published_at)

    @property
    def last_update(self) -> datetime:
        published = [self.published_at, *map(self.entry_published_at, self.entries)]
        return last_update(published, (change.at for change in self.reported))

    def entry_last_update(self, entry: Entry) -> datetime:
        reported = (change.at for change in self.reported if change.entry_id == entry.pk)
        return last_update([self.entry_published_at(entry)], reported)

    def entry(self, pk: int | None) -> Entry | None:
        return next((entry for entry in self.entries if entry.pk == pk), None)

    @property
    def open_rounds(self) -> list[Entry]:
        """First to close first."""
        rounds = [round_ for round_ in self.rounds if is_open(round_, self.day)]
        return sorted(rounds, key=lambda round_: (round_.ends_on, round_.number))

    @property
    def past_rounds(self) -> list[Entry]:
        """Neither open nor to come; includes imported rounds without days."""
        return [each for each in self.rounds if not (is_open(each, self.day) or starts_after(each, self.day))]

    @property
    def rounds(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.spec.is_round and not entry.cancelled]

    def card(self, entry: Entry | None) -> Card | None:
        """Of an advice, also for an answer to it, or of a feedback; None when there is none."""
        if entry is None:
            return None
        if entry.pk in self.outcomes:
            return advice_card(entry, self.outcomes[entry.pk], self.points)
        if entry.spec.has_themes:
            return themes_card(entry, self.points)
        return self.card(self.entry(entry.responds_to_id)) if entry.spec.answers_points else None
