"""How long backups stay: the last of each of 14 days, 8 weeks and 12 months that have one."""

from datetime import datetime

NAME_FORMAT = "backup-%Y-%m-%d-%H%M%S.tar"  # in UTC: no two instants have one name
KEPT_PER_PERIOD = {"%Y-%m-%d": 14, "%G-%V": 8, "%Y-%m": 12}


def backup_name(instant):
    return instant.strftime(NAME_FORMAT)


def remove_old(folder):
    """Only removes files with the name of a backup."""
    made = {at: file for file in folder.iterdir() if (at := parse_made_at(file))}
    for at in made.keys() - backups_to_keep(made):
        made[at].unlink()


def backups_to_keep(made):
    found = set()
    for period, number in KEPT_PER_PERIOD.items():
        last = {at.strftime(period): at for at in sorted(made)}
        found.update(sorted(last.values())[-number:])
    return found


def parse_made_at(file):
    try:
        return datetime.strptime(file.name, NAME_FORMAT)  # noqa: DTZ007 - compared with each other only
    except ValueError:
        return None
