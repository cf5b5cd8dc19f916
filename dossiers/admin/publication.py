"""What the admins of dossiers and entries share: a form that asks who sees the row, and steps beside it."""

from functools import partial

from django.contrib import admin, messages
from django.db.models import Case, ForeignKey, Value, When
from django.http import HttpResponseRedirect
from django.urls import path
from django.utils.html import format_html
from django.utils.text import capfirst

from .. import clock
from ..history.conflicts import find_conflict
from ..history.log_sentences import log_sentences
from ..history.snapshots import newest_version
from ..rules.publication import NEVER_PUBLIC, Publication, publication_q
from ..search.query import find_rows
from . import preview, preview_link, steps
from .editing import EditingAdmin
from .history import get_snapshot_or_404, history_page
from .states import state_tag, visibility_sentence

MAX_HINTS = 3  # after a save: all messages of a page have to fit in one cookie
REPORT_FIELDSET = (
    "Verander je iets dat huurders konden lezen?",
    {"fields": ["report", "report_text"], "classes": ["report"]},
)
VISIBILITY_FIELDSET = ("Openbaar maken", {"fields": ["visibility", "publish_on"], "classes": ["visibility"]})
STEPS = [
    ("intrekken/", steps.withdraw, "withdraw"),
    ("reden/", steps.correct_withdrawal, "correct_withdrawal"),
    ("prullenbak/", steps.put_in_bin, "bin"),
    ("terugzetten/", steps.put_back, "put_back"),
    ("voorbeeldlinks/", preview_link.preview_links, "preview_links"),
    ("voorbeeldlinks/<int:link>/intrekken/", preview_link.revoke, "revoke_preview_link"),
    ("voorbeeld/", preview.saved_page, "preview"),
    ("voorbeeld/concepten/", partial(preview.saved_page, with_drafts=True), "preview_with_drafts"),
    ("voorbeeld/concepten/<path:page>", partial(preview.saved_page, with_drafts=True), "page_with_drafts"),
    ("voorbeeld/<path:page>", preview.saved_page, "preview_page"),
]


def opening_values(request, row, now):
    """What the opening of a form says of its row; nothing of a new one."""
    if row is None:
        return {}
    known = {"visibility_sentence": visibility_sentence(row, now), "newest_version": newest_version(row)}
    if row.state not in NEVER_PUBLIC:
        rows = type(row).objects
        known["public_row"] = rows.public(now).filter(pk=row.pk).first()
        known["last_public_state"] = known["public_row"] or rows.withdrawn(now).filter(pk=row.pk).first()
    if "versie" in request.GET:
        old = get_snapshot_or_404(row, request.GET["versie"])
        known["restored_at"] = old.version.revision.date_created
        known |= {"restored_row": old.row, "restored_points": old.points, "restored_attachments": old.attachments}
    return known


def publication_fieldsets(row, opening):
    """The question who sees this; once tenants could, what is said of a change."""
    if row is None or row.state in NEVER_PUBLIC:
        return [VISIBILITY_FIELDSET]
    return [REPORT_FIELDSET] if opening.last_public_state else []


def response_after_save(model_admin, request, row, hints, next_page):
    """Say what was saved and who sees it, and go on: in the same form, or to where one looks next."""
    form_url = steps.admin_url(model_admin, "change", row)
    now = clock.now()
    words = format_html('<a href="{}">{}</a> is opgeslagen. {}', form_url, row, visibility_sentence(row, now))
    model_admin.message_user(request, words, messages.SUCCESS)
    if "_continue" in request.POST:
        return HttpResponseRedirect(form_url)  # the form itself shows the hints
    found = hints([row], now)[row.pk]
    for hint in found[:MAX_HINTS]:
        model_admin.message_user(request, hint, messages.WARNING)
    if len(found) > MAX_HINTS:
        more = format_html('Er is meer om nog eens naar te kijken. <a href="{}">Open het formulier</a>.', form_url)
        model_admin.message_user(request, more, messages.WARNING)
    return HttpResponseRedirect(next_page)


class PublishedAdmin(EditingAdmin):
    change_form_template = "admin/dossiers/published_change_form.html"
    has_preview = True
    view_on_site = False  # the form says where it stands, when readers can see it

    def changelist_view(self, request, extra_context=None):
        title = {"title": capfirst(self.opts.verbose_name_plural)}
        return super().changelist_view(request, title | (extra_context or {}))

    def get_queryset(self, request):
        """With ``state``, the publication at the instant of this request."""
        now = clock.now()
        states = [When(publication_q(state, now), then=Value(state.value)) for state in Publication]
        return super().get_queryset(request).annotate(state=Case(*states))

    @admin.display(description="openbaar of niet", ordering="published_at")
    def publication_column(self, row):
        return state_tag(row.state)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """A choice of another row without Django's buttons to add or change that row in a window of its own."""
        if isinstance(db_field, ForeignKey):
            return self.formfield_for_foreignkey(db_field, request, **kwargs)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_urls(self):
        views = [
            path(
                f"<int:pk>/{address}",
                self.admin_site.admin_view(partial(view, self)),
                name=steps.admin_url_name(self, name),
            )
            for address, view, name in STEPS
        ]
        return [*views, *super().get_urls()]

    def log_details(self, form):
        return log_sentences(form)

    def get_search_results(self, request, queryset, search_term):
        """What has a part of a word in the search fields, and what the search of readers finds, drafts too."""
        found, has_duplicates = super().get_search_results(request, queryset, search_term)
        return found | queryset.filter(pk__in=find_rows(self.model, search_term)), has_duplicates

    def history_view(self, request, object_id, extra_context=None):
        return history_page(self, request, object_id, can_restore=True)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["media"] = context["media"].with_nonce(str(request.csp_nonce))
        context["show_save_and_add_another"] = False
        if obj is not None:
            opening, form = context["opening"], context["adminform"].form
            formsets = [rows.formset for rows in context["inline_admin_formsets"]]
            has_links = preview_link.can_share(obj, opening.now)
            context |= {
                "page_url": opening.public_row and obj.get_absolute_url(),
                "conflict": find_conflict(form, formsets) if form.has_conflict else None,
                "state": obj.state,
                "state_tag": state_tag(obj.state),
                "was_never_public": obj.state in NEVER_PUBLIC,
                "is_public": obj.state == Publication.PUBLIC,
                "links_url": steps.admin_url(self, "preview_links", obj) if has_links else None,
                "withdraw_url": steps.admin_url(self, "withdraw", obj),
                "correct_withdrawal_url": steps.admin_url(self, "correct_withdrawal", obj),
                "bin_url": steps.admin_url(self, "bin", obj),
                "put_back_url": steps.admin_url(self, "put_back", obj),
            }
        if request.FILES:
            messages.warning(
                request, "Er is nog niets opgeslagen. Kies je bestanden opnieuw: die onthoudt je browser niet."
            )
        return super().render_change_form(request, context, add, change, form_url, obj)
