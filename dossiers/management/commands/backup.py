from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from ... import clock
from ...operations import backup


class Command(BaseCommand):
    help = "Bewaart de database en de bijlagen in één bestand, ook als de site draait. Oude back-ups gaan weg."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, metavar="MAP", help="de map met back-ups")

    def handle(self, *, folder, **options):
        try:
            file = backup.make(folder, clock.now())
        except backup.CopyFailed as failure:
            raise CommandError(f"De back-up is gemaakt, maar de kopie kwam niet aan. {failure}") from failure
        except OSError as error:
            raise CommandError(f"Er is geen back-up gemaakt. {error}") from error
        self.stdout.write(f"De back-up is gemaakt: {file}")
