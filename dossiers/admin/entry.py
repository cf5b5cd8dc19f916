from dataclasses import dataclass
from functools import cached_property

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import URLField
from django.http import JsonResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse

from .. import clock
from ..addresses.editing import follow_up_form_of
from ..forms.entry import EntryForm, NewEntryForm, ProposalForm
from ..forms.moment import DAYS_AND_TIMES
from ..guidance.hints import entry_hints
from ..models import Dossier, Entry, Point
from ..models.entry import FACTS
from ..rules.days import Precision
from ..rules.kinds import KINDS, KindSpec
from ..wording import proposed_title, when
from .attachment import AttachmentInline, EntryAttachmentInline
from .point import AnswerInline, PointInline, ThemeInline
from .publication import PublicationFilter, PublishedAdmin

DAYS = ("starts_on", "ends_on", "begins_at", "ends_at", "due_on", "cancelled")


@dataclass(frozen=True)
class Opened:
    """What the form of an entry is about when it is opened, whatever is typed in it afterwards."""

    dossier: Dossier
    kind: str
    responds_to: Entry | None

    @property
    def spec(self) -> KindSpec:
        return KINDS[self.kind]

    @property
    def facts(self) -> list[str]:
        """The facts to ask for. An answer has an outcome of its own only where the advice has no points."""
        has_outcome = self.responds_to and not self.points
        return [name for name in self.spec.facts if name != "outcome" or has_outcome]

    @cached_property
    def points(self) -> list[Point]:
        """The points of an advice that this entry answers one by one."""
        answers = self.spec.answers_points and self.responds_to
        return list(self.responds_to.points.order_by("number")) if answers else []


def follow_up(entry: Entry, spec: KindSpec) -> dict | None:
    """The button that starts the response for which an entry of that kind waits; None when it waits for nothing."""
    if not entry.is_waiting:
        return None
    return {"url": follow_up_form_of(entry, spec.awaits), "label": spec.follow_up}


