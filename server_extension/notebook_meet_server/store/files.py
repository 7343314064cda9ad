"""The database as files: created for its owner only, opened by one server at a time, set aside when damaged."""

import fcntl
import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Final

from notebook_meet_server.store.errors import StorageUnavailable

log = logging.getLogger(__name__)

COMPANIONS: Final = ("", "-wal", "-shm", "-journal")
"""What SQLite appends to a database's name for the files beside it; they take over its mode."""
LOCK_SECONDS: Final = 2.0
"""How long a call waits for another server that is opening the same database; the next call tries again."""
LOCK_POLL_SECONDS: Final = 0.05


class OpenedElsewhere(StorageUnavailable):
    """Another server is checking, migrating or setting aside the database."""


def create_private(path: Path) -> None:
    """Make sure that the database exists and is readable for its owner only, whatever the umask.

    A folder that has to be made is private as well; one that exists keeps its mode.

    Raises:
        OSError: the folder or the file cannot be made.
    """
    if not path.parent.exists():
        path.parent.mkdir(parents=True)
        path.parent.chmod(0o700)
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    except FileExistsError:
        _tighten(path)
    else:
        # Only a file that is new may be opened and closed here: closing one that SQLite has open elsewhere in this
        # process would drop SQLite's locks on it (https://sqlite.org/howtocorrupt.html, section 2.2).
        os.fchmod(descriptor, 0o600)
        os.close(descriptor)


def _tighten(path: Path) -> None:
    """Take everybody else's rights away from a database that was made by other means."""
    for file in _existing(path):
        if file.stat().st_mode & 0o077:
            try:
                file.chmod(0o600)
            except PermissionError:
                log.warning("%s can be read by others, and this account may not change that.", file)


@contextmanager
def opening_lock(path: Path, patience: float = LOCK_SECONDS) -> Iterator[None]:
    """Let one server at a time check, migrate or set aside the database. Lock file: ``<name>.lock``.

    Args:
        path: the database.
        patience: seconds to wait for another server that does so.

    Raises:
        OSError: the lock file cannot be made.
        OpenedElsewhere: another server keeps the lock for longer.
    """
    lock = path.with_name(f"{path.name}.lock")
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        _wait_for(descriptor, lock, patience)
        yield
    finally:
        os.close(descriptor)


def _wait_for(descriptor: int, lock: Path, patience: float) -> None:
    deadline = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise OpenedElsewhere(f"Another server is opening this database and holds {lock}.") from None
            time.sleep(LOCK_POLL_SECONDS)
        else:
            return


def set_aside(path: Path, now: float) -> Path:
    """Rename a damaged database and what lies beside it to ``<name>.corrupt-<timestamp>``.

    Args:
        path: the database.
        now: seconds since the epoch.

    Returns:
        the new path; with its journal beside it, sqlite3's ``.recover`` can still read it.
    """
    stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(now))
    names = (f"{path.name}.corrupt-{stamp}{suffix}" for suffix in _suffixes())
    aside = next(target for name in names if not (target := path.with_name(name)).exists())
    for file in _existing(path):
        file.rename(aside.with_name(aside.name + file.name.removeprefix(path.name)))
    return aside


def _suffixes() -> Iterator[str]:
    yield ""
    yield from (f"-{number}" for number in count(2))


def _existing(path: Path) -> list[Path]:
    files = (path.with_name(path.name + ending) for ending in COMPANIONS)
    return [file for file in files if file.exists()]
