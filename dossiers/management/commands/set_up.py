import os
import stat
import sys
from io import StringIO

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from ...operations import python_version


class Command(BaseCommand):
    """What ``make run`` needs before it serves. One process, because starting Django is most of the time it takes."""

    help = (
        "Zet de database klaar: de tabellen, en op je eigen computer de demonstratie met een account "
        "als er geen dossiers zijn."
    )

    def handle(self, *args, **options):
        if problem := python_version.warning(sys.version_info[:3]):
            self.stderr.write(problem)
        keep_to_ourselves(settings.VAR_DIR)
        call_command("migrate", verbosity=0)
        if settings.ON_LOOPBACK:
            call_command("load_demo", if_empty=True, with_editor=True, stdout=self.stdout)
        call_command("read_attachments", stdout=StringIO())


def keep_to_ourselves(folder):
    """Let no other user of this machine into a folder, nor read what is made from now on."""
    os.umask(0o077)
    folder.chmod(stat.S_IMODE(folder.stat().st_mode) & ~stat.S_IRWXO)
