from django.db import models, transaction


class Numbered(models.Model):
    """A row of a dossier with a number of its own, by which people cite it.

    ``save`` gives a new row the highest number plus one when it has none. It locks the dossier's row first, so
    that two editors who add at the same moment get two numbers. ``bulk_create`` callers give the number.
    """

    number = models.PositiveIntegerField("nummer", blank=True, editable=False)

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if self.number is not None:
            super().save(*args, **kwargs)
            return
        with transaction.atomic():
            dossiers = self._meta.get_field("dossier").related_model.objects
            dossiers.select_for_update().get(pk=self.dossier_id)
            rows = type(self).objects.filter(dossier=self.dossier_id)
            self.number = (rows.aggregate(models.Max("number"))["number__max"] or 0) + 1
            super().save(*args, **kwargs)
