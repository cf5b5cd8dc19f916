"""What every template may know about the site."""

from django.conf import settings


def site(request):
    """The organisation's own words and the absolute address of the site, without a closing slash."""
    return {"organisation": settings.ORGANISATION, "site_url": settings.SITE_URL}
