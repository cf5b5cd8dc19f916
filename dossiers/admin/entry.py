from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import URLField
from django.http import JsonResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse

from .. import clock
from ..addresses.editing import add_response_url
from ..forms.entry import EntryForm, NewEntryForm, ProposalForm
from ..forms.moment import DAY_AND_TIME_OVERRIDES
from ..forms.opening import EntryOpening
from ..guidance.hints import entry_hints
from ..models import Entry, Point
from ..models.entry import FACTS
from ..rules.days import Precision
from ..rules.kinds import KINDS
from ..wording import display_date, proposed_title
from .attachment import EntryAttachmentInline
from .editing import make_sheet
from .point import AnswerInline, PointInline, ThemeInline
from .preview import is_preview_request
from .publication import PublishedAdmin, opening_values, publication_fieldsets, response_after_save
from .states import PublicationFilter

DAY_FIELDS = ("starts_on", "ends_on", "begins_at", "ends_at", "due_on", "cancelled")
VAGUE_DAY_FIELDS = ["date_precision", "date_text"]
KIND_FIELDSET = (
    "Toch een ander soort bericht?",
    {
        "fields": ["kind"],
        "classes": ["collapse"],
        "description": "Maak eerst leeg wat bij de nieuwe soort niet hoort. Na het opslaan zie je de nieuwe velden.",
    },
)


def follow_up_button(entry, spec):
    """The button that starts the response for which an entry of that kind waits; None when it waits for nothing."""
    if not entry.is_waiting:
        return None
    return {"url": add_response_url(entry, spec.awaits), "label": spec.follow_up}


@admin.register(Entry)
class EntryAdmin(PublishedAdmin):
    form = EntryForm
    change_form_template = "admin/dossiers/entry_change_form.html"
    list_display = ("cited_as", "title", "kind", "when_column", "publication_column")
    list_display_links = ("cited_as", "title")
    list_filter = ("kind", PublicationFilter)
    linked_lookups = ("dossier__id__exact",)
    list_select_related = ("dossier",)
    list_per_page = 50
    search_fields = ("title", "dossier__code", "dossier__title")
    search_help_text = "Zoek op titel, woorden uit de tekst, of code of titel van het dossier."
    formfield_overrides = DAY_AND_TIME_OVERRIDES | {URLField: {"assume_scheme": "https"}}  # of an address without one
    ordering = ("-dossier__serial", "-dossier__code", "-number")

    @admin.display(description="nummer", ordering="number")
    def cited_as(self, entry):
        return f"{entry.dossier.code}/{entry.number}"

    @admin.display(description="datum", ordering="starts_on", empty_value="zonder datum")
    def when_column(self, entry):
        return display_date(entry) or None

    def add_view(self, request, form_url="", extra_context=None):
        """Ask for the dossier and the kind until the address names both; then the form of that kind."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = NewEntryForm(request.GET)
        if form.is_valid():
            return self.process_sheet(request, lambda: self.build_sheet(request, None, **form.cleaned_data))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Wat voor bericht wordt het?",
            "form": form,
            "dossier": form.cleaned_data.get("dossier"),
            "kinds": [{"value": kind, "label": kind.label, "purpose": spec.purpose} for kind, spec in KINDS.items()],
        }
        return TemplateResponse(request, "admin/dossiers/choose_kind.html", context)

    def open_sheet(self, request, row):
        return self.build_sheet(request, row, row.dossier, row.kind, row.responds_to)

    def build_sheet(self, request, row, dossier, kind, responds_to):
        opening = entry_opening(request, row, dossier, kind, responds_to)
        fieldsets, inlines = entry_fieldsets(opening, row), entry_inlines(opening)
        initial = initial_values(opening) if row is None else None
        return make_sheet(self, request, row, fieldsets, inlines=inlines, opening=opening, initial=initial)

    def construct_change_message(self, request, form, formsets, add=False):
        """Django's, with each point called what the form calls it."""
        parts = super().construct_change_message(request, form, formsets, add)
        for action in (action for part in parts for action in part.values()):
            if action.get("name") == Point._meta.verbose_name:
                action["name"] = entry_inlines(form.opening)[0].verbose_name
        return parts

    def get_queryset(self, request):
        return super().get_queryset(request).with_waiting(clock.today())

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
            context["follow_up"] = follow_up_button(entry, context["opening"].spec)
            context["hints"] = entry_hints([obj], clock.now())[obj.pk] if request.method == "GET" else []
            context["guide_part"] = "verbeteren" if context["opening"].public_row else entry.spec.guide_part
        return super().render_change_form(request, context, add, change, form_url, obj)

    def response_add(self, request, obj, post_url_continue=None):
        dossier_url = reverse("admin:dossiers_dossier_change", args=[obj.dossier_id])
        return response_after_save(self, request, obj, entry_hints, dossier_url)

    def response_change(self, request, obj):
        return self.response_add(request, obj)

    def get_urls(self):
        view = self.admin_site.admin_view(self.proposal_view)
        return [path("voorstel/", view, name="dossiers_entry_proposal"), *super().get_urls()]

    def proposal_view(self, request):
        """The day to propose for ``due_on``, for the script in the form."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        return JsonResponse(ProposalForm(request.GET).proposal())


def entry_opening(request, row, dossier, kind, responds_to):
    """What the form of an entry is about, before the form changes the entry. ``row`` is None while it is new."""
    now = clock.now()
    answers = KINDS[kind].answers_points and responds_to
    return EntryOpening(
        now=now,
        is_preview=is_preview_request(request),
        dossier=dossier,
        kind=kind,
        responds_to=responds_to,
        points=tuple(responds_to.points.order_by("number")) if answers else (),
        **opening_values(request, row, now),
    )


def initial_values(opening):
    """What is known of a new entry: of a response, also its day and a title."""
    target = opening.responds_to
    if target is None:
        return {"starts_on": clock.today()} if opening.spec.defaults_to_today else {}
    return {"responds_to": target.pk, "title": proposed_title(opening.kind, target), "starts_on": clock.today()}


def entry_inlines(opening):
    rows = {
        PointInline: opening.spec.has_points,
        ThemeInline: opening.spec.has_themes,
        AnswerInline: bool(opening.points),
    }
    return [*(inline for inline, used in rows.items() if used), EntryAttachmentInline]


def entry_fieldsets(opening, entry=None):
    """The fields that the kind uses, and any other that holds a value: nothing is hidden, so nothing is lost."""
    restored = {Entry._meta.get_field(name).attname: value for name, value in opening.restored_row.items()}
    rows = [entry, Entry(**restored)] if entry else []
    used = {name for name in FACTS if name in opening.facts or any(row.has_fact(name) for row in rows)}
    days = [name for name in DAY_FIELDS if name == "starts_on" or name in used]
    facts = [name for name in dict.fromkeys((*opening.spec.facts, *FACTS)) if name in used and name not in DAY_FIELDS]
    vague = not opening.spec.day_precision or any(row.date_text or row.date_precision != Precision.DAY for row in rows)
    return [
        (None, {"fields": ["title", *facts]}),
        ("Wanneer?", {"fields": days}),
        *([("Weet je de dag niet precies?", {"fields": VAGUE_DAY_FIELDS, "classes": ["collapse"]})] if vague else []),
        ("Wat lezen huurders?", {"fields": ["teaser", "body"], "classes": ["before-points"]}),
        *([KIND_FIELDSET] if entry else []),
        *publication_fieldsets(entry, opening),
    ]
