from django.contrib.auth.backends import ModelBackend

from .. import clock


class EditorBackend(ModelBackend):
    """Django's accounts with a last day. Asked at login and at every request, so that open sessions end with it."""

    def user_can_authenticate(self, user):
        return user.can_log_in_on(clock.today())
