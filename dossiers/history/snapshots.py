"""What editors did with a dossier or an entry, read from its versions, in the words of its form."""

import json
from dataclasses import dataclass, field
from datetime import date, time
from types import SimpleNamespace

from django.contrib.contenttypes.models import ContentType
from django.db.models import BooleanField, DateTimeField, FileField, ForeignKey
from django.utils.text import capfirst
from reversion.models import Version

from ..fields import RichText
from ..forms.attachment import AttachmentForm
from ..forms.point import AnswerForm, PointForm, ThemeForm
from ..models import Attachment, Change, Dossier, Entry, Point
from ..rules.kinds import KINDS
from ..rules.publication import Publication, publication_of
from ..text import readable_lines
from ..wording import day_in_words, instant_in_words
from .differences import Difference, Fact, compare

PUBLICATION_FIELDS = ("published_at", "withdrawn_at", "withdrawn_reason", "moved_to")
UNLISTED_FIELDS = {"dossier", *PUBLICATION_FIELDS}
OPTIONAL_SUFFIX = " (mag leeg)"

Values = dict[str, object]


@dataclass
class Snapshot:
    """A row as one version holds it, with its points, its attachments and the reported changes.

    The values stand under the names of the fields, those of a related row as its pk. What was added to the model
    later is not there.
    """

    version: Version
    row: Values
    points: dict[int, Values] = field(default_factory=dict)
    attachments: dict[int, Values] = field(default_factory=dict)
    change_notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Edit:
    """One version beside the one before it."""

    version: Version
    step_sentences: list[str]
    differences: list[Difference]

    @property
    def at(self):
        return self.version.revision.date_created

    @property
    def who(self):
        user = self.version.revision.user
        return "" if user is None else user.get_full_name() or user.get_username()


def versions_of(row):
    """The newest first."""
    return Version.objects.get_for_object(row).select_related("revision__user").order_by("-pk")


def newest_version(row):
    """The pk of the newest version; None when the row was never saved as one."""
    return Version.objects.get_for_object(row).order_by("-pk").values_list("pk", flat=True).first()


def snapshots(row, versions):
    """What these versions of a row hold, in their order; one query for the parts of all of them."""
    found = {version.revision_id: Snapshot(version, stored_values(version)) for version in versions}
    kinds = ContentType.objects.get_for_models(Point, Attachment, Change)
    types = {content_type.pk: model for model, content_type in kinds.items()}
    parts = Version.objects.filter(revision__in=found, content_type__in=types).order_by("pk")
    for part in parts:
        values, model = stored_values(part, types[part.content_type_id]), types[part.content_type_id]
        if not is_part_of(values, row):
            continue
        snapshot = found[part.revision_id]
        if model is Change:
            snapshot.change_notes.append(values["text"])
        else:
            kept = snapshot.points if model is Point else snapshot.attachments
            kept[int(part.object_id)] = values
    return list(found.values())


def edits(row, versions, earlier):
    """What changed with each of these versions, the newest first; ``earlier`` is the one before them, if any."""
    states = snapshots(row, [*versions, *([earlier] if earlier else [])])
    names = row_names(states)
    befores = [*states[1:], *([] if earlier else [None])]
    return [build_edit(before, after, type(row), names) for before, after in zip(befores, states, strict=False)]


def build_edit(before, after, model, names):
    if before is None:
        return Edit(after.version, [after.version.revision.get_comment()], [])
    differences = compare(facts(before, model, names), facts(after, model, names))
    return Edit(after.version, step_sentences(before, after), list(differences.values()))


# --- What a version holds ---------------------------------------------------------------------------------


def stored_values(version, model=None):
    """What was stored, read by the fields of today: a field that is newer is not there, one that is gone is left out.

    Reversion itself would give a newer field its default, which nobody ever chose.
    """
    model = model or ContentType.objects.get_for_id(version.content_type_id).model_class()
    stored = json.loads(version.serialized_data)[0]["fields"]
    known = (each for each in model._meta.concrete_fields if each.name in stored)
    return {each.name: each.to_python(stored[each.name]) for each in known}


def is_part_of(values, row):
    """Whether a part hangs on this very row: what hangs on an entry is no part of its dossier."""
    if isinstance(row, Dossier) and values.get("entry") is not None:
        return False
    return values.get(row._meta.model_name) == row.pk


# --- In words ---------------------------------------------------------------------------------------------


