"""Storage of which one line of the environment says everything: s3://KEY:SECRET@HOST/BUCKET/FOLDER"""

import re
from urllib.parse import unquote

from django.core.exceptions import ImproperlyConfigured

_ADDRESS = re.compile(
    r"s3(?P<plain>\+http)?://(?P<key>[^:/@]+):(?P<secret>[^:/@]+)@(?P<host>[\w.-]+)(?P<port>:\d{1,5})?"
    r"/(?P<bucket>[a-z0-9][a-z0-9.-]+)(?:/(?P<folder>[\w./-]*))?(?:\?region=(?P<region>[\w-]+))?"
)


def bucket_storage(name, address, is_loopback):
    """An entry of STORAGES. ``name`` is the setting that holds the address, which nobody prints: it is a secret."""
    found = _ADDRESS.fullmatch(address)
    if not found:
        raise ImproperlyConfigured(
            f"{name} must look like s3://KEY:SECRET@HOST/BUCKET. Percent-encode odd characters in key and secret."
        )
    if found["plain"] and not is_loopback(found["host"]):
        raise ImproperlyConfigured(f"{name} is plain http: only a loopback host may do without https.")
    return {
        "BACKEND": "dossiers.bucket.Bucket",
        "OPTIONS": {
            "endpoint_url": f"http{'' if found['plain'] else 's'}://{found['host']}{found['port'] or ''}",
            "access_key": unquote(found["key"]),
            "secret_key": unquote(found["secret"]),
            "bucket_name": found["bucket"],
            "location": (found["folder"] or "").strip("/"),
            "region_name": found["region"],
        },
    }
