"""Everything on a dossier's timeline as an audience finds it, read from few rows."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from ..models import Change, Dossier, Entry, Point
from ..rules.days import day_of, starts_after
from ..rules.phases import Phase
from ..rules.publication import Audience, last_update, public_since
from ..rules.rounds import is_open
from .answer_card import Card, advice_card, themes_card
from .changes import changes_in_words
from .responses import advice_outcome, set_answers, set_inspraak, set_responses
from .terms import Term, terms_of


@dataclass
class Story:
    """``entries`` are those that the audience sees, newest first. The dossier gets its inspraak status.

    What only some pages tell is asked when it is told: ``points``, ``reported`` (changes) and what follows from them.
    """

    dossier: Dossier
    audience: Audience

    def __post_init__(self):
        self.day: date = day_of(self.audience.now)
        visible = Entry.objects.visible_to(self.audience).filter(dossier=self.dossier)
        self.entries = list(visible.newest_first())
        for entry in self.entries:
            entry.dossier = self.dossier  # known without a query
        set_responses(self.entries)
        set_inspraak(self.dossier, self.entries, self.day)

    @cached_property
    def points(self) -> list[Point]:
        """Of the advices, answers and feedbacks, by number."""
        if not any(entry.spec.has_points or entry.spec.has_themes for entry in self.entries):
            return []
        points = list(Point.objects.filter(entry__in=[entry.pk for entry in self.entries]).order_by("number"))
        set_answers(points, self.entries)
        return points

    @cached_property
    def outcomes(self) -> dict[int, str]:
        """The ``AdviceOutcome`` of each advice by its pk."""
        advices = (entry for entry in self.entries if entry.spec.has_points)
        return {advice.pk: advice_outcome(advice, self.points, self.entries) for advice in advices}

    @cached_property
    def reported(self) -> list[Change]:
        return list(Change.objects.visible_to(self.audience).filter(dossier=self.dossier))

    @cached_property
    def change_notes(self) -> dict[int | None, list[str]]:
        """The reported changes of each entry by its pk, those of the dossier itself under None."""
        return changes_in_words(self.reported, self.entries, self.day)

    @property
    def terms(self) -> list[Term]:
        """Earliest first."""
        return terms_of(self.entries, self.day, finished=self.dossier.phase == Phase.CLOSED)

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
