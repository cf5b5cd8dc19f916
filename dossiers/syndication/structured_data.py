"""What a page is about in the words of schema.org, for machines: a data block of JSON-LD, never a script.

Tells what the page itself shows of public rows, and nothing that a day changes: no state, no term.
"""

import json

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import mark_safe

from ..addresses.spelling import absolute
from ..rules.days import Precision, day_of
from ..text import first_paragraph
from ..wording import kind_name
from .calendar import meeting_span

# What could end the data block or begin something else inside it, as JSON writes it.
ESCAPES = {ord(character): f"\\u{ord(character):04X}" for character in "<>&"}


def json_ld(things):
    """``things`` as JSON in which no text can end the script element."""
    text = json.dumps({"@context": "https://schema.org", "@graph": things}, ensure_ascii=False)
    return mark_safe(text.translate(ESCAPES))  # noqa: S308 - no mark of HTML is left in it


def about_home():
    return [organisation_data() | {"email": settings.ORGANISATION["mail"], "logo": share_image()}]


def about_list(name, path):
    return [breadcrumb_data((name, path))]


def about_dossier(dossier):
    return [breadcrumb_data(dossier_list_crumb(), dossier_crumb(dossier))]


def about_description(dossier, published_at):
    crumb = ("Dossierbeschrijving", dossier.get_description_url())
    text = first_paragraph(dossier.description)
    article = article_data(f"Dossierbeschrijving {dossier}", crumb[1], published_at, text)
    return [article, breadcrumb_data(dossier_list_crumb(), dossier_crumb(dossier), crumb)]


def about_entry(entry, published_at, updated_at):
    """An article, and an event when it is a meeting of which the day is known."""
    address = entry.get_absolute_url()
    article = article_data(entry.title, address, published_at, entry.teaser) | {
        "dateModified": iso_day(updated_at),
        "articleSection": kind_name(entry),
        "identifier": f"{entry.dossier.code}/{entry.number}",
    }
    meets = entry.spec.is_meeting and entry.starts_on and entry.date_precision == Precision.DAY
    meeting = [meeting_data(entry)] if meets else []
    return [
        article,
        *meeting,
        breadcrumb_data(dossier_list_crumb(), dossier_crumb(entry.dossier), (entry.title, address)),
    ]


def share_image():
    """1200 by 630 pixels."""
    return absolute(static("img/share.png"))


def meeting_data(entry):
    begins, ends = meeting_span(entry) if entry.begins_at else (entry.starts_on, entry.ends_on)
    town = settings.ORGANISATION["town"]
    return drop_empty(
        {
            "@type": "Event",
            "name": entry.title,
            "description": entry.teaser,
            "url": absolute(entry.get_absolute_url()),
            "startDate": begins.isoformat(),
            "endDate": ends.isoformat() if ends else "",
            "eventStatus": f"https://schema.org/{'EventCancelled' if entry.cancelled else 'EventScheduled'}",
            "location": {"@type": "Place", "name": entry.place or town, "address": town},
            "organizer": organisation_data(),
        }
    )


def article_data(headline, path, published_at, description):
    return drop_empty(
        {
            "@type": "Article",
            "headline": headline,
            "description": description,
            "url": absolute(path),
            "image": share_image(),
            "inLanguage": settings.LANGUAGE_CODE,
            "datePublished": iso_day(published_at),
            "author": organisation_data(),
            "publisher": organisation_data(),
        }
    )


def organisation_data():
    return {"@type": "Organization", "name": settings.ORGANISATION["name"], "url": absolute(reverse("home"))}


def dossier_list_crumb():
    return "Dossiers", reverse("dossiers")


def dossier_crumb(dossier):
    return str(dossier), dossier.get_absolute_url()


def breadcrumb_data(*crumbs):
    """``crumbs`` are (name, path); home comes first by itself."""
    trail = [(settings.ORGANISATION["name"], reverse("home")), *crumbs]
    steps = [
        {"@type": "ListItem", "position": place, "name": name, "item": absolute(path)}
        for place, (name, path) in enumerate(trail, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": steps}


def drop_empty(thing):
    return {name: value for name, value in thing.items() if value}


def iso_day(instant):
    return day_of(instant).isoformat()
