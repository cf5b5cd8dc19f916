"""Every address of the site: the admin, and the public pages of the application."""

from django.contrib import admin
from django.urls import include, path

from dossiers.admin import password

handler404 = "dossiers.views.not_found.show"
urlpatterns = [
    path("beheer/wachtwoord-vergeten/", password.forgotten_password, name="admin_password_reset"),  # Django's own name
    path("beheer/wachtwoord/<uid>/<token>/", password.set_password, name="set_password"),
    path("beheer/", admin.site.urls),
    path("", include("dossiers.urls")),
]
