from django.http import HttpResponse
from django.views.decorators.http import require_safe

from .. import clock
from ..syndication import feeds
from .canonical import require_public_row


@require_safe
def site_feed(request, form):
    return HttpResponse(feeds.site_feed(form, clock.now()), content_type=feeds.content_type(form))


@require_safe
@require_public_row
def dossier_feed(request, dossier, now):
    form = request.resolver_match.kwargs["form"]
    return HttpResponse(feeds.dossier_feed(dossier, form, now), content_type=feeds.content_type(form))