@admin.register(Entry)
class EntryAdmin(PublishedAdmin):
    form = EntryForm
    change_form_template = "admin/dossiers/entry_change_form.html"
    list_display = ("cited_as", "title", "kind", "when_column", "publication_column")
    list_display_links = ("cited_as", "title")
    list_filter = ("kind", PublicationFilter)
    list_select_related = ("dossier",)
    list_per_page = 50
    search_fields = ("title", "dossier__code", "dossier__title")
    search_help_text = "Zoek op titel, of op code of titel van het dossier."
    formfield_overrides = DAYS_AND_TIMES | {URLField: {"assume_scheme": "https"}}  # of an address without one
    ordering = ("-dossier__serial", "-dossier__code", "-number")

    @admin.display(description="nummer", ordering="number")
    def cited_as(self, entry):
        return f"{entry.dossier.code}/{entry.number}"

    @admin.display(description="datum", ordering="starts_on", empty_value="zonder datum")
    def when_column(self, entry):
        return when(entry) or None

    # --- A new entry: first the kind, then its form --------------------------------------------------------

    def add_view(self, request, form_url="", extra_context=None):
        """Ask for the dossier and the kind until the address names both; then the form of that kind."""
        wanted = NewEntryForm(request.GET)
        if wanted.is_valid():
            request.opened = Opened(**wanted.cleaned_data)
            return super().add_view(request, form_url, extra_context)
        if not self.has_add_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Wat voor bericht wordt het?",
            "form": wanted,
            "dossier": wanted.cleaned_data.get("dossier"),
            "kinds": [{"value": kind, "label": kind.label, "purpose": spec.purpose} for kind, spec in KINDS.items()],
        }
        return TemplateResponse(request, "admin/dossiers/choose_kind.html", context)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        if obj is None:
            form.dossier, form.kind = request.opened.dossier, request.opened.kind
        return form

    def get_changeform_initial_data(self, request):
        """What is known of a new entry: of a response, also its day and a title."""
        opened = request.opened
        if opened.responds_to is None:
            return {"starts_on": clock.today()} if opened.spec.begins_today else {}
        title = proposed_title(opened.kind, opened.responds_to)
        return {"responds_to": opened.responds_to.pk, "title": title, "starts_on": clock.today()}

    def construct_change_message(self, request, form, formsets, add=False):
        """Django's, with each point called what the form calls it."""
        parts = super().construct_change_message(request, form, formsets, add)
        for deed in (deed for part in parts for deed in part.values()):
            if deed.get("name") == Point._meta.verbose_name:
                deed["name"] = self.get_inlines(request, form.instance)[0].verbose_name
        return parts

    # --- What the form asks ----------------------------------------------------------------------------------

    def get_queryset(self, request):
        return super().get_queryset(request).with_waiting(clock.today())

    def get_object(self, request, object_id, from_field=None):
        """Remember what the form is about, before it changes the entry."""
        entry = super().get_object(request, object_id, from_field)
        if entry is not None:
            request.opened = Opened(entry.dossier, entry.kind, entry.responds_to)
        return entry

    def get_inlines(self, request, obj):
        opened = request.opened
        rows = {
            PointInline: opened.spec.has_points,
            ThemeInline: opened.spec.has_themes,
            AnswerInline: bool(opened.points),
        }
        return [*(inline for inline, used in rows.items() if used), EntryAttachmentInline]

    def get_formset_kwargs(self, request, obj, inline, prefix):
        known = {}
        if isinstance(inline, PointInline):
            known["kind"] = request.opened.kind
            known["restored"] = self.restored(request).points
        if isinstance(inline, AttachmentInline):
            known["restored"] = self.restored(request).attachments
        if isinstance(inline, AnswerInline):
            known["asked"] = request.opened.points
        return super().get_formset_kwargs(request, obj, inline, prefix) | known

    def get_fieldsets(self, request, obj=None):
        """The fields that the kind uses, and any other that holds a value: nothing is hidden, so nothing is lost."""
        spec = request.opened.spec
        asked = request.opened.facts
        rows = [obj, request.as_it_was] if obj else []
        used = {name for name in FACTS if name in asked or any(row.has_fact(name) for row in rows)}
        days = [name for name in DAYS if name == "starts_on" or name in used]
        facts = [name for name in dict.fromkeys((*spec.facts, *FACTS)) if name in used and name not in DAYS]
        vague = not spec.day_precision or any(row.date_text or row.date_precision != Precision.DAY for row in rows)
        return [
            (None, {"fields": ["title", *facts]}),
            ("Wanneer?", {"fields": days}),
            *([("Weet je de dag niet precies?", {"fields": VAGUE_DAYS, "classes": ["collapse"]})] if vague else []),
            ("Wat lezen huurders?", {"fields": ["teaser", "body"], "classes": ["before-points"]}),
            *([KIND] if obj else []),
            *self.publication_fieldsets(obj),
        ]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        entry = context["adminform"].form.instance
        dossier_url = reverse("admin:dossiers_dossier_change", args=[entry.dossier_id])
        context["trail"] = [
            (reverse("admin:dossiers_dossier_changelist"), "Dossiers"),
            (dossier_url, str(entry.dossier)),
        ]
        if add:
            context["title"] = f"{entry.get_kind_display()} toevoegen"
            context["subtitle"] = f"in {entry.dossier}"
            context["purpose"] = entry.spec.purpose
            context["guide_part"] = entry.spec.guide_part
        else:
            context["title"] = str(context["subtitle"])
            context["subtitle"] = None
            context["follow_up"] = follow_up(entry, request.opened.spec)
            context["guide_part"] = "verbeteren" if obj.on_site else entry.spec.guide_part
        return super().render_change_form(request, context, add, change, form_url, obj)

    def hints(self, entry):
        return entry_hints([entry], clock.now())[entry.pk]

    def get_urls(self):
        view = self.admin_site.admin_view(self.proposal_view)
        return [path("voorstel/", view, name="dossiers_entry_proposal"), *super().get_urls()]

    def proposal_view(self, request):
        """The day to propose for ``due_on``, for the script in the form."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        return JsonResponse(ProposalForm(request.GET).proposal())

    def url_after_saving(self, entry):
        return reverse("admin:dossiers_dossier_change", args=[entry.dossier_id])


VAGUE_DAYS = ["date_precision", "date_text"]
KIND = (
    "Toch een ander soort bericht?",
    {
        "fields": ["kind"],
        "classes": ["collapse"],
        "description": "Maak eerst leeg wat bij de nieuwe soort niet hoort. Na het opslaan zie je de nieuwe velden.",
    },
)
