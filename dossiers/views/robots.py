"""What search engines come for."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .. import clock
from ..syndication.sitemaps import PublicPages


@require_safe
def robots(request):
    """Where a search engine may not go, and where it finds all pages."""
    lines = ["User-agent: *", "Disallow: /beheer/", f"Sitemap: {settings.SITE_URL}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request):
    """All public pages with the day of their last change."""
    pages = PublicPages(clock.now()).get_urls()
    return render(request, "sitemap.xml", {"urlset": pages}, content_type="application/xml; charset=utf-8")
