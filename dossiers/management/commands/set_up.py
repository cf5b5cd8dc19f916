from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """What ``make run`` needs before it serves. One process, because starting Django is most of the time it takes."""

    help = "Zet de database klaar: de tabellen, en als er geen dossiers zijn de demonstratie met een account."

    def handle(self, *args, **options):
        call_command("migrate", verbosity=0)
        call_command("load_demo", if_empty=True, with_editor=True, stdout=self.stdout)
