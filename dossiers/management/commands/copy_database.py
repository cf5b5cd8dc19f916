from django.core.management.base import BaseCommand, CommandError

from ...operations import moving


class Command(BaseCommand):
    help = "Zet alles uit een andere database over naar die van DATABASE_URL, die leeg is. Alles gaat over, of niets."

    def add_arguments(self, parser):
        parser.add_argument(
            "--from",
            dest="address",
            required=True,
            metavar="URL",
            help="de oude database, zoals sqlite:///var/db.sqlite3",
        )

    def handle(self, *, address, **options):
        try:
            counts = moving.copy(address)
        except moving.CannotCopy as refusal:
            raise CommandError(f"{refusal} Er is niets overgezet.") from refusal
        for model, count in counts.items():
            if count:
                self.stdout.write(f"{model._meta.db_table}: {count}")
        self.stdout.write("Alles is overgezet. De bijlagen zelf blijven staan waar ze staan.")
