"""The index of search: a row for each dossier and entry, made by ``dossiers/search/index.py`` and by nothing else."""

from datetime import date, datetime

from django.db import models
from django.db.models import Q

from ..rules.publication import Audience, visible_q

_DAY_BITS = 34  # below the day stand the key of the dossier or entry, and two bits of what is found


def public_rows_q(now: datetime, prefix: str = "") -> Q:
    readers = Audience(now)
    entry_public = visible_q(readers, entry=f"{prefix}entry__")
    return visible_q(readers, dossier=f"{prefix}dossier__") & (Q(**{f"{prefix}entry": None}) | entry_public)


class ResultType(models.IntegerChoices):
    """What a reader opens when a row is found."""

    DESCRIPTION = 0, "Dossierbeschrijving"
    DOSSIER = 1, "Dossier"
    ENTRY = 2, "Bericht"


def row_key(result_type: ResultType, pk: int, day: date | None) -> int:
    """The key of a row: a higher one is newer, so that a database reads the newest first without sorting.

    What is undated comes below everything that is dated.
    """
    return (day.toordinal() if day else 0) << _DAY_BITS | pk << 2 | result_type


def filter_token(choice: models.Choices) -> str:
    """The token of every row of one phase or kind, such as "§kind§advice". Its sign is in no word of a text.

    A database finds what has a word and such a token in one look: it never reads what a filter leaves out.
    """
    return f"§{type(choice).__name__}§{choice.name}".lower()


class SearchRowQuerySet(models.QuerySet):
    def public(self, now: datetime) -> "SearchRowQuerySet":
        return self.filter(public_rows_q(now))

    def years(self) -> list[int]:
        keys = self.filter(pk__gte=1 << _DAY_BITS).values_list("pk", flat=True)
        first, last = keys.order_by("pk").first(), keys.order_by("-pk").first()
        if first is None or last is None:
            return []
        oldest, newest = (date.fromordinal(key >> _DAY_BITS).year for key in (first, last))
        return list(range(newest, oldest - 1, -1))


class SearchRow(models.Model):
    """One page that can be found: of a dossier, of its description, or of an entry; ``id`` is a ``row_key``.

    ``text`` is everything that is searched but the title, as plain text, to quote from.
    """

    id = models.BigIntegerField(primary_key=True)
    dossier = models.ForeignKey("Dossier", models.CASCADE, related_name="+")
    entry = models.OneToOneField("Entry", models.CASCADE, null=True, related_name="+")
    text = models.TextField()

    objects = SearchRowQuerySet.as_manager()

    class Meta:
        default_permissions = ()  # nobody edits an index

    def __str__(self):
        return str(self.entry or self.dossier)

    @property
    def result_type(self) -> ResultType:
        return ResultType(self.pk & 3)

    def get_absolute_url(self) -> str:
        if self.entry:
            return self.entry.get_absolute_url()
        if self.result_type is ResultType.DOSSIER:
            return self.dossier.get_absolute_url()
        return self.dossier.get_description_url()


class Words(models.TextField):
    """Words of a–z and 0–9, or a ``filter_token``, as a full-text index of SQLite and of PostgreSQL takes them."""

    def db_type(self, connection):
        return "tsvector" if connection.vendor == "postgresql" else "text"

    def get_placeholder(self, value, compiler, connection):
        return "%s::tsvector" if connection.vendor == "postgresql" else "%s"


@Words.register_lookup
class Matches(models.Lookup):
    """``words__matches=[{"huur"}, {"prijs", "kost"}]``: has "huur", and has "prijs" or "kost"."""

    lookup_name = "matches"
    prepare_rhs = False

    def get_db_prep_lookup(self, value, connection):
        either, both = (" | ", " & ") if connection.vendor == "postgresql" else (" OR ", " AND ")
        return "%s", [both.join(f"({either.join(sorted(words))})" for words in value)]

    def as_sql(self, compiler, connection):
        column, column_params = self.process_lhs(compiler, connection)
        query, query_params = self.process_rhs(compiler, connection)
        has = f"{column} @@ {query}::tsquery" if connection.vendor == "postgresql" else f"{column} MATCH {query}"
        return has, [*column_params, *query_params]


class SearchWordsQuerySet(models.QuerySet):
    def public(self, now: datetime) -> "SearchWordsQuerySet":
        return self.filter(public_rows_q(now, "row__"))

    def of_year(self, year: int) -> "SearchWordsQuerySet":
        first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
        return self.filter(pk__gte=first << _DAY_BITS, pk__lt=(last + 1) << _DAY_BITS)

    def newest_first(self) -> "SearchWordsQuerySet":
        return self.order_by("-pk")


class SearchWords(models.Model):
    """The tokens of a row. The migration makes its table: FTS5 on SQLite, with GIN indexes on PostgreSQL.

    ``text`` has the tokens of the title too.
    """

    row = models.OneToOneField(
        SearchRow, models.CASCADE, primary_key=True, db_column="rowid", db_constraint=False, related_name="words"
    )
    title = Words()
    text = Words()

    objects = SearchWordsQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return str(self.row)


class AttachmentText(models.Model):
    """The words of a PDF, kept because reading them takes long. ``file`` is the stored file that was read."""

    attachment = models.OneToOneField("Attachment", models.CASCADE, primary_key=True, related_name="stored_text")
    file = models.CharField(max_length=255)
    text = models.TextField()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.file
