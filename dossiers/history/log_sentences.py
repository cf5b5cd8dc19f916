"""What the logbook tells of one save of a form: from what to what, and whether tenants were told."""

from textwrap import shorten

from django.core.exceptions import FieldDoesNotExist
from django.db.models import ForeignKey

from ..forms.publication import Report
from .differences import compare
from .snapshots import build_fact

MAX_VALUE = 100  # characters of one value
SILENT, ANNOUNCED = "Stil verbeterd.", "Gemeld aan huurders:"  # the logbook filters by these


def log_sentences(form):
    """Of a form that was just saved, and that changed its row rather than adding it."""
    changed = [sentence for name in form.changed_data if (sentence := change_sentence(form, name))]
    return [*changed, *report_sentences(form)]


def change_sentence(form, name):
    """Empty for a question that is no field of the row."""
    try:
        field = form.instance._meta.get_field(name)
    except FieldDoesNotExist:
        return ""
    old, new = field.to_python(form.initial.get(name)), getattr(form.instance, field.attname)
    names = related_names(field, {old, new} - {None}) if isinstance(field, ForeignKey) else {}
    label = form.fields[name].label
    facts = ({name: build_fact(field, label, value, names)} for value in (old, new))
    return " ".join(difference_in_words(difference) for difference in compare(*facts).values())


def related_names(field, pks):
    return {(field.related_model, pk): str(row) for pk, row in field.related_model.objects.in_bulk(pks).items()}


def difference_in_words(difference):
    if difference.only_markup:
        return f"{difference.label}: alleen de opmaak."
    return f"{difference.label}: {in_quotes(difference.old)} werd {in_quotes(difference.new)}."


def in_quotes(lines):
    words = shorten(" ".join("".join(run.text for run in line) for line in lines), MAX_VALUE, placeholder=" …")
    return f"“{words}”" if words else "leeg"


def report_sentences(form):
    report = form.cleaned_data.get("report")
    if report == Report.ANNOUNCED:
        return [f"{ANNOUNCED} “{form.cleaned_data['report_text']}”"]
    return [SILENT] if report == Report.SILENT else []
