from django.db import DatabaseError, connection
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .. import clock
from ..operations.backup.record import last_backup


@never_cache
@require_safe
def show(request):
    """503 when the database does not answer. ``backup_age`` is in seconds, null when there is no backup."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM dossiers_dossier")
    except DatabaseError:
        return JsonResponse({"database": "silent"}, status=503)
    last = last_backup()
    age = last and int((clock.now() - last.made_at).total_seconds())
    return JsonResponse({"database": "answers", "backup_age": age})
