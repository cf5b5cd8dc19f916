"""What a form is about from the moment it is opened, whatever is typed in it afterwards."""

from dataclasses import dataclass, field
from datetime import datetime

from ..models import Dossier, Entry, Point
from ..rules.kinds import KINDS


@dataclass(frozen=True, kw_only=True)
class Opening:
    """The admin makes one for each request, and hands it to the form and to the rows below it.

    ``public_row`` is the row as tenants read it now, ``last_public_state`` as they read it now or did before it, or
    its dossier, was withdrawn. ``newest_version`` is the pk of a version. What the version to restore holds stands
    under the names of the fields, that of points and attachments by pk.
    """

    now: datetime
    is_preview: bool = False
    visibility_sentence: str = ""
    public_row: Dossier | Entry | None = None
    last_public_state: Dossier | Entry | None = None
    newest_version: int | None = None
    restored_at: datetime | None = None
    restored_row: dict = field(default_factory=dict)
    restored_points: dict = field(default_factory=dict)
    restored_attachments: dict = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class EntryOpening(Opening):
    """``points`` are those of an advice that the entry answers one by one."""

    dossier: Dossier
    kind: str
    responds_to: Entry | None
    points: tuple[Point, ...] = ()

    @property
    def spec(self):
        return KINDS[self.kind]

    @property
    def facts(self):
        """The facts to ask for. An answer has an outcome of its own only where the advice has no points."""
        has_outcome = self.responds_to and not self.points
        return [name for name in self.spec.facts if name != "outcome" or has_outcome]
