"""The lists of the admin on a small screen, where the head of the table is out of sight."""

import re
from pathlib import Path

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.utils import label_for_field

TELL_THEMSELVES = {"cited_as", "code", "title", "username"}


def test_every_cell_tells_the_name_of_its_column_or_tells_itself():
    css = Path(settings.BASE_DIR, "static/css/admin.css").read_text()
    shown = dict(re.findall(r'#result_list \.field-(\w+)::before \{ content: "(.+): "; \}', css))
    ours = [(model, desk) for model, desk in admin.site._registry.items() if model._meta.app_label == "dossiers"]
    columns = {
        name: label_for_field(name, model, desk).capitalize() for model, desk in ours for name in desk.list_display
    }
    assert columns.keys() >= TELL_THEMSELVES
    assert shown == {name: label for name, label in columns.items() if name not in TELL_THEMSELVES}
