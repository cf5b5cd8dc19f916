"""Days and times as an editor types them. A refusal says what is wrong, or shows how to write them."""

from django import forms
from django.db import models

from .. import clock
from ..rules.written_days import read_day, read_time

DAY_FORMAT_MESSAGE = "Schrijf de dag zo: 3-11-2026."
TIME_FORMAT_MESSAGE = "Schrijf de tijd zo: 19:30."


class DayField(forms.DateField):
    """Without a year it is the next such day, or when ``has_been`` the last one."""

    default_error_messages = {"invalid": DAY_FORMAT_MESSAGE}
    has_been = False

    def strptime(self, value, format):
        return read_day(value, clock.today(), has_been=self.has_been)


class TimeField(forms.TimeField):
    default_error_messages = {"invalid": TIME_FORMAT_MESSAGE}

    def strptime(self, value, format):
        return read_time(value)


class MomentField(forms.SplitDateTimeField):
    default_error_messages = {"invalid_date": DAY_FORMAT_MESSAGE, "invalid_time": TIME_FORMAT_MESSAGE}

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.fields = (DayField(required=False), TimeField(required=False))


# For ``formfield_overrides``: every day and time of a model is asked so.
DAY_AND_TIME_OVERRIDES = {models.DateField: {"form_class": DayField}, models.TimeField: {"form_class": TimeField}}
