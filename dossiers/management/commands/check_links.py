import sys

from django.core.management.base import BaseCommand

from ... import clock
from ...addresses import links


class Command(BaseCommand):
    help = "Volgt elke link en elke bijlage in wat openbaar is, en noemt wat niet werkt. Dan is de uitkomst 1."

    def add_arguments(self, parser):
        parser.add_argument("--external", action="store_true", help="volg ook de links naar andere sites")
        parser.add_argument(
            "--pause", type=float, default=1, metavar="SECONDEN", help="rust tussen twee bezoeken aan één andere site"
        )

    def handle(self, *, external, pause, **options):
        check, followed, broken = links.Check(pause if external else None), 0, 0
        for link in links.published(clock.now()):
            followed += 1
            if reason := check.reason(link.address):
                broken += 1
                self.stdout.write(f"{link.place}: {link.address}: {reason}")
        self.stdout.write(f"Links: {followed}. Kapot: {broken}.")
        if broken:
            sys.exit(1)
