"""What editors did: Django's own log, to be read and nothing else."""

from datetime import timedelta

from django.contrib import admin
from django.utils.html import format_html

from .. import clock
from ..history.log_sentences import ANNOUNCED, SILENT
from ..models import Editor, LogLine
from .lists import OfferedLookups, VisibleSearch

LATELY = {"week": timedelta(days=7), "maand": timedelta(days=30)}


class PeriodFilter(admin.SimpleListFilter):
    title = "periode"
    parameter_name = "periode"

    def lookups(self, request, model_admin):
        years = [str(day.year) for day in LogLine.objects.dates("action_time", "year", order="DESC")]
        lately = [(name, f"Laatste {duration.days} dagen") for name, duration in LATELY.items()]
        return [*lately, *zip(years, years, strict=True)]

    def queryset(self, request, queryset):
        chosen = self.value()
        if chosen in LATELY:
            return queryset.filter(action_time__gte=clock.now() - LATELY[chosen])
        return queryset.filter(action_time__year=chosen) if chosen in dict(self.lookup_choices) else queryset


class ReportFilter(admin.SimpleListFilter):
    """By what was said to tenants of a change of something public."""

    title = "gemeld of stil"
    parameter_name = "melding"

    def lookups(self, request, model_admin):
        return [("gemeld", "Gemeld aan huurders"), ("stil", "Stil verbeterd")]

    def queryset(self, request, queryset):
        sentence = {"gemeld": ANNOUNCED, "stil": SILENT}.get(self.value())
        return queryset.filter(change_message__contains=sentence) if sentence else queryset


@admin.register(LogLine)
class LogbookAdmin(OfferedLookups, VisibleSearch, admin.ModelAdmin):
    actions = None
    list_display = ("at", "who", "what", "deed")
    list_display_links = None
    list_filter = (("user", admin.RelatedOnlyFieldListFilter), PeriodFilter, ReportFilter)
    list_per_page = 50
    list_select_related = ("user", "content_type")
    search_fields = ("object_repr", "change_message")
    search_help_text = "Zoek op de naam van wat er veranderde, of op wat er gebeurde."
    ordering = ("-action_time", "-pk")

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": "Logboek"} | (extra_context or {}))

    def get_queryset(self, request):
        """What was done to accounts is for those who may see accounts."""
        lines = super().get_queryset(request)
        if request.user.has_perm("dossiers.view_editor"):
            return lines
        model = Editor._meta
        return lines.exclude(content_type__app_label=model.app_label, content_type__model=model.model_name)

    @admin.display(description="wanneer", ordering="action_time")
    def at(self, line):
        return line.action_time

    @admin.display(description="wie", ordering="user")
    def who(self, line):
        return line.user.get_full_name() or line.user.username

    @admin.display(description="wat")
    def what(self, line):
        address = line.get_admin_url()
        return format_html('<a href="{}">{}</a>', address, line.object_repr) if address else line.object_repr

    @admin.display(description="wat er gebeurde", empty_value="–")
    def deed(self, line):
        return line.get_change_message()

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
