"""Errors of the server: counted in a file beside the database, which may be what fails, and mailed now and then.

Of a request only the pattern of its address is told: what somebody typed, or the secret of a link, stands nowhere.
"""

import fcntl
import json
import logging
import os
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.formats import date_format
from django.utils.timezone import localtime

COUNTED_FOR = timedelta(days=7)
BETWEEN_MAILS = timedelta(hours=1)
MOST = 1000  # instants in the file


class ErrorHandler(logging.Handler):
    def emit(self, record):
        """An answer that says "not now" is logged as an error too, and has no exception."""
        if not record.exc_info:
            return
        try:
            at = datetime.fromtimestamp(record.created, UTC)
            count, may_mail = count_error(at)
            if may_mail:
                error_mail(record, at, count).send()
        except OSError:
            self.handleError(record)


def count_error(at):
    """How many there were lately, this one included, and whether a mail may go. None goes when nobody reads it."""
    with error_file() as file:
        known = read_errors(file)
        instants = [each for each in known["at"] if at - each < COUNTED_FOR][1 - MOST :] + [at]
        mailed_at = known["mailed_at"]
        may_mail = bool(settings.ERRORS_TO) and (mailed_at is None or at - mailed_at >= BETWEEN_MAILS)
        file.seek(0)
        file.truncate()
        mailed_at = at if may_mail else mailed_at
        json.dump({"at": instants, "mailed_at": mailed_at}, file, default=datetime.isoformat)
    return len(instants), may_mail


def recent_errors(now):
    """The instants, oldest first."""
    with error_file() as file:
        return [each for each in read_errors(file)["at"] if now - each < COUNTED_FOR]


@contextmanager
def error_file():
    """For one process or thread at a time."""
    path = settings.VAR_DIR / "errors.json"
    with open(path, "a+", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        yield file


def read_errors(file):
    """Nothing when the file is new, or was cut off by a full disk."""
    try:
        known = json.load(file)
        mailed_at = known["mailed_at"] and datetime.fromisoformat(known["mailed_at"])
        return {"at": [datetime.fromisoformat(each) for each in known["at"]], "mailed_at": mailed_at}
    except (ValueError, KeyError, TypeError):
        return {"at": [], "mailed_at": None}


def error_mail(record, at, count):
    match = getattr(getattr(record, "request", None), "resolver_match", None)
    body = (
        f"De server kon een pagina van {settings.SITE_URL} niet maken.\n\n"
        f"Wanneer: {date_format(localtime(at), 'j F Y, H:i')} uur\n"
        f"Adres: {f'/{match.route}' if match else 'onbekend'}\n"
        f"Fout: {record.exc_info[0].__name__}\n"
        f"Versie: {settings.RELEASE or 'onbekend'}\n"
        f"In de laatste zeven dagen: {count} keer\n\n"
        "Meer staat in het logboek van de server. Wat iemand intypte, staat niet in deze mail. "
        "De volgende mail komt op zijn vroegst over een uur.\n"
    )
    headers = {"Auto-Submitted": "auto-generated"}
    return EmailMessage("Er ging iets mis op de site", body, to=[settings.ERRORS_TO], headers=headers)
