"""The only place that reads the clock. Everything else takes the time as an argument."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """Aware, in UTC."""
    return timezone.now()


def today() -> date:
    """In the site's time zone (Europe/Amsterdam)."""
    return timezone.localdate()
