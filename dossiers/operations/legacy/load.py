"""Makes a page of the old site into a dossier, or compares it with the dossier that is already there."""

from dataclasses import dataclass

import reversion
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.html import escape

from ...models import Attachment, Change, Dossier, Entry, Point
from ...rules.kinds import Kind
from ...rules.publication import Publication
from ...search import index
from ...text import normalize_newlines
from .parse import shorten
from .problems import ImportRefused, Problem

TEASER_LENGTH = Entry._meta.get_field("teaser").max_length
ROUND_TITLE = "Inspraakmoment"
# What a page can have that the models refuse, by the code of their refusal: what is wrong, and what was expected.
ERROR_TEXTS = {
    "blank": "is leeg; verwacht: een {label} op deze regel",
    "max_length": "is te lang ({show_value} tekens); verwacht: hoogstens {limit_value} tekens",
    "markup": "lijkt opmaak te hebben; verwacht: gewone woorden. Haal in het bestand de tekens < en > weg",
    "invalid": "is geen code; verwacht: een of twee hoofdletters, twee cijfers, een streepje, drie cijfers (K16-006)",
}
# Publishing an imported dossier is no edit. Everything else that an editor does to it is one.
IGNORED_FIELDS = {"id", "dossier", "published_at"}


@dataclass(frozen=True)
class ImportResult:
    """What became of a page. ``entries`` begin with number 1; ``published`` counts the rows made public."""

    dossier: Dossier
    entries: list[Entry]
    created: bool
    published: int


@dataclass(frozen=True)
class Draft:
    """The rows that a page makes, not saved yet.

    ``lines`` tells on which line of the page a field of the dossier stands (by its name), or an entry (by its
    number).
    """

    dossier: Dossier
    entries: list[Entry]
    lines: dict[str | int, int]

    def line(self, what):
        return self.lines.get(what) or self.lines["code"]


@reversion.create_revision()  # one transaction, and a first version of everything
@index.batch_updates()
def load(page, now, *, publish):
    """Write the dossier of a page, or find that it is there already as the page has it.

    What is new comes in as draft. With ``publish`` what is draft becomes public at ``now``; what an editor has
    scheduled keeps its moment. Raises ``ImportRefused``, and then nothing is written.
    """
    draft = build_draft(page)
    if problems := page.problems + validation_problems(draft, page):
        raise ImportRefused(problems)
    stored = Dossier.objects.select_for_update().filter(code=draft.dossier.code).first()
    if stored:
        entries = list(stored.entries.order_by("number"))
        if problems := differences(draft, stored, entries):
            raise ImportRefused(problems)
    else:
        stored, entries = draft.dossier, draft.entries
        for row in [stored, *entries]:
            row.save()
        reversion.set_comment("Overgenomen van de oude site.")
    published = publish_drafts([stored, *entries], now) if publish else 0
    return ImportResult(stored, entries, created=stored is draft.dossier, published=published)


def publish_drafts(rows, now):
    drafts = [row for row in rows if row.publication(now) is Publication.DRAFT]
    for row in drafts:
        row.publish(now, now)
        row.save(update_fields=["published_at"])
    return len(drafts)


# --- From the page to rows --------------------------------------------------------------------------------


def build_draft(page):
    """The rows of a page. What the page lacks is empty; its problems say so.

    A period dates the inspraak entry of the page. Where there is none it makes one, with the highest number and
    the title "Inspraakmoment": only the header of the old page said that tenants could react.
    """
    title, code, phase, inspraak = page.header
    dossier = Dossier(
        code=code.text,
        title=title.text,
        phase=page.phase or "",
        introduction="\n\n".join("\n".join(lines) for lines in page.introduction),
        description=rich_text(page.description.paragraphs),
    )
    lines = {"code": code.line, "title": title.line, "phase": phase.line, "description": page.description.line}
    entries = []
    for number, section in enumerate(page.entries, start=1):
        text = section.paragraphs
        entries.append(
            Entry(
                dossier=dossier,
                number=number,
                kind=section.kind,
                title=section.title,
                teaser=teaser(text[0]) if text else "",
                body=rich_text(text),
            )
        )
        lines[number] = section.line
    if page.period:
        round_ = next((entry for entry in entries if entry.kind == Kind.INSPRAAK), None)
        if round_ is None:
            round_ = Entry(dossier=dossier, number=len(entries) + 1, kind=Kind.INSPRAAK, title=ROUND_TITLE)
            entries.append(round_)
            lines[round_.number] = inspraak.line
        round_.starts_on, round_.ends_on = page.period
    return Draft(dossier, entries, lines)


