"""Stores on real files."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from notebook_meet_server.rules.records import Meeting
from notebook_meet_server.store.sql import SqlStore
from tests.store.records import HERE, LEASE, NOW, a_meeting


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the test's database is."""
    return tmp_path / "data" / "meet.db"


@pytest.fixture
def open_store(path: Path) -> Iterator[Callable[[], SqlStore]]:
    """Opens one store after the other on the same file, as servers would that share it."""
    stores: list[SqlStore] = []

    def opened() -> SqlStore:
        store = SqlStore(path, clock=lambda: NOW)
        stores.append(store)
        store.open()
        return store

    yield opened
    for store in stores:
        store.close()


@pytest.fixture
def store(open_store: Callable[[], SqlStore]) -> SqlStore:
    """A store on a new file."""
    return open_store()


@pytest.fixture
def meeting(store: SqlStore) -> Meeting:
    """A stored meeting without passcode, held by HERE."""
    made = a_meeting()
    store.create_meeting(made, None, HERE, NOW + LEASE)
    return made
