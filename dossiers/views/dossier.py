from datetime import datetime

from django.db.models import Q
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .. import clock, date_rules
from ..date_rules import day_of
from ..models import Attachment, Dossier, Entry
from .absence import absent_dossier, absent_entry, redirect_to


def _public_dossier(code: str, now: datetime) -> Dossier | None:
    return Dossier.objects.public(now).with_inspraak(now).with_last_update(now).filter(code=code).first()


@require_safe
def dossier_page(request, code):
    """A dossier with its timeline. Any other writing of its address is sent to the canonical one."""
    now = clock.now()
    dossier = _public_dossier(code.upper(), now)
    if dossier is None:
        return absent_dossier(request, code.upper(), now)
    if request.path != dossier.get_absolute_url():
        return redirect_to(request, dossier.get_absolute_url())
    day = day_of(now)
    entries = _timeline(dossier, now)
    relatives = Dossier.objects.public(now).filter(Q(successor=dossier) | Q(predecessors=dossier)).distinct()
    return render(
        request,
        "dossiers/dossier.html",
        {
            "day": day,
            "dossier": dossier,
            "to_come": [entry for entry in entries if date_rules.starts_after(entry, day)],
            "happened": [entry for entry in entries if not date_rules.starts_after(entry, day)],
            "rounds": [entry for entry in entries if _is_open_round(entry, day)],
            "past_rounds": [entry for entry in entries if _is_past_round(entry, day)],
            "successor": next((other for other in relatives if other.pk == dossier.successor_id), None),
            "predecessors": [other for other in relatives if other.successor_id == dossier.pk],
            "attachments": Attachment.objects.public(now)
            .filter(dossier=dossier, entry=None)
            .select_related("dossier"),
            "canonical": dossier.get_absolute_url(),
        },
    )


@require_safe
def entry_page(request, code, number):
    """One entry in full, with its neighbours on the timeline and the chain that it is part of."""
    now = clock.now()
    code, number = code.upper(), int(number)
    dossier = _public_dossier(code, now)
    entries = _timeline(dossier, now) if dossier else []
    place = next((place for place, entry in enumerate(entries) if entry.number == number), None)
    if place is None:
        return absent_entry(request, code, number, now)
    entry = entries[place]
    if request.path != entry.get_absolute_url():
        return redirect_to(request, entry.get_absolute_url())
    day = day_of(now)
    return render(
        request,
        "dossiers/entry.html",
        {
            "day": day,
            "dossier": dossier,
            "entry": entry,
            "is_open": _is_open_round(entry, day),
            "responds_to": next((other for other in entries if other.pk == entry.responds_to_id), None),
            "responses": [other for other in entries if other.responds_to_id == entry.pk],
            "newer": entries[place - 1] if place else None,
            "older": entries[place + 1] if place + 1 < len(entries) else None,
            "attachments": Attachment.objects.public(now).filter(entry=entry).select_related("dossier"),
            "canonical": entry.get_absolute_url(),
        },
    )


@require_safe
def description_page(request, code):
    """The description of a dossier in full. Raises Http404 when it has none."""
    now = clock.now()
    dossier = _public_dossier(code.upper(), now)
    if dossier is None:
        return absent_dossier(request, code.upper(), now)
    if not dossier.description:
        raise Http404
    if request.path != dossier.get_description_url():
        return redirect_to(request, dossier.get_description_url())
    return render(
        request,
        "dossiers/description.html",
        {"day": day_of(now), "dossier": dossier, "canonical": dossier.get_description_url()},
    )


def _timeline(dossier: Dossier, now: datetime) -> list[Entry]:
    """The public entries of a dossier, newest first, each knowing its dossier without a query."""
    entries = list(Entry.objects.public(now).filter(dossier=dossier).newest_first())
    for entry in entries:
        entry.dossier = dossier
    return entries


def _is_open_round(entry: Entry, day) -> bool:
    return entry.spec.tenants_react and not entry.cancelled and date_rules.is_open(entry, day)


def _is_past_round(entry: Entry, day) -> bool:
    return entry.spec.tenants_react and not entry.cancelled and date_rules.has_closed(entry, day)
