from django.conf import settings
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .absence import redirect_to

PATH = "/volgen/"


@require_safe
def following(request):
    """How to keep up with the dossiers: the feed and the calendar, in plain words."""
    if request.path != PATH:
        return redirect_to(request, PATH)
    _, _, host = settings.SITE_URL.partition(":")
    # By this scheme a calendar program keeps following; a plain link may leave it with a copy of today.
    return render(request, "dossiers/following.html", {"subscription": f"webcal:{host}/agenda.ics", "canonical": PATH})
