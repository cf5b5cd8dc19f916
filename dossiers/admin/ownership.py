from django.contrib import admin

from ..models import Ownership
from .editing import EditingAdmin
from .history import history_page


@admin.register(Ownership)
class OwnershipAdmin(EditingAdmin):
    fields = ("part", "owner")
    list_display = ("part", "owner")
    ordering = ("pk",)

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": "Van wie is wat?"} | (extra_context or {}))

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["title"] = "Van wie is wat?" if add else str(obj)
        context["subtitle"] = None
        return super().render_change_form(request, context, add, change, form_url, obj)

    def history_view(self, request, object_id, extra_context=None):
        return history_page(self, request, object_id, can_restore=False)
