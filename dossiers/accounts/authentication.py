from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.password_validation import MinimumLengthValidator

from .. import clock


class EditorBackend(ModelBackend):
    """Django's accounts with a last day. Asked at login and at every request, so that open sessions end with it."""

    def user_can_authenticate(self, user):
        return user.works_on(clock.today())


class LongEnough(MinimumLengthValidator):
    """Django's own rule, whose refusal has no Dutch translation."""

    def get_error_message(self):
        return f"Dit wachtwoord is te kort. Kies minstens {self.min_length} tekens."
