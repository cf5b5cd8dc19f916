"""Files in a private bucket of an S3-compatible server, for who outgrows one machine."""

import errno
from contextlib import contextmanager
from urllib.parse import quote

from boto3.exceptions import Boto3Error
from botocore.client import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.cache import cache
from storages.backends.s3 import S3Storage

IN_MEMORY = 1024 * 1024  # bytes of a file that is read; the rest waits on the disk


@contextmanager
def told_as_by_a_disk():
    """A bucket that does not answer is a disk that takes nothing: pages and forms know what to do then."""
    try:
        yield
    except (Boto3Error, BotoCoreError, ClientError) as error:
        raise OSError(errno.EROFS, f"The bucket refuses: {error}") from error


class Bucket(S3Storage):
    def get_default_settings(self):
        return super().get_default_settings() | {
            "file_overwrite": False,
            "default_acl": None,  # private, as the bucket is
            "max_memory_size": IN_MEMORY,
            "client_config": Config(
                connect_timeout=3,  # seconds; a reader waits
                read_timeout=20,
                retries={"max_attempts": 1},
                signature_version="s3v4",
                s3={"addressing_style": "path"},  # every server knows it
                # The newer checksums are of Amazon alone.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        }

    def url(self, name, *args, **kwargs):
        raise ValueError("A file has its own address on the site; that of the bucket is for nobody.")

    def _open(self, name, mode="rb"):
        with told_as_by_a_disk():
            return super()._open(name, mode)

    def _save(self, name, content):
        with told_as_by_a_disk():
            return super()._save(name, content)

    def exists(self, name):
        with told_as_by_a_disk():
            return super().exists(name)

    def listdir(self, name):
        with told_as_by_a_disk():
            return super().listdir(name)

    def delete(self, name):
        cache.delete(_size_key(name))
        with told_as_by_a_disk():
            super().delete(name)

    def size(self, name):
        """Kept, since a page asks it of every file, and no name ever gets another content."""
        with told_as_by_a_disk():
            return cache.get_or_set(_size_key(name), lambda: super(Bucket, self).size(name))


def _size_key(name):
    return f"size:{quote(name)}"
