"""The public addresses. The code and the number are the identity; a slug is decoration.

The closing slash and the slug are optional and any case is taken, so that a view answers at once: with the page
at its canonical address, with one redirect at any other, and without a redirect for what is not public.
"""

from django.urls import path, register_converter

from .addresses import converters
from .views import (
    advices,
    agenda,
    attachment,
    dossier,
    dossier_list,
    explanation,
    feeds,
    following,
    health,
    home,
    inspraak,
    preview_link,
    robots,
    search,
)

register_converter(converters.Code, "code")
register_converter(converters.Number, "number")
register_converter(converters.TitleSlug, "title")
register_converter(converters.SignedToken, "signed")
register_converter(converters.FeedFormat, "feed")


def with_or_without_slash(route, view, name):
    """The address with and without a closing slash. ``reverse`` gives the last of a name: the one written here."""
    other = route.removesuffix("/") if route.endswith("/") else f"{route}/"
    return path(other, view, name=name), path(route, view, name=name)


DOSSIER = "dossiers/<code:code><title:slug>/"
ENTRY = f"{DOSSIER}<number:number><title:entry_slug>/"
FILE = "<code:code>/bijlage/<number:number>"
SHARED = "voorbeeld/<signed:signed>/"

urlpatterns = [
    path("", home.show, name="home"),
    *with_or_without_slash("dossiers/", dossier_list.show, "dossiers"),
    *with_or_without_slash("inspraak/", inspraak.show, "inspraak"),
    *with_or_without_slash("adviezen/", advices.show, "advices"),
    *with_or_without_slash("uitleg/", explanation.show, "explanation"),
    *with_or_without_slash("volgen/", following.show, "following"),
    *with_or_without_slash("zoeken/", search.show, "search"),
    path("health", health.show, name="health"),
    path("robots.txt", robots.robots_txt, name="robots"),
    path("sitemap.xml", robots.sitemap, name="sitemap"),
    path("agenda.ics", agenda.site_agenda, name="agenda"),
    path("feed.<feed:form>", feeds.site_feed, name="feed"),
    *with_or_without_slash(DOSSIER, dossier.dossier_page, "dossier"),
    *with_or_without_slash(f"{DOSSIER}beschrijving/", dossier.description_page, "description"),
    *with_or_without_slash(ENTRY, dossier.entry_page, "entry"),
    path(f"{DOSSIER}agenda.ics", agenda.dossier_agenda, name="dossier_agenda"),
    path(f"{DOSSIER}feed.<feed:form>", feeds.dossier_feed, name="dossier_feed"),
    *with_or_without_slash("<code:code>", dossier.dossier_page, "short_dossier"),
    *with_or_without_slash("<code:code>/<number:number>", dossier.entry_page, "short_entry"),
    path("<code:code>/agenda.ics", agenda.dossier_agenda, name="short_dossier_agenda"),
    path("<code:code>/feed.<feed:form>", feeds.dossier_feed, name="short_dossier_feed"),
    *with_or_without_slash(FILE, attachment.serve, "attachment"),
    path(f"{FILE}/<name>", attachment.serve, name="attachment"),
    *with_or_without_slash(SHARED, preview_link.shared_page, "shared_page"),
    path(f"{SHARED}<path:page>", preview_link.shared_page, name="shared_page_of_dossier"),
]
