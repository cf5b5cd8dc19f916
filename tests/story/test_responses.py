"""The page of a dossier reads from its rows what lists ask the database: both say the same, on every day."""

from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from dossiers.models import Dossier, Entry, Point
from dossiers.rules.days import Precision
from dossiers.rules.kinds import KINDS, POINTS_KINDS, Kind, Outcome
from dossiers.rules.phases import Phase
from dossiers.rules.publication import Audience
from dossiers.rules.terms import TermState
from dossiers.story.story import Story

from ..factories import LONG_AGO, make_dossier, make_entry, make_point

pytestmark = pytest.mark.django_db

DOSSIERS = 40
FIRST = date(2027, 6, 28)  # a month begins among these days
DAYS = [FIRST + timedelta(days=number) for number in range(6)]
WALKED = [FIRST + timedelta(days=number) for number in range(-1, 8)]
# Targets before what responds to them, so that whatever comes has something to respond to.
KINDS_OF_A_CHAIN = [Kind.REQUEST, Kind.INSPRAAK, Kind.FEEDBACK, *[Kind.ADVICE] * 2, *[Kind.ANSWER] * 4, Kind.DECISION]


def noon(day):
    return datetime.combine(day, time(12), ZoneInfo("Europe/Amsterdam"))


def random_moments(random):
    """Public for long, mostly; else a draft, scheduled, or public and withdrawn."""
    published_at = random.choice([LONG_AGO, LONG_AGO, LONG_AGO, LONG_AGO, None, noon(random.choice(DAYS))])
    withdrawn_at = noon(random.choice(DAYS)) if random.random() < 0.1 else None
    return {"published_at": published_at, "withdrawn_at": withdrawn_at}


def random_days(random, spec):
    """Exact, by month, or none; the constraints of the database hold."""
    first = random.choice([*DAYS, None])
    if first is None:
        return {"due_on": random.choice(DAYS)} if "due_on" in spec.facts else {}
    days = {"starts_on": first}
    if spec.is_round:
        days["ends_on"] = random.choice([day for day in DAYS if day >= first])
    elif random.random() < 0.2:
        days |= {"starts_on": first.replace(day=1), "date_precision": Precision.MONTH}
    if "due_on" in spec.facts:
        days["due_on"] = random.choice([day for day in DAYS if day >= first])
    return days


def write_at_random(number):
    random = Random(number)  # noqa: S311 - the same dossiers on every run
    dossier = make_dossier(f"K27-{number:03}", phase=random.choice([Phase.TALKS, Phase.TALKS, Phase.CLOSED]))
    entries = []
    for kind in sorted(random.choices(KINDS_OF_A_CHAIN, k=12), key=KINDS_OF_A_CHAIN.index):
        spec = KINDS[kind]
        targets = [entry for entry in entries if entry.kind in spec.responds_to]
        facts = random_moments(random) | random_days(random, spec)
        facts["cancelled"] = "cancelled" in spec.facts and random.random() < 0.2
        facts["responds_to"] = random.choice(targets) if targets else None
        facts["outcome"] = random.choice(["", *Outcome.values]) if spec.answers_points else ""
        entries.append(make_entry(dossier, kind=kind, **facts))
        write_points_at_random(random, entries[-1])


def write_points_at_random(random, entry):
    if entry.spec.has_points or entry.spec.has_themes:
        for number in range(1, random.choice([0, 0, 2, 3]) + 1):
            make_point(entry, number)
    elif entry.spec.answers_points and entry.responds_to:
        for point in entry.responds_to.points.all():
            if random.random() < 0.9:
                make_point(entry, point.number, responds_to=point, outcome=random.choice(["", *Outcome.values]))


def told_by_pages(stories):
    entries = [entry for story in stories for entry in story.entries]
    terms = [(term.state, term.entry.pk) for story in stories for term in story.terms]
    return {
        "inspraak": {s.dossier.pk: (s.dossier.inspraak, s.dossier.open_until, s.dossier.opens_on) for s in stories},
        "responses": {e.pk: (e.is_answered, e.answered_on, e.answered_precision) for e in entries},
        "answers": {
            p.pk: (p.answer_id, p.answer_outcome) for s in stories for p in s.points if p.entry.spec.has_points
        },
        "outcomes": {pk: outcome for story in stories for pk, outcome in story.outcomes.items()},
        "late": {pk for state, pk in terms if state is TermState.LATE},
        "due": {pk for state, pk in terms if state in (TermState.LATE, TermState.RUNNING)},
    }


def told_by_lists(readers):
    dossiers = Dossier.objects.with_inspraak(readers)
    entries = Entry.objects.visible_to(readers)
    points = Point.objects.visible_to(readers).filter(entry__kind__in=POINTS_KINDS).with_answer(readers)
    answered = entries.with_response(readers)
    return {
        "inspraak": {each.pk: (each.inspraak, each.open_until, each.opens_on) for each in dossiers},
        "responses": {each.pk: (each.is_answered, each.answered_on, each.answered_precision) for each in answered},
        "answers": {each.pk: (each.answer_id, each.answer_outcome) for each in points},
        "outcomes": dict(entries.advices(readers).values_list("pk", "advice_outcome")),
        "late": set(entries.late(readers.now).values_list("pk", flat=True)),
        "due": set(entries.due(readers.now).values_list("pk", flat=True)),
    }


def test_page_and_lists_agree_on_every_day():
    for number in range(DOSSIERS):
        write_at_random(number)
    dossiers = list(Dossier.objects.all())
    for day in WALKED:
        readers = Audience(noon(day))
        by_pages, by_lists = told_by_pages([Story(each, readers) for each in dossiers]), told_by_lists(readers)
        for fact, told in by_lists.items():
            assert by_pages[fact] == told, (fact, day)


def test_page_and_lists_agree_for_who_is_shown_a_draft():
    for number in range(DOSSIERS // 4):
        write_at_random(number)
        entry = Entry.objects.latest("pk")
        readers = Audience(noon(DAYS[2]), {"dossier": {entry.dossier_id}, "entry": {entry.pk}})
        told = told_by_pages([Story(entry.dossier, readers)])
        lists = told_by_lists(readers)
        for fact in ("inspraak", "responses", "answers", "outcomes"):
            assert told[fact].items() <= lists[fact].items(), (fact, number)
