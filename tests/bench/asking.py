"""Asking for a page as the server does, and what that takes."""

import statistics
import time
from urllib.parse import urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext


def page_getter(address, encoding="gzip, br"):
    """A function that asks for an address as the server would, and returns the body as it is sent."""
    application = WSGIHandler()
    host = urlsplit(settings.SITE_URL).netloc
    request = RequestFactory(headers={"Host": host, "Accept-Encoding": encoding}).get(address)

    def ask():
        response = application(request.environ.copy(), answer)
        content = b"".join(response)
        response.close()
        return content

    def answer(status, headers):
        if status != "200 OK":
            raise AssertionError(f"{status}: {address}")

    return ask


def measure_request(ask, runs, warm_up):
    """How many queries one request makes, and its median time in milliseconds after a warm-up.

    The time is that of the processor, so that a busy machine says the same as an idle one.
    """
    for _ in range(warm_up):
        ask()
    with CaptureQueriesContext(connection) as captured:
        ask()
    queries = len(captured)  # the next request forgets them
    return queries, statistics.median(processor_time(ask) for _ in range(runs))


def processor_time(ask):
    begin = time.process_time()
    ask()
    return (time.process_time() - begin) * 1000
