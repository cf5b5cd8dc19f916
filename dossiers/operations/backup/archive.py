"""The file of a backup: a tar with the dump, the attachments, and last the manifest with a checksum of each."""

import hashlib
import json
import os
import tarfile
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from io import BytesIO

from django.core.files.storage import default_storage

MANIFEST, DUMP, ATTACHMENTS = "manifest.json", "database", "attachments/"
BLOCK_SIZE = 1024 * 1024  # bytes


class DamagedBackup(Exception):
    """What is wrong with the file, in words for who restores it."""


@dataclass(frozen=True)
class Manifest:
    """``vendor`` is Django's name of the kind of database; ``sums`` are the SHA-256 of each other file."""

    made_at: str
    release: str
    vendor: str
    migrations: list[str]
    rows: dict[str, int]
    sums: dict[str, str] = field(default_factory=dict)


class HashingReader:
    """A file that is summed while it is read."""

    def __init__(self, file):
        self.file, self.sum = file, hashlib.sha256()

    def read(self, size):
        block = self.file.read(size)
        self.sum.update(block)
        return block


def write(target, dump, attachments, manifest):
    """Only the owner can read the file; it is on the disk when this returns."""
    with open(target, "xb", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
        with tarfile.open(fileobj=file, mode="w") as tar:
            with dump.open("rb") as source:
                manifest.sums[DUMP] = add_member(tar, DUMP, source, dump.stat().st_size)
            for name in attachments:
                with default_storage.open(name) as source:
                    manifest.sums[ATTACHMENTS + name] = add_member(tar, ATTACHMENTS + name, source, source.size)
            text = json.dumps(asdict(manifest), indent=1).encode()
            add_member(tar, MANIFEST, BytesIO(text), len(text))
        file.flush()
        os.fsync(file.fileno())


def add_member(tar, name, source, size):
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    summed = HashingReader(source)
    tar.addfile(member, summed)
    return summed.sum.hexdigest()


@dataclass(frozen=True)
class Archive:
    """A whole backup, opened for reading."""

    tar: tarfile.TarFile
    manifest: Manifest

    def extract_dump(self, target):
        with self.tar.extractfile(DUMP) as source, target.open("xb") as file:
            while block := source.read(BLOCK_SIZE):
                file.write(block)

    def attachments(self):
        for name in self.manifest.sums:
            if name.startswith(ATTACHMENTS):
                with self.tar.extractfile(name) as source:
                    yield name.removeprefix(ATTACHMENTS), source


@contextmanager
def open_archive(file):
    """Raises DamagedBackup when any file in it is missing, added or changed."""
    with ExitStack() as stack:
        try:
            tar = stack.enter_context(tarfile.open(file, "r:"))
        except (OSError, tarfile.TarError) as error:
            raise DamagedBackup(f"{file} is niet te lezen als back-up.") from error
        yield Archive(tar, verify_members(tar, file))


def verify_members(tar, file):
    try:
        sums = {member.name: checksum(tar, member) for member in tar}
        manifest = Manifest(**json.load(tar.extractfile(MANIFEST)))
    except (OSError, tarfile.TarError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise DamagedBackup(f"{file} is beschadigd of niet af.") from error
    sums.pop(MANIFEST)
    for name in sums.keys() | manifest.sums.keys():
        if sums.get(name) != manifest.sums.get(name):
            raise DamagedBackup(f"{file} is beschadigd: {name} is niet wat er bewaard werd.")
    return manifest


def checksum(tar, member):
    summed = HashingReader(tar.extractfile(member))
    while summed.read(BLOCK_SIZE):
        pass
    return summed.sum.hexdigest()
