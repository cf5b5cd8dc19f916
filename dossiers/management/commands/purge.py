from django.core.management.base import BaseCommand

from ... import clock
from ...accounts import login_limit
from ...page_cache import state


class Command(BaseCommand):
    help = "Verwijdert wat niet langer bewaard mag worden: mislukte pogingen om in te loggen van meer dan een dag oud."

    def handle(self, **options):
        state.gather_writes()
        self.stdout.write(f"Verwijderd: {login_limit.purge(clock.now())}.")
