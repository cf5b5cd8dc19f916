"""What there is to do for who writes the site, gathered from the questions that the public pages ask too."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import chain

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime

from ..addresses.editing import follow_up_form_of, form_of
from ..addresses.links import broken_here
from ..models import Dossier, Editor, Entry, Phase, Redirect
from ..operations.backup.record import last_backup
from ..rules.days import day_of, ends_soon_q, starts_after, this_week
from ..rules.publication import Audience, Publication, publication_q
from ..rules.rounds import is_open
from ..story.terms import proposal_in_words, proposed_due_on, term_of
from ..wording import count_of_days, day_from, day_in_words, days_left, if_dossier_is_public
from .backups import GOOD_FOR, last_backup_in_words
from .hints import dossier_hints, entry_hints

FINISH, CHECK_PLANNED = "Concept afmaken", "Nakijken voor het openbaar wordt"
MOST_VISITS = 25  # pages that are visited to find broken links while an editor waits; each takes some milliseconds


@dataclass(frozen=True)
class Task:
    """One line: what to do, about what, why, and where.

    ``by`` is the last day on which it is in time; None when no day presses. ``is_late`` says that this day is over.
    ``hints`` are those of the row.
    """

    what: str
    about: str
    why: str
    url: str
    by: date | None = None
    hints: tuple[str, ...] = ()
    is_late: bool = False


@dataclass(frozen=True)
class Section:
    """Tasks that press equally, as seen on ``day``."""

    title: str
    tasks: list[Task]
    day: date


def sections(now: datetime, *, with_accounts: bool) -> list[Section]:
    """Everything there is to do at that instant, the most urgent first; what presses no day comes last."""
    day = day_of(now)
    tasks = [_broken_links(now), _of_entries(now), _of_dossiers(now)]
    if with_accounts:
        tasks += [_accounts(day), _backup(now)]
    pressing = sorted(chain(*tasks), key=lambda task: task.by or date.max)
    titles = {"Nu": [], "Deze week": [], "Daarna": [], "Als er tijd is": []}
    for task in pressing:
        is_late = task.by is not None and task.by < day
        titles[_when(task, day)].append(replace(task, is_late=is_late))
    return [Section(title, found, day) for title, found in titles.items() if found]


def _when(task: Task, day: date) -> str:
    if task.by is None:
        return "Als er tijd is"
    if task.by <= day:
        return "Nu"
    return "Deze week" if this_week(task.by, day) else "Daarna"


# --- Entries ----------------------------------------------------------------------------------------------


def _of_entries(now: datetime) -> Iterator[Task]:
    """Of an entry that could be told of twice the most pressing line alone."""
    day = day_of(now)
    public = Entry.objects.public(now).select_related("dossier")
    due = list(public.due(now).with_waiting(day))
    waiting = [round_ for round_ in public.waiting_rounds(Audience(now)).with_waiting(day) if round_.due_on is None]
    finished = list(public.unclosed_rounds(day).in_finished_dossiers())
    turning = list(public.turning_rounds(day))
    unfinished = list(Entry.objects.never_public(now).select_related("dossier").order_by("published_at", "pk"))
    begun = {entry.pk: entry for entry in unfinished}
    public_itself = publication_q(Publication.PUBLIC, now)
    in_draft = publication_q(Publication.DRAFT, now, "dossier__")
    hidden = list(Entry.objects.filter(public_itself, in_draft).unclosed_rounds(day).select_related("dossier"))
    hints = entry_hints([*due, *waiting, *finished, *turning, *unfinished, *hidden], now)

    told = set()
    for entry in chain(due, waiting):
        response = begun.get(entry.begun_id)
        told.add(entry.begun_id)
        yield _response(entry, response, now, hints[entry.pk] + (hints[response.pk] if response else []))
    for entry in finished:
        told.add(entry.pk)
        yield _task(entry, "Nakijken of deze inspraak klopt", "", hints[entry.pk], entry.ends_on)
    for entry in turning:
        if entry.pk not in told:
            yield _turning(entry, day, hints[entry.pk])
    for entry in unfinished:
        if entry.pk not in told:
            yield _unfinished(entry, now, hints[entry.pk])
    for entry in hidden:
        yield _hidden(entry, day, hints[entry.pk])
    for entry in public.undated().newest_first():
        yield _task(entry, "Datum invullen", "Zonder datum staat dit onderaan, en niet op de voorpagina.")


def _task(entry: Entry, what: str, why: str, hints: Iterable[str] = (), by: date | None = None, url: str = "") -> Task:
    """A line about an entry, which leads to its own form unless ``url`` is given."""
    return Task(what, str(entry), why, url or form_of(entry), by, tuple(hints))


def _response(entry: Entry, begun: Entry | None, now: datetime, hints: list[str]) -> Task:
    """What is due: to write the response, or to finish the one that was begun."""
    day, by = day_of(now), entry.due_on
    if by:
        why = term_of(entry, day).sentence
    else:
        proposed = proposed_due_on(entry)
        by = proposed and max(proposed, day)  # nothing was promised, so nothing is late
        advice = proposal_in_words(entry) if by == proposed else "Beloof een dag, of schrijf de terugkoppeling nu."
        why = f"De inspraak is gesloten en er is nog geen dag beloofd. {advice}"
    if begun:
        planned = begun.publication(now) is Publication.SCHEDULED
        what = f"{CHECK_PLANNED if planned else FINISH}: {begun.get_kind_display().lower()}"
        url = form_of(begun)
    else:
        what, url = entry.spec.follow_up, follow_up_form_of(entry, entry.spec.awaits)
    return _task(entry, what, why, hints, by, url)


def _turning(round_: Entry, day: date, hints: list[str]) -> Task:
    if is_open(round_, day) and this_week(round_.ends_on, day):
        why = f"Sluit na {day_from(round_.ends_on, day)}: {days_left(round_.ends_on, day)}."
        return _task(round_, "Huurders aan de inspraak herinneren", why, hints, round_.ends_on)
    opens = "Is vandaag geopend" if round_.starts_on == day else f"Opent op {day_from(round_.starts_on, day)}"
    return _task(round_, "Inspraak bekendmaken", f"{opens}.", hints, round_.starts_on)


def _unfinished(entry: Entry, now: datetime, hints: list[str]) -> Task:
    kind = entry.get_kind_display()
    if entry.publication(now) is Publication.SCHEDULED:
        return _task(entry, CHECK_PLANNED, _planned(entry, kind, now), hints, _day(entry))
    day = day_of(now)
    by, advice = _pressing(entry, day)
    return _task(entry, FINISH, f"{kind}, concept: alleen redacteuren zien dit.{advice}", hints, by)


def _hidden(entry: Entry, day: date, hints: list[str]) -> Task:
    """Of what is public itself, but not before its dossier is: that dossier is to be made public."""
    by, advice = _pressing(entry, day)
    why = f"{entry.get_kind_display()}, in een dossier dat nog concept is: alleen redacteuren zien dit.{advice}"
    return _task(entry, "Dossier openbaar maken", why, hints, by, form_of(entry.dossier))


def _pressing(entry: Entry, day: date) -> tuple[date | None, str]:
    """The last day on which what tenants do not see yet is in time, and the words for it; None when no day presses."""
    if entry.spec.is_request and entry.due_on and entry.dossier.phase != Phase.CLOSED:
        return entry.due_on, f" Ons advies moet er uiterlijk op {day_from(entry.due_on, day)} zijn."
    if (entry.spec.is_meeting or entry.spec.is_round) and starts_after(entry, day):
        return entry.starts_on, f" Begint op {day_from(entry.starts_on, day)}: maak het voor die dag openbaar."
    if entry.spec.is_round and not entry.cancelled and is_open(entry, day):
        by = day if entry.starts_on == day else entry.ends_on
        return by, f" Loopt al, t/m {day_from(entry.ends_on, day)}: maak het nu openbaar."
    return None, ""


def _planned(row: Dossier | Entry, kind: str, now: datetime) -> str:
    at = localtime(row.published_at)
    moment = f"{day_from(at.date(), day_of(now))} om {date_format(at, 'H:i')} uur"
    return f"{kind}, ingepland: komt op {moment} vanzelf op de site{if_dossier_is_public(row)}."


def _day(row: Dossier | Entry) -> date:
    return day_of(row.published_at)


# --- Dossiers, links, accounts, backup --------------------------------------------------------------------


def _of_dossiers(now: datetime) -> Iterator[Task]:
    day = day_of(now)
    unfinished = list(Dossier.objects.never_public(now).select_related("successor").order_by("published_at", "pk"))
    hints = dossier_hints(unfinished, now)
    for dossier in unfinished:
        if dossier.publication(now) is Publication.SCHEDULED:
            what, why, by = CHECK_PLANNED, _planned(dossier, "Dossier", now), _day(dossier)
        else:
            what, why, by = FINISH, "Dossier, concept: alleen redacteuren zien dit.", None
        yield Task(what, str(dossier), why, form_of(dossier), by, tuple(hints[dossier.pk]))
    for dossier in Dossier.objects.public(now).silent(now):
        last = day_of(dossier.last_update)
        why = (
            f"Al {count_of_days((day - last).days)} niets nieuws, sinds {day_from(last, day)}. "
            "Schrijf een bericht, of zet het dossier op pauze of afgerond."
        )
        yield Task("Iets laten horen", str(dossier), why, form_of(dossier))


def _broken_links(now: datetime) -> Iterator[Task]:
    for link, reason in broken_here(now, MOST_VISITS):
        what = "Oud adres verbeteren" if isinstance(link.row, Redirect) else "Link verbeteren"
        yield Task(what, link.place, f"De link naar {link.address} werkt niet. {reason}", form_of(link.row))


def _accounts(day: date) -> Iterator[Task]:
    for editor in Editor.objects.filter(ends_soon_q(day)).order_by("ends_on", "pk"):
        why = f"Dit account werkt tot en met {day_in_words(editor.ends_on)}. Verzet die dag, of laat het eindigen."
        who = editor.get_full_name() or editor.username
        yield Task("Laatste dag nakijken", who, why, form_of(editor), editor.ends_on)


def _backup(now: datetime) -> Iterator[Task]:
    last = last_backup()
    why, url = last_backup_in_words(last, now), reverse("admin:handover") + "#restore-heading"
    if last is None:
        yield Task("Back-up laten maken", "De hele site", why, url, day_of(now))
    elif now - last.made_at > GOOD_FOR:
        yield Task("Back-up nakijken", "De hele site", why, url, day_of(last.made_at + GOOD_FOR))
    elif not last.copied:
        yield Task("Back-up ook ergens anders bewaren", "De hele site", why, url)
