"""Every address of the site: the admin, and the public pages of the application."""

from django.contrib import admin
from django.urls import include, path

from dossiers.admin import passkey, password

handler400 = "dossiers.views.bad_request.show"
handler403 = "dossiers.views.not_allowed.show"
handler404 = "dossiers.views.not_found.show"
urlpatterns = [
    path("beheer/wachtwoord-vergeten/", password.forgotten_password, name="admin_password_reset"),  # Django's own name
    path("beheer/wachtwoord/<uid>/<token>/", password.set_password, name="set_password"),
    path("beheer/wachtwoord/<uid>/<token>/sleutel/", passkey.link_options, name="link_passkey_options"),
    path("beheer/login/sleutel/", passkey.login_options, name="login_passkey_options"),
    path("beheer/sleutels/", admin.site.admin_view(passkey.own_keys), name="own_passkeys"),
    path("beheer/sleutels/nieuw/", admin.site.admin_view(passkey.own_options), name="own_passkey_options"),
    path("beheer/sleutels/later/", admin.site.admin_view(passkey.put_off), name="put_off_passkey"),
    path("beheer/sleutels/<int:pk>/weg/", admin.site.admin_view(passkey.remove), name="remove_passkey"),
    path("beheer/", admin.site.urls),
    path("", include("dossiers.urls")),
]
