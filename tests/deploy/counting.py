"""A small application behind the front: every answer has its own number, and the path says whether it may be kept."""

from itertools import count
from time import sleep

numbers = count(1)


def application(environ, start_response):
    path = environ["PATH_INFO"]
    headers = [("Content-Type", "text/plain"), ("Cache-Control", "no-cache")]
    if "kept" in path:
        headers.append(("X-Accel-Expires", "1"))
    if "cookie" in path:
        headers.append(("Set-Cookie", "a=b"))
    if "slow" in path:
        sleep(0.3)
    environ["wsgi.input"].read()
    start_response("200 OK", headers)
    return [f"{next(numbers)} {path}?{environ['QUERY_STRING']}".encode()]
