"""Every public page for search engines, each with the day of its last publication or reported change."""

from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property

from ..models import Change, Dossier, Entry
from ..rules.publication import last_update

LIST_PAGES = ("home", "dossiers", "inspraak", "advices")  # as new as the newest thing on the site
STATIC_PAGES = ("explanation", "following")  # as new as the software, which tells nobody


class Page(NamedTuple):
    path: str
    changed_at: datetime | None


class PublicPages(Sitemap):
    """The pages at the instant ``now``, in three queries. Beyond the limit the oldest entries are left out."""

    limit = 50_000  # addresses in one file (sitemaps.org)

    def __init__(self, now):
        self.now = now

    def items(self):
        pages = list(self._dossiers())
        newest = max((page.changed_at for page in pages), default=None)
        return [
            *(Page(reverse(name), newest) for name in LIST_PAGES),
            *(Page(reverse(name), None) for name in STATIC_PAGES),
            *pages,
        ]

    def location(self, page):
        return page.path

    def lastmod(self, page):
        return page.changed_at

    def get_domain(self, site=None):
        return urlsplit(settings.SITE_URL).netloc

    def get_protocol(self, protocol=None):
        return urlsplit(settings.SITE_URL).scheme

    def _dossiers(self):
        """Dossiers, descriptions and entries; a dossier has the day of the newest thing in it."""
        public = Dossier.objects.public(self.now).annotate(is_described=~Q(description="")).newest_first()
        dossiers = {dossier.pk: dossier for dossier in public.defer("introduction", "description")}
        newest = {pk: self.page_changed_at(dossier.published_at, (pk, None)) for pk, dossier in dossiers.items()}
        entries = []
        public = Entry.objects.public(self.now).newest_readable_first()
        for entry in public.only("dossier_id", "number", "title", "published_at")[: self.limit]:
            entry.dossier = dossiers[entry.dossier_id]  # known without a query
            changed_at = self.page_changed_at(entry.readable_since, (entry.dossier_id, entry.pk))
            newest[entry.dossier_id] = max(newest[entry.dossier_id], changed_at)
            entries.append(Page(entry.get_absolute_url(), changed_at))
        for pk, dossier in dossiers.items():
            yield Page(dossier.get_absolute_url(), newest[pk])
            if dossier.is_described:
                yield Page(dossier.get_description_url(), self.page_changed_at(dossier.published_at, (pk, None)))
        yield from entries

    def page_changed_at(self, published_at, key):
        return last_update([published_at], [self._reported.get(key)])

    @cached_property
    def _reported(self):
        """The last reported change by the pk of its dossier and of its entry, None for the dossier itself."""
        changes = Change.objects.public(self.now).order_by("at").values_list("dossier_id", "entry_id", "at")
        return {(dossier, entry): at for dossier, entry, at in changes}
