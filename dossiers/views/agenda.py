from django.http import HttpResponse

from .. import clock
from ..models import Entry
from ..rules.publication import Audience
from ..syndication import calendar
from .canonical import require_public_row
from .public_page import public_page


@public_page()
def site_agenda(request):
    now = clock.now()
    entries = Entry.objects.public(now).in_calendar().with_reports(now).select_related("dossier")
    return calendar_response(calendar.site_calendar(entries), "agenda")


@public_page()
@require_public_row
def dossier_agenda(request, dossier, now):
    return dossier_response(dossier, dossier_entries(dossier, Audience(now)))


def dossier_entries(dossier, audience):
    visible = Entry.objects.visible_to(audience).filter(dossier=dossier)
    return visible.in_calendar().with_reports(audience.now).select_related("dossier")


def dossier_response(dossier, entries):
    return calendar_response(calendar.dossier_calendar(dossier, entries), dossier.code.lower())


def calendar_response(content, name):
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.ics"'
    return response
