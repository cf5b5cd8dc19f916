"""Points: rows in the form of an advice, of a feedback and of an answer."""

from django.contrib import admin

from ..forms.point import AnswerForm, AnswerFormSet, PointForm, PointFormSet, ThemeForm
from ..models import Point
from ..rules.publication import NEVER_PUBLIC


class PointInline(admin.StackedInline):
    """The points of an advice. One that was ever public, or that has an answer, stays."""

    model = Point
    form = PointForm
    formset = PointFormSet
    verbose_name = "punt"
    verbose_name_plural = "punten"
    extra = 3
    max_num = 200
    view_on_site = False
    classes = ("points",)

    def get_formset(self, request, obj=None, **kwargs):
        """Rows that take no more than ``max_num``, whatever count is posted: each costs time to build."""
        return super().get_formset(request, obj, absolute_max=self.max_num, **kwargs)

    def has_delete_permission(self, request, obj=None):
        if obj is None or obj.pk is None or obj.state not in NEVER_PUBLIC:
            return False
        return not Point.objects.filter(responds_to__entry=obj.pk).exists()


class ThemeInline(PointInline):
    form = ThemeForm
    verbose_name = "thema"
    verbose_name_plural = "Thema’s: wat zeiden huurders, en wat is ermee gedaan?"


class AnswerInline(PointInline):
    form = AnswerForm
    formset = AnswerFormSet
    template = "admin/dossiers/answers.html"
    verbose_name = "antwoord op punt"
    verbose_name_plural = "Het antwoord op elk punt"

    def has_delete_permission(self, request, obj=None):
        return False
