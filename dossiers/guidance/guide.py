"""The parts of the guide for editors, in the order of the work. What each says stands in a template of that name."""

from dataclasses import dataclass

from ..models import Editor


@dataclass(frozen=True)
class Part:
    """``slug`` is the anchor on the page and the name of the template."""

    slug: str
    title: str

    @property
    def template(self):
        return f"admin/guide/{self.slug}.html"


PARTS = (
    Part("dossier", "Een dossier beginnen"),
    Part("bericht", "Een bericht toevoegen"),
    Part("inspraak", "Een inspraakmoment openen"),
    Part("terugkoppeling", "Terugkoppeling schrijven"),
    Part("advies", "Een adviesaanvraag, advies of antwoord vastleggen"),
    Part("verbeteren", "Iets verbeteren, of een wijziging melden"),
    Part("verschuiven", "Een dag verschuiven, of iets afgelasten"),
    Part("bijhouden", "Een dossier bijhouden en afronden"),
    Part("intrekken", "Iets intrekken"),
    Part("bijlage", "Een bijlage toevoegen of vervangen"),
    Part("voorbeeld", "Een voorbeeld laten zien"),
    Part("terugzetten", "Iets van vroeger terugzetten"),
    Part("redacteur", "Een nieuwe redacteur"),
)


def account_managers(day):
    """Whom to ask for an account, on that day."""
    return Editor.objects.managing_accounts(day)
