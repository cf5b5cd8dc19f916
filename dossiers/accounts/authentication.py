from django.contrib.auth.backends import AllowAllUsersModelBackend

from .. import clock


class EditorBackend(AllowAllUsersModelBackend):
    """Django's accounts with a last day, which is asked at every request, so that open sessions end with it.

    That an account is closed or has ended is the login form's to say, to whoever knows the password.
    """

    def get_user(self, user_id):
        editor = super().get_user(user_id)
        return editor if editor and editor.can_log_in_on(clock.today()) else None
