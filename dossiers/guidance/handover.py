"""What the next board has to know, on one page: what runs, what is not finished, who works here, where it stands."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import connection

from ..models import Dossier, Editor, Entry, Ownership, Part
from ..operations.backup.record import last_backup
from ..rules.days import day_of
from ..rules.publication import Audience
from ..story.terms import Term, terms_of
from .backups import last_backup_in_words
from .support import django_line, last_supported_day


@dataclass(frozen=True)
class OpenDossier:
    """A dossier, annotated ``with_inspraak``, with its newest entry and the terms that run or are late."""

    dossier: Dossier
    last_entry: Entry | None
    terms: list[Term]


@dataclass(frozen=True)
class Account:
    """An account that nobody closed; ``can_log_in`` is false once its last day is over."""

    editor: Editor
    can_log_in: bool


@dataclass(frozen=True)
class Hosting:
    """Where the site runs. Files are named from the folder of the code on; what lies elsewhere by its name alone.

    ``attachments`` is empty when they lie in a bucket.
    """

    address: str
    database: str
    database_file: str
    attachments: str
    release: str
    django_line: str
    supported_until: date
    backup: str


@dataclass(frozen=True)
class Handover:
    """``accounts`` is None for who may not see them."""

    day: date
    dossiers: list[OpenDossier]
    terms: list[Term]
    unfinished: list[Dossier | Entry]
    accounts: list[Account] | None
    account_managers: list[Editor]
    hosting: Hosting
    owners: list[tuple[str, str]]


def handover(now, *, with_accounts):
    day = day_of(now)
    due = Entry.objects.public(now).due(now).select_related("dossier")
    terms = terms_of(due, day, finished=False)
    entries = Entry.objects.never_public(now).select_related("dossier").order_by("dossier__serial", "number")
    editors = Editor.objects.filter(is_active=True).prefetch_related("groups").order_by("ends_on", "username")
    return Handover(
        day=day,
        dossiers=open_dossiers(now, terms),
        terms=terms,
        unfinished=[*Dossier.objects.never_public(now).newest_first(), *entries],
        accounts=[Account(editor, editor.can_log_in_on(day)) for editor in editors] if with_accounts else None,
        account_managers=list(Editor.objects.managing_accounts(day)),
        hosting=current_hosting(now),
        owners=known_owners(),
    )


def open_dossiers(now, terms):
    public = Dossier.objects.public(now).with_inspraak(Audience(now)).with_last_entry(now)
    dossiers = list(public.unfinished().newest_first())
    last = Entry.objects.public(now).in_bulk({dossier.last_entry_id for dossier in dossiers} - {None})
    of_dossier = defaultdict(list)
    for term in terms:
        of_dossier[term.entry.dossier_id].append(term)
    return [OpenDossier(each, last.get(each.last_entry_id), of_dossier[each.pk]) for each in dossiers]


def known_owners():
    """Every part with its owner; that is empty until somebody writes it down."""
    written = dict(Ownership.objects.values_list("part", "owner"))
    return [(part.label, written.get(part, "")) for part in Part]


def current_hosting(now):
    is_file = connection.vendor == "sqlite"
    return Hosting(
        address=settings.SITE_URL,
        database=connection.display_name,
        database_file=relative_to_code(connection.settings_dict["NAME"]) if is_file else "",
        attachments="" if settings.ATTACHMENTS_URL else relative_to_code(settings.MEDIA_ROOT),
        release=settings.RELEASE,
        django_line=django_line(),
        supported_until=last_supported_day(),
        backup=last_backup_in_words(last_backup(), now),
    )


def relative_to_code(path):
    path = Path(path)
    return str(path.relative_to(settings.BASE_DIR) if path.is_relative_to(settings.BASE_DIR) else path.name)
