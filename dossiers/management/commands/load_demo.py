from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.urls import reverse

from ... import clock
from ...addresses.spelling import absolute
from ...operations import demonstration, query_plans


class Command(BaseCommand):
    help = "Laadt de twaalf dossiers van de demonstratie in een database zonder dossiers."

    def add_arguments(self, parser):
        parser.add_argument("--if-empty", action="store_true", help="doe niets, en zeg niets, als er al dossiers zijn")
        parser.add_argument(
            "--with-editor", action="store_true", help="maak ook een account voor het beheer, als er nog geen is"
        )

    def handle(self, *args, if_empty, with_editor, **options):
        if not settings.ON_LOOPBACK:
            raise CommandError(
                f"De demonstratie is voor je eigen computer. {settings.SITE_URL} is een openbaar adres: "
                "huurders zouden lezen wat niet waar is. Maak met createsuperuser een account en begin leeg."
            )
        try:
            with transaction.atomic():
                dossiers = demonstration.load(clock.now())
                password = demonstration.create_editor() if with_editor else None
        except demonstration.DatabaseNotEmpty as refusal:
            if if_empty:
                return
            raise CommandError(
                "Er staan al dossiers in de database. De demonstratie past alleen in een lege database; "
                "er is niets veranderd."
            ) from refusal
        query_plans.analyze_tables()
        self.stdout.write(f"De demonstratie is geladen: {len(dossiers)} dossiers.")
        if password:
            self.stdout.write(
                f"Beheer: {absolute(reverse('admin:index'))}\n"
                f"Naam: {demonstration.EDITOR_NAME}\n"
                f"Wachtwoord: {password}\n"
                "Schrijf het wachtwoord op: je ziet het maar één keer."
            )
