"""What every template may know about the site."""

from django.conf import settings


def site(request):
    return {"organisation": settings.ORGANISATION, "site_url": settings.SITE_URL}
