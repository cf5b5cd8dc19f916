import os
import sys
from contextlib import nullcontext
from pathlib import Path

from django.core.management.base import BaseCommand
from django.db import transaction

from ... import clock
from ...operations import query_plans
from ...operations.legacy.load import load
from ...operations.legacy.parse import parse
from ...operations.legacy.problems import ImportRefused
from ...operations.legacy.read import read


class Command(BaseCommand):
    help = "Neemt pagina's van de oude site over, bewaard als platte tekst. Elk bestand komt heel over of niet."

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE", help="een pagina, bewaard als tekst")
        parser.add_argument("--dry-run", action="store_true", help="laat zien wat er zou gebeuren en bewaar niets")
        parser.add_argument("--publish", action="store_true", help="maak openbaar wat nog een concept is")

    def handle(self, *, files, dry_run, publish, **options):
        now = clock.now()
        if dry_run:
            self.stdout.write("Proef: er wordt niets bewaard.")
        with transaction.atomic() if dry_run else nullcontext():
            imported = [self.import_file(file, now, publish, dry_run) for file in files]
            if dry_run:
                transaction.set_rollback(True)
        if not dry_run:
            query_plans.analyze_tables()
        if not all(imported):
            sys.exit(1)

    def import_file(self, file, now, publish, dry_run):
        """False when the file was refused."""
        name = printable_name(file)
        try:
            page = parse(read(Path(file)))
            imported = load(page, now, publish=publish)
        except ImportRefused as refused:
            for line, text in refused.problems:
                self.stderr.write(f"{name}:{line}: {text}" if line else f"{name}: {text}")
            self.stdout.write(f"{name}: niet overgenomen, problemen: {len(refused.problems)}")
            return False
        self.stdout.write(f"{name}: {import_summary(imported, dry_run)}")
        if dry_run and imported.created:
            for entry in imported.entries:
                self.stdout.write(f"  {entry.number}. {entry.get_kind_display()}: {entry.title}")
        return True


def printable_name(file):
    name = os.fsencode(file).decode(errors="replace")
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in name)


def import_summary(imported, dry_run):
    create, publish = ("aanmaken", "openbaar maken") if dry_run else ("aangemaakt", "openbaar gemaakt")
    steps = [f"{create}, berichten: {len(imported.entries)}" if imported.created else "ongewijzigd"]
    if imported.published:
        steps.append(publish)
    elif imported.created:
        steps.append("concept")
    return f"{imported.dossier}: {', '.join(steps)}"
