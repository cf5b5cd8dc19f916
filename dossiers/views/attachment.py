from urllib.parse import quote

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse
from django.utils.crypto import salted_hmac
from django.utils.http import content_disposition_header, quote_etag
from django.views.decorators.http import require_safe

from ..models.attachment import CONTENT_TYPES, suffix
from .canonical import require_public_row


@require_safe
@require_public_row
def serve(request, attachment, now):
    return attachment_response(attachment)


def attachment_response(found):
    """With the file, or with the header by which nginx sends it. Raises Http404 when it is not in storage."""
    if not found.file.storage.exists(found.file.name):
        raise Http404
    response = x_accel_response(found) if settings.FILES_BY_FRONT else FileResponse(found.file.open())
    response.headers["Content-Type"] = CONTENT_TYPES[suffix(found.file.name)]
    response.headers["Content-Disposition"] = content_disposition_header(False, found.filename)
    response.headers["ETag"] = etag(found.file.name)  # a replaced file gets another name
    return response


def etag(stored_name):
    """Without the name, which is the one that the file had on somebody's computer."""
    return quote_etag(salted_hmac("attachment", stored_name).hexdigest())


def x_accel_response(found):
    """See the location /_attachments/ of wijwonen/deploy/nginx/site.conf."""
    return HttpResponse(headers={"X-Accel-Redirect": "/_attachments/" + quote(found.file.name)})
