from django.db import migrations


def forget(apps, schema_editor):
    """Empty the index, which is made anew after migrating: its words have other stems now."""
    apps.get_model("dossiers", "SearchWords").objects.all().delete()
    apps.get_model("dossiers", "SearchRow").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0007_validators")]

    operations = [migrations.RunPython(forget, migrations.RunPython.noop, elidable=True)]
