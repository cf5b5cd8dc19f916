"""Who may what: the groups of editors and their permissions, in one table."""

from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission

BOARD = "Bestuur"
ADMINISTRATION = "Beheer"

# Nobody may delete: what is public is withdrawn, and what never was goes to the bin.
_WRITE = dict.fromkeys(("dossier", "entry", "point", "attachment", "change", "redirect"), ("view", "add", "change"))
PERMISSIONS = {
    BOARD: _WRITE,
    ADMINISTRATION: _WRITE | {"editor": ("view", "add", "change")},
}


def write_groups(sender, using, **kwargs):
    """Make the groups say what the table says; called after every migrate."""
    create_permissions(sender, using=using, verbosity=0)
    for name, models in PERMISSIONS.items():
        group, _ = Group.objects.using(using).get_or_create(name=name)
        codenames = [f"{action}_{model}" for model, actions in models.items() for action in actions]
        group.permissions.set(
            Permission.objects.using(using).filter(content_type__app_label=sender.label, codename__in=codenames)
        )
