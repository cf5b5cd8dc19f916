"""Two people in one form: what the second to save is shown, and what of the first comes into the form."""

from dataclasses import dataclass

from ..models import Attachment, Point
from .differences import Line, compare, is_same
from .snapshots import Edit, Snapshot, edits, facts, row_names, snapshots, step_sentences, versions_of

MAX_LISTED_VERSIONS = 5  # versions of others that are named one by one
THEIRS_FILLED_IN = "Jij veranderde dit niet. Het staat nu zo in jouw formulier."
NOT_IN_FORM = "Dit staat niet in jouw formulier. Het blijft zoals het is."
REMOVED = "Dit is weggehaald. Wat jij had, staat onderaan als nieuwe rij."
BOTH_CHANGED = "Dit verschilt. In jouw formulier staat wat jij had."


@dataclass(frozen=True)
class FieldConflict:
    """One fact that was changed meanwhile; ``mine`` is empty where there is nothing to choose.

    ``theirs`` is what is stored now, or of a row that is gone (``is_gone``) what it was.
    """

    label: str
    note: str
    theirs: list[Line]
    mine: list[Line]
    is_gone: bool = False


@dataclass(frozen=True)
class SaveConflict:
    edits: list[Edit]
    step_sentences: list[str]
    fields: list[FieldConflict]


def find_conflict(form, formsets):
    """What was saved since the form was opened, beside what is typed in it.

    The form comes back with the newest version, and with what the other changed where nothing was typed.
    """
    row, opened = form.instance, form.cleaned_data.get("opened_version")
    before = versions_of(row).filter(pk=opened).first() if opened else None
    newer = list(versions_of(row).filter(pk__gt=before.pk if before else 0)[:MAX_LISTED_VERSIONS])
    states = snapshots(row, [*newer[:1], *([before] if before else [])])
    forms = forms_by_part(formsets)
    mine = typed_snapshot(form, forms)
    names = row_names([*states, mine])
    theirs, own = facts(states[0], type(row), names), facts(mine, type(row), names)
    base = facts(states[1], type(row), names) if before else None
    changed = compare(theirs, own) if base is None else compare(base, theirs)
    found = []
    for key, difference in changed.items():
        conflict = field_conflict(key, difference, base, theirs, own)
        if conflict is None:
            continue
        found.append(conflict)
        if conflict.note == THEIRS_FILLED_IN:
            fill_in(*form_and_field(key, form, forms), theirs.get(key))
    form.data = form.data.copy()
    form.data["opened_version"] = form.opening.newest_version
    return SaveConflict(edits(row, newer, before), step_sentences(states[1], states[0]) if before else [], found)


def field_conflict(key, difference, base, theirs, own):
    """How a change of another meets the form; None when both wrote the same."""
    is_part = isinstance(key, tuple)
    if is_part and key not in theirs:
        return FieldConflict(f"{difference.label} (weggehaald)", REMOVED, difference.lines, [], is_gone=True)
    if is_part and key not in own:
        return FieldConflict(difference.label, NOT_IN_FORM, difference.lines, [])
    if key not in own or (base is not None and key in base and is_same(base[key], own[key])):
        return FieldConflict(difference.label, THEIRS_FILLED_IN, difference.lines, [])
    both = compare({key: theirs[key]} if key in theirs else {}, {key: own[key]}).get(key)
    return both and FieldConflict(both.label, BOTH_CHANGED, both.old, both.new)


def forms_by_part(formsets):
    forms = (form for formset in formsets for form in formset.forms)
    return {(type(form.instance), form.instance.pk): form for form in forms if form.instance.pk}


def typed_snapshot(form, forms):
    typed = Snapshot(version=None, row=field_values(form.instance))
    for (model, pk), part in forms.items():
        values = field_values(part.instance)
        if model is Attachment:
            values["withdrawn_at"] = part.cleaned_data.get("hidden") or None
        (typed.points if model is Point else typed.attachments)[pk] = values
    return typed


def field_values(row):
    return {field.name: getattr(row, field.attname) for field in row._meta.concrete_fields}


def form_and_field(key, form, forms):
    if isinstance(key, tuple):
        model, pk, name = key
        return forms[model, pk], name
    return form, key


def fill_in(form, name, fact):
    """Fill in what is stored, as a browser would send it."""
    if name not in form.fields or name == "file":
        return
    form.data = form.data.copy()
    html_name = form.add_prefix(name)
    if fact.value is False:
        form.data.pop(html_name, None)
        return
    field = form.fields[name]
    text = "on" if fact.value is True else field.widget.format_value(field.prepare_value(fact.value))
    form.data[html_name] = text[0] if isinstance(text, list) else text if text is not None else ""
