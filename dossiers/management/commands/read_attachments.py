from django.core.management.base import BaseCommand

from ...search import index


class Command(BaseCommand):
    help = "Leest de woorden van de bijlagen waarvoor bij het opslaan te weinig tijd was, zodat zoeken ze vindt."

    def handle(self, **options):
        self.stdout.write(f"Gelezen: {index.read_unread()}.")
