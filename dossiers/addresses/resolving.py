"""What a reader finds who opens an address of this site: a page, a hop, the reason why it is gone, or nothing.

The views answer with it, and so do all who have to know whether a reader can open something.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import unquote

from django import urls

from ..models import Attachment, Dossier, Entry, Redirect
from ..rules.publication import Publication
from .spelling import append_query, is_external

PUBLIC_URLS = "dossiers.urls"  # what lies outside, such as the admin, is no page for readers
MAX_HOPS = 10


@dataclass(frozen=True)
class Page:
    """There is something to read, at that canonical address; ``row`` is what it is about, None for a list."""

    address: str
    row: Dossier | Entry | Attachment | None = None


@dataclass(frozen=True)
class Moved:
    """It was public, and the address to go on to is known."""

    to: str


@dataclass(frozen=True)
class Gone:
    """It was public. ``withdrawn`` is the row that says when and why; ``dossier`` where to read on, if public."""

    name: str
    withdrawn: Dossier | Entry | Attachment
    dossier: Dossier | None = None


@dataclass(frozen=True)
class Missing:
    """It never was public, and nothing may be said of it."""


Resolution = Page | Moved | Gone | Missing


def resolve(path, now):
    """What is at a path of this site in any spelling, not percent-encoded and without a query."""
    match = match_public(path)
    if match is None:
        return Missing()
    name, parts = match.url_name.removeprefix("short_"), match.kwargs
    match name:
        case "dossier":
            return resolve_dossier(find_dossier(parts["code"]), now)
        case "description":
            return resolve_description(find_dossier(parts["code"]), now)
        case "dossier_agenda" | "dossier_feed":
            form = {"form": parts["form"]} if "form" in parts else {}
            return resolve_feed_or_calendar(find_dossier(parts["code"]), name, form, now)
        case "entry":
            return resolve_entry(parts["code"], parts["number"], now)
        case "attachment":
            return resolve_attachment(parts["code"], parts["number"], now)
        case "shared_page" | "shared_page_of_dossier":
            return Missing()
    return Page(urls.reverse(name, kwargs=parts))


def match_public(path):
    """None when no public page has such a path."""
    try:
        return urls.resolve(path, PUBLIC_URLS)
    except urls.Resolver404:
        return None


# --- Rows -------------------------------------------------------------------------------------------------


def resolve_dossier(dossier, now):
    state = dossier and dossier.publication(now)
    if state == Publication.PUBLIC:
        return Page(dossier.get_absolute_url(), dossier)
    if state == Publication.WITHDRAWN:
        return Moved(dossier.moved_to) if dossier.moved_to else Gone(f"Dossier {dossier.code}", dossier)
    return Missing()


def find_dossier(code):
    return Dossier.objects.filter(code=code).first()


def resolve_description(dossier, now):
    if dossier is None or not dossier.description:
        return Missing()
    found = resolve_dossier(dossier, now)
    return Page(dossier.get_description_url(), dossier) if isinstance(found, Page) else found


def resolve_feed_or_calendar(dossier, name, form, now):
    """Of a dossier that moved: Moved only to another dossier, because a feed reader cannot go on to a page."""
    match resolve_dossier(dossier, now):
        case Page():
            return Page(urls.reverse(name, kwargs={"code": dossier.code, "slug": dossier.slug, **form}), dossier)
        case Moved(to):
            if code := final_dossier_code(to, now):
                return Moved(urls.reverse(f"short_{name}", kwargs={"code": code, **form}))
            return Gone(f"Dossier {dossier.code}", dossier)
        case other:
            return other


def final_dossier_code(address, now):
    """Empty when the address does not lead to a dossier."""
    try:
        return dossier_code(final_url(address, now))
    except DeadEnd:
        return ""


def resolve_entry(code, number, now):
    lookup = {"dossier__code": code, "number": number}
    if entry := Entry.objects.public(now).select_related("dossier").filter(**lookup).first():
        return Page(entry.get_absolute_url(), entry)
    entry = Entry.objects.withdrawn(now).select_related("dossier").filter(**lookup).first()
    if entry is None:
        return Missing()
    name = f"{entry.get_kind_display()} {entry.dossier.code}/{entry.number}"
    if entry.dossier.withdrawn_at:
        return Gone(name, entry.dossier)
    return Moved(entry.moved_to) if entry.moved_to else Gone(name, entry, entry.dossier)


def resolve_attachment(code, number, now):
    lookup = {"dossier__code": code, "number": number}
    if found := Attachment.objects.public(now).select_related("dossier").filter(**lookup).first():
        return Missing() if found.size is None else Page(found.get_absolute_url(), found)
    found = Attachment.objects.withdrawn(now).select_related("dossier", "entry").filter(**lookup).first()
    if found is None:
        return Missing()
    name = f"Bijlage {found.number} bij {found.dossier.code}"
    if found.dossier.withdrawn_at:
        return Gone(name, found.dossier)
    return Gone(name, found.entry if found.entry and found.entry.withdrawn_at else found, found.dossier)


# --- From one address to the next --------------------------------------------------------------------------


class DeadEnd(Exception):
    """Why a reader finds nothing, in words for an editor."""


class Step(NamedTuple):
    """An address that a reader passes, and what is there; None at another site."""

    address: str
    found: Resolution | None


def final_url(address, now, target_of=None, **accept):
    """The last address of ``redirect_chain``. Raises DeadEnd."""
    *_, end = redirect_chain(address, now, target_of, **accept)
    return end.address


def redirect_chain(
    address,
    now,
    target_of=None,
    *,
    accept=(Page,),
):
    """The steps from an address to one where there is something to read, or to another site.

    ``address`` begins with a slash or a scheme, and is the first step. ``target_of`` gives the target of an old
    address, by default the stored one. ``accept`` are the resolutions that count as something to read. Raises
    DeadEnd when there is none, also after MAX_HOPS.
    """
    target_of = target_of or Redirect.objects.target_of
    for _ in range(MAX_HOPS):
        found = None if is_external(address) else resolve(decoded_path(address), now)
        yield Step(address, found)
        if isinstance(found, Page):
            yield Step(redirect_location(address, found.address), found)
        if found is None or isinstance(found, accept):
            return
        address = next_address(address, found, target_of)
        if not address:
            raise DeadEnd("Op dit adres is niets te lezen voor huurders.")
    raise DeadEnd("Dit adres leidt in een kring rond. Kies het adres waar de bladzijde nu staat.")


def next_address(address, found, target_of):
    """None at a dead end."""
    match found:
        case Moved(to):
            return redirect_location(address, to)
        case Missing():
            page, hash_, fragment = address.partition("#")
            following = target_of(page)
            return following + hash_ + fragment if following and "#" not in following else following
    return None


def redirect_location(address, to):
    """``to`` with the query of the address, and with its fragment unless ``to`` has one: so browsers do."""
    page, hash_, fragment = address.partition("#")
    following = append_query(to, page.partition("?")[2])
    return following if "#" in following else following + hash_ + fragment


def dossier_code(address):
    """Empty when the address belongs to no dossier."""
    match = match_public(decoded_path(address))
    return match.kwargs.get("code", "") if match else ""


def decoded_path(address):
    """The path of an address of this site, percent-decoded and without query and fragment."""
    return unquote(re.split("[?#]", address)[0])
