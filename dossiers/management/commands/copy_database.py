from contextlib import contextmanager
from pathlib import Path

import environ
from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.utils import ConnectionHandler

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
            with open_database(address) as old:
                counts = moving.copy_database(old)
        except CommandError as refusal:
            raise CommandError(f"{refusal} Er is niets overgezet.") from refusal
        for model, count in counts.items():
            if count:
                self.stdout.write(f"{model._meta.db_table}: {count}")
        self.stdout.write("Alles is overgezet. De bijlagen zelf blijven staan waar ze staan.")


@contextmanager
def open_database(address):
    """``address`` is written as DATABASE_URL is; SQLite is opened read-only."""
    if not address.startswith(("sqlite://", "postgres://", "postgresql://")):
        raise CommandError("Dit is geen adres van een database. Schrijf het zoals DATABASE_URL in .env.example.")
    config = environ.Env.db_url_config(address)
    if address.startswith("sqlite://"):
        if not Path(config["NAME"]).is_file():  # SQLite would make it
            raise CommandError(f"Er is geen bestand {config['NAME']}.")
        config["OPTIONS"] = {"init_command": "PRAGMA query_only=ON"}
    connections["old"] = ConnectionHandler({DEFAULT_DB_ALIAS: {}, "old": config})["old"]
    try:
        yield connections["old"]
    finally:
        connections["old"].close()
        del connections["old"]
