"""The rows of an entry: the points of an advice, the themes of a feedback, the answers to the points of an advice."""

import re

from django import forms
from django.utils.functional import cached_property

from ..models import Point
from ..rules.kinds import ANSWER_OUTCOMES, Outcome

# What can be said of a theme or a point that was answered.
GRADE_CHOICES = [("", "Kies…"), *((grade, grade.label) for grade in ANSWER_OUTCOMES)]


class PointForm(forms.ModelForm):
    class Meta:
        model = Point
        fields = ("text", "explanation")
        labels = {"text": "Punt", "explanation": "Uitleg (mag leeg)"}
        help_texts = {"text": "Wat vragen we? In één zin."}

    def full_clean(self):
        """Say one thing of a text that was refused: the model takes it for empty."""
        super().full_clean()
        if "text" in self.errors:
            del self.errors["text"][1:]


class ThemeForm(PointForm):
    """What tenants said, what was done with it, and why. Only a draft may still lack the last two."""

    outcome = forms.ChoiceField(label="Wat is ermee gedaan?", choices=GRADE_CHOICES, required=False)

    class Meta:
        model = Point
        fields = ("text", "explanation", "outcome", "reason")
        labels = {"text": "Wat zeiden huurders?", "explanation": "Uitleg (mag leeg)", "reason": "Waarom?"}
        help_texts = {"text": "In één zin."}

    def clean(self):
        super().clean()
        if self.cleaned_data["entry"].published_at:
            if "outcome" not in self.errors and not self.cleaned_data["outcome"]:
                self.add_error("outcome", "Kies wat ermee is gedaan. Dat willen huurders weten.")
            if not self.cleaned_data["reason"]:
                self.add_error("reason", "Schrijf waarom. Eén zin is genoeg.")
        return self.cleaned_data


