from django.db import models, transaction


class Numbered(models.Model):
    """A row with a number of its own in its dossier, or in the row that ``numbered_in`` names; people cite it by that.

    ``save`` gives a new row the highest number plus one when it has none. It locks the row it is numbered in first,
    so that two editors who add at the same moment get two numbers. ``bulk_create`` callers give the number.
    """

    numbered_in = "dossier"

    number = models.PositiveIntegerField("nummer", blank=True, editable=False)

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if self.number is not None:
            super().save(*args, **kwargs)
            return
        with transaction.atomic():
            whole = self._meta.get_field(self.numbered_in)
            whole_pk = getattr(self, whole.attname)
            whole.related_model.objects.select_for_update().get(pk=whole_pk)
            rows = type(self).objects.filter(**{self.numbered_in: whole_pk})
            self.number = (rows.aggregate(models.Max("number"))["number__max"] or 0) + 1
            super().save(*args, **kwargs)
