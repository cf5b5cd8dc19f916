"""Debian's nginx under its own user, as install sets it up, and what runs behind it."""

import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from .machine import run

GROUP = "games"  # stands for the group of the site: Debian has it, and nothing uses it
MAIN = """
user www-data {group};
pid {root}/nginx.pid;
error_log {root}/nginx.log;
{modules}
events {{ worker_connections 768; }}
http {{
    include /etc/nginx/mime.types;
    {temporary}
    include {root}/etc/nginx/conf.d/*.conf;
    include {root}/etc/nginx/sites-enabled/*;
}}
"""


@contextmanager
def nginx(installed):
    """The front of an installed machine, started; a port of the loopback is its address."""
    home, root = installed.home(), installed.root
    run("chgrp", "-R", GROUP, home)
    for folder in ("run/wijwonen", "var/cache/nginx", "var/log/nginx", "var/temporary"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    shutil.chown(root / "var/temporary", "www-data")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = " ".join(f"{kind}_temp_path {root}/var/temporary/{kind};" for kind in kinds)
    modules = "\n".join(f"include {file};" for file in Path("/etc/nginx/modules-enabled").glob("*brotli*"))
    config = root / "nginx.conf"
    config.write_text(MAIN.format(root=root, group=GROUP, modules=modules, temporary=temporary))
    run("nginx", "-t", "-q", "-c", config)
    server = subprocess.Popen(["/usr/sbin/nginx", "-c", config, "-g", "daemon off;"])
    try:
        yield
    finally:
        server.terminate()
        server.wait()


@contextmanager
def behind(machine, *command, cwd):
    """gunicorn on the socket of the site, with its group and its umask."""
    address = machine.root / "run/wijwonen/wijwonen.sock"
    address.unlink(missing_ok=True)
    arguments = [sys.executable, "-m", "gunicorn", *command, "--bind", f"unix:{address}", "--umask", "0"]
    server = subprocess.Popen(arguments, cwd=cwd, env={"PATH": os.defpath}, group=GROUP, extra_groups=[], umask=0o077)
    for _ in range(300):
        with socket.socket(socket.AF_UNIX) as visitor:
            if address.exists() and visitor.connect_ex(str(address)) == 0:
                break
        time.sleep(0.1)
    try:
        yield
    finally:
        server.terminate()
        server.wait()
