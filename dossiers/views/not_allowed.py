from django.shortcuts import render

from .. import clock
from ..models import Editor


def show(request, exception=None):
    """A 403 that tells an editor who can give other rights, and nobody else."""
    managers = Editor.objects.managing_accounts(clock.today()) if request.user.is_authenticated else ()
    return render(request, "403.html", {"managers": managers}, status=403)
