from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from ... import clock
from ...operations import backup


class Command(BaseCommand):
    help = "Zet een back-up terug, helemaal of niet. De database en de map met bijlagen moeten leeg zijn."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="BESTAND", help="een bestand dat `backup` maakte")
        parser.add_argument(
            "--replace", action="store_true", help="zet wat er nu is opzij; de site moet dan stilstaan"
        )

    def handle(self, *, file, replace, **options):
        try:
            manifest, aside = backup.restore(file, clock.now(), replace=replace)
        except (backup.RestoreRefused, DatabaseError, OSError) as refusal:
            raise CommandError(f"{refusal} Er is niets veranderd.") from refusal
        rows, files = sum(manifest.rows.values()), len(manifest.sums) - 1  # without the database itself
        self.stdout.write(f"De back-up van {manifest.made_at} is terug. Rijen: {rows}. Bestanden: {files}.")
        if aside:
            self.stdout.write(f"Wat er eerst was, ligt in {aside}.")
