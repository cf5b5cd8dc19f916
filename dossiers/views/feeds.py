from django.http import HttpResponse
from django.views.decorators.http import require_safe

from .. import clock
from ..models import Dossier
from ..syndication import feeds
from .absence import absent_dossier, redirect_to


@require_safe
def feed(request, form):
    """The newest entries of all dossiers."""
    return HttpResponse(feeds.everyones_feed(form, clock.now()), content_type=feeds.content_type(form))


@require_safe
def dossier_feed(request, code, form):
    """The newest entries of one dossier. Any other writing of its address is sent to the canonical one."""
    now = clock.now()
    dossier = Dossier.objects.public(now).filter(code=code.upper()).first()
    if dossier is None:
        return absent_dossier(request, code.upper(), now, f"feed.{form}")
    if request.path != dossier.get_feed_url(form):
        return redirect_to(request, dossier.get_feed_url(form))
    return HttpResponse(feeds.dossier_feed(dossier, form, now), content_type=feeds.content_type(form))
