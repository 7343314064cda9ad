"""What the store does on a disk that is full or read-only. Run in a mount namespace of its own:

    unshare --map-root-user --mount python -m tests.store.small_disk <empty folder> <scenario>

Ends with status 0 when the scenario went as it must.
"""

import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path, PurePosixPath

from notebook_meet_server.store.database import MOUNTS
from notebook_meet_server.store.errors import StorageError, StorageFull, StorageUnavailable
from notebook_meet_server.store.filesystem import filesystem_type, wal_is_safe
from notebook_meet_server.store.sql import SqlStore
from tests.store.listing import listed
from tests.store.records import HERE, LEASE, NOW, a_meeting


def mount(*arguments: str) -> None:
    subprocess.run(["mount", *arguments], check=True)


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
    assert listed(store) == told
    filler.unlink()
    told.add(stored(store))
    assert listed(store) == told
    store.close()
    assert listed(SqlStore(disk / "meet.db")) == told


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
    assert listed(store) == told
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
    assert listed(old) == told
    stored(new)


def known_by_its_mounts(disk: Path) -> None:
    """What the kernel itself says of its mounts is understood: blanks, mounts on mounts, links, and their ends."""
    folder = disk / "with a blank"
    (folder / "deep").mkdir(parents=True)
    link = disk / "link"
    link.symlink_to(folder)
    assert kind(link / "meet.db") == "tmpfs"
    mount("-t", "ramfs", "ramfs", str(folder))
    assert (kind(link / "meet.db"), kind(disk / "meet.db")) == ("ramfs", "tmpfs")
    mount("--bind", "/proc/sys", str(folder))
    assert kind(link / "meet.db") == "proc"
    assert not wal_is_safe(MOUNTS.read_text(), PurePosixPath(folder / "meet.db"))
    for _ in range(2):
        subprocess.run(["umount", str(folder)], check=True)
    assert kind(link / "meet.db") == "tmpfs"
    assert wal_is_safe(MOUNTS.read_text(), PurePosixPath(folder / "meet.db"))


def kind(path: Path) -> str | None:
    return filesystem_type(MOUNTS.read_text(), PurePosixPath(path.resolve()))


SCENARIOS = {
    scenario.__name__: scenario
    for scenario in (full_while_running, full_at_the_start, full_at_a_restart, read_only, known_by_its_mounts)
}


def main(folder: str, scenario: str) -> None:
    mount("-t", "tmpfs", "-o", "size=1m", "tmpfs", folder)
    SCENARIOS[scenario](Path(folder))


if __name__ == "__main__":
    main(*sys.argv[1:])
