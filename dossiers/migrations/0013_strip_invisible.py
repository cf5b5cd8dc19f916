from django.db import migrations

from dossiers.fields import RichText, Visible

RICH = {"Dossier": ["description"], "Entry": ["body"]}  # a text without a field of its own, to a migration
NAMES = ("code", "number", "title", "old_path", "username", "label", "text", "pk")


def strip_rows(apps, schema_editor):
    """Write what nobody can see out of all rows, and print which texts that changed."""
    for model in apps.get_app_config("dossiers").get_models():
        cleaners = {field.attname: field.form_class.clean_text for field in model._meta.fields if isinstance(field, Visible)}
        cleaners |= {name: RichText().sanitize for name in RICH.get(model.__name__, ())}
        if not cleaners:
            continue
        for row in model._base_manager.using(schema_editor.connection.alias).order_by("pk").iterator():
            strip_row(row, cleaners)


def strip_row(row, cleaners):
    changed = {name: clean(getattr(row, name) or "") for name, clean in cleaners.items()}
    changed = {name: text for name, text in changed.items() if text != (getattr(row, name) or "")}
    for name, text in list(changed.items()):
        field = row._meta.get_field(name)
        if not text and not field.blank:
            changed[name] = f"(zonder {field.verbose_name})"
        others = type(row)._base_manager.exclude(pk=row.pk)
        if field.unique and others.filter(**{name: changed[name]}).exists():
            print(f"{describe(row)}: {field.verbose_name} bleef zoals het was, want een andere rij heeft dit al.")
            del changed[name]
    if changed:
        type(row)._base_manager.filter(pk=row.pk).update(**changed)
        labels = ", ".join(str(row._meta.get_field(name).verbose_name) for name in changed)
        print(f"{describe(row)}: onzichtbare tekens weg uit {labels}.")


def describe(row):
    names = [repr(getattr(row, name)) for name in NAMES if hasattr(row, name)]
    return f"{row._meta.verbose_name} {' '.join(names)}"


class Migration(migrations.Migration):

    dependencies = [
        ('dossiers', '0012_visible_text'),
    ]

    operations = [
        migrations.RunPython(strip_rows, migrations.RunPython.noop),
    ]
