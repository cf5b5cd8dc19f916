"""Draft, scheduled, public, withdrawn, in the bin: in a list, and in words."""

from django.contrib import admin
from django.utils.html import format_html

from .. import clock
from ..rules.days import day_of
from ..rules.publication import Publication, publication_q
from ..wording import day_in_words, instant_in_words, publication_condition


class PublicationFilter(admin.SimpleListFilter):
    """By publication; what lies in the bin shows only when it is asked for."""

    title = "openbaar of niet"
    parameter_name = "staat"

    def lookups(self, request, model_admin):
        return [(state.value, "Prullenbak" if state is Publication.BINNED else state.label) for state in Publication]

    def queryset(self, request, queryset):
        now = clock.now()
        if self.value() in Publication.values:
            return queryset.filter(publication_q(Publication(self.value()), now))
        return queryset.not_binned(now)


def state_tag(state):
    return format_html('<span class="state state-{}">{}</span>', state, Publication(state).label)


def visibility_sentence(row, now):
    state = row.publication(now)
    if state is Publication.SCHEDULED:
        promise = f"Vanaf {instant_in_words(row.published_at)} wel{publication_condition(row)}."
        return f"Huurders zien dit nu nog niet. {promise}"
    if state is Publication.PUBLIC:
        dossier = getattr(row, "dossier", row)
        if dossier.publication(now) is not Publication.PUBLIC:
            return "Huurders zien dit niet, want het dossier is niet openbaar."
        return f"Huurders zien dit, sinds {day_in_words(day_of(row.published_at))}."
    if state is Publication.WITHDRAWN:
        if row.moved_to:
            return f"Huurders zien dit niet meer. Wie het adres opent, komt uit op {row.moved_to}."
        return f"Huurders zien dit niet meer. Wie het adres opent, leest: “{row.withdrawn_reason}”"
    if state is Publication.BINNED:
        return "Dit ligt in de prullenbak. Huurders hebben het nooit gezien."
    return "Huurders zien dit niet. Alleen redacteuren zien dit concept."
