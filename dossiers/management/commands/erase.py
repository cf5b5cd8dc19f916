from django.core.management.base import BaseCommand, CommandError

from ... import clock
from ...operations import erasing


class Command(BaseCommand):
    help = (
        "Haalt een tekst, zoals de naam van iemand, uit alle rijen, versies en het logboek. Vraagt eerst of het mag."
    )

    def add_arguments(self, parser):
        parser.add_argument("text", metavar="TEKST", help="hele woorden; hoofdletters en leestekens maken niet uit")
        parser.add_argument("--dry-run", action="store_true", help="laat zien waar de tekst staat en verander niets")

    def handle(self, *, text, dry_run, **options):
        try:
            findings = erasing.find(text)
        except ValueError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.tell(findings)
        if dry_run:
            self.stdout.write("Proef: er is niets veranderd.")
        elif not findings.places:
            self.stdout.write("Er is niets veranderd.")
        elif input("Haal de tekst hier weg? Dat kan niet ongedaan. Typ ja: ").strip().lower() == "ja":
            erasing.erase(findings, clock.now())
            self.stdout.write("De tekst is weg uit de rijen, de versies en het logboek. Het zoeken is vernieuwd.")
        else:
            self.stdout.write("Er is niets veranderd.")

    def tell(self, findings):
        for words, lines in (
            ("Hier staat de tekst", findings.places),
            ("Deze adressen veranderen mee; het oude leidt naar het nieuwe", findings.addresses),
            ("Dit moet iemand zelf vervangen", findings.by_hand),
        ):
            self.stdout.write(f"{words}: {len(lines)}.")
            for line in lines:
                self.stdout.write(f"- {line}")
        self.stdout.write(f"Bladzijden waar het zoeken de tekst vindt: {findings.index_rows}.")
