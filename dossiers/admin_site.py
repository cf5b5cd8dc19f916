"""The site of the admin. Outside the package ``admin``: Django makes the site before it imports what registers."""

from functools import update_wrapper

from csp.constants import NONCE, SELF, UNSAFE_INLINE
from django.conf import settings
from django.contrib.admin import AdminSite

from .forms import LoginForm

# The text editor writes inline styles and brings an inline import map, which carries the nonce. A nonce among
# the styles would cancel 'unsafe-inline'.
POLICY = {
    "script-src": [SELF, NONCE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:"],
}

ORDER = {"Dossier": 0, "Entry": 1, "Redirect": 2, "Editor": 3, "LogLine": 4}


class DossiersSite(AdminSite):
    login_form = LoginForm
    index_title = "Wat wil je doen?"
    enable_nav_sidebar = False  # a few lists need no side bar: they stand in the head of every page

    @property
    def site_header(self):
        return f"{settings.ORGANISATION['name']} – beheer"

    @property
    def site_title(self):
        return f"{settings.ORGANISATION['name']} – beheer"

    def get_app_list(self, request, app_label=None):
        """In the order in which editors need them."""
        apps = super().get_app_list(request, app_label)
        for app in apps:
            app["models"].sort(key=lambda model: ORDER.get(model["object_name"], len(ORDER)))
        return apps

    def admin_view(self, view, cacheable=False):
        def with_policy(request, *args, **kwargs):
            response = view(request, *args, **kwargs)
            if not hasattr(response, "_csp_replace"):
                response._csp_replace = POLICY
            return response

        return super().admin_view(update_wrapper(with_policy, view), cacheable)
