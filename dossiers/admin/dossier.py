from django.contrib import admin
from django.db.models import OuterRef, Subquery, TextField
from django.db.models.functions import Cast
from django.urls import path, reverse
from django.utils.http import urlencode
from reversion.models import Version

from .. import clock
from ..forms.dossier import DossierForm, next_code
from ..forms.moment import DAY_AND_TIME_OVERRIDES
from ..forms.opening import Opening
from ..guidance.hints import dossier_hints
from ..models import Dossier, Entry, Inspraak
from ..rules.days import day_of
from ..rules.kinds import KINDS
from ..rules.publication import Audience, Publication
from ..wording import display_date, inspraak_in_words
from .attachment import DossierAttachmentInline, attachment_file
from .editing import make_sheet
from .entry import follow_up_button
from .preview import is_preview_request
from .publication import PublishedAdmin, opening_values, publication_fieldsets, response_after_save
from .states import PublicationFilter, state_tag


class InspraakFilter(admin.SimpleListFilter):
    title = "inspraakmoment"
    parameter_name = "inspraak"

    def lookups(self, request, model_admin):
        return Inspraak.choices

    def queryset(self, request, queryset):
        return queryset.filter(inspraak=self.value()) if self.value() in Inspraak.values else queryset


def with_last_saved(dossiers):
    """Annotate ``last_saved``: the moment of the newest version of a dossier or one of its entries."""
    entries = Entry.objects.filter(dossier=OuterRef(OuterRef("pk"))).values(key=Cast("pk", TextField()))
    of_dossier = Version.objects.get_for_model(Dossier).filter(object_id=Cast(OuterRef("pk"), TextField()))
    of_entries = Version.objects.get_for_model(Entry).filter(object_id__in=entries)
    moments = (of_dossier | of_entries).order_by("-revision__date_created").values("revision__date_created")
    return dossiers.annotate(last_saved=Subquery(moments[:1]))


@admin.register(Dossier)
class DossierAdmin(PublishedAdmin):
    form = DossierForm
    change_form_template = "admin/dossiers/dossier_change_form.html"
    inlines = (DossierAttachmentInline,)
    formfield_overrides = DAY_AND_TIME_OVERRIDES
    list_display = ("code", "title", "phase", "inspraak_column", "publication_column", "last_saved_column")
    list_display_links = ("code", "title")
    list_filter = ("phase", InspraakFilter, PublicationFilter)
    list_per_page = 50
    search_fields = ("code", "title")
    search_help_text = "Zoek op code, titel of woorden uit de tekst."
    ordering = ("-serial", "-code")

    def get_queryset(self, request):
        return with_last_saved(super().get_queryset(request).with_inspraak(Audience(clock.now())))

    @admin.display(description="inspraakmoment")
    def inspraak_column(self, dossier):
        return inspraak_in_words(dossier)

    @admin.display(description="laatst gewijzigd", ordering="last_saved", empty_value="–")
    def last_saved_column(self, dossier):
        return dossier.last_saved

    def get_urls(self):
        file = path("bijlage/<int:pk>/", self.admin_site.admin_view(attachment_file), name="attachment_file")
        return [file, *super().get_urls()]

    def get_readonly_fields(self, request, obj=None):
        return ("code",) if obj is not None and obj.published_at else ()

    def open_sheet(self, request, row):
        now = clock.now()
        opening = Opening(now=now, is_preview=is_preview_request(request), **opening_values(request, row, now))
        fieldsets = [
            ("Waar gaat het over?", {"fields": ["code", "title"]}),
            ("Waar staat het?", {"fields": ["phase", "closed_on", "result", "pause_reason"]}),
            ("Wat lezen huurders?", {"fields": ["introduction", "description"]}),
            ("Gaat het ergens anders verder?", {"fields": ["successor"], "classes": ["collapse"]}),
            *publication_fieldsets(row, opening),
        ]
        initial = None if row else self.get_changeform_initial_data(request)
        return make_sheet(self, request, row, fieldsets, inlines=self.inlines, opening=opening, initial=initial)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        kept = Dossier.objects.not_binned(clock.now())
        return super().formfield_for_foreignkey(db_field, request, queryset=kept.newest_first(), **kwargs)

    def get_changeform_initial_data(self, request):
        return {"code": next_code(clock.today())} | super().get_changeform_initial_data(request)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["trail"] = [(reverse("admin:dossiers_dossier_changelist"), "Dossiers")]
        if change:
            context["title"] = str(context["subtitle"])
            context["subtitle"] = None
            context["timeline"] = timeline_rows(obj)
            context["new_entry_links"] = new_entry_links(obj)
            context["binned_entries_url"] = entry_list_url(obj, staat=Publication.BINNED.value)
            context["hints"] = dossier_hints([obj], clock.now())[obj.pk] if request.method == "GET" else []
            context["guide_part"] = "bijhouden" if context["opening"].public_row else "dossier"
        else:
            context["title"] = "Nieuw dossier"
            context["guide_part"] = "dossier"
        return super().render_change_form(request, context, add, change, form_url, obj)

    def response_add(self, request, obj, post_url_continue=None):
        return response_after_save(self, request, obj, dossier_hints, reverse("admin:dossiers_dossier_changelist"))

    def response_change(self, request, obj):
        return self.response_add(request, obj)


def timeline_rows(dossier):
    """The entries of a dossier that are not in the bin, as readers will find them: newest first."""
    now = clock.now()
    kept = dossier.entries.not_binned(now).with_waiting(day_of(now)).newest_first()
    return [
        {
            "url": reverse("admin:dossiers_entry_change", args=[entry.pk]),
            "number": entry.number,
            "kind": entry.get_kind_display(),
            "title": entry.title,
            "when": display_date(entry) or "zonder datum",
            "state": state_tag(entry.publication(now)),
            "follow_up": follow_up_button(entry, entry.spec),
        }
        for entry in kept
    ]


def new_entry_links(dossier):
    add = reverse("admin:dossiers_entry_add")
    return [
        {
            "url": f"{add}?{urlencode({'dossier': dossier.pk, 'kind': kind})}",
            "label": kind.label,
            "purpose": spec.purpose,
        }
        for kind, spec in KINDS.items()
    ]


def entry_list_url(dossier, **filters):
    return f"{reverse('admin:dossiers_entry_changelist')}?{urlencode({'dossier__id__exact': dossier.pk, **filters})}"
