"""Small disks for processes of their own: a tmpfs of fixed size in a mount namespace, root or not."""

import shutil
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ALONE = ["unshare", "--map-root-user", "--mount"]
"""Runs a command in a mount namespace of its own, where it is root. The command keeps its process id."""


@cache
def can_mount() -> bool:
    """Whether this system lets us have small disks."""
    mount = [*ALONE, "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    return (
        shutil.which("unshare") is not None and not subprocess.run(mount, check=False, timeout=30).returncode
    )


def need_mounts() -> None:
    """Skips a test where there is no way to mount anything."""
    if not can_mount():
        pytest.skip("this system lets nobody mount a tmpfs (needs unshare(1) and user namespaces)")


def on_small_disk(folder: Path, size: str = "1m") -> list[str]:
    """What to put before a command so that it finds a disk of ``size`` at ``folder``, which must exist."""
    return [*ALONE, "sh", "-c", f'mount -t tmpfs -o size={size} tmpfs "$0" && exec "$@"', str(folder)]


@dataclass
class Disk:
    """The small disk of a process, seen from outside.

    Args:
        folder: where the process finds it.
        process: the process's id.
    """

    folder: Path
    process: int

    @property
    def filler(self) -> Path:
        return Path(f"/proc/{self.process}/root{self.folder}/filler")

    def fill(self) -> None:
        """Takes the last free byte."""
        with self.filler.open("wb", buffering=0) as file, suppress(OSError):
            while file.write(b"x" * 4096):
                pass

    def make_room(self) -> None:
        self.filler.unlink()

    def cover(self) -> None:
        """Puts a read-only copy of the disk over it, as after a failover; open files stay where they were."""
        # A disk that somebody writes to cannot be made read-only from outside.
        self._inside(
            'copy="$0-copy" && mkdir "$copy" && mount -t tmpfs tmpfs "$copy" && cp -a "$0/." "$copy"'
            ' && mount -o remount,ro "$copy" && mount --bind "$copy" "$0"'
        )

    def uncover(self) -> None:
        """Takes the copy away again."""
        self._inside('umount "$0" "$0-copy" && rmdir "$0-copy"')

    def _inside(self, script: str) -> None:
        enter = ["nsenter", "--target", str(self.process), "--user", "--preserve-credentials", "--mount"]
        subprocess.run([*enter, "sh", "-c", script, str(self.folder)], check=True, timeout=30)
