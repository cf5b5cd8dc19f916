from django.http import FileResponse, Http404
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from ..models import Attachment
from ..models.attachment import CONTENT_TYPES, suffix
from .canonical import with_public_row


@require_safe
@with_public_row
def serve(request, attachment, now):
    """A file, under its own name and type."""
    return attachment_file(attachment)


def attachment_file(found: Attachment) -> FileResponse:
    """The answer with the file itself. Raises Http404 when it is missing from storage."""
    try:
        file = found.file.open()
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(file, filename=found.filename, content_type=CONTENT_TYPES[suffix(found.file.name)])
    response.headers["ETag"] = quote_etag(found.file.name)  # a replaced file gets another name
    return response
