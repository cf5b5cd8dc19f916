"""The site of the admin. Outside the package ``admin``: Django makes the site before it imports what registers."""

import logging
from functools import update_wrapper

from csp.constants import NONCE, SELF, UNSAFE_INLINE
from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.forms import AdminAuthenticationForm
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from . import clock
from .carried_form import carry, unpack
from .refusal import is_refusal

logger = logging.getLogger(__name__)

# The text editor writes inline styles and brings an inline import map, which carries the nonce. A nonce among
# the styles would cancel 'unsafe-inline'.
POLICY = {
    "script-src": [SELF, NONCE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:"],
}

ORDER = {"Dossier": 0, "Entry": 1, "Redirect": 2, "Editor": 3}


class DossiersSite(AdminSite):
    index_title = "Wat wil je doen?"
    enable_nav_sidebar = False  # four lists need no side bar: they stand in the head of every page

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

    def has_permission(self, request):
        """Whether somebody may work here: staff, and the last day of the account has not passed."""
        if not super().has_permission(request):
            return False
        return request.user.ends_on is None or clock.today() <= request.user.ends_on

    def admin_view(self, view, cacheable=False):
        def with_policy(request, *args, **kwargs):
            response = _or_nothing_saved(view, request, *args, **kwargs)
            if not hasattr(response, "_csp_replace"):
                response._csp_replace = POLICY
            return response

        for_editors = super().admin_view(update_wrapper(with_policy, view), cacheable)

        def for_everyone(request, *args, **kwargs):
            if request.POST and request.path != reverse("admin:logout") and not self.has_permission(request):
                return self.ask_to_log_in(request)
            return for_editors(request, *args, **kwargs)

        return update_wrapper(for_everyone, for_editors)

    @method_decorator(never_cache)
    def ask_to_log_in(self, request):
        """The login page at once, with what was posted in it: a redirect would lose that."""
        context = {
            **self.each_context(request),
            "title": "Inloggen",
            "form": AdminAuthenticationForm(request),
            "app_path": reverse("admin:login"),
            "next": request.get_full_path(),
            "carried": carry(request),
        }
        return TemplateResponse(request, "admin/login.html", context, status=403)

    def login(self, request, extra_context=None):
        """Log in; a form that came along goes on from here, after a press of a button."""
        carried = request.POST.get("carried", "")
        context = {"carried": carried} | (extra_context or {})
        response = _or_nothing_saved(super().login, request, context)
        form = unpack(carried)
        if form is None or not isinstance(response, HttpResponseRedirect):
            return response
        context = {**self.each_context(request), "title": "Je bent weer ingelogd", "form": form}
        return TemplateResponse(request, "admin/carry_on.html", context)


def _or_nothing_saved(view, request, *args, **kwargs):
    """The answer of a view, or a page that says that nothing was saved when the database refused to."""
    try:
        return view(request, *args, **kwargs)
    except Exception as error:
        if request.method != "POST" or not is_refusal(error):
            raise
        logger.exception("Nothing could be saved.")
        return render(request, "503.html", status=503)
