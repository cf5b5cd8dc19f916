"""Choosing a password with a link from a mail, and asking for that mail. Outside the login.

Not Django's own views: those write the session when the link is opened, and mail scanners open links too.
"""

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth import login
from django.contrib.auth.forms import SetPasswordForm
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from .. import clock
from ..accounts import hashing, login_limit, password_links
from ..admin_site.site import handle_write_refusal
from ..forms.editor import ForgottenPasswordForm


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def forgotten_password(request):
    """Mail a link to whoever has an account that works, and say the same to everybody."""
    form = ForgottenPasswordForm(request.POST or None)
    if not form.is_valid():
        return password_page(request, "forgotten_password", {"title": "Wachtwoord vergeten", "form": form})
    password_links.mail_forgotten(form)
    if password_links.can_send():
        words = "Hoort dit mailadres bij een account? Dan krijg je een mail met een link. Kijk ook bij ongewenste mail."
        messages.success(request, words)
    else:
        words = "Deze site kan geen mail sturen. Vraag een link aan wie de accounts beheert:"
        messages.warning(request, f"{words} {settings.ORGANISATION['mail']}.")
    return HttpResponseRedirect(reverse("admin:login"))


@handle_write_refusal
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters()
def set_password(request, uid, token):
    """Choose a password with the link from a mail, and come in. Only the post uses the link up."""
    editor = password_links.editor_for_link(uid, token, clock.today())
    if editor is None:
        return password_page(request, "set_password", {"title": "Deze link werkt niet meer"}, status=410)
    form = SetPasswordForm(editor, request.POST or None)
    if form.is_valid():
        with hashing.turn():
            form.save()
        login_limit.forget(editor.username)
        login(request, editor)  # at once: at the door others may be trying passwords for this name
        messages.success(request, f"Je wachtwoord is bewaard. Je bent ingelogd als {editor.username}.")
        return HttpResponseRedirect(reverse("admin:index"))
    return password_page(request, "set_password", {"title": "Kies een wachtwoord", "form": form, "editor": editor})


def password_page(request, name, context, status=200):
    context = admin.site.each_context(request) | context
    response = render(request, f"admin/dossiers/{name}.html", context, status=status)
    response.headers["Referrer-Policy"] = "same-origin"  # with "no-referrer" the form itself could not be sent
    return response
