"""Which stored files may go: those that no attachment uses any more, when they were replaced over a year ago."""

from pathlib import PurePosixPath

from dateutil.relativedelta import relativedelta
from django.core.files.storage import default_storage
from reversion.models import Version

from ..models import Attachment
from ..models.attachment import CONTENT_TYPES, suffix

RETENTION = relativedelta(years=1)


def removable_files(now):
    """The names in storage, sorted, of files that were replaced more than RETENTION before ``now``.

    A file that no attachment ever used counts from when it was written. A file of which no version tells when it
    was replaced stays.
    """
    used = set(Attachment.objects.values_list("file", flat=True))
    replaced = replacement_times()
    bound = now - RETENTION
    found = []
    for name in stored_names():
        at = replaced[name] if name in replaced else default_storage.get_modified_time(name)
        if name not in used and at is not None and at < bound:
            found.append(name)
    return sorted(found)


def remove_files(names):
    for name in names:
        default_storage.delete(name)


def replacement_times():
    """By name in storage; None for a file that no later version replaces."""
    found, last = {}, {}
    versions = Version.objects.get_for_model(Attachment).select_related("revision").order_by("pk")
    for version in versions.iterator():
        name, before = str(version.field_dict["file"]), last.get(version.object_id)
        if before not in (None, name):
            found[before] = version.revision.date_created
        found[name] = None
        last[version.object_id] = name
    return found


def stored_names(folder=""):
    """Only of files with a suffix that an attachment may have."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:  # on a disk on which no file was ever stored
        return
    for file in files:
        if suffix(file) in CONTENT_TYPES:
            yield str(PurePosixPath(folder, file))
    for each in folders:
        yield from stored_names(str(PurePosixPath(folder, each)))
