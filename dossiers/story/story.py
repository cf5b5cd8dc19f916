"""Everything on a dossier's timeline as a reader finds it at one instant, in two queries or four."""

from dataclasses import dataclass
from datetime import datetime

from ..models import Change, Dossier, Entry, Phase, Point
from ..rules.days import day_of, starts_after
from ..rules.publication import public_since
from ..rules.rounds import is_open
from .answer_card import Card, advice_card, themes_card
from .changes import changes_in_words
from .terms import Term, terms_of


@dataclass
class Story:
    """``entries`` are the public ones, newest first; each carries its reported changes as ``told_changes``
    and the last of them, or its publication, as ``updated_at``.

    ``changes`` are the reported changes of the dossier itself, ``terms`` all terms with the earliest first.
    ``last_update`` is the newest publication or reported change, never the moment of a save.
    """

    dossier: Dossier
    now: datetime

    def __post_init__(self):
        self.day = day_of(self.now)
        public = Entry.objects.public(self.now).filter(dossier=self.dossier)
        self.entries = list(public.with_response(self.now).newest_first())
        for entry in self.entries:
            entry.dossier = self.dossier  # known without a query
            entry.published_at = public_since(entry, self.now)
        self.outcomes: dict[int, str] = {}
        self.points: list[Point] = []
        if any(entry.spec.has_points or entry.spec.has_themes for entry in self.entries):
            self.outcomes = dict(public.advices(self.now).values_list("pk", "advice_outcome"))
            points = Point.objects.public(self.now).filter(entry__dossier=self.dossier)
            self.points = list(points.with_answer(self.now).order_by("number"))
        reported = list(Change.objects.public(self.now).filter(dossier=self.dossier))
        published = [self.dossier.published_at, *(entry.readable_since for entry in self.entries)]
        self.last_update: datetime = max([*published, *(change.at for change in reported)])
        told = changes_in_words(reported, self.entries, self.day)
        for entry in self.entries:
            entry.told_changes = told.get(entry.pk, [])
            reports = [change.at for change in reported if change.entry_id == entry.pk]
            entry.updated_at = max([entry.readable_since, *reports])
        self.changes: list[str] = told.get(None, [])
        self.terms: list[Term] = terms_of(self.entries, self.day, finished=self.dossier.phase == Phase.CLOSED)

    def entry(self, pk: int | None) -> Entry | None:
        return next((entry for entry in self.entries if entry.pk == pk), None)

    @property
    def open_rounds(self) -> list[Entry]:
        """The rounds in which a tenant can react, the first to close first."""
        rounds = [round_ for round_ in self._rounds if is_open(round_, self.day)]
        return sorted(rounds, key=lambda round_: (round_.ends_on, round_.number))

    @property
    def past_rounds(self) -> list[Entry]:
        """The rounds that are neither open nor to come; an imported one without days is long past."""
        return [each for each in self._rounds if not (is_open(each, self.day) or starts_after(each, self.day))]

    @property
    def _rounds(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.spec.tenants_react and not entry.cancelled]

    def card(self, entry: Entry | None) -> Card | None:
        """The card on the page of an advice, of an answer to it, or of a feedback; None when there is none."""
        if entry is None:
            return None
        if entry.pk in self.outcomes:
            return advice_card(entry, self.outcomes[entry.pk], self.points)
        if entry.spec.has_themes:
            return themes_card(entry, self.points)
        return self.card(self.entry(entry.responds_to_id)) if entry.spec.answers_points else None
