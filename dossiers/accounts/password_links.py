"""Mails with a link to choose a password: as an invitation, or because it was forgotten.

The link is Django's own: it works once, for PASSWORD_RESET_TIMEOUT, and not for an account that is closed or ended.
"""

from datetime import date

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from ..models import Editor

INVITATION = "mail/invitation.txt"
FORGOTTEN = "mail/forgotten.txt"
_SUBJECTS = {INVITATION: "Je account bij {name}", FORGOTTEN: "Kies een nieuw wachtwoord voor {name}"}
_DAY = 24 * 3600  # seconds


def send(editor: Editor, mail: str) -> None:
    """Send a mail, INVITATION or FORGOTTEN, with a fresh link. Raises OSError when the mail server refuses it."""
    uid = urlsafe_base64_encode(force_bytes(editor.pk))
    path = reverse("set_password", args=[uid, default_token_generator.make_token(editor)])
    context = {
        "editor": editor,
        "address": f"{settings.SITE_URL}{path}",
        "days": settings.PASSWORD_RESET_TIMEOUT // _DAY,
        "organisation": settings.ORGANISATION,
    }
    send_mail(_SUBJECTS[mail].format(**settings.ORGANISATION), render_to_string(mail, context), None, [editor.email])


def editor_behind(uid: str, token: str, day: date) -> Editor | None:
    """Whose password may be chosen with a link on that day; None when the link or the account no longer works."""
    try:
        editor = Editor.objects.get(pk=urlsafe_base64_decode(uid).decode())
    except (ValueError, OverflowError, Editor.DoesNotExist):
        return None
    return editor if editor.works_on(day) and default_token_generator.check_token(editor, token) else None


def editors_with(address: str, day: date) -> list[Editor]:
    """The accounts that work on that day and have that mail address, in any case."""
    return [editor for editor in Editor.objects.filter(email__iexact=address) if editor.works_on(day)]
