"""What somebody who knows the organisation would try first is no password."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

GUESSED = [
    "WijWonen2026",
    "wijwonen-wijwonen",
    "W1jW0n3n!2026",
    "delft1234567",
    "DUWO20262026",
    "Duwo Delft 2026!",
    "welkom123456",
    "Welkom@Delft1",
    "wachtwoord12",
    "MijnWachtwoord1",
    "Huurders!2026",
    "September2026",
    "voetbalvoetbal",
    "qwertyuiop12",
    "============",
    "aaaaaaaaaaaaaaaa",
    "abababababab",
    "abcdabcdabcd",
    "😀😀😀😀😀😀😀😀😀😀😀😀",
]
TAKEN = [
    "een heel lang woord",
    "zeven blauwe fietsen",
    "delftse kanaalboot",
    "wachtwoordabcx",
    "73!91@64#82$x",
    "xkcdexkcdexk",
    "漢字仮名交文例題漢字仮名",
]


def is_refused(password):
    try:
        validate_password(password)
    except ValidationError as refused:
        return "password_guessable" in [error.code for error in refused.error_list]
    return False


def test_a_password_that_is_guessed_is_refused():
    assert [password for password in GUESSED if is_refused(password)] == GUESSED


def test_a_password_that_nobody_guesses_is_taken():
    assert [password for password in TAKEN if is_refused(password)] == []


@pytest.mark.parametrize(
    "password", ["Woonstichting2026", "deWoonstichting1", "StudentenHuis010", "Rótterdam123456", "rotterdam123456"]
)
def test_the_names_are_those_of_this_organisation(settings, password):
    assert not is_refused("Groninger-010-xyq")
    settings.ORGANISATION = {"name": "Studenten Huis", "landlord": "de Woonstichting", "town": "Rótterdam"}
    assert is_refused(password)
    assert not is_refused("wijwonenzelf1")
