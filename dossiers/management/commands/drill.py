from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from ... import clock
from ...operations import backup
from ...operations.backup.drill import DrillFailed, run_drill


class Command(BaseCommand):
    help = "Oefent: maakt een back-up, zet hem terug op een lege plek, vergelijkt, en ruimt die plek weer op."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, metavar="MAP", help="de map met back-ups")

    def handle(self, *, folder, **options):
        try:
            file = backup.make(folder, clock.now())
            self.stdout.write(run_drill(file))
        except (backup.CopyFailed, DrillFailed, OSError) as failure:
            raise CommandError(f"De oefening is niet gelukt. {failure}") from failure
        self.stdout.write(f"De oefening is gelukt met {file}")