class AnswerForm(forms.ModelForm):
    """What the landlord answers to one point. All empty is no answer, and no row."""

    class Meta:
        model = Point
        fields = ("text", "outcome", "reason")
        labels = {"text": "Antwoord in één zin", "outcome": "Antwoord", "reason": "Reden (mag leeg)"}
        help_texts = {"text": "", "reason": "In de woorden van het antwoord zelf, of kort samengevat."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.initial.get("text") and self.add_prefix("text") not in self.data:
            del self.fields["text"]  # the reason says it; only what was imported tells it apart
        self.fields["outcome"].choices = [("", "Nog niets ingevuld"), *Outcome.choices]

    @property
    def is_empty(self):
        return not any(self.cleaned_data.get(name) for name in self.fields.keys() & {"text", "outcome", "reason"})

    def clean(self):
        super().clean()
        if "outcome" not in self.errors and not self.is_empty and not self.cleaned_data["outcome"]:
            self.add_error("outcome", "Kies wat het antwoord op dit punt is.")
        return self.cleaned_data


class PointFormSet(forms.BaseInlineFormSet):
    """Rows of an entry, numbered in order, from 1, without gaps.

    The points of an old version come in their own rows; what is gone since comes as a new row.
    """

    def __init__(self, data=None, *args, opening, **kwargs):
        self.opening = opening
        super().__init__(data, *args, **kwargs)
        if self.is_bound:
            self.data = move_removed_rows_last(data, self.prefix, {str(point.pk) for point in self.get_queryset()})
        elif opening.restored_points:
            self.add_missing_points()

    def add_missing_points(self):
        stored = {point.pk for point in self.get_queryset()}
        missing = [values for pk, values in self.opening.restored_points.items() if pk not in stored]
        self.initial_extra = [self.form_values(values) for values in missing]
        self.extra += len(missing)

    def get_form_kwargs(self, index):
        kwargs = super().get_form_kwargs(index)
        restored = self.opening.restored_points
        if restored and not self.is_bound and index is not None and index < self.initial_form_count():
            kwargs["initial"] = self.form_values(restored.get(self.get_queryset()[index].pk, {}))
        return kwargs

    def add_fields(self, form, index):
        """The pk as a number: the rows are loaded, and Django's own field would ask for each of them again."""
        super().add_fields(form, index)
        name = Point._meta.pk.name
        pk = form.fields[name].initial
        form.fields[name] = forms.IntegerField(initial=pk, required=False, widget=forms.HiddenInput)

    def form_values(self, values):
        return {name: values[name] for name in self.form._meta.fields if name in values}

    def clean(self):
        super().clean()
        if not any(form.has_changed() for form in self.forms):
            return
        if self.instance.kind != self.opening.kind:
            raise forms.ValidationError("Dit hoort bij de vorige soort. Verander eerst alleen de soort, en sla op.")
        is_read = self.opening.last_public_state is not None and not self.opening.is_preview
        if is_read and not self.data.get("report"):
            raise forms.ValidationError(
                "Huurders konden dit al lezen. Kies hieronder wat het is: een typefout of een wijziging."
            )

    def save(self, commit=True):
        rows = super().save(commit)
        if self.deleted_objects:
            for number, point in enumerate(self.instance.points.order_by("number"), start=1):
                if point.number != number:
                    point.number = number
                    point.save()
        return rows


def move_removed_rows_last(data, prefix, known):
    """The posted rows. One whose point somebody removed meanwhile comes as a new row, so that its words stay."""
    rows = {}
    for name in data:
        if found := re.fullmatch(rf"{re.escape(prefix)}-([0-9]{{1,4}})-(\w+)", name):
            rows.setdefault(int(found[1]), {})[found[2]] = data[name]
    stored = [row for _, row in sorted(rows.items()) if row.get("id") in known]
    new = [row | {"id": ""} for _, row in sorted(rows.items()) if row.get("id") not in known]
    if not any(row.get("id") and row["id"] not in known for row in rows.values()):
        return data
    moved = data.copy()
    for index, row in enumerate(stored + new):
        for name in rows.get(index, {}):
            del moved[f"{prefix}-{index}-{name}"]
        moved.update({f"{prefix}-{index}-{name}": value for name, value in row.items()})
    moved[f"{prefix}-INITIAL_FORMS"] = str(len(stored))
    return moved


class AnswerFormSet(PointFormSet):
    """One row for each point of the advice, in their order, with the answer that the entry gives, if any.

    A row is found by its point, so that an answer never ends up with another one.
    """

    @cached_property
    def answers_by_point(self):
        return {answer.responds_to_id: answer for answer in self.get_queryset()}

    def add_missing_points(self):
        """Nothing is: a row belongs to the point that is answered."""

    def restored_answer(self, point):
        answers = self.opening.restored_points.values()
        return next((values for values in answers if values["responds_to"] == point.pk), {})

    def initial_form_count(self):
        return 0

    def total_form_count(self):
        return len(self.opening.points)

    def add_prefix(self, index):
        if index == "__prefix__":
            return super().add_prefix(index)
        return f"{self.prefix}-{self.opening.points[index].pk}"

    def get_form_kwargs(self, index):
        kwargs = super().get_form_kwargs(index)
        if index is None:
            return kwargs
        point = self.opening.points[index]
        answer = self.answers_by_point.get(point.pk) or Point()
        answer.responds_to = point
        if not self.is_bound:
            kwargs["initial"] = self.form_values(self.restored_answer(point))
        return kwargs | {"instance": answer}

    def add_fields(self, form, index):
        super().add_fields(form, index)
        del form.fields[Point._meta.pk.name]

    def save_new_objects(self, commit=True):
        self.new_objects = []
        for form in self.forms:
            if not form.has_changed():
                continue
            if form.is_empty:
                self.deleted_objects.append(form.instance)
                self.delete_existing(form.instance)
            elif form.instance.pk:
                self.changed_objects.append((form.save(commit), form.changed_data))
            else:
                self.new_objects.append(self.save_new(form, commit))
        return self.new_objects
