"""What a worker of the server holds in memory."""

import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from dossiers.models import Entry


def worker_memory():
    """MB (million bytes) that one worker of gunicorn holds after it served pages of the database as it is."""
    entries = Entry.objects.select_related("dossier")[:30]
    pages = ["/", "/dossiers/", "/dossiers/?pagina=2", "/beheer/login/"]
    pages += [entry.get_absolute_url() for entry in entries] + [entry.dossier.get_absolute_url() for entry in entries]
    site = urlsplit(settings.SITE_URL)
    command = [sys.executable, "-m", "gunicorn", "--config", "wijwonen/deploy/gunicorn.conf.py", "--bind", site.netloc]
    server = subprocess.Popen([*command, "--workers", "1"])
    try:
        wait_until_listening(site.hostname, site.port)
        for page in pages * 3:
            urllib.request.urlopen(f"{settings.SITE_URL}{page}").read()  # noqa: S310 - our own server
        (worker,) = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
        status = Path(f"/proc/{worker}/status").read_text()
    finally:
        server.terminate()
        server.wait()
    (resident,) = [line.split()[1] for line in status.splitlines() if line.startswith("VmRSS")]
    return int(resident) * 1024 / 1_000_000


def wait_until_listening(host, port):
    """Wait until the server listens. Raises ConnectionError when it does not within 20 seconds."""
    for _ in range(200):
        with socket.socket() as visitor:
            if visitor.connect_ex((host, port)) == 0:
                return
        time.sleep(0.1)
    raise ConnectionError(f"Nothing listens on {host}:{port}.")
