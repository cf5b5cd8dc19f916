from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.shortcuts import render

REASONS = {
    RequestDataTooBig: "De teksten in dit formulier zijn samen te lang om in één keer op te slaan.",
    TooManyFieldsSent: "Dit formulier heeft te veel velden om in één keer op te slaan.",
    TooManyFilesSent: "Dit zijn te veel bestanden voor één keer.",
}


def show(request, exception=None):
    """A 400 that says what was too much; of anything else, that it could not be read."""
    return render(request, "400.html", {"reason": REASONS.get(type(exception), "")}, status=400)
