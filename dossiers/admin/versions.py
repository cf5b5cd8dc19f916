"""What is saved in the admin is kept as versions."""

from contextlib import contextmanager

import reversion

from ..models import Attachment, Change, Dossier, Entry, Ownership, Point, Redirect
from ..search import index

reversion.register(Dossier, follow=("own_attachments",))
reversion.register(Entry, follow=("points", "attachments"))
reversion.register(Point)
reversion.register(Attachment)
reversion.register(Change)
reversion.register(Ownership)
reversion.register(Redirect)


@contextmanager
def record_version(request, comment=""):
    """Keep what is saved inside as one version: who, when, and a comment that people can read."""
    with reversion.create_revision(), index.batch_updates():
        reversion.set_user(request.user)
        reversion.set_comment(comment)
        yield
