"""What the store does on a disk that is full or read-only. Run in a mount namespace of its own:

    unshare --map-root-user --mount python -m tests.store.small_disk <empty folder> <scenario>

Ends with status 0 when the scenario went as it must, with NO_MOUNT when it could not be set up.
"""

import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from notebook_meet_server.store.errors import StorageError, StorageFull, StorageUnavailable
from notebook_meet_server.store.sql import SqlStore
from tests.store.records import HERE, LEASE, NOW, a_meeting

NO_MOUNT = 77


def mount(*arguments: str) -> None:
    if subprocess.run(["mount", *arguments], check=False).returncode:
        sys.exit(NO_MOUNT)


def raised(call: Callable[[], object]) -> StorageError | None:
    try:
        call()
    except StorageError as error:
        return error
    return None


def stored(store: SqlStore) -> str:
    made = a_meeting(title="x" * 200)
    store.create_meeting(made, None, HERE, NOW + LEASE)
    return made.id


def stored_until_full(store: SqlStore, most: int = 20_000) -> set[str]:
    """Store meetings until the disk is full; give the ids of those that were acknowledged."""
    told: set[str] = set()
    for _ in range(most):
        error = raised(lambda: told.add(stored(store)))
        if error is not None:
            assert isinstance(error, StorageFull), repr(error)
            assert str(store._path) in str(error), error
            return told
    raise AssertionError("the disk never became full")


def full_while_running(disk: Path) -> None:
    """Nothing acknowledged is lost, reading goes on, and room made is enough to go on."""
    filler = disk / "filler"
    filler.write_bytes(b"x" * 256 * 1024)
    store = SqlStore(disk / "meet.db")
    told = stored_until_full(store)
    assert told
    assert isinstance(raised(lambda: stored(store)), StorageFull)
    assert store.held(HERE) == told
    filler.unlink()
    told.add(stored(store))
    assert store.held(HERE) == told
    store.close()
    assert SqlStore(disk / "meet.db").held(HERE) == told


def filled_up(disk: Path) -> Path:
    """Take the last free byte; give the file that holds it all."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(b"x" * 4096):
            pass
    return filler


def full_at_the_start(disk: Path) -> None:
    """Opening a new database says that the disk is full, and works once there is room."""
    filler = filled_up(disk)
    store = SqlStore(disk / "meet.db")
    error = raised(store.open)
    assert isinstance(error, StorageFull), repr(error)
    filler.unlink()
    stored(store)
    assert not list(disk.glob("*corrupt*"))


def full_at_a_restart(disk: Path) -> None:
    """The same with a database that has meetings."""
    store = SqlStore(disk / "meet.db")
    told = {stored(store)}
    store.close()
    filler = filled_up(disk)
    error = raised(store.open)
    assert isinstance(error, StorageFull), repr(error)
    filler.unlink()
    assert store.held(HERE) == told
    assert not list(disk.glob("*corrupt*"))


def read_only(disk: Path) -> None:
    """A read-only disk is not taken for a full one, even if it is full as well; all works once it is writable."""
    old, new = SqlStore(disk / "meet.db"), SqlStore(disk / "new.db")
    told = {stored(old)}
    old.close()
    filler = filled_up(disk)
    mount("-o", "remount,ro", str(disk))
    for store in (old, new):
        for call in (store.open, lambda store=store: stored(store)):
            error = raised(call)
            assert isinstance(error, StorageUnavailable), repr(error)
            assert str(store._path) in str(error), error
    mount("-o", "remount,rw", str(disk))
    filler.unlink()
    told.add(stored(old))
    assert old.held(HERE) == told
    stored(new)


SCENARIOS = {
    scenario.__name__: scenario
    for scenario in (full_while_running, full_at_the_start, full_at_a_restart, read_only)
}


def main(folder: str, scenario: str) -> None:
    mount("-t", "tmpfs", "-o", "size=1m", "tmpfs", folder)
    SCENARIOS[scenario](Path(folder))


if __name__ == "__main__":
    main(*sys.argv[1:])
