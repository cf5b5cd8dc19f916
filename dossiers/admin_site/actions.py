"""URLs behind buttons: a POST acts, and any other request goes to the page where the button stands."""

from functools import wraps

from django.http import HttpResponseRedirect


def post_or_redirect(page):
    """A decorator for a view, or the method of one; ``page`` is a URL, relative to that of the action."""

    def decorator(view):
        @wraps(view)
        def wrapper(self, request, *args, **kwargs):
            return view(self, request, *args, **kwargs) if request.method == "POST" else HttpResponseRedirect(page)

        return wrapper

    return decorator
