"""Choosing a password with a link from a mail, and asking for that mail. Outside the login.

Not Django's own views: those write the session when the link is opened, and mail scanners open links too.
"""

import logging

from django.contrib import admin, messages
from django.contrib.auth.forms import SetPasswordForm
from django.core.cache import cache
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from .. import clock
from ..accounts import password_links
from ..admin_site.site import or_nothing_saved
from ..forms import ForgottenForm

logger = logging.getLogger(__name__)

PAUSE = 600  # seconds between two mails to one editor, for each worker: nobody fills the mailbox of another


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def forgotten_password(request):
    """Mail a link to whoever has an account that works, and say the same to everybody."""
    form = ForgottenForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _page(request, "forgotten_password", {"title": "Wachtwoord vergeten", "form": form})
    for editor in password_links.editors_with(form.cleaned_data["email"], clock.today()):
        if not cache.add(f"forgotten/{editor.pk}", True, PAUSE):
            continue
        try:
            password_links.send(editor, password_links.FORGOTTEN)
        except OSError:
            logger.exception("The mail for a forgotten password could not be sent.")
    messages.success(
        request,
        "Hoort dit mailadres bij een account? Dan krijg je een mail met een link. Kijk ook bij ongewenste mail.",
    )
    return HttpResponseRedirect(reverse("admin:login"))


@or_nothing_saved
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters()
def set_password(request, uid, token):
    """Choose a password with the link from a mail. Only the post uses the link up."""
    editor = password_links.editor_behind(uid, token, clock.today())
    if editor is None:
        return _page(request, "set_password", {"title": "Deze link werkt niet meer"}, status=410)
    form = SetPasswordForm(editor, request.POST if request.method == "POST" else None)
    if form.is_valid():
        form.save()
        messages.success(request, f"Je wachtwoord is bewaard. Log nu in als {editor.username}.")
        return HttpResponseRedirect(reverse("admin:login"))
    return _page(request, "set_password", {"title": "Kies een wachtwoord", "form": form, "editor": editor})


def _page(request, name, context, status=200):
    """A page of the admin of which no other site learns the address, which holds the token."""
    context = admin.site.each_context(request) | context
    response = render(request, f"admin/dossiers/{name}.html", context, status=status)
    response.headers["Referrer-Policy"] = "same-origin"  # with "no-referrer" the form itself could not be sent
    return response
