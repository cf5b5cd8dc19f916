"""Addresses of buttons: a post takes the step, and who opens such an address comes where its button stands."""

from functools import wraps

from django.http import HttpResponseRedirect


def only_by_post(page: str):
    """A method that answers posts; anything else leads to ``page``, which is relative to the address."""

    def button(view):
        @wraps(view)
        def answer(self, request, *args, **kwargs):
            return view(self, request, *args, **kwargs) if request.method == "POST" else HttpResponseRedirect(page)

        return answer

    return button
