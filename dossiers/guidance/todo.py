"""What there is to do for who writes the site, gathered from the questions that the public pages ask too."""

from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime

from ..addresses.editing import add_response_url, change_form_url
from ..addresses.links import broken_links
from ..models import Dossier, Editor, Entry, Redirect
from ..operations.backup.record import last_backup
from ..operations.errors import recent_errors
from ..rules.days import day_of, ends_soon_q, is_within_a_week, starts_after
from ..rules.phases import Phase
from ..rules.publication import Audience, Publication, publication_q
from ..rules.rounds import is_open
from ..story.terms import proposal_in_words, proposed_due_on, term_of
from ..wording import count_of_days, day_in_words, days_left, publication_condition, short_day
from .backups import GOOD_FOR, last_backup_in_words
from .hints import dossier_hints, entry_hints
from .support import TIME_TO_MOVE, django_line, last_supported_day

FINISH, CHECK_PLANNED = "Concept afmaken", "Nakijken voor het openbaar wordt"
MAX_VISITS = 25  # pages that are visited to find broken links while an editor waits; each takes some milliseconds


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


def sections(now, *, with_accounts):
    day = day_of(now)
    tasks = [broken_link_tasks(now), entry_tasks(now), dossier_tasks(now)]
    if with_accounts:
        tasks += [account_tasks(day), passkey_tasks(day), _backup(now), error_tasks(now), support_tasks(day)]
    pressing = sorted(chain(*tasks), key=lambda task: task.by or date.max)
    titles = {"Nu": [], "Deze week": [], "Daarna": [], "Als er tijd is": []}
    for task in pressing:
        is_late = task.by is not None and task.by < day
        titles[section_title(task, day)].append(replace(task, is_late=is_late))
    return [Section(title, found, day) for title, found in titles.items() if found]


def section_title(task, day):
    if task.by is None:
        return "Als er tijd is"
    if task.by <= day:
        return "Nu"
    return "Deze week" if is_within_a_week(task.by, day) else "Daarna"


# --- Entries ----------------------------------------------------------------------------------------------


def entry_tasks(now):
    """One task an entry: the most urgent."""
    day = day_of(now)
    public = Entry.objects.public(now).select_related("dossier")
    due = list(public.due(now).with_waiting(day))
    waiting = [
        round_ for round_ in public.rounds_awaiting_feedback(Audience(now)).with_waiting(day) if round_.due_on is None
    ]
    finished = list(public.unclosed_rounds(day).in_finished_dossiers())
    opening_or_closing = list(public.opening_or_closing_within_a_week(day))
    unfinished = list(Entry.objects.never_public(now).select_related("dossier").order_by("published_at", "pk"))
    begun = {entry.pk: entry for entry in unfinished}
    public_itself = publication_q(Publication.PUBLIC, now)
    in_draft = publication_q(Publication.DRAFT, now, "dossier__")
    hidden = list(Entry.objects.filter(public_itself, in_draft).unclosed_rounds(day).select_related("dossier"))
    hints = entry_hints([*due, *waiting, *finished, *opening_or_closing, *unfinished, *hidden], now)

    covered = set()
    for entry in chain(due, waiting):
        response = begun.get(entry.begun_response_id)
        covered.add(entry.begun_response_id)
        yield response_task(entry, response, now, hints[entry.pk] + (hints[response.pk] if response else []))
    for entry in finished:
        covered.add(entry.pk)
        yield task_for_entry(entry, "Nakijken of deze inspraak klopt", "", hints[entry.pk], entry.ends_on)
    for entry in opening_or_closing:
        if entry.pk not in covered:
            yield round_task(entry, day, hints[entry.pk])
    for entry in unfinished:
        if entry.pk not in covered:
            yield unfinished_task(entry, now, hints[entry.pk])
    for entry in hidden:
        yield hidden_entry_task(entry, day, hints[entry.pk])
    for entry in public.undated().newest_first():
        yield task_for_entry(entry, "Datum invullen", "Zonder datum staat dit onderaan, en niet op de voorpagina.")


def task_for_entry(entry, what, why, hints=(), by=None, url=""):
    return Task(what, str(entry), why, url or change_form_url(entry), by, tuple(hints))


def response_task(entry, begun, now, hints):
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
        url = change_form_url(begun)
    else:
        what, url = entry.spec.follow_up, add_response_url(entry, entry.spec.awaits)
    return task_for_entry(entry, what, why, hints, by, url)


def round_task(round_, day, hints):
    if is_open(round_, day) and is_within_a_week(round_.ends_on, day):
        why = f"Sluit na {short_day(round_.ends_on, day)}: {days_left(round_.ends_on, day)}."
        return task_for_entry(round_, "Huurders aan de inspraak herinneren", why, hints, round_.ends_on)
    opens = "Is vandaag geopend" if round_.starts_on == day else f"Opent op {short_day(round_.starts_on, day)}"
    return task_for_entry(round_, "Inspraak bekendmaken", f"{opens}.", hints, round_.starts_on)


def unfinished_task(entry, now, hints):
    kind = entry.get_kind_display()
    if entry.publication(now) is Publication.SCHEDULED:
        return task_for_entry(entry, CHECK_PLANNED, schedule_in_words(entry, kind, now), hints, publication_day(entry))
    day = day_of(now)
    by, advice = deadline_and_advice(entry, day)
    return task_for_entry(entry, FINISH, f"{kind}, concept: alleen redacteuren zien dit.{advice}", hints, by)


