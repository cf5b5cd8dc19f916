"""Mails with a link to choose a password: as an invitation, or because it was forgotten.

The link is Django's own: it works once, for PASSWORD_RESET_TIMEOUT, and not for an account that is closed or ended.
"""

import logging
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from ..models import Editor

logger = logging.getLogger(__name__)
# By these of Django's nothing comes into a mailbox.
UNSENT = tuple(f"django.core.mail.backends.{name}." for name in ("console", "dummy", "filebased"))

sender = ThreadPoolExecutor(max_workers=1, thread_name_prefix="mail")


def invite(editor):
    """Mail a fresh link to an editor. Raises OSError when the mail server refuses it."""
    subject = f"Je account bij {settings.ORGANISATION['name']}"
    send(subject, "mail/invitation.txt", mail_context() | {"user": editor} | link_parts(editor), [editor.email])


def mail_forgotten(form):
    """Mail a link to whoever the form found, on a thread: how long it takes would tell that somebody was found."""
    sender.submit(send_forgotten, form)


def send_forgotten(form):
    try:
        form.save(
            domain_override=settings.SITE_URL,
            subject_template_name="mail/forgotten_subject.txt",
            email_template_name="mail/forgotten.txt",
            extra_email_context=mail_context(),
        )
    except Exception:
        logger.exception("The mail for a forgotten password could not be made.")


def tell_keys_replaced(editor, day):
    """Mail the others who manage accounts on that day, on a thread."""
    others = Editor.objects.managing_accounts(day).exclude(pk=editor.pk).exclude(email="")
    sender.submit(send_keys_replaced, editor, list(others.values_list("email", flat=True)))


def send_keys_replaced(editor, addresses):
    subject = f"Andere sleutel voor {editor.display_name} bij {settings.ORGANISATION['name']}"
    try:
        send(subject, "mail/keys_replaced.txt", mail_context() | {"user": editor}, addresses)
    except Exception:
        logger.exception("The mail about a replaced key could not be sent.")


def can_send():
    """Whether there is a mail server; without one mails are printed."""
    return not settings.EMAIL_BACKEND.startswith(UNSENT)


def send(subject, template, context, to):
    """Send a mail to each address by itself, and let no absence reply to it (RFC 3834)."""
    body = render_to_string(template, context)
    for address in to:
        EmailMessage(subject, body, to=[address], headers={"Auto-Submitted": "auto-generated"}).send()


def link_parts(editor):
    """The ``uid`` and the ``token`` of a fresh link."""
    return {
        "uid": urlsafe_base64_encode(force_bytes(editor.pk)),
        "token": default_token_generator.make_token(editor),
    }


def link_path(editor):
    return reverse("set_password", kwargs=link_parts(editor))


def mail_context():
    """What a mail says beside Django's ``user``, ``uid`` and ``token``."""
    return {
        "site_url": settings.SITE_URL,
        "days": settings.PASSWORD_RESET_TIMEOUT // (24 * 3600),
        "organisation": settings.ORGANISATION,
    }


def editor_for_link(uid, token, day):
    """Whose password may be chosen with a link on that day; None when the link or the account no longer works."""
    try:
        editor = Editor.objects.get(pk=urlsafe_base64_decode(uid).decode())
    except (ValueError, OverflowError, Editor.DoesNotExist):
        return None
    return editor if editor.can_log_in_on(day) and default_token_generator.check_token(editor, token) else None
