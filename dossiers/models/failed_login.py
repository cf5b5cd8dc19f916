from django.db import models


class FailedLogin(models.Model):
    """A wrong password for a name, whether an account has that name or not. Of the name only a keyed hash is kept."""

    name_hash = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["name_hash", "at"], name="failed_login_of_name")]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.name_hash:.8}"
