from django.core.management.base import BaseCommand

from ... import clock
from ...operations import replaced_files


class Command(BaseCommand):
    help = "Verwijdert bestanden die geen bijlage meer gebruikt en die langer dan een jaar geleden vervangen zijn."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="noem wat er weg zou gaan en verwijder niets")

    def handle(self, *, dry_run, **options):
        names = replaced_files.removable_files(clock.now())
        for name in names:
            self.stdout.write(name)
        if dry_run:
            self.stdout.write(f"Proef: er is niets verwijderd. Te verwijderen: {len(names)}.")
            return
        replaced_files.remove_files(names)
        self.stdout.write(f"Verwijderd: {len(names)}.")
