import secrets

from django.core.management.base import BaseCommand
from django.urls import reverse

from ...addresses.spelling import absolute
from ...models import Editor

NAME = "beheer"


class Command(BaseCommand):
    help = (
        "Maakt het eerste account, dat alles mag, en zegt één keer het wachtwoord. Is er al een account: niets. "
        "Wachtwoord kwijt? Maak een link met login_link NAAM."
    )

    def handle(self, *args, **options):
        if Editor.objects.exists():
            return
        password = secrets.token_urlsafe(15)
        editor = Editor.objects.create_superuser(NAME, password=password)
        self.stdout.write(
            f"Beheer: {absolute(reverse('admin:index'))}\n"
            f"Naam: {editor.username}\n"
            f"Wachtwoord: {password}\n"
            "Schrijf het wachtwoord op: je ziet het maar één keer."
        )
