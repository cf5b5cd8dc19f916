from django.http import FileResponse, Http404
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from .. import clock
from ..models import Attachment
from ..models.attachment import CONTENT_TYPES, suffix
from .absence import absent_attachment, redirect_to


@require_safe
def attachment(request, code, number, name=""):
    """A file, under its own name and type. Any other writing of its address is sent to the canonical one."""
    now = clock.now()
    code, number = code.upper(), int(number)
    found = Attachment.objects.public(now).select_related("dossier").filter(dossier__code=code, number=number).first()
    if found is None:
        return absent_attachment(request, code, number, now)
    if request.path != found.get_absolute_url():
        return redirect_to(request, found.get_absolute_url())
    return attachment_file(found)


def attachment_file(found: Attachment) -> FileResponse:
    """The answer with the file itself. Raises Http404 when it is missing from storage."""
    try:
        file = found.file.open()
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(file, filename=found.filename, content_type=CONTENT_TYPES[suffix(found.file.name)])
    response.headers["ETag"] = quote_etag(found.file.name)  # a replaced file gets another name
    return response
