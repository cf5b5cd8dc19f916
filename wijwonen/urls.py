"""Every address of the site: the admin, and the public pages of the application."""

from django.contrib import admin
from django.urls import include, path

handler404 = "dossiers.views.not_found"
urlpatterns = [
    path("beheer/", admin.site.urls),
    path("", include("dossiers.urls")),
]
