from django.http import HttpResponse

from .. import clock
from ..syndication import feeds
from .canonical import require_public_row
from .public_page import public_page


@public_page()
def site_feed(request, form):
    return HttpResponse(feeds.site_feed(form, clock.now()), content_type=feeds.content_type(form))


@public_page()
@require_public_row
def dossier_feed(request, dossier, now):
    form = request.resolver_match.kwargs["form"]
    return HttpResponse(feeds.dossier_feed(dossier, form, now), content_type=feeds.content_type(form))