def step_sentences(before, after):
    """What happened between two versions beside a change of text: steps of publication, and reported changes."""
    notes = [f"Gemeld aan huurders: “{text}”" for text in after.change_notes]
    old, new = (SimpleNamespace(**dict.fromkeys(PUBLICATION_FIELDS) | each.row) for each in (before, after))
    at = after.version.revision.date_created
    if new.withdrawn_at and not old.withdrawn_at:
        return [withdrawal_sentence(new, at), *notes]
    if old.withdrawn_at and not new.withdrawn_at:
        return ["Teruggezet.", *notes]
    if new.withdrawn_at and (new.withdrawn_reason, new.moved_to) != (old.withdrawn_reason, old.moved_to):
        return [f"Reden of nieuw adres aangepast.{withdrawal_details(new)}", *notes]
    if new.published_at != old.published_at:
        return [publication_sentence(new, at), *notes]
    return notes


def withdrawal_sentence(row, at):
    if publication_of(row, at) is Publication.BINNED:
        return "In de prullenbak gelegd."
    return f"Ingetrokken.{withdrawal_details(row)}"


def withdrawal_details(row):
    why = f" Reden: “{row.withdrawn_reason}”" if row.withdrawn_reason else ""
    where = f" Staat nu op {row.moved_to}." if row.moved_to else ""
    return f"{why}{where}"


def publication_sentence(row, at):
    if row.published_at is None:
        return "Niet meer ingepland: weer een concept."
    if row.published_at <= at:
        return "Openbaar gemaakt."
    return f"Ingepland: openbaar vanaf {instant_in_words(row.published_at)}."


def row_names(states):
    """What the rows that these versions point at are called now, by (model, pk); one query for each model."""
    wanted = {Entry: set(), Dossier: set(), Point: set()}
    for state in states:
        wanted[Entry].add(state.row.get("responds_to"))
        wanted[Dossier].add(state.row.get("successor"))
        wanted[Point].update(point.get("responds_to") for point in state.points.values())
    rows = {
        Entry: Entry.objects.select_related("dossier").in_bulk(wanted[Entry] - {None}),
        Dossier: Dossier.objects.in_bulk(wanted[Dossier] - {None}),
        Point: Point.objects.in_bulk(wanted[Point] - {None}),
    }
    called = {Point: lambda point: str(point.number)}
    return {(model, pk): called.get(model, str)(row) for model, found in rows.items() for pk, row in found.items()}


def facts(state, model, names):
    """Every fact of a row and of its parts, under the name of the field or (model, pk, name of the field)."""
    labels = KINDS[state.row["kind"]].labels if model is Entry else {}
    found = {
        each.name: build_fact(each, labels.get(each.name, each.verbose_name), state.row[each.name], names)
        for each in model._meta.concrete_fields
        if each.editable and not each.primary_key and each.name not in UNLISTED_FIELDS and each.name in state.row
    }
    form = point_form(state.row.get("kind"))
    for pk, point in state.points.items():
        found |= part_facts(Point, pk, point, form, point_name(point, form, names), names)
    for pk, attachment in state.attachments.items():
        found |= part_facts(Attachment, pk, attachment, AttachmentForm, f"Bijlage “{attachment['title']}”", names)
    return found


def point_form(kind):
    if kind is None:
        return PointForm
    spec = KINDS[kind]
    return ThemeForm if spec.has_themes else AnswerForm if spec.answers_points else PointForm


def point_name(point, form, names):
    if form is AnswerForm:
        return f"Antwoord op punt {names.get((Point, point['responds_to']), '')}"
    return f"{'Thema' if form is ThemeForm else 'Punt'} {point['number']}"


def part_facts(model, pk, values, form, name, names):
    found = {}
    for field_name, form_field in form.base_fields.items():
        stored = "withdrawn_at" if field_name == "hidden" else field_name
        if stored in values:
            label = f"{name}: {str(form_field.label).removesuffix(OPTIONAL_SUFFIX)}"
            value = values[stored] is not None if field_name == "hidden" else values[stored]
            found[model, pk, field_name] = build_fact(model._meta.get_field(stored), label, value, names)
    return found


def build_fact(of, label, value, names):
    return Fact(capfirst(str(label)), value, value_lines(of, value, names))


def value_lines(of, value, names):
    """A value as people write it; nothing for what is empty."""
    if value is None or value == "" or value is False:
        return []
    if isinstance(of, RichText):
        return readable_lines(value)
    if isinstance(of, ForeignKey):
        return [names.get((of.related_model, value), "(staat er niet meer)")]
    if isinstance(of, BooleanField | DateTimeField):
        return ["ja"]
    if isinstance(of, FileField):
        return [str(value).rpartition("/")[2]]
    if of.choices:
        return [str(dict(of.flatchoices).get(value, value))]
    if isinstance(value, date):
        return [day_in_words(value)]
    if isinstance(value, time):
        return [f"{value:%H.%M} uur"]
    return [line for line in str(value).splitlines() if line.strip()]
