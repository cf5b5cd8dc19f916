from django.shortcuts import render
from django.urls import reverse

from ..addresses.spelling import absolute
from .canonical import require_canonical_url
from .public_page import public_page


@public_page()
@require_canonical_url
def show(request):
    _, _, address = absolute(reverse("agenda")).partition(":")
    # By this scheme a calendar program keeps following; a plain link may leave it with a copy of today.
    return render(request, "dossiers/following.html", {"subscription": f"webcal:{address}", "canonical": request.path})
