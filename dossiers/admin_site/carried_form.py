"""A form that was posted after its session had ended travels through the login page and is posted again."""

from dataclasses import dataclass

from django.core import signing

SALT = "dossiers.carried_form"
MAX_AGE = 3600  # seconds between the two posts
BUTTON_LABELS = {
    "_save": "Opslaan",
    "_continue": "Opslaan en verder werken",
    "_addanother": "Opslaan en nieuwe toevoegen",
    "_preview": "Voorbeeld",
    "_withdraw": "Intrekken",
    "_share": "Link maken",
}


@dataclass(frozen=True)
class CarriedForm:
    path: str
    fields: list[tuple[str, str]]
    had_files: bool

    @property
    def button(self):
        """What the button said that sent a form that can be opened again; None for a step, which has no such form."""
        return next((BUTTON_LABELS[name] for name, _ in self.fields if name in BUTTON_LABELS), None)


def pack(request):
    """What was posted, signed: only this site can say to which of its addresses it goes on.

    Passwords, files and the token of the old session stay behind.
    """
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken" and "password" not in name
    ]
    carried = {"path": request.get_full_path(), "fields": fields, "had_files": bool(request.FILES)}
    return signing.dumps(carried, salt=SALT, compress=True)


def unpack(carried):
    """The form that travelled along; None when there is none, or none that this site packed lately."""
    try:
        return CarriedForm(**signing.loads(carried, salt=SALT, max_age=MAX_AGE))
    except signing.BadSignature:
        return None
