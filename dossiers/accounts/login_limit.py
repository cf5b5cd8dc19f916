"""How many wrong passwords a name may get. It is counted by name alone, so that nothing tells whether it exists."""

from datetime import timedelta

from django.utils.crypto import salted_hmac

from ..models import FailedLogin

MOST_FAILURES = 5
WITHIN = timedelta(minutes=15)
KEPT = timedelta(days=1)

_SALT = "dossiers.accounts.login_limit"


def may_try(name, now):
    """Whether a password for a name may be checked. The attempt counts as a failure until ``forget``.

    It is stored before it is counted, so that of many at once, wherever they are answered, no more than
    ``MOST_FAILURES`` are allowed. One that is refused is not a failure, and prolongs nothing.
    """
    purge(now)
    attempt = FailedLogin.objects.create(name_hash=_hash(name), at=now)
    if FailedLogin.objects.filter(name_hash=attempt.name_hash, at__gt=now - WITHIN).count() <= MOST_FAILURES:
        return True
    attempt.delete()
    return False


def forget(name):
    """Forget the failures of a name, whose owner came in."""
    FailedLogin.objects.filter(name_hash=_hash(name)).delete()


def purge(now):
    """Delete failures of longer than a day ago; returns how many."""
    count, _ = FailedLogin.objects.filter(at__lte=now - KEPT).delete()
    return count


def _hash(name):
    """Of a name in any capitals: of a name with an account they do not matter either."""
    return salted_hmac(_SALT, name.upper().casefold(), algorithm="sha256").hexdigest()
