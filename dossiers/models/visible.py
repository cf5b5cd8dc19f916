from datetime import datetime
from typing import Self, TypeVar

from django.db import models

from ..rules.publication import Audience

Row = TypeVar("Row", bound=models.Model)


class VisibleQuerySet(models.QuerySet[Row]):
    """Rows that are visible to one audience and not to another; a subclass says which."""

    def visible_to(self, audience: Audience) -> Self:
        raise NotImplementedError

    def public(self, now: datetime) -> Self:
        return self.visible_to(Audience(now))
