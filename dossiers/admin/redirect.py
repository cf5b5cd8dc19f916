from django.contrib import admin

from ..forms.redirect import RedirectForm
from ..models import Redirect
from .editing import EditingAdmin
from .history import history_page


@admin.register(Redirect)
class RedirectAdmin(EditingAdmin):
    form = RedirectForm
    fields = ("old_path", "target", "other_site")
    list_display = ("old_path", "target", "created_at")
    list_per_page = 50
    search_fields = ("old_path", "target")
    search_help_text = "Zoek op een oud of een nieuw adres."
    ordering = ("-created_at", "-pk")

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": "Oude adressen"} | (extra_context or {}))

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["title"] = "Nieuw oud adres" if add else str(obj)
        context["subtitle"] = None
        return super().render_change_form(request, context, add, change, form_url, obj)

    def history_view(self, request, object_id, extra_context=None):
        return history_page(self, request, object_id, can_restore=False)
