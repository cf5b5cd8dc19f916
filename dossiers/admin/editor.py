"""Accounts: invited by mail, closed in one click. Who manages them gives the two groups and nothing more."""

from django.contrib import admin, messages
from django.contrib.auth import admin as auth_admin  # noqa: F401 - registers Group, before it is taken away here
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import path, reverse

from .. import clock
from ..accounts import password_links, sessions
from ..accounts.roles import PERMISSIONS
from ..admin_site.actions import post_or_redirect
from ..forms.editor import EditorForm, NewEditorForm, OwnEditorForm
from ..forms.moment import DAY_AND_TIME_OVERRIDES
from ..forms.named import CheckboxGroup
from ..models import Editor
from ..wording import day_in_words
from .editing import EditingAdmin

admin.site.unregister(Group)  # the groups are written from roles.py


@admin.register(Editor)
class EditorAdmin(EditingAdmin):
    change_form_template = "admin/dossiers/editor_change_form.html"
    formfield_overrides = DAY_AND_TIME_OVERRIDES
    list_display = ("username", "first_name", "last_name", "email", "groups_column", "ends_on", "works_column")
    list_filter = ("is_active", "groups")
    list_per_page = 50
    ordering = ("username",)
    search_fields = ("username", "first_name", "last_name", "email")
    search_help_text = "Zoek op naam of mailadres."
    fieldsets = (
        ("Wie is het?", {"fields": ("first_name", "last_name", "email")}),
        ("Wat mag deze redacteur?", {"fields": ("groups", "ends_on")}),
    )

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": "Redacteuren"} | (extra_context or {}))

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = NewEditorForm if obj is None else OwnEditorForm if obj == request.user else EditorForm
        return super().get_form(request, obj, change, **{"form": form} | kwargs)

    @admin.display(description="groepen")
    def groups_column(self, editor):
        return ", ".join(group.name for group in editor.groups.all()) or "–"

    @admin.display(description="kan inloggen", boolean=True)
    def works_column(self, editor):
        return editor.can_log_in_on(clock.today())

    def has_change_permission(self, request, obj=None):
        """Nobody changes an account that may do more than their own."""
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs |= {
            "queryset": Group.objects.filter(name__in=PERMISSIONS).order_by("-name"),
            "widget": CheckboxGroup("Groepen"),
            "help_text": "Bestuur schrijft en plaatst. Beheer mag dat ook, en gaat over de accounts.",
        }
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["title"] = "Nieuwe redacteur" if add else str(obj)
        context |= {"subtitle": None, "can_send": password_links.can_send()}
        if obj is not None:
            context |= {
                "account": account_in_words(obj, clock.today()),
                "is_own": obj == request.user,
                "can_log_in": has_way_in(obj),
            }
        return super().render_change_form(request, context, add, change, form_url, obj)

    # --- Invited, closed, opened again -------------------------------------------------------------------------

    def response_add(self, request, obj, post_url_continue=None):
        """Invite whoever was added, now that the account is stored, whatever becomes of the mail."""
        response = super().response_add(request, obj, post_url_continue)
        self.send_invitation(request, obj)
        return response

    def get_urls(self):
        def step(address, view, name):
            return path(f"<int:pk>/{address}/", self.admin_site.admin_view(view), name=name)

        return [
            step("uitnodigen", self.invite_view, "dossiers_editor_invite"),
            step("sluiten", self.close_view, "dossiers_editor_close"),
            step("openen", self.open_view, "dossiers_editor_open"),
            *super().get_urls(),
        ]

    @post_or_redirect("../change/")
    def invite_view(self, request, pk):
        editor = self.get_editor_to_change(request, pk)
        if not editor.can_log_in_on(clock.today()):
            return self.redirect_to_form(request, editor, messages.WARNING, "Dit account werkt niet. Open het eerst.")
        if not editor.email:
            return self.redirect_to_form(request, editor, messages.WARNING, "Vul eerst een mailadres in, en sla op.")
        self.send_invitation(request, editor)
        return self.redirect_to_form(request, editor)

    @post_or_redirect("../change/")
    def close_view(self, request, pk):
        """End an account and its open sessions at once."""
        editor = self.get_editor_to_change(request, pk)
        if editor == request.user:
            return self.redirect_to_form(request, editor, messages.WARNING, "Je eigen account kun je niet sluiten.")
        return self.set_active(request, editor, False, "Account gesloten.")

    @post_or_redirect("../change/")
    def open_view(self, request, pk):
        """Open an account again; where it was logged in it is not any more."""
        editor = self.get_editor_to_change(request, pk)
        sessions.end(editor)
        return self.set_active(request, editor, True, "Account geopend.")

    def get_editor_to_change(self, request, pk):
        editor = self.get_object(request, str(pk))
        if editor is None or not self.has_change_permission(request, editor):
            raise PermissionDenied
        return editor

    def set_active(self, request, editor, is_active, comment):
        editor.is_active = is_active
        editor.save(update_fields=["is_active"])
        self.log_change(request, editor, comment)
        message = f"{comment} {account_in_words(editor, clock.today())}"
        return self.redirect_to_form(request, editor, messages.SUCCESS, message)

    def send_invitation(self, request, editor):
        try:
            password_links.invite(editor)
        except OSError as error:
            self.message_user(
                request,
                f"Het account is bewaard, maar de mail aan {editor.email} kon niet weg ({type(error).__name__}). "
                "Open het account en stuur de uitnodiging later opnieuw.",
                messages.ERROR,
            )
            return
        if not password_links.can_send():
            self.message_user(
                request,
                "Deze site kan geen mail sturen, dus er is geen uitnodiging aangekomen. "
                f"Vraag wie bij de server kan om een link: manage.py login_link {editor.username}",
                messages.WARNING,
            )
            return
        self.message_user(request, f"De uitnodiging is verstuurd aan {editor.email}.", messages.SUCCESS)

    def redirect_to_form(self, request, editor, level=None, message=""):
        if message:
            self.message_user(request, message, level)
        return HttpResponseRedirect(reverse("admin:dossiers_editor_change", args=[editor.pk]))


def has_way_in(editor):
    return editor.has_usable_password() or editor.passkeys.exists()


def account_in_words(editor, today):
    """One sentence: whether somebody can log in with an account on that day, and until when."""
    if not editor.is_active:
        return "Dit account is gesloten. Niemand kan ermee inloggen."
    if not editor.can_log_in_on(today):
        return f"Dit account werkte tot en met {day_in_words(editor.ends_on)}. Kies een nieuwe laatste dag."
    if not has_way_in(editor):
        return "Deze redacteur heeft nog geen sleutel gemaakt of wachtwoord gekozen."
    return f"Dit account werkt tot en met {day_in_words(editor.ends_on)}." if editor.ends_on else "Dit account werkt."
