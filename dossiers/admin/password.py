"""Choosing a key or a password with a link from a mail, and asking for that mail. Outside the login.

Not Django's own views: those write the session when the link is opened, and mail scanners open links too.
"""

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth import login
from django.contrib.auth.forms import SetPasswordForm
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from .. import clock
from ..accounts import hashing, login_limit, passkeys, password_links
from ..admin_site.site import handle_write_refusal
from ..forms.editor import ForgottenPasswordForm
from ..rules.days import day_of
from .passkey import NOT_MADE, log


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def forgotten_password(request):
    """Mail a link to whoever has an account that works, and say the same to everybody."""
    form = ForgottenPasswordForm(request.POST or None)
    if not form.is_valid():
        return password_page(request, "forgotten_password", {"title": "Wachtwoord vergeten", "form": form})
    password_links.mail_forgotten(form)
    if password_links.can_send():
        words = (
            "Hoort dit mailadres bij een account? Dan krijg je een mail met een link. Kijk ook bij ongewenste mail."
        )
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
    """Choose a key or a password with the link from a mail, and come in. Only the post uses the link up."""
    now = clock.now()
    editor = password_links.editor_for_link(uid, token, day_of(now))
    if editor is None:
        return password_page(request, "set_password", {"title": "Deze link werkt niet meer"}, status=410)
    answer, problem = request.POST.get("key"), ""
    form = SetPasswordForm(editor, None if answer is not None else request.POST or None)
    if answer is not None:
        try:
            return come_in_with_key(request, editor, answer, now)
        except passkeys.Refused:
            problem = NOT_MADE
    elif form.is_valid():
        with hashing.turn():
            form.save(commit=False)
        return come_in(request, editor, day_of(now), "Je wachtwoord is bewaard.")
    context = {
        "title": "Zo log je voortaan in" if passkeys.are_offered(request) else "Kies een wachtwoord",
        "form": form,
        "editor": editor,
        "problem": problem,
        "options_url": passkeys.are_offered(request) and reverse("link_passkey_options", args=[uid, token]),
    }
    return password_page(request, "set_password", context)


def come_in_with_key(request, editor, answer, now):
    key = passkeys.register(request.session, editor, answer, now)
    editor.set_unusable_password()  # beside a key it is of no use; and it ends the link, whose token comes of it
    return come_in(request, editor, day_of(now), "Je sleutel is gemaakt.", new_key=key)


def come_in(request, editor, day, words, *, new_key=None):
    """Keep what was chosen in place of every older key, which may be lost."""
    with transaction.atomic():
        editor.save(update_fields=["password"])
        older = editor.passkeys.exclude(pk=new_key.pk) if new_key else editor.passkeys.all()
        had_keys = older.delete()[0] > 0
    login_limit.forget(editor.username)
    login(request, editor)  # at once: at the door others may be trying passwords for this name
    if had_keys:
        log(request, f"Met een link binnengekomen. {words} De oude sleutels werken niet meer.")
        password_links.tell_keys_replaced(editor, day)
    messages.success(request, f"{words} Je bent ingelogd als {editor.username}.")
    is_asked = passkeys.shall_be_asked(request, editor, day)
    return HttpResponseRedirect(reverse("own_passkeys" if is_asked else "admin:index"))


def password_page(request, name, context, status=200):
    context = admin.site.each_context(request) | context
    response = render(request, f"admin/dossiers/{name}.html", context, status=status)
    response.headers["Referrer-Policy"] = "same-origin"  # with "no-referrer" the form itself could not be sent
    return response
