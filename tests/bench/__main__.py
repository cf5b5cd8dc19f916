import os
import socket
import tempfile

import django


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


FOLDER = tempfile.TemporaryDirectory()
os.environ.update(
    DJANGO_SETTINGS_MODULE="wijwonen.settings",
    ENV_FILE=os.devnull,
    SECRET_KEY="only-for-figures-" + "0123456789abcdef" * 3,
    SITE_URL=f"http://127.0.0.1:{free_port()}",
    DATABASE_URL=f"sqlite:///{FOLDER.name}/db.sqlite3",
    DEBUG="False",
)
django.setup()

# ruff: noqa: E402 - the models come after the setup, and that after the environment
import time_machine
from django.core.management import call_command
from django.db import connection

from .archive import NOW
from .growth import measure_growth, print_growth
from .memory import worker_memory
from .pages import measure_pages, print_pages
from .words import print_words


def main():
    with FOLDER:
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        with time_machine.travel(NOW):
            print_pages(measure_pages())
        connection.close()
        print(f"\nA worker that served such pages holds {worker_memory():.0f} MB in memory (aim: under 130 MB).\n")
        with time_machine.travel(NOW):
            print_growth(measure_growth())
        print_words()


if __name__ == "__main__":
    main()
