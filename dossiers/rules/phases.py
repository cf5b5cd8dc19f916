"""Where a dossier stands: the phases that the board chooses from, and what each of them means."""

from django.db import models


class Phase(models.TextChoices):
    """The board's judgement of where a dossier stands. It may go back."""

    EXPLORATION = "exploration", "Verkenning"
    PREPARATION = "preparation", "Voorbereiding"
    TALKS = "talks", "Overleg"
    ADVICE = "advice", "Advies"
    EXECUTION = "execution", "Uitvoering"
    CLOSED = "closed", "Afgerond"


# What a phase means to a tenant, as the end of a sentence. A finished dossier tells its result instead.
MEANING = {
    Phase.EXPLORATION: "we zoeken uit wat er speelt",
    Phase.PREPARATION: "we bereiden het overleg voor",
    Phase.TALKS: "we praten met {landlord}",
    Phase.ADVICE: "we werken aan ons advies, of wachten op wat ermee gebeurt",
    Phase.EXECUTION: "wat besloten is, wordt nu gedaan",
}
