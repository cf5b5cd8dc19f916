"""Days and times as an editor types them. A refusal shows how to write them."""

import re

from django import forms
from django.db import models

from ..wording import MONTHS

DAY_FORMAT_MESSAGE = "Schrijf de dag zo: 3-11-2026."
TIME_FORMAT_MESSAGE = "Schrijf de tijd zo: 19:30."
_NAMED_MONTH = re.compile(rf"\s+({'|'.join(MONTHS)})\s+", re.IGNORECASE)


class DayField(forms.DateField):
    """Takes a day in figures, and also as the site prints it: 3 november 2026."""

    default_error_messages = {"invalid": DAY_FORMAT_MESSAGE}

    def to_python(self, value):
        if isinstance(value, str):
            value = _NAMED_MONTH.sub(lambda month: f"-{MONTHS.index(month[1].lower()) + 1}-", value.strip())
        return super().to_python(value)


class TimeField(forms.TimeField):
    default_error_messages = {"invalid": TIME_FORMAT_MESSAGE}


class MomentField(forms.SplitDateTimeField):
    default_error_messages = {"invalid_date": DAY_FORMAT_MESSAGE, "invalid_time": TIME_FORMAT_MESSAGE}

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.fields = (DayField(required=False), TimeField(required=False))


# For ``formfield_overrides``: every day and time of a model is asked so.
DAY_AND_TIME_OVERRIDES = {models.DateField: {"form_class": DayField}, models.TimeField: {"form_class": TimeField}}
