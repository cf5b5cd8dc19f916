from django.db import models

from .editor import Editor


class Passkey(models.Model):
    """The public half of a key on a device of an editor. It works on ``host`` alone, and holds no secret.

    ``credential_id`` is written in base64url; ``credential`` is WebAuthn's attested credential data.
    """

    editor = models.ForeignKey(Editor, models.CASCADE, related_name="passkeys")
    host = models.CharField(max_length=253)
    credential_id = models.CharField(max_length=1364, unique=True)
    credential = models.BinaryField()
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.editor} {self.host}"
