from django.views.decorators.http import require_safe


def public_page(*query_keys):
    """A page that is the same for every reader and may be kept; only these keys of its query change it."""

    def decorate(view):
        page = require_safe(view)
        page.query_keys = query_keys
        return page

    return decorate
