"""Passwords that somebody who knows the organisation would try first."""

import re
import unicodedata
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError

FEWEST_CHARACTERS = 5  # that differ
FEWEST_LETTERS = 4  # beside the words below

GUESSABLE = Path(__file__).with_name("guessable.txt").read_text(encoding="utf-8").split()

_LOOKALIKES = str.maketrans("0134578@$!|", "oieastbasil")


class GuessablePasswordValidator:
    """Refuses a password of which little is left without the names of the organisation and what everybody takes."""

    def validate(self, password, user=None):
        if len(set(password)) < FEWEST_CHARACTERS or is_guessable(password):
            raise ValidationError(
                "Dit wachtwoord is makkelijk te raden. Neem liever vier woorden die niets met elkaar te maken hebben.",
                code="password_guessable",
            )

    def get_help_text(self):
        return (
            "Je wachtwoord is geen naam van de organisatie, de verhuurder of de plaats met iets erachter, "
            "en niet een paar tekens die zich herhalen."
        )


def is_guessable(password):
    """Whether fewer than ``FEWEST_LETTERS`` letters stand beside the words that anybody would try."""
    words = sorted({*GUESSABLE, *_organisation()}, key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, words)))
    for reading in (password, password.translate(_LOOKALIKES)):
        letters = _letters(reading)
        rest = pattern.sub("", letters)
        if rest != letters and len(rest) < FEWEST_LETTERS:
            return True
    return False


def _organisation():
    """The words of its names, and each name as one word."""
    for key in ("name", "landlord", "town"):
        name = settings.ORGANISATION[key]
        yield from (word for word in map(_letters, [name, *re.split(r"[\W_]+", name)]) if len(word) > 2)


def _letters(text):
    """Only the letters, lower case, without accents."""
    return "".join(filter(str.isalpha, unicodedata.normalize("NFKD", text.casefold())))
