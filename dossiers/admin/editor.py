"""Accounts. Who manages them gives the two groups and nothing more."""

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserCreationForm
from django.contrib.auth.models import Group

from ..models import Editor
from ..roles import PERMISSIONS
from .unsaved import UnsavedMixin

admin.site.unregister(Group)  # the groups are written from roles.py


class NewEditorForm(UserCreationForm):
    class Meta:
        model = Editor
        fields = ("username",)


@admin.register(Editor)
class EditorAdmin(UnsavedMixin, UserAdmin):
    add_form = NewEditorForm
    add_form_template = None  # Django's own tells in English that there is more to ask
    actions = None
    list_display = ("username", "first_name", "last_name", "email", "groups_column", "ends_on", "is_active")
    list_filter = ("is_active", "groups")
    filter_horizontal = ()
    search_help_text = "Zoek op naam of mailadres."
    fieldsets = (
        ("Wie is het?", {"fields": ("username", "password", "first_name", "last_name", "email")}),
        ("Wat mag deze redacteur?", {"fields": ("groups", "is_active", "ends_on")}),
    )
    add_fieldsets = (
        ("Wie is het?", {"fields": ("username", "first_name", "last_name", "email")}),
        ("Wat mag deze redacteur?", {"fields": ("groups", "ends_on")}),
        ("Wachtwoord", {"fields": ("password1", "password2")}),
    )

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description="groepen")
    def groups_column(self, editor):
        return ", ".join(group.name for group in editor.groups.all()) or "–"

    def has_change_permission(self, request, obj=None):
        """Nobody changes an account that may do more than their own."""
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return False

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs |= {
            "queryset": Group.objects.filter(name__in=PERMISSIONS).order_by("-name"),
            "widget": forms.CheckboxSelectMultiple,
            "help_text": "Bestuur schrijft en plaatst. Beheer mag dat ook, en gaat over de accounts.",
        }
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["title"] = "Nieuwe redacteur" if add else str(obj)
        context["subtitle"] = None
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request, obj, form, change):
        if not change:
            obj.is_staff = True  # an account here is for working in the admin
        super().save_model(request, obj, form, change)
