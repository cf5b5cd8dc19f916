"""How gunicorn serves this site, wherever it is started: gunicorn --config wijwonen/deploy/gunicorn.conf.py"""

import socket

wsgi_app = "wijwonen.wsgi"
workers = 2
# A browser opens connections that it may use later. A worker without threads waits for such a connection until it is
# killed, and whatever the reader clicks next is answered with an error.
worker_class = "gthread"
threads = 32  # a worker; each may hold one connection to PostgreSQL, which takes 100 by default
limit_request_line = 8190
forwarder_headers = ""  # no request says that the site lies below another path
raw_env = ["SCRIPT_NAME="]  # nor does the shell in which it is started
loglevel = "warning"
umask = 0o077  # nobody else on the machine reads the database
control_socket_disable = True  # a service user has no folder for it

SECONDS_BEFORE_DATA = 60  # that Linux keeps a connection on which nothing was asked away from the threads


def when_ready(server):
    if hasattr(socket, "TCP_DEFER_ACCEPT"):
        for listener in server.LISTENERS:
            if listener.sock.family in (socket.AF_INET, socket.AF_INET6):
                listener.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, SECONDS_BEFORE_DATA)
