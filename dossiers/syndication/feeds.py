"""The newest public entries as Atom (RFC 4287) and as RSS 2.0, in full, for readers, mail campaigns and machines.

The same entries always give the same bytes, so that an answer keeps its ETag: nothing here reads the clock. An
entry keeps its name and its day of publication for ever; only a reported change makes it an updated one.
"""

import html
import re
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

import nh3
from django.conf import settings
from django.db.models import Prefetch, prefetch_related_objects
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import feedgenerator
from django.utils.text import Truncator

from ..addresses.spelling import absolute
from ..models import Attachment, Change, Entry, Point
from ..models.attachment import CONTENT_TYPES, suffix
from ..rules.publication import last_update
from ..story.changes import changes_in_words
from ..text import first_paragraph
from ..wording import kind_name

FEED_ATTRIBUTES = {**nh3.ALLOWED_ATTRIBUTES, "ol": {"start", "type"}}  # a list keeps its numbers
MAX_ENTRIES = 30  # entries in a feed
SUMMARY_LENGTH = 300  # characters of a description, as many as a teaser has

# The year in the name of everything in a feed (RFC 4151). Another one would make every entry a new one.
TAG_YEAR = 2026
EMPTY_SINCE = datetime(TAG_YEAR, 1, 1, tzinfo=UTC)  # when a feed was updated that never had an entry

# No day is of this year, so every day is said with its own, whatever day it is.
DAY_OF_NO_YEAR = date.min
INVALID_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class AtomFeed(feedgenerator.Atom1Feed):
    def latest_post_date(self):
        return self.feed["updated"]

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})


class RssFeed(feedgenerator.Rss201rev2Feed):
    def latest_post_date(self):
        return self.feed["updated"]

    def rss_attributes(self):
        return super().rss_attributes() | {"xmlns:content": "http://purl.org/rss/1.0/modules/content/"}

    def add_item_elements(self, handler, item):
        one_enclosure = item | {"enclosures": item["enclosures"][:1]}  # more are not valid; the text links to all
        super().add_item_elements(handler, one_enclosure)
        handler.addQuickElement("content:encoded", item["content"])


FEED_FORMATS = {"atom": AtomFeed, "rss": RssFeed}


def content_type(form):
    return FEED_FORMATS[form].content_type


def site_feed(form, now):
    """``form`` is a key of ``FEED_FORMATS``."""
    name = settings.ORGANISATION["name"]
    feed = {"title": name, "description": f"Het nieuwste uit alle dossiers van {name}."}
    addresses = {"link": reverse("home"), "feed_url": reverse("feed", kwargs={"form": form})}
    entries = prefetch_parts(Entry.objects.public(now).newest_readable(MAX_ENTRIES), now)
    return build_feed(form, feed, addresses, "dossiers", entries, EMPTY_SINCE)


def dossier_feed(dossier, form, now):
    name = settings.ORGANISATION["name"]
    feed = {"title": f"{dossier} – {name}", "description": f"Het nieuwste over {dossier}."}
    addresses = {"link": dossier.get_absolute_url(), "feed_url": dossier.get_feed_url(form)}
    entries = Entry.objects.public(now).filter(dossier=dossier).dated().select_related("dossier")
    newest = entries.newest_readable_first()[:MAX_ENTRIES]
    return build_feed(
        form, feed, addresses, dossier.code.lower(), prefetch_parts(list(newest), now), dossier.published_at
    )


def prefetch_parts(entries, now):
    """Sets ``reported`` (changes), ``public_points`` and ``public_attachments`` on each entry."""
    prefetch_related_objects(
        entries,
        Prefetch("changes", Change.objects.public(now), to_attr="reported"),
        Prefetch("points", Point.objects.public(now).select_related("responds_to"), to_attr="public_points"),
        Prefetch("attachments", Attachment.objects.public(now).select_related("dossier"), "public_attachments"),
    )
    return entries


def build_feed(form, texts, paths, name, entries, empty_since):
    feed = FEED_FORMATS[form](
        **{key: one_line(text) for key, text in texts.items()},
        **{key: absolute(path) for key, path in paths.items()},
        subtitle=one_line(texts["description"]),
        language=settings.LANGUAGE_CODE,
        author_name=settings.ORGANISATION["name"],
        author_email=settings.ORGANISATION["mail"],
        feed_guid=tag_uri(name),
        updated=max(map(entry_updated_at, entries), default=empty_since),
    )
    changes = [change for entry in entries for change in entry.reported]
    sentences = changes_in_words(changes, entries, DAY_OF_NO_YEAR)
    for entry in entries:
        address = absolute(entry.get_absolute_url())
        feed.add_item(
            title=item_title(entry),
            link=address,
            description=item_summary(entry),
            content=strip_invalid_xml(item_content(entry, address, sentences.get(entry.pk, []))),
            unique_id=tag_uri(f"{entry.dossier.code.lower()}/{entry.number}"),
            unique_id_is_permalink=False,
            pubdate=entry.readable_since,
            updateddate=entry_updated_at(entry),
            categories=[kind_name(entry)],
            enclosures=[item_enclosure(file) for file in entry.public_attachments if file.size],
        )
    return feed.writeString("utf-8").encode()


def tag_uri(name):
    """RFC 4151. ``name`` is made of what never changes: no title, no address."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},{TAG_YEAR}:{name}"


def entry_updated_at(entry):
    return last_update([entry.readable_since], (change.at for change in entry.reported))


def item_title(entry):
    says_kind = entry.get_kind_display().lower() in entry.title.lower()
    parts = ["Afgelast: " if entry.cancelled else "", "" if says_kind else f"{kind_name(entry)}: ", entry.title]
    return one_line(f"{''.join(parts)} ({entry.dossier.code})")


def item_summary(entry):
    """Plain words, escaped because feed readers take them for HTML."""
    words = entry.teaser or first_paragraph(entry.body) or entry.question
    short = Truncator(one_line(words)).chars(SUMMARY_LENGTH) or f"{kind_name(entry)} in dossier {entry.dossier}"
    return html.escape(short, quote=False)


def item_content(entry, address, changes):
    """The entry as HTML with absolute addresses only."""
    page = render_to_string("dossiers/feed_entry.html", {"entry": entry, "address": address, "changes": changes})
    return nh3.clean(
        page, attributes=FEED_ATTRIBUTES, link_rel=None, url_relative=("rewrite_with_base", address)
    ).strip()


def item_enclosure(file):
    mime_type = CONTENT_TYPES[suffix(file.file.name)]
    return feedgenerator.Enclosure(absolute(file.get_absolute_url()), str(file.size), mime_type)


def strip_invalid_xml(text):
    return INVALID_IN_XML.sub(" ", text)


def one_line(text):
    return " ".join(strip_invalid_xml(text).split())
