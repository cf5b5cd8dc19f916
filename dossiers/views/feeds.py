from django.http import HttpResponse
from django.views.decorators.http import require_safe

from .. import clock
from ..syndication import feeds
from .canonical import with_public_row


@require_safe
def of_all(request, form):
    """The newest entries of all dossiers."""
    return HttpResponse(feeds.everyones_feed(form, clock.now()), content_type=feeds.content_type(form))


@require_safe
@with_public_row
def of_dossier(request, dossier, now):
    """The newest entries of one dossier."""
    form = request.resolver_match.kwargs["form"]
    return HttpResponse(feeds.dossier_feed(dossier, form, now), content_type=feeds.content_type(form))
