"""A folder that stands for a whole Debian machine, on which the scripts of wijwonen/deploy are rehearsed."""

import os
import shutil
import subprocess
from pathlib import Path

PROJECT = Path(__file__).parent.parent.parent


class Machine:
    """``tree`` is the checkout from which the scripts are run, with the files as they lie here now."""

    def __init__(self, folder):
        self.tree, self.root = folder / "tree", folder / "root"
        self.root.mkdir()
        for name in self._git(PROJECT, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0"):
            if (PROJECT / name).is_file():
                (self.tree / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(PROJECT / name, self.tree / name)
        (self.tree / ".venv").symlink_to(PROJECT / ".venv")
        self._git(self.tree, "init", "--quiet")
        self.release("v1.0")

    def release(self, tag):
        """Commit what lies in the tree under a tag."""
        self._git(self.tree, "add", "--all", ".", ":!.venv")
        self._git(self.tree, "commit", "--quiet", "--allow-empty", "--message", tag)
        self._git(self.tree, "tag", tag)

    def _git(self, folder, *arguments):
        nobody = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "core.hooksPath=/dev/null"]
        return run("git", *nobody, "-C", folder, *arguments).stdout

    def script(self, name, *arguments):
        return run(self.tree / "wijwonen" / "deploy" / name, *arguments, "--rehearse", self.root, check=False)

    def home(self, name="wijwonen"):
        return self.root / "srv" / name

    def manage(self, *command):
        current = self.home() / "current"
        return run(current / ".venv/bin/python", "manage.py", *command, cwd=current).stdout


def run(*command, check=True, **options):
    """Run a program with an environment in which nothing of the suite's own is."""
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        env={"PATH": f"{os.defpath}:/usr/sbin", "LC_ALL": "C.UTF-8"},
        **options,
    )
    assert not check or done.returncode == 0, done.stderr
    return done
