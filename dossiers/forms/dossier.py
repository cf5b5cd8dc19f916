"""The form of a dossier, and the code to propose for a new one."""

from .. import clock
from ..models import Dossier
from ..rules.phases import Phase
from .publication import PublishedForm

FIRST_SERIES = "K"  # the letter for the very first dossier; afterwards the newest code gives it
MAX_NUMBER = 999


def next_code(day):
    """The code to propose on that day: the newest code's letter, the day's year, the next free running number.

    Empty when the numbers of the year are used up.
    """
    newest = Dossier.objects.newest_first().values_list("code", flat=True).first()
    series = newest[:-6] if newest else FIRST_SERIES
    highest = Dossier.objects.of_year(day.year).newest_first().values_list("code", flat=True).first()
    number = int(highest[-3:]) + 1 if highest else 1
    return f"{series}{day:%y}-{number:03d}" if number <= MAX_NUMBER else ""


class DossierForm(PublishedForm):
    class Meta:
        help_texts = {
            "title": "Kort en gewoon, zoals je het aan een huurder zou zeggen.",
            "phase": "Jullie eigen oordeel. Je mag ook een fase terug.",
            "closed_on": "Op welke dag was het klaar? Vul dit in als je de fase op Afgerond zet.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "closed_on" in self.fields:
            self.fields["closed_on"].has_been = True
        if "code" in self.fields:
            self.fields[
                "code"
            ].help_text = "Het volgende vrije nummer van dit jaar. Ligt vast als er een dag van plaatsen is."

    def clean(self):
        """Ask for the day and the result of a dossier that becomes Afgerond; only an imported one may lack them."""
        super().clean()
        data = self.cleaned_data
        if data.get("phase") == Phase.CLOSED:
            is_closing = self.initial.get("phase") != Phase.CLOSED
            ask_day, ask_result = is_closing or self.initial["closed_on"], is_closing or self.initial["result"]
            if ask_day and "closed_on" not in self.errors and not data["closed_on"]:
                self.add_error("closed_on", "Op welke dag was het klaar? Huurders lezen die dag bovenaan het dossier.")
            if ask_result and "result" not in self.errors and not data["result"]:
                self.add_error("result", "Wat kwam eruit? Schrijf het in één zin, voor huurders.")
        if data.get("closed_on") and data["closed_on"] > clock.today():
            self.add_error("closed_on", "Deze dag moet nog komen. Vul de dag in waarop het klaar was.")
        return data
