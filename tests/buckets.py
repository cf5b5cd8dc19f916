"""A server that speaks S3, in a process of its own: moto's, made to ask everybody for a signature."""

import http.client
import json
import secrets
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from urllib.parse import quote
from urllib.request import urlopen

import boto3

RIGHTS = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
REGION = "us-east-1"


class Server:
    """At ``host``, with its port; ``key`` and ``secret`` are those of the site."""

    def __init__(self, host):
        self.host = host
        iam = boto3.client("iam", endpoint_url=f"http://{host}", region_name=REGION, **keys("anybody", "anything"))
        iam.create_user(UserName="site")
        iam.put_user_policy(UserName="site", PolicyName="files", PolicyDocument=json.dumps(RIGHTS))
        made = iam.create_access_key(UserName="site")["AccessKey"]
        self.key, self.secret = made["AccessKeyId"], made["SecretAccessKey"]
        control = http.client.HTTPConnection(host)
        control.request("POST", "/moto-api/reset-auth", "0")  # from here on it asks everybody
        assert control.getresponse().status == 200
        control.close()

    def new_bucket(self):
        """Its address as the settings take it, and the bucket to look into."""
        name = f"files-{secrets.token_hex(4)}"
        address = f"s3+http://{quote(self.key, safe='')}:{quote(self.secret, safe='')}@{self.host}/{name}"
        return address, self.opened_with(self.key, self.secret).create_bucket(Bucket=name)

    def opened_with(self, key, secret):
        return boto3.resource("s3", endpoint_url=f"http://{self.host}", region_name=REGION, **keys(key, secret))


def keys(key, secret):
    return {"aws_access_key_id": key, "aws_secret_access_key": secret}


@contextmanager
def s3_server():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{free.getsockname()[1]}"
    command = [sys.executable, "-m", "moto.server", "-p", host.partition(":")[2]]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(host)
        yield Server(host)
    finally:
        server.kill()
        server.wait()


def wait_for(host):
    for _ in range(600):
        try:
            return urlopen(f"http://{host}/moto-api/").close()
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(host)
