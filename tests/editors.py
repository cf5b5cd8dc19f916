"""Editors at work: a client that is logged in and fills in the forms of the admin as a person would."""

from django.contrib.auth.models import Group
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from dossiers.accounts.roles import BOARD
from dossiers.models import Editor

from .filled_form import read_form


def make_editor(username="sam", *, group=BOARD, **fields):
    editor = Editor.objects.create_user(username, password="een lang wachtwoord", is_staff=True, **fields)
    if group:
        editor.groups.add(Group.objects.get(name=group))
    return editor


class Desk(Client):
    """The browser of an editor."""

    def __init__(self, editor, **options):
        super().__init__(**options)
        self.editor = editor
        self.force_login(editor)

    def open_form(self, model, row=None, **query):
        """The page with the form of a row, or of a new one."""
        name = f"admin:dossiers_{model}_{'change' if row else 'add'}"
        return self.get(reverse(name, args=[row.pk] if row else []), query)

    def save(self, model, row=None, *, query=None, button="_save", follow=True, without=(), **answers):
        """Open a form, type the answers, press the button."""
        page = self.open_form(model, row, **(query or {}))
        data = read_form(page, f"{model}_form") | answers
        for name in without:
            data.pop(name, None)
        request = page.wsgi_request
        return self.post(request.get_full_path(), data | {button: "1"}, follow=follow)

    def press(self, model, step, row, **answers):
        """Post to a button of its own beside the form, such as that of the bin."""
        return self.post(reverse(f"admin:dossiers_{model}_{step}", args=[row.pk]), answers, follow=True)

    def download(self, address):
        """A file, read to its end, so that it does not stay open."""
        answer = self.get(address)
        return HttpResponse(answer.getvalue(), status=answer.status_code, headers=answer.headers)
