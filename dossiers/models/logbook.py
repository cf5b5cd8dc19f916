from django.contrib.admin.models import LogEntry


class LogLine(LogEntry):
    """What an editor did in the admin, to be read in the logbook. Django itself writes the lines."""

    class Meta:
        proxy = True
        default_permissions = ("view",)
        verbose_name = "regel in het logboek"
        verbose_name_plural = "logboek"