def rich_text(paragraphs):
    """Escaped: nothing on a page is markup."""
    return "".join(f"<p>{'<br>'.join(escape(line) for line in lines)}</p>" for lines in paragraphs)


def teaser(paragraph):
    """On one line; a longer one than TEASER_LENGTH ends in an ellipsis after the last word that fits."""
    text = " ".join(" ".join(paragraph).split())
    if len(text) <= TEASER_LENGTH:
        return text
    fits, _, _ = text[:TEASER_LENGTH].rpartition(" ")
    return f"{fits or text[: TEASER_LENGTH - 1]}…"


# --- What the models refuse -------------------------------------------------------------------------------


def validation_problems(draft, page):
    """Does not ask whether the code is taken: that dossier may be this very page."""
    lacking = {name for name in ("code", "title", "phase") if not draft.lines[name]}
    if page.phase is None:
        lacking.add("phase")
    found = [
        Problem(draft.line(name), text)
        for name, text in validation_errors(draft.dossier, exclude=lacking, validate_unique=False)
    ]
    for entry in draft.entries:
        found += [Problem(draft.line(entry.number), text) for _, text in validation_errors(entry, exclude={"dossier"})]
    return found


def validation_errors(row, **options):
    """Pairs of a field and a message, of everything that ``full_clean`` refuses."""
    try:
        row.full_clean(**options)
    except ValidationError as error:
        return [
            (name, problem_text(row, name, each)) for name, refused in error.error_dict.items() for each in refused
        ]
    return []


def problem_text(row, name, refusal):
    if name == NON_FIELD_ERRORS:
        return refusal.messages[0]
    label, value = row._meta.get_field(name).verbose_name, shorten(str(getattr(row, name)))
    words = ERROR_TEXTS.get(refusal.code)
    if words is None:
        return f"{label} “{value}”: {refusal.messages[0]}"
    return f"{label} “{value}” {words.format(label=label, **refusal.params or {})}"


# --- What is there already --------------------------------------------------------------------------------


def differences(draft, dossier, entries):
    """Where a stored dossier is not what the page makes.

    Whatever an editor added counts too, and so does what was withdrawn: the page knows nothing of it.
    """
    code, stored = dossier.code, {entry.number: entry for entry in entries}
    found = [(draft.line(name), f"{label} van {code}") for name, label in changed_fields(dossier, draft.dossier)]
    for entry in draft.entries:
        line, cited = draft.line(entry.number), f"bericht {code}/{entry.number}"
        if entry.number in stored:
            found += [(line, f"{label} van {cited}") for _, label in changed_fields(stored.pop(entry.number), entry)]
        else:
            found.append((line, f"{cited} ontbreekt"))
    added = [f"bericht {code}/{number}" for number in stored] + unexpected_children(dossier)
    found += [(draft.line("code"), f"{what} is erbij gekomen") for what in added]
    problems = [Problem(line, f"op de site is anders: {what}; verwacht: zoals in dit bestand") for line, what in found]
    return [Problem(0, f"{code} staat al op de site. Er is niets overschreven."), *problems] if problems else []


def unexpected_children(dossier):
    rows = (
        Attachment.objects.filter(dossier=dossier),
        Point.objects.filter(entry__dossier=dossier),
        Change.objects.filter(dossier=dossier),
    )
    return [f"een {query.model._meta.verbose_name} bij {dossier.code}" for query in rows if query.exists()]


def changed_fields(stored, wanted):
    return [
        (field.name, field.verbose_name)
        for field in stored._meta.concrete_fields
        if not field.generated and field.name not in IGNORED_FIELDS
        if normalize_newlines(getattr(stored, field.attname)) != normalize_newlines(getattr(wanted, field.attname))
    ]
