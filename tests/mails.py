"""Mails that leave on a thread of the site."""

from threading import Event

from django.core.mail.backends.locmem import EmailBackend

from dossiers.accounts import password_links


def wait_for_mails():
    password_links.sender.submit(int).result(timeout=20)


class SlowBackend(EmailBackend):
    """A mail server that takes nothing before it ``wakes``."""

    wakes = Event()

    def send_messages(self, messages):
        self.wakes.wait(timeout=20)
        return super().send_messages(messages)
