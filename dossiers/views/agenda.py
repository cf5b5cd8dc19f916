from django.http import HttpResponse
from django.views.decorators.http import require_safe

from .. import clock
from ..models import Entry
from ..syndication import calendar
from .canonical import with_public_row


@require_safe
def of_all(request):
    """The calendar of all dossiers."""
    now = clock.now()
    entries = Entry.objects.public(now).in_calendar().with_reports(now).select_related("dossier")
    return _file(calendar.everyones_calendar(entries), "agenda")


@require_safe
@with_public_row
def of_dossier(request, dossier, now):
    """The calendar of one dossier."""
    entries = Entry.objects.public(now).filter(dossier=dossier).in_calendar().with_reports(now)
    return _file(calendar.dossier_calendar(dossier, entries.select_related("dossier")), dossier.code.lower())


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.ics"'
    return response
