"""The site of the admin. Outside the package ``admin``: Django makes the site before it imports what registers."""

import logging
from contextlib import nullcontext
from functools import update_wrapper, wraps
from threading import Lock

from csp.constants import NONCE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from .. import clock
from ..accounts import hashing, passkeys
from ..forms.editor import LoginForm
from ..guidance import guide, todo
from ..guidance.handover import handover
from ..rules.kinds import KINDS
from .actions import post_or_redirect
from .carried_form import pack, unpack
from .refusal import is_write_refusal

logger = logging.getLogger(__name__)

# The text editor writes inline styles and brings an inline import map, which carries the nonce. A nonce among
# the styles would cancel 'unsafe-inline'.
ADMIN_POLICY = {
    "script-src": [SELF, NONCE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:"],
}

_sending_away = Lock()  # one at a time, or a crowd at the door takes the readers' share of the processor

MODEL_ORDER = {"Dossier": 0, "Entry": 1, "Redirect": 2, "Editor": 3, "LogLine": 4, "Ownership": 5}


def can_view_accounts(request):
    return request.user.has_perm("dossiers.view_editor")


def handle_write_refusal(view):
    """The view, or a page that says that nothing was saved: the database refused to, or too many wait for a hash."""

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except hashing.Busy:
            with _sending_away:
                return _later(render(request, "503.html", {"busy": hashing.BUSY}))
        except Exception as error:
            if request.method != "POST" or not is_write_refusal(error):
                raise
            logger.exception("Nothing could be saved.")
            return render(request, "503.html", status=503)

    return wrapper


def _later(response):
    """The response to who came while all places to wait were taken."""
    response.status_code = 503
    response.headers["Retry-After"] = str(hashing.RETRY_AFTER)
    return response


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
        apps = super().get_app_list(request, app_label)
        for app in apps:
            app["models"].sort(key=lambda model: MODEL_ORDER.get(model["object_name"], len(MODEL_ORDER)))
        return apps

    def get_urls(self):
        pages = [("handleiding/", self.guide_view, "guide"), ("overdracht/", self.handover_view, "handover")]
        return [
            *(path(address, self.admin_view(view), name=name) for address, view, name in pages),
            # Django's hop to a page of the site asks for no rights, so that any account learns where every draft is.
            *(address for address in super().get_urls() if getattr(address, "name", "") != "view_on_site"),
        ]

    def index(self, request, extra_context=None):
        """What there is to do, for who may work on dossiers."""
        known = {}
        if request.user.has_perm("dossiers.view_entry"):
            known["sections"] = todo.sections(clock.now(), with_accounts=can_view_accounts(request))
        return super().index(request, known | (extra_context or {}))

    def guide_view(self, request):
        managers = guide.account_managers(clock.today())
        context = {"title": "Handleiding", "parts": guide.PARTS, "kinds": KINDS, "managers": managers}
        return self.render_page(request, "admin/guide.html", **context)

    def handover_view(self, request):
        if not request.user.has_perm("dossiers.view_entry"):
            raise PermissionDenied
        summary = handover(clock.now(), with_accounts=can_view_accounts(request))
        return self.render_page(request, "admin/handover.html", title="Overdracht", handover=summary)

    def render_page(self, request, template, **context):
        return TemplateResponse(request, template, self.each_context(request) | context)

    def admin_view(self, view, cacheable=False):
        @csp_replace(ADMIN_POLICY)
        def with_policy(request, *args, **kwargs):
            return handle_write_refusal(view)(request, *args, **kwargs)

        for_editors = super().admin_view(update_wrapper(with_policy, view), cacheable)

        def for_everyone(request, *args, **kwargs):
            is_list = str(request.resolver_match.url_name).endswith("_changelist")
            if is_list and "%00" in request.META.get("QUERY_STRING", ""):
                return HttpResponseRedirect(request.path)  # PostgreSQL takes no NUL; what is no filter is ignored
            if request.POST and request.path != reverse("admin:logout") and not self.has_permission(request):
                return self.login_page(request)
            return for_editors(request, *args, **kwargs)

        return update_wrapper(for_everyone, for_editors)

    def password_change(self, request, extra_context=None):
        with hashing.turn() if request.method == "POST" else nullcontext():
            return super().password_change(request, extra_context)

    @post_or_redirect("../")
    def logout(self, request, extra_context=None):
        return super().logout(request, extra_context)

    @method_decorator(never_cache)
    def login_page(self, request):
        """The login page at once, with what was posted in it: a redirect would lose that."""
        context = {
            **self.each_context(request),
            "title": "Inloggen",
            "form": self.login_form(request),
            "app_path": reverse("admin:login"),
            "next": request.get_full_path(),
            "carried": pack(request),
            "keys_are_offered": passkeys.are_offered(request),
        }
        return TemplateResponse(request, "admin/login.html", context, status=403)

    def login(self, request, extra_context=None):
        """Log in; a form that came along goes on from here, after a press of a button."""
        carried = request.POST.get("carried", "")
        context = {"carried": carried, "keys_are_offered": passkeys.are_offered(request)} | (extra_context or {})
        response = handle_write_refusal(super().login)(request, context)
        if isinstance(response, TemplateResponse) and response.context_data["form"].is_busy():
            with _sending_away:
                return _later(response.render())
        if request.method != "POST" or not isinstance(response, HttpResponseRedirect):
            return response
        form = unpack(carried)
        if form is None:
            return self.ask_for_passkey(request, response)
        context = {**self.each_context(request), "title": "Je bent weer ingelogd", "form": form}
        return TemplateResponse(request, "admin/carry_on.html", context)

    def ask_for_passkey(self, request, response):
        """The response to a login, or for some the page to make a key first."""
        if not passkeys.shall_be_asked(request, request.user, clock.today()):
            return response
        return HttpResponseRedirect(f"{reverse('own_passkeys')}?{urlencode({'next': response.url})}")
