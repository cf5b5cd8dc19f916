"""How long backups stay: the last of each of 14 days, 8 weeks and 12 months that have one."""

from datetime import datetime
from pathlib import Path

_NAME = "backup-%Y-%m-%d-%H%M%S.tar"  # in UTC: no two instants have one name
_KEPT = {"%Y-%m-%d": 14, "%G-%V": 8, "%Y-%m": 12}


def name_at(instant: datetime) -> str:
    return instant.strftime(_NAME)


def remove_old(folder: Path) -> None:
    """Remove the backups of that folder that need not stay. Other files there are not ours."""
    made = {at: file for file in folder.iterdir() if (at := _made_at(file))}
    for at in made.keys() - kept(made):
        made[at].unlink()


def kept(made: list[datetime]) -> set[datetime]:
    found = set()
    for period, number in _KEPT.items():
        last = {at.strftime(period): at for at in sorted(made)}
        found.update(sorted(last.values())[-number:])
    return found


def _made_at(file: Path) -> datetime | None:
    try:
        return datetime.strptime(file.name, _NAME)  # noqa: DTZ007 - compared with each other only
    except ValueError:
        return None
