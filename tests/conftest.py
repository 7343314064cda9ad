"""What holds for all tests: those that measure have the machine to themselves when several run at once."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def held(path: Path, how: int) -> Iterator[None]:
    """A lock among the workers; it ends with its process at the latest."""
    with path.open("ab") as file:
        fcntl.flock(file, how)
        yield


@contextmanager
def room(folder: Path, *, alone: bool) -> Iterator[None]:
    """Many may be in the room, or one alone. Who waits to be alone holds the door, so that nobody else slips in."""
    door, inside = folder / "door.lock", folder / "room.lock"
    with inside.open("ab") as file:
        with held(door, fcntl.LOCK_EX):
            fcntl.flock(file, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Where there are other workers (``pytest -n 2``), a test marked ``alone`` waits until they rest, and they for it."""
    if not hasattr(item.config, "workerinput"):
        return (yield)
    # Each worker has a folder of its own in the run's.
    factory: pytest.TempPathFactory = item.config._tmp_path_factory  # type: ignore[attr-defined]
    with room(factory.getbasetemp().parent, alone=item.get_closest_marker("alone") is not None):
        return (yield)