def hidden_entry_task(entry, day, hints):
    """For an entry that is public itself while its dossier is a draft."""
    by, advice = deadline_and_advice(entry, day)
    why = f"{entry.get_kind_display()}, in een dossier dat nog concept is: alleen redacteuren zien dit.{advice}"
    return task_for_entry(entry, "Dossier openbaar maken", why, hints, by, change_form_url(entry.dossier))


def deadline_and_advice(entry, day):
    """The last day on which publishing is in time, and a sentence about it; None and "" without a deadline."""
    if entry.spec.is_request and entry.due_on and entry.dossier.phase != Phase.CLOSED:
        return entry.due_on, f" Ons advies moet er uiterlijk op {short_day(entry.due_on, day)} zijn."
    if (entry.spec.is_meeting or entry.spec.is_round) and starts_after(entry, day):
        return entry.starts_on, f" Begint op {short_day(entry.starts_on, day)}: maak het voor die dag openbaar."
    if entry.spec.is_round and not entry.cancelled and is_open(entry, day):
        by = day if entry.starts_on == day else entry.ends_on
        return by, f" Loopt al, t/m {short_day(entry.ends_on, day)}: maak het nu openbaar."
    return None, ""


def schedule_in_words(row, kind, now):
    at = localtime(row.published_at)
    moment = f"{short_day(at.date(), day_of(now))} om {date_format(at, 'H:i')} uur"
    return f"{kind}, ingepland: komt op {moment} vanzelf op de site{publication_condition(row)}."


def publication_day(row):
    return day_of(row.published_at)


# --- Dossiers, links, accounts, backup --------------------------------------------------------------------


def dossier_tasks(now):
    day = day_of(now)
    unfinished = list(Dossier.objects.never_public(now).select_related("successor").order_by("published_at", "pk"))
    hints = dossier_hints(unfinished, now)
    for dossier in unfinished:
        if dossier.publication(now) is Publication.SCHEDULED:
            what, why, by = CHECK_PLANNED, schedule_in_words(dossier, "Dossier", now), publication_day(dossier)
        else:
            what, why, by = FINISH, "Dossier, concept: alleen redacteuren zien dit.", None
        yield Task(what, str(dossier), why, change_form_url(dossier), by, tuple(hints[dossier.pk]))
    for dossier in Dossier.objects.public(now).stale(now):
        last = day_of(dossier.last_update)
        why = (
            f"Al {count_of_days((day - last).days)} niets nieuws, sinds {short_day(last, day)}. "
            "Schrijf een bericht, of zet het dossier op pauze of afgerond."
        )
        yield Task("Iets laten horen", str(dossier), why, change_form_url(dossier))


def broken_link_tasks(now):
    for link, reason in broken_links(now, MAX_VISITS):
        what = "Oud adres verbeteren" if isinstance(link.row, Redirect) else "Link verbeteren"
        yield Task(what, link.place, f"De link naar {link.address} werkt niet. {reason}", change_form_url(link.row))


def account_tasks(day):
    for editor in Editor.objects.filter(ends_soon_q(day)).order_by("ends_on", "pk"):
        why = f"Dit account werkt tot en met {day_in_words(editor.ends_on)}. Verzet die dag, of laat het eindigen."
        yield Task("Laatste dag nakijken", editor.display_name, why, change_form_url(editor), editor.ends_on)


def passkey_tasks(day):
    """For who manages accounts and has no key that works here; whoever put it off is told until when."""
    without = Editor.objects.managing_accounts(day).exclude(passkeys__host=settings.PASSKEY_HOST)
    for editor in without if settings.PASSKEY_HOST else ():
        if editor.passkey_is_due(day):
            until = editor.passkey_put_off_until
            why = "Wie accounts beheert, kan beter niet alleen een wachtwoord hebben."
            if until and until > day:
                why += f" Uitgesteld tot {day_in_words(until)}."
            yield Task("Een sleutel maken", editor.display_name, why, change_form_url(editor), until or day)


def _backup(now):
    last = last_backup()
    why, url = last_backup_in_words(last, now), reverse("admin:handover") + "#restore-heading"
    if last is None:
        yield Task("Back-up laten maken", "De hele site", why, url, day_of(now))
    elif now - last.made_at > GOOD_FOR:
        yield Task("Back-up nakijken", "De hele site", why, url, day_of(last.made_at + GOOD_FOR))
    elif not last.copied:
        yield Task("Back-up ook ergens anders bewaren", "De hele site", why, url)


def error_tasks(now):
    errors = recent_errors(now)
    if errors:
        times = "1 keer" if len(errors) == 1 else f"{len(errors)} keer"
        moment = f"{short_day(day_of(errors[-1]), day_of(now))} om {date_format(localtime(errors[-1]), 'H:i')} uur"
        why = (
            f"In de laatste zeven dagen kon de server {times} een pagina niet maken, voor het laatst op {moment}. "
            "Vraag wie de server beheert om in het logboek te kijken."
        )
        yield Task("Fouten van de server laten nakijken", "De hele site", why, reverse("admin:handover"))


def support_tasks(day):
    until = last_supported_day()
    if day > until - TIME_TO_MOVE:
        why = (
            f"De site draait op Django {django_line()}. Dat krijgt na {day_in_words(until)} geen verbeteringen meer. "
            "Vraag wie de server beheert om een nieuwere versie van de site."
        )
        yield Task("De site laten bijwerken", "De hele site", why, reverse("admin:handover") + "#place-heading", until)
