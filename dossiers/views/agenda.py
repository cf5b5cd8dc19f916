from django.http import HttpResponse
from django.views.decorators.http import require_safe

from .. import clock
from ..models import Dossier, Entry
from ..syndication import calendar
from .absence import absent_dossier, redirect_to


@require_safe
def agenda(request):
    """The calendar of all dossiers."""
    now = clock.now()
    entries = Entry.objects.public(now).in_calendar().with_reports(now).select_related("dossier")
    return _file(calendar.everyones_calendar(entries), "agenda")


@require_safe
def dossier_agenda(request, code):
    """The calendar of one dossier. Any other writing of its address is sent to the canonical one."""
    now = clock.now()
    dossier = Dossier.objects.public(now).filter(code=code.upper()).first()
    if dossier is None:
        return absent_dossier(request, code.upper(), now, "agenda.ics")
    if request.path != dossier.get_calendar_url():
        return redirect_to(request, dossier.get_calendar_url())
    entries = Entry.objects.public(now).filter(dossier=dossier).in_calendar().with_reports(now)
    return _file(calendar.dossier_calendar(dossier, entries.select_related("dossier")), dossier.code.lower())


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.ics"'
    return response
