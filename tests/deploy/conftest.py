import http.client
import os
import shutil
import socket
import tempfile
from pathlib import Path

import pytest

from .front import nginx
from .machine import Machine


@pytest.fixture(scope="session")
def port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture(scope="session")
def installed(port):
    """A machine on which the site was installed once, in a folder through which every user may go."""
    folder = Path(tempfile.mkdtemp(prefix="machine-"))
    folder.chmod(0o711)
    machine = Machine(folder)
    machine.first_run = machine.script("install", f"http://localhost:{port}", "--without-tls")
    assert machine.first_run.returncode == 0, machine.first_run.stderr
    yield machine
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def front(installed):
    if os.geteuid() != 0:
        pytest.skip("needs root, to be the users of the site and of nginx")
    with nginx(installed):
        yield installed


@pytest.fixture
def ask(port):
    def ask(path, method="GET", body=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, {"Host": f"localhost:{port}"} | headers)
        answer = connection.getresponse()
        answer.body = answer.read()
        connection.close()
        return answer

    return ask
