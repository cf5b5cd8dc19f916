"""A form that the database refuses comes back as it was filled in."""

import logging
from functools import wraps

from django.contrib import messages
from django.contrib.messages.storage import default_storage

from ..admin_site.refusal import is_refusal

logger = logging.getLogger(__name__)

NOTHING_SAVED = (
    "Er is niets opgeslagen; je tekst staat nog in dit scherm. Probeer het over een paar minuten nog eens. "
    "Lukt het dan weer niet? Kopieer je tekst en vraag hulp aan wie de site beheert."
)


def gives_back(view):
    """The view of an admin; when nothing can be written, called again to show its form with a 503."""

    @wraps(view)
    def answer(admin, request, *args, **kwargs):
        try:
            return view(admin, request, *args, **kwargs)
        except Exception as error:
            _give_back(request, error)
        response = view(admin, request, *args, **kwargs)
        response.status_code = 503
        return response

    return answer


def is_given_back(request):
    """Whether the form is only shown again, and must not be saved."""
    return getattr(request, "is_given_back", False)


def _give_back(request, error):
    """Say that nothing was saved. Raises an error again that is no refusal of a post."""
    if request.method != "POST" or not is_refusal(error):
        raise error
    logger.error("Nothing could be saved.", exc_info=error)
    request._messages = default_storage(request)  # without what was going to be said of the save
    messages.error(request, NOTHING_SAVED)
    request.is_given_back = True


class UnsavedMixin:
    """Answers 503 with the same form, still filled, when nothing can be written."""

    def add_view(self, request, form_url="", extra_context=None):
        try:
            return super().add_view(request, form_url, extra_context)
        except Exception as error:
            return self._given_back(error, request, None, form_url)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        try:
            return super().change_view(request, object_id, form_url, extra_context)
        except Exception as error:
            return self._given_back(error, request, object_id, form_url)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        return _never_valid(form) if is_given_back(request) else form

    def _given_back(self, error, request, object_id, form_url):
        _give_back(request, error)
        # Not changeform_view: that begins a transaction, which this database may refuse too.
        response = self._changeform_view(request, object_id, form_url, {"errors": None})
        response.status_code = 503
        return response


def _never_valid(form):
    """The form class, whose forms show what they hold and are never saved."""

    class GivenBack(form):
        def full_clean(self):
            super().full_clean()
            self.add_error(None, NOTHING_SAVED)

    return GivenBack
