"""What holds for all tests when several run at once: those with browsers that measure have the browsers to themselves."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import zip_longest
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


@pytest.hookimpl(trylast=True)  # once tests/e2e has marked its own
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What has the browsers to itself comes first, file by file, with what needs none between, so that no worker waits long."""
    alone, browsers, others = (
        [item for item in items if kind(item) == each] for each in ("alone", "browser", "other")
    )
    items[:] = [*mixed(by_file(alone), by_file(others)), *browsers]


def kind(item: pytest.Item) -> str:
    if item.get_closest_marker("alone") is not None:
        return "alone"
    return "browser" if item.get_closest_marker("e2e") is not None else "other"


def by_file(items: list[pytest.Item]) -> list[list[pytest.Item]]:
    files: dict[Path, list[pytest.Item]] = {}
    for item in items:
        files.setdefault(item.path, []).append(item)
    return list(files.values())


def mixed(some: list[list[pytest.Item]], others: list[list[pytest.Item]]) -> list[pytest.Item]:
    """All of both, those of ``some`` spread evenly over ``others``."""
    share = len(others) // max(1, len(some)) + 1
    each = zip_longest(some, (others[at : at + share] for at in range(0, len(others), share)), fillvalue=[])
    return [one for group, between in each for file in (group, *between) for one in file]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """With other workers (``pytest -n 2``), a test marked ``alone`` waits until their browsers rest, and these for it."""
    if not hasattr(item.config, "workerinput") or kind(item) == "other":
        return (yield)
    # Each worker has a folder of its own in the run's.
    factory: pytest.TempPathFactory = item.config._tmp_path_factory  # type: ignore[attr-defined]
    with room(factory.getbasetemp().parent, alone=item.get_closest_marker("alone") is not None):
        return (yield)
