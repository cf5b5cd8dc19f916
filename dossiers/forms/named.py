"""Widgets of several boxes or buttons, with a name for who hears them. Django ties their label to none of them."""

from django import forms
from django.contrib.admin.widgets import AdminRadioSelect, AdminSplitDateTime
from django.utils.html import format_html


class RadioGroup(AdminRadioSelect):
    def __init__(self, question):
        super().__init__(attrs={"class": "radiolist"})
        self.question = question

    def render(self, name, value, attrs=None, renderer=None):
        buttons = super().render(name, value, attrs, renderer)
        return format_html('<div role="radiogroup" aria-label="{}">{}</div>', self.question, buttons)


class CheckboxGroup(forms.CheckboxSelectMultiple):
    def __init__(self, question):
        super().__init__()
        self.question = question

    def render(self, name, value, attrs=None, renderer=None):
        boxes = super().render(name, value, attrs, renderer)
        return format_html('<div role="group" aria-label="{}">{}</div>', self.question, boxes)


class DayAndTime(AdminSplitDateTime):
    def __init__(self, question):
        super().__init__()
        for box, part in zip(self.widgets, ("dag", "tijd"), strict=True):
            box.attrs["aria-label"] = f"{question}: {part}"
