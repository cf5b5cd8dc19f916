from django.db import models
from django.db.models import Q

from ..fields import OneLine
from ..rules.publication import Audience, visible_q
from .visible import VisibleQuerySet


class ChangeQuerySet(VisibleQuerySet["Change"]):
    def visible_to(self, audience: Audience) -> "ChangeQuerySet":
        return self.filter(
            visible_q(audience, dossier="dossier__"),
            Q(entry=None) | visible_q(audience, entry="entry__"),
            at__lte=audience.now,
        )


class Change(models.Model):
    """A reported change of something public, also a shifted day. A silent correction leaves no row.

    The old days are those from before the change; ``old_due_on`` is empty where that day did not move, the others
    where neither of them did. Without a last day it was one day.
    """

    dossier = models.ForeignKey("Dossier", models.PROTECT, related_name="changes", verbose_name="dossier")
    entry = models.ForeignKey(
        "Entry", models.PROTECT, null=True, blank=True, related_name="changes", verbose_name="bericht"
    )
    at = models.DateTimeField("gemeld op")
    text = OneLine("wat er veranderde", max_length=300)
    old_starts_on = models.DateField("was: eerste dag", null=True, blank=True)
    old_ends_on = models.DateField("was: laatste dag", null=True, blank=True)
    old_due_on = models.DateField("was: uiterlijk", null=True, blank=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = "wijziging"
        verbose_name_plural = "wijzigingen"
        indexes = [models.Index(fields=["dossier", "at"], name="change_dossier_at")]

    def __str__(self):
        return self.text
