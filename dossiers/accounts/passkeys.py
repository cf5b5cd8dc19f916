"""Coming in with a passkey: a key on a device, which its owner unlocks and which works on one host name alone.

What a browser has to sign, the challenge, stands in the session: for one use, and for ``MAX_AGE``.
"""

import json
from contextlib import contextmanager
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from fido2.server import Fido2Server
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from ..models import Passkey

MAX_AGE = timedelta(minutes=5)
PUT_OFF = timedelta(days=7)
LONGEST_ID = 1023  # bytes, by the standard

_BEGUN = "passkey"


class Refused(Exception):
    """What a browser sent is no answer to what it was asked."""


def are_offered(request):
    """Whether a browser can use keys at the address under which it asks."""
    return urlsplit(f"//{request.get_host()}").hostname == settings.PASSKEY_HOST


def of_editor(editor):
    """The keys that work here."""
    return editor.passkeys.filter(host=settings.PASSKEY_HOST)


def shall_be_asked(request, editor, day):
    """Whether to lead an editor to a first key after logging in."""
    until = editor.passkey_put_off_until
    return (
        are_offered(request)
        and editor.passkey_is_due(day)
        and (until is None or day >= until)
        and editor.has_perm("dossiers.change_editor")
        and not of_editor(editor).exists()
    )


def begin_registration(session, editor, now, *, known=()):
    """The options for the browser. A device that has one of the ``known`` keys makes no other."""
    options, state = _server().register_begin(
        PublicKeyCredentialUserEntity(
            id=str(editor.pk).encode(), name=editor.username, display_name=editor.display_name
        ),
        [AttestedCredentialData(key.credential) for key in known],
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return _begin(session, options, state, now, editor.pk)


def register(session, editor, answer, now):
    """Keep the key that a browser made. Raises Refused."""
    state = _take_challenge(session, now, editor.pk)
    with _refuse_malformed():
        data = _server().register_complete(state, json.loads(answer)).credential_data
    credential_id = websafe_encode(data.credential_id)
    if len(data.credential_id) > LONGEST_ID or Passkey.objects.filter(credential_id=credential_id).exists():
        raise Refused
    return Passkey.objects.create(
        editor=editor,
        host=settings.PASSKEY_HOST,
        credential_id=credential_id,
        credential=bytes(data),
        created_at=now,
    )


def begin_login(session, now):
    """The options for the browser, which offers the keys that it has for this host."""
    options, state = _server().authenticate_begin(user_verification=UserVerificationRequirement.REQUIRED)
    return _begin(session, options, state, now, None)


def owner(session, answer, now):
    """The editor whose key signed what was asked, whatever their account may do. Raises Refused."""
    state = _take_challenge(session, now, None)
    with _refuse_malformed():
        response = AuthenticationResponse.from_dict(json.loads(answer))
        credential_id = websafe_encode(response.raw_id)
    keys = Passkey.objects.select_related("editor").filter(host=settings.PASSKEY_HOST)
    key = keys.filter(credential_id=credential_id).first()
    if key is None:
        raise Refused
    with _refuse_malformed():
        _server().authenticate_complete(state, [AttestedCredentialData(key.credential)], response)
    key.last_used_at = now
    key.save(update_fields=["last_used_at"])
    return key.editor


def _begin(session, options, state, now, editor_pk):
    session[_BEGUN] = {"state": state, "at": now.isoformat(), "editor": editor_pk}
    return dict(options)


def _take_challenge(session, now, editor_pk):
    begun = session.pop(_BEGUN, None)
    if begun is None or begun["editor"] != editor_pk or now >= datetime.fromisoformat(begun["at"]) + MAX_AGE:
        raise Refused
    return begun["state"]


@contextmanager
def _refuse_malformed():
    """The library reads what a stranger sent, and raises whatever it stumbles on."""
    try:
        yield
    except Exception as error:
        raise Refused from error


def _server():
    party = PublicKeyCredentialRpEntity(id=settings.PASSKEY_HOST, name=settings.ORGANISATION["name"])
    return Fido2Server(party, verify_origin=_is_ours)


def _is_ours(origin):
    """No other host, not even below ours; and https, or a browser on this machine."""
    address = urlsplit(origin)
    is_secure = address.scheme == "https" or (address.scheme == "http" and address.hostname == "localhost")
    return is_secure and address.hostname == settings.PASSKEY_HOST
