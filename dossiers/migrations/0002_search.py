"""The index of search. Its table of words is what each database has for full text: this file is written by hand."""

import django.db.models.deletion
from django.db import migrations, models

import dossiers.models.search

TABLE = "dossiers_searchwords"


def make_words(apps, schema_editor):
    """FTS5 on SQLite; a table with two indexes on PostgreSQL. Both take the words as they are."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(f"CREATE VIRTUAL TABLE {TABLE} USING fts5(title, text, detail=column, tokenize='ascii')")
        return
    schema_editor.create_model(apps.get_model("dossiers", "SearchWords"))
    for column in ("title", "text"):
        schema_editor.execute(f"CREATE INDEX {TABLE}_{column} ON {TABLE} USING gin ({column}) WITH (fastupdate = off)")


def drop_words(apps, schema_editor):
    schema_editor.execute(f"DROP TABLE {TABLE}")


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="AttachmentText",
            fields=[
                ("attachment", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="stored_text", serialize=False, to="dossiers.attachment")),
                ("file", models.CharField(max_length=255)),
                ("text", models.TextField()),
            ],
            options={"default_permissions": ()},
        ),
        migrations.CreateModel(
            name="SearchRow",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("text", models.TextField()),
                ("dossier", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="dossiers.dossier")),
                ("entry", models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="dossiers.entry")),
            ],
            options={"default_permissions": ()},
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="SearchWords",
                    fields=[
                        ("row", models.OneToOneField(db_column="rowid", db_constraint=False, on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="words", serialize=False, to="dossiers.searchrow")),
                        ("title", dossiers.models.search.Words()),
                        ("text", dossiers.models.search.Words()),
                    ],
                    options={"default_permissions": ()},
                ),
            ],
        ),
        migrations.RunPython(make_words, drop_words),
    ]
