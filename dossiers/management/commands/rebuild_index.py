from django.core.management.base import BaseCommand

from ...operations import query_plans
from ...search import index


class Command(BaseCommand):
    help = "Maakt de index van het zoeken opnieuw. Nodig na een nieuwe versie, en na loaddata of update."

    def handle(self, *args, **options):
        count = index.rebuild()
        query_plans.analyze_tables()
        self.stdout.write(f"De index is opnieuw gemaakt. Bladzijden om te vinden: {count}.")
