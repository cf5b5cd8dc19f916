"""Draft, scheduled, public, withdrawn, in the bin: one control, and every step by POST."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Case, ForeignKey, Value, When
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.text import capfirst

from .. import clock
from ..admin_site.by_post import only_by_post
from ..forms.publication import WithdrawForm
from ..history.conflicts import overtaken
from ..history.snapshots import PUBLICATION_FIELDS, newest_version
from ..rules.days import day_of
from ..rules.publication import NEVER_PUBLIC, Publication, publication_q
from ..wording import day_in_words, if_dossier_is_public, instant_in_words
from .preview import PreviewMixin, asks_preview, public_page
from .preview_link import PreviewLinksMixin, can_share
from .unsaved import gives_back, is_given_back
from .versions import VersionedAdmin, version

MOST_HINTS = 3  # after a save: all messages of a page have to fit in one cookie
REPORT = ("Verander je iets dat huurders konden lezen?", {"fields": ["report", "report_text"], "classes": ["report"]})
VISIBILITY = ("Openbaar maken", {"fields": ["visibility", "publish_on"], "classes": ["visibility"]})


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
    """A state in words, with a mark that repeats it without colour."""
    return format_html('<span class="state state-{}">{}</span>', state, Publication(state).label)


def what_tenants_see(row, now):
    """One sentence: what a tenant sees of this row now."""
    state = row.publication(now)
    if state is Publication.SCHEDULED:
        promise = f"Vanaf {instant_in_words(row.published_at)} wel{if_dossier_is_public(row)}."
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


def _overtaken(context):
    form = context["adminform"].form
    return overtaken(form, [rows.formset for rows in context["inline_admin_formsets"]]) if form.is_overtaken else None


class PublishedAdmin(PreviewMixin, PreviewLinksMixin, VersionedAdmin):
    """The admin of what is published: a dossier or an entry."""

    change_form_template = "admin/dossiers/published_change_form.html"
    can_restore = True

    def changelist_view(self, request, extra_context=None):
        title = {"title": capfirst(self.opts.verbose_name_plural)}
        return super().changelist_view(request, title | (extra_context or {}))

    def get_queryset(self, request):
        """With ``state``, the publication at the instant of this request."""
        now = clock.now()
        states = [When(publication_q(state, now), then=Value(state.value)) for state in Publication]
        return super().get_queryset(request).annotate(state=Case(*states))

    def get_object(self, request, object_id, from_field=None):
        """With what it was before a form changes it.

        ``seen_as`` says who sees it, ``on_site`` is the row as tenants have it, and ``as_read`` the row as they have
        it or could have it before it, or its dossier, was withdrawn.
        """
        row = super().get_object(request, object_id, from_field)
        if row is not None:
            now = clock.now()
            row.seen_as = what_tenants_see(row, now)
            row.on_site = self.model.objects.public(now).filter(pk=row.pk).first()
            row.as_read = row.on_site or self.model.objects.withdrawn(now).filter(pk=row.pk).first()
        return row

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.before = obj and obj.as_read
        form.is_preview = asks_preview(request)
        if obj is not None:
            form.newest_version = newest_version(obj)
            form.restored = self.restored(request).row
        return form

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if told := form.reported_change(clock.now()):
            told.save()

    def get_view_on_site_url(self, obj=None):
        return obj.get_absolute_url() if obj is not None and obj.on_site else None

    @admin.display(description="openbaar of niet", ordering="published_at")
    def publication_column(self, row):
        return state_tag(row.state)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """A choice of another row without Django's buttons to add or change that row in a window of its own."""
        if isinstance(db_field, ForeignKey):
            return self.formfield_for_foreignkey(db_field, request, **kwargs)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def publication_fieldsets(self, obj):
        """The question who sees this; once tenants could, what is said of a change."""
        if obj is None or obj.state in NEVER_PUBLIC:
            return [VISIBILITY]
        return [REPORT] if obj.as_read else []

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["media"] = context["media"].with_nonce(str(request.csp_nonce))
        context["show_save_and_add_another"] = False
        if obj is not None:
            context |= {
                "restored": self.restored(request).version,
                "overtaken": _overtaken(context),
                "state": obj.state,
                "state_tag": state_tag(obj.state),
                "seen_as": obj.seen_as,
                "was_never_public": obj.state in NEVER_PUBLIC,
                "is_public": obj.state == Publication.PUBLIC,
                "links_url": self._url("preview_links", obj) if can_share(obj, clock.now()) else None,
                "withdraw_url": self._url("withdraw", obj),
                "correct_withdrawal_url": self._url("correct_withdrawal", obj),
                "bin_url": self._url("bin", obj),
                "put_back_url": self._url("put_back", obj),
                "hints": self.hints(obj) if request.method == "GET" else [],
            }
        if request.FILES:
            messages.warning(
                request, "Er is nog niets opgeslagen. Kies je bestanden opnieuw: die onthoudt je browser niet."
            )
        return super().render_change_form(request, context, add, change, form_url, obj)

    def response_add(self, request, obj, post_url_continue=None):
        return self._saved(request, obj)

    def response_change(self, request, obj):
        return self._saved(request, obj)

    def _saved(self, request, row):
        """Say what was saved and who sees it, and go on: in the same form, or to where one looks next."""
        if asks_preview(request):
            return public_page(request, row)
        change = self._url("change", row)
        said = format_html('<a href="{}">{}</a> is opgeslagen. {}', change, row, what_tenants_see(row, clock.now()))
        self.message_user(request, said, messages.SUCCESS)
        if "_continue" in request.POST:
            return HttpResponseRedirect(change)  # the form itself shows the hints
        hints = self.hints(row)
        for hint in hints[:MOST_HINTS]:
            self.message_user(request, hint, messages.WARNING)
        if len(hints) > MOST_HINTS:
            more = format_html('Er is meer om nog eens naar te kijken. <a href="{}">Open het formulier</a>.', change)
            self.message_user(request, more, messages.WARNING)
        return HttpResponseRedirect(self.url_after_saving(row))

    def hints(self, row):
        """What to look at again, in sentences."""
        return []

    def url_after_saving(self, row):
        return reverse(f"admin:{self._url_name('changelist')}")

    def get_urls(self):
        def step(address, view, name):
            return path(f"<int:pk>/{address}/", self.admin_site.admin_view(view), name=self._url_name(name))

        return [
            step("intrekken", self.withdraw_view, "withdraw"),
            step("reden", self.correct_withdrawal_view, "correct_withdrawal"),
            step("prullenbak", self.bin_view, "bin"),
            step("terugzetten", self.put_back_view, "put_back"),
            *super().get_urls(),
        ]

    def _url_name(self, name):
        return f"{self.opts.app_label}_{self.opts.model_name}_{name}"

    def _url(self, name, obj):
        return reverse(f"admin:{self._url_name(name)}", args=[obj.pk])

    @gives_back
    def withdraw_view(self, request, pk):
        """Ask why, then take it off the site."""
        row = self._row(request, pk)
        if row is None or row.state != Publication.PUBLIC:
            return self._back(
                request, row, messages.WARNING, "Dit staat niet op de site. Je hoeft het niet in te trekken."
            )
        return self._ask_why(request, row, "Intrekken", "Ingetrokken.", row.withdraw)

    @gives_back
    def correct_withdrawal_view(self, request, pk):
        """Ask again why it went off the site, and leave it off.

        At an address of its own: a colleague may have put the row back, and then this must not withdraw it again.
        """
        row = self._row(request, pk)
        if row is None or row.state != Publication.WITHDRAWN:
            return self._back(request, row, messages.WARNING, "Dit is niet ingetrokken. Er is niets aan te passen.")
        title, said = "Reden of nieuw adres aanpassen", "Reden of nieuw adres aangepast."
        return self._ask_why(request, row, title, said, row.correct_withdrawal)

    def _ask_why(self, request, row, title, said, take):
        """The form with the reason and the new address; once filled in, the step that takes them."""
        form = WithdrawForm(request.POST if request.method == "POST" else None, row=row)
        if form.is_valid() and not is_given_back(request):
            told = form.cleaned_data["reason"], form.cleaned_data["moved_to"]
            return self._step(request, row, said, lambda: take(clock.now(), *told))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "subtitle": str(row),
            "original": row,
            "is_public": row.state == Publication.PUBLIC,
            "form": form,
            "back_url": self._url("change", row),
        }
        return TemplateResponse(request, "admin/dossiers/withdraw.html", context)

    @only_by_post("../change/")
    def bin_view(self, request, pk):
        """Put away what never was public."""
        row = self._row(request, pk)
        if row is None or row.state not in NEVER_PUBLIC:
            return self._back(request, row, messages.WARNING, "Dit kan niet in de prullenbak.")
        return self._step(request, row, "In de prullenbak gelegd.", lambda: row.withdraw(clock.now()))

    @only_by_post("../change/")
    def put_back_view(self, request, pk):
        """Undo the withdrawal, or take it out of the bin."""
        row = self._row(request, pk)
        if row is None or row.withdrawn_at is None:
            return self._back(request, row, messages.WARNING, "Er is niets terug te zetten.")
        return self._step(request, row, "Teruggezet.", row.put_back)

    def _row(self, request, pk):
        row = self.get_object(request, str(pk))
        if not self.has_change_permission(request, row):
            raise PermissionDenied
        return row

    def _step(self, request, row, said, take):
        """Take one step of publication, as a version with that comment."""
        try:
            with version(request, said):
                take()
                row.save(update_fields=PUBLICATION_FIELDS)
                self.log_change(request, row, said)
        except ValidationError as error:
            return self._back(request, row, messages.ERROR, " ".join(error.messages))
        return self._back(request, row, messages.SUCCESS, f"{row}: {said} {what_tenants_see(row, clock.now())}")

    def _back(self, request, row, level, said):
        self.message_user(request, said, level)
        return HttpResponseRedirect(reverse("admin:index") if row is None else self._url("change", row))
