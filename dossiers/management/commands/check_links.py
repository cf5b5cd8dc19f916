import sys

from django.core.management.base import BaseCommand

from ... import clock
from ...addresses import links


class Command(BaseCommand):
    help = "Volgt wat in openbare teksten naar deze site leidt, en noemt wat niet werkt. Dan is de uitkomst 1."

    def handle(self, **options):
        now = clock.now()
        checker, followed, broken = links.LinkChecker(now), 0, 0
        for link in links.published_links(now):
            followed += 1
            if reason := checker.reason(link.address):
                broken += 1
                self.stdout.write(f"{link.place}: {link.address}: {reason}")
        self.stdout.write(f"Links: {followed}. Kapot: {broken}.")
        if broken:
            sys.exit(1)
