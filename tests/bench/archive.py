"""What the figures are measured on: the same dossiers on every run."""

import random
import re
from datetime import UTC, date, datetime, time, timedelta
from itertools import count, islice
from pathlib import Path

from dossiers.models import Dossier, Entry, Point
from dossiers.rules.kinds import Kind, Outcome
from dossiers.rules.phases import Phase

NOW = datetime(2027, 6, 10, 10, tzinfo=UTC)
YEARS = range(2016, 2027)  # in which the dossiers of an archive were opened
OPEN_ROUNDS = 10  # however large the archive is: a board can hold no more of them
NEGLECTED = 50  # one dossier of so many waits for an answer that never came
BATCH_SIZE = 500
WORDS = re.findall(r"[a-z]+", "".join(page.read_text() for page in Path(__file__).parent.glob("../legacy/k*.txt")))
PLAIN_KINDS = [kind for kind in Kind if kind != Kind.INSPRAAK]

# The story of a dossier: the kind of each entry, the number of what it responds to, the days until its term.
STORY = [
    (Kind.NEWS, None, None),
    (Kind.REQUEST, None, 42),
    (Kind.INSPRAAK, 2, 28),
    (Kind.FEEDBACK, 3, None),
    (Kind.ADVICE, 2, 14),
    (Kind.ANSWER, 5, None),
    (Kind.DECISION, 6, None),
    (Kind.MEETING, None, None),
    (Kind.DOCUMENT, None, None),
    (Kind.NEWS, None, None),
]
ADVICE, ANSWER = 5, 6  # numbers of entries


class Writer:
    """Writes dossiers with words in a random order, so that they compress no better than real ones."""

    def __init__(self):
        self.random = random.Random(2027)  # noqa: S311 - figures, not secrets
        self.written = count(1)

    def words(self, number):
        return " ".join(self.random.choices(WORDS, k=number)).capitalize()

    def paragraphs(self, number, words):
        return "".join(f"<p>{self.words(words)}.</p>" for _ in range(number))

    def write(self, dossiers, entries):
        """Write and index dossiers with so many plain entries each; every hundredth has a round that is open."""
        written = []
        for serial in islice(self.written, dossiers):
            dossier = Dossier.objects.create(
                code=f"K{16 + serial // 100:02d}-{serial % 100:03d}",
                title=self.words(4),
                phase=Phase.TALKS,
                introduction=f"{self.words(25)}.\n\n{self.words(25)}.",
                description=self.paragraphs(5, 60),
                published_at=NOW - timedelta(days=900),
            )
            rows = [self._plain_entry(dossier, number) for number in range(1, entries + 1)]
            if serial % 100 == 1:
                self._open(rows[-1])
            Entry.objects.bulk_create(rows)
            written.append(dossier)
        return written

    def write_archive(self, dossiers):
        """Write, without an index, dossiers of all ``YEARS`` and phases, each with the ten entries of ``STORY``."""
        serials = islice(self.written, dossiers)
        while some := [self._archived(serial) for serial in islice(serials, BATCH_SIZE)]:
            Dossier.objects.bulk_create(some)
            entries = [entry for dossier in some for entry in self._story(dossier)]
            Entry.objects.bulk_create(entries)
            Point.objects.bulk_create(point for entry in entries for point in self._points(entry))

    def _plain_entry(self, dossier, number):
        return Entry(
            dossier=dossier,
            number=number,
            kind=PLAIN_KINDS[number % len(PLAIN_KINDS)],
            title=self.words(5),
            teaser=f"{self.words(22)}.",
            body=self.paragraphs(4, 50),
            starts_on=date(2026, 11, 1) + timedelta(days=number),
            published_at=NOW - timedelta(days=800 - number),
        )

    def _open(self, entry):
        entry.kind, entry.question = Kind.INSPRAAK, self.words(8)
        entry.starts_on, entry.ends_on = date(2027, 6, 1), date(2027, 6, 20)

    def _archived(self, serial):
        series, place = divmod(serial, len(YEARS) * 999)
        number, year = divmod(place, len(YEARS))
        return Dossier(
            pk=serial,
            code=f"{'KLM'[series]}{YEARS[year] % 100}-{number + 1:03d}",
            title=self.words(4),
            phase=list(Phase)[serial % len(Phase)],
            introduction=f"{self.words(25)}.",
            description=self.paragraphs(1, 40),
            published_at=datetime(YEARS[year], 1, 1, 12, tzinfo=UTC),
        )

    def _story(self, dossier):
        begins = date(dossier.year, 1, 5) + timedelta(days=dossier.pk * 7 % 200)
        for number, (kind, responds_to, term) in enumerate(STORY, 1):
            day = begins + timedelta(days=15 * number)
            entry = Entry(
                pk=self._key(dossier, number),
                dossier=dossier,
                number=number,
                kind=kind,
                title=self.words(5),
                teaser=f"{self.words(22)}.",
                body=self.paragraphs(1, 40),
                starts_on=day,
                ends_on=day + timedelta(days=10) if kind == Kind.INSPRAAK else None,
                due_on=term and day + timedelta(days=term),
                responds_to_id=responds_to and self._key(dossier, responds_to),
                published_at=datetime.combine(day, time(12), tzinfo=UTC),
            )
            if number == ANSWER and dossier.pk % NEGLECTED == 0:
                entry.kind, entry.responds_to_id = Kind.NEWS, None
            if number == len(STORY) and dossier.pk <= OPEN_ROUNDS:
                self._open(entry)
            yield entry

    def _points(self, entry):
        if entry.number not in (ADVICE, ANSWER):
            return
        for number in (1, 2):
            point = Point(pk=entry.pk * 10 + number, entry=entry, number=number)
            if entry.number == ADVICE:
                point.text = self.words(8)
            else:
                point.responds_to_id = self._key(entry.dossier, ADVICE) * 10 + number
                point.outcome, point.reason = list(Outcome)[(entry.dossier_id + number) % 3], self.words(12)
            yield point

    def _key(self, dossier, number):
        return dossier.pk * 100 + number
