from django.core.management.base import BaseCommand, CommandError

from ... import clock
from ...accounts import password_links
from ...addresses.spelling import absolute
from ...models import Editor


class Command(BaseCommand):
    help = (
        "Maakt een link waarmee een redacteur één keer inlogt: bij een vergeten wachtwoord, zonder mailserver, "
        "na een verloren sleutel of op een nieuw adres van de site."
    )

    def add_arguments(self, parser):
        parser.add_argument("name", metavar="NAAM", help="de gebruikersnaam")

    def handle(self, *, name, **options):
        editor = find(name)
        if not editor.can_log_in_on(clock.today()):
            raise CommandError(f"Het account {editor.username} is gesloten of afgelopen. Open het eerst in de admin.")
        self.stdout.write(absolute(password_links.link_path(editor)))


def find(name):
    """The account of that name, in whatever capitals when only one has it."""
    names = list(Editor.objects.order_by("username").values_list("username", flat=True))
    if not names:
        raise CommandError("Er is nog geen account. Maak het eerste met: manage.py first_account")
    spellings = [each for each in names if each.casefold() == name.casefold()]
    if name in names or len(spellings) == 1:
        return Editor.objects.get(username=name if name in names else spellings[0])
    raise CommandError(f"Geen account heet {name!r}. Deze zijn er: {', '.join(names)}")
