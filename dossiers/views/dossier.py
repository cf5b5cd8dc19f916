from django.shortcuts import render

from .. import clock
from ..addresses.resolving import resolve
from ..models import Attachment, Dossier
from ..rules.days import starts_after
from ..rules.publication import Audience
from ..story.now_soon_you import Standing, now_soon_you
from ..story.story import Story
from ..syndication import structured_data
from .canonical import explain_absence, redirect_to_canonical_url
from .public_page import public_page


@public_page()
def dossier_page(request, code, **slug):
    readers = Audience(clock.now())
    dossier = visible_dossier(code, readers)
    if dossier is None:
        return explain_absence(request, resolve(request.path_info, readers.now))
    at_other_url = redirect_to_canonical_url(request, dossier.get_absolute_url())
    return at_other_url or render_dossier(request, Story(dossier, readers))


@public_page()
def entry_page(request, code, number, **slugs):
    readers = Audience(clock.now())
    dossier = visible_dossier(code, readers)
    story = Story(dossier, readers) if dossier else None
    entry = story and next((entry for entry in story.entries if entry.number == number), None)
    if entry is None:
        return explain_absence(request, resolve(request.path_info, readers.now))
    at_other_url = redirect_to_canonical_url(request, entry.get_absolute_url())
    return at_other_url or render_entry(request, story, entry)


@public_page()
def description_page(request, code, **slug):
    readers = Audience(clock.now())
    dossier = visible_dossier(code, readers)
    if dossier is None or not dossier.description:
        return explain_absence(request, resolve(request.path_info, readers.now))
    at_other_url = redirect_to_canonical_url(request, dossier.get_description_url())
    return at_other_url or render_description(request, Story(dossier, readers))


def visible_dossier(code, audience):
    return Dossier.objects.visible_to(audience).filter(code=code).first()


def render_dossier(request, story, preview=None):
    dossier = story.dossier
    relatives = list(Dossier.objects.visible_to(story.audience).relatives_of(dossier).newest_first())
    timeline = [(entry, story.change_notes.get(entry.pk)) for entry in story.entries]
    return render(
        request,
        "dossiers/dossier.html",
        {
            "day": story.day,
            "dossier": dossier,
            "sentences": now_soon_you(Standing(dossier, story.entries, story.terms, story.day)),
            "terms": story.terms,
            "cards": [card for entry in story.entries if entry.pk in story.outcomes and (card := story.card(entry))],
            "changes": story.change_notes.get(None, []),
            "last_update": story.last_update,
            "upcoming": [(entry, notes) for entry, notes in timeline if starts_after(entry, story.day)],
            "past": [(entry, notes) for entry, notes in timeline if not starts_after(entry, story.day)],
            "rounds": story.open_rounds,
            "past_rounds": story.past_rounds,
            "successor": next((other for other in relatives if other.pk == dossier.successor_id), None),
            "predecessors": [other for other in relatives if other.successor_id == dossier.pk],
            "attachments": Attachment.objects.visible_to(story.audience)
            .filter(dossier=dossier, entry=None)
            .select_related("dossier"),
            "preview": preview,
            "canonical": dossier.get_absolute_url(),
            "structured_data": structured_data.about_dossier(dossier),
        },
    )


def render_entry(request, story, entry, preview=None):
    place = story.entries.index(entry)
    published_at = story.entry_published_at(entry)
    return render(
        request,
        "dossiers/entry.html",
        {
            "day": story.day,
            "dossier": story.dossier,
            "entry": entry,
            "change_notes": story.change_notes.get(entry.pk),
            "published_at": published_at,
            "is_open": entry in story.open_rounds,
            "terms": [term for term in story.terms if term.entry.pk == entry.pk],
            "cards": list(filter(None, [story.card(entry)])),
            "responds_to": story.entry(entry.responds_to_id),
            "responses": [other for other in reversed(story.entries) if other.responds_to_id == entry.pk],
            "newer": story.entries[place - 1] if place else None,
            "older": story.entries[place + 1] if place + 1 < len(story.entries) else None,
            "attachments": Attachment.objects.visible_to(story.audience).filter(entry=entry).select_related("dossier"),
            "preview": preview,
            "canonical": entry.get_absolute_url(),
            "structured_data": structured_data.about_entry(entry, published_at, story.entry_last_update(entry)),
        },
    )


def render_description(request, story, preview=None):
    dossier = story.dossier
    return render(
        request,
        "dossiers/description.html",
        {
            "day": story.day,
            "dossier": dossier,
            "preview": preview,
            "canonical": dossier.get_description_url(),
            "structured_data": structured_data.about_description(dossier, story.published_at),
        },
    )
