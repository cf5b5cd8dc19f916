"""The public addresses. The code and the number are the identity; a slug is decoration.

The closing slash and the slug are optional and any case is taken, so that a view answers at once: with the page
at its canonical address, with one redirect at any other, and without a redirect for what is not public.
"""

from django.urls import path, re_path

from . import views

CODE = r"(?P<code>[A-Za-z]{1,2}[0-9]{2}-[0-9]{3})"
NUMBER = r"(?P<number>[0-9]{1,9})"
SIGNED = r"(?P<signed>[A-Za-z0-9_.-]{1,200})"
SLUG = r"(?:-[^/]*)?"
FILE = rf"{CODE}/bijlage/{NUMBER}(?:/(?P<name>[^/]*))?"
FEED = r"feed\.(?P<form>atom|rss)"

urlpatterns = [
    path("", views.home, name="home"),
    re_path(r"^dossiers/?\Z", views.dossier_list, name="dossiers"),
    re_path(r"^inspraak/?\Z", views.inspraak, name="inspraak"),
    re_path(r"^adviezen/?\Z", views.advices, name="advices"),
    re_path(r"^uitleg/?\Z", views.explanation, name="explanation"),
    re_path(r"^volgen/?\Z", views.following, name="following"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    re_path(r"^zoeken/?\Z", views.search_page, name="search"),
    path("agenda.ics", views.agenda, name="agenda"),
    re_path(rf"^{FEED}\Z", views.feed, name="feed"),
    re_path(rf"^dossiers/{CODE}{SLUG}/?\Z", views.dossier_page, name="dossier"),
    re_path(rf"^dossiers/{CODE}{SLUG}/beschrijving/?\Z", views.description_page, name="description"),
    re_path(rf"^dossiers/{CODE}{SLUG}/{NUMBER}{SLUG}/?\Z", views.entry_page, name="entry"),
    re_path(rf"^dossiers/{CODE}{SLUG}/agenda\.ics\Z", views.dossier_agenda, name="dossier_agenda"),
    re_path(rf"^dossiers/{CODE}{SLUG}/{FEED}\Z", views.dossier_feed, name="dossier_feed"),
    re_path(rf"^{CODE}/?\Z", views.dossier_page, name="short_dossier"),
    re_path(rf"^{CODE}/{NUMBER}/?\Z", views.entry_page, name="short_entry"),
    re_path(rf"^{CODE}/agenda\.ics\Z", views.dossier_agenda, name="short_dossier_agenda"),
    re_path(rf"^{CODE}/{FEED}\Z", views.dossier_feed, name="short_dossier_feed"),
    re_path(rf"^{FILE}\Z", views.attachment, name="attachment"),
    re_path(rf"^voorbeeld/{SIGNED}(?:/dossiers/[^/]+)?/?\Z", views.shared_page, name="shared_page"),
    re_path(
        rf"^voorbeeld/{SIGNED}/dossiers/[^/]+/beschrijving/?\Z", views.shared_description, name="shared_description"
    ),
    re_path(rf"^voorbeeld/{SIGNED}/{FILE}\Z", views.shared_attachment, name="shared_attachment"),
]
