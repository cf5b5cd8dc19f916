"""When the last good backup was made. It is kept beside the database, not in it: a restore must not turn it back."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings


@dataclass(frozen=True)
class Backup:
    """``copied`` says whether a copy went to another machine too."""

    made_at: datetime
    copied: bool


def write(backup):
    aside = record_file().with_suffix(".new")
    aside.write_text(json.dumps({"made_at": backup.made_at.isoformat(), "copied": backup.copied}))
    aside.replace(record_file())


def last_backup():
    try:
        known = json.loads(record_file().read_text())
        return Backup(datetime.fromisoformat(known["made_at"]), known["copied"])
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def record_file():
    return settings.VAR_DIR / "last-backup.json"
