"""Addresses of buttons: a post takes the step, and who opens such an address comes where its button stands."""

from functools import wraps

from django.http import HttpResponseRedirect


def post_or_redirect(page):
    """A method that answers posts; anything else leads to ``page``, which is relative to the address."""

    def decorator(view):
        @wraps(view)
        def wrapper(self, request, *args, **kwargs):
            return view(self, request, *args, **kwargs) if request.method == "POST" else HttpResponseRedirect(page)

        return wrapper

    return decorator
