"""The answer for an address that shows no page: moved, gone, or never there.

What never was public answers 404 and gives nothing away. What was answers 410 and says why, without title or
slug, since those may be the reason.
"""

from datetime import datetime
from urllib.parse import urlsplit

from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render

from ..addresses.resolving import NoAnswer, dossier_code, landing
from ..models import Attachment, Dossier, Entry


def redirect_to(request, address: str) -> HttpResponse:
    """One permanent hop, with the query string as it came, after the one that the address has."""
    parts = urlsplit(address)
    query = "&".join(filter(None, [parts.query, request.META.get("QUERY_STRING", "")]))
    return HttpResponsePermanentRedirect(parts._replace(query=query).geturl())


def absent_dossier(request, code: str, now: datetime, file: str = "") -> HttpResponse:
    """The answer for a dossier or its description that is not public. Raises Http404 when it never was.

    ``file`` is the name of what was asked when that is no page, such as "feed.atom": a program can only go on to the
    same of the dossier to which it moved.
    """
    dossier = Dossier.objects.withdrawn(now).filter(code=code).first()
    if dossier is None:
        raise Http404
    if dossier.moved_to and not file:
        return redirect_to(request, dossier.moved_to)
    if dossier.moved_to and (follower := _code_at(dossier.moved_to)):
        return redirect_to(request, f"/{follower.lower()}/{file}")
    return _gone(request, dossier, f"Dossier {dossier.code}")


def _code_at(address: str) -> str:
    """The code of the dossier to which an address leads in the end; empty when it leads to none."""
    try:
        return dossier_code(landing(address))
    except NoAnswer:
        return ""


def absent_entry(request, code: str, number: int, now: datetime) -> HttpResponse:
    """The answer for an entry that is not public, alone or with its dossier. Raises Http404 when it never was."""
    entries = Entry.objects.withdrawn(now).select_related("dossier")
    entry = entries.filter(dossier__code=code, number=number).first()
    if entry is None:
        raise Http404
    name = f"{entry.get_kind_display()} {entry.dossier.code}/{entry.number}"
    if entry.dossier.withdrawn_at:
        return _gone(request, entry.dossier, name)
    if entry.moved_to:
        return redirect_to(request, entry.moved_to)
    return _gone(request, entry, name, entry.dossier)


def absent_attachment(request, code: str, number: int, now: datetime) -> HttpResponse:
    """The answer for a file that is not public, alone or with its page. Raises Http404 when it never was."""
    attachments = Attachment.objects.withdrawn(now).select_related("dossier", "entry")
    attachment = attachments.filter(dossier__code=code, number=number).first()
    if attachment is None:
        raise Http404
    dossier, entry = attachment.dossier, attachment.entry
    name = f"Bijlage {attachment.number} bij {dossier.code}"
    if dossier.withdrawn_at:
        return _gone(request, dossier, name)
    return _gone(request, entry if entry and entry.withdrawn_at else attachment, name, dossier)


def _gone(request, withdrawn, name: str, dossier: Dossier | None = None) -> HttpResponse:
    """The page that explains; ``dossier`` is where a reader can go on, when it is public."""
    return render(request, "410.html", {"withdrawn": withdrawn, "name": name, "dossier": dossier}, status=410)
