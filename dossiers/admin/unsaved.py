"""What is said above a form that comes back as it was filled in, because nothing could be written."""

import logging

from django.contrib import messages

from ..admin_site.refusal import is_write_refusal

logger = logging.getLogger(__name__)

NOTHING_SAVED = (
    "Er is niets opgeslagen; je tekst staat nog in dit scherm. Probeer het over een paar minuten nog eens. "
    "Lukt het dan weer niet? Kopieer je tekst en vraag hulp aan wie de site beheert."
)


def report_write_refusal(request, error):
    """Raises the error again when it is no refusal of the database or the disk."""
    if not is_write_refusal(error):
        raise error
    logger.error("Nothing could be saved.", exc_info=error)
    messages.error(request, NOTHING_SAVED)
