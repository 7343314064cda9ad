"""Where the machine's servers keep their databases."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from notebook_meet_server.store.sql import SqlStore
from tests.machine.machine import Machine

MEMORY = Path("/dev/shm")


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Machine]]:
    """The machine with an empty database to begin with, which is quicker than to migrate each time."""
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        empty = Path(folder) / "empty.db"
        store = SqlStore(empty)
        store.open()
        store.close()
        monkeypatch.setattr(Machine, "empty", empty, raising=False)
        Machine.counts.clear()
        yield Machine
