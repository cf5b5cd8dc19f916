"""A round of inspraak: its first and its last day both count. One without days counts for nothing."""

from datetime import date

from django.db.models import Q


def is_open(entry, day: date) -> bool:
    return entry.starts_on is not None and entry.starts_on <= day <= entry.ends_on


def open_q(day: date) -> Q:
    return Q(starts_on__lte=day, ends_on__gte=day)


def has_closed(entry, day: date) -> bool:
    return entry.ends_on is not None and entry.ends_on < day


def closed_q(day: date) -> Q:
    return Q(ends_on__lt=day)


def unclosed_q(day: date) -> Q:
    return Q(ends_on__gte=day)
