"""How old the last good backup is, in words."""

from datetime import timedelta

from ..rules.days import day_of
from ..wording import count_of_days

GOOD_FOR = timedelta(days=3)


def last_backup_in_words(last, now):
    if last is None:
        return "Er is nog geen back-up gemaakt."
    days = (day_of(now) - day_of(last.made_at)).days
    age = f"{count_of_days(days)} oud" if days else "van vandaag"
    place = "ook op een andere plek" if last.copied else "alleen op deze machine"
    return f"De laatste back-up is {age} en staat {place}."
