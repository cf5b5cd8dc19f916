"""The public addresses. The code and the number are the identity; a slug is decoration.

The closing slash and the slug are optional and any case is taken, so that the view can answer at once: the page
when the address is the canonical one, one redirect when it is not, and no redirect for what is not public.
"""

urlpatterns = []
