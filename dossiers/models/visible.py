from datetime import datetime

from django.db import models

from ..rules.publication import Audience


class VisibleQuerySet(models.QuerySet):
    """Rows that are visible to one audience and not to another; a heir says which by ``visible_to(audience)``."""

    def public(self, now: datetime) -> "VisibleQuerySet":
        return self.visible_to(Audience(now))
