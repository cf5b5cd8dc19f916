"""Who may what: the groups of editors and their permissions, in one table."""

from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission

BOARD = "Bestuur"
ADMINISTRATION = "Beheer"

# Nobody may delete: what is public is withdrawn, and what never was goes to the bin.
_WRITE = dict.fromkeys(("dossier", "entry", "point", "attachment", "redirect", "ownership"), ("view", "add", "change"))
_READ = {"logline": ("view",)}
PERMISSIONS = {
    BOARD: _WRITE | _READ,
    ADMINISTRATION: _WRITE | _READ | {"editor": ("view", "add", "change")},
}


def sync_groups(sender, using, **kwargs):
    """Make the groups say what the table says, and let there be no other; called after every migrate."""
    create_permissions(sender, using=using, verbosity=0)
    groups = Group.objects.using(using)
    groups.exclude(name__in=PERMISSIONS).delete()
    for name, models in PERMISSIONS.items():
        group, _ = groups.get_or_create(name=name)
        codenames = [f"{action}_{model}" for model, actions in models.items() for action in actions]
        group.permissions.set(
            Permission.objects.using(using).filter(content_type__app_label=sender.label, codename__in=codenames)
        )
