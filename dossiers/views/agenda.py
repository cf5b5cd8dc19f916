from django.http import HttpResponse
from django.views.decorators.http import require_safe

from .. import clock
from ..models import Entry
from ..syndication import calendar
from .canonical import require_public_row


@require_safe
def site_agenda(request):
    now = clock.now()
    entries = Entry.objects.public(now).in_calendar().with_reports(now).select_related("dossier")
    return calendar_response(calendar.site_calendar(entries), "agenda")


@require_safe
@require_public_row
def dossier_agenda(request, dossier, now):
    entries = Entry.objects.public(now).filter(dossier=dossier).in_calendar().with_reports(now)
    return calendar_response(
        calendar.dossier_calendar(dossier, entries.select_related("dossier")), dossier.code.lower()
    )


def calendar_response(content, name):
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.ics"'
    return response
