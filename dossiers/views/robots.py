"""What search engines come for."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from .. import clock
from ..addresses.spelling import absolute
from ..syndication.sitemaps import PublicPages
from .public_page import public_page


@require_safe
def robots_txt(request):
    lines = ["User-agent: *", f"Disallow: {reverse('admin:index')}", f"Sitemap: {absolute(reverse('sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@public_page()
def sitemap(request):
    pages = PublicPages(clock.now()).get_urls()
    return render(request, "sitemap.xml", {"urlset": pages}, content_type="application/xml; charset=utf-8")
