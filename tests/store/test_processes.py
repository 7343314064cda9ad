"""Several server processes on one file, and processes that are killed."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from notebook_meet_server.store.sql import SqlStore
from tests.store.records import HERE, LEASE, NOW, a_meeting

PATIENCE = 60.0
ROOT = Path(__file__).parents[2]


@contextmanager
def a_writer(*arguments: object) -> Iterator[subprocess.Popen[str]]:
    """Run ``writer.py``; kill it at the end if it is still there."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.store.writer", *map(str, arguments)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def test_servers_that_start_together_share_a_new_file(path: Path, open_store: Callable[[], SqlStore]) -> None:
    servers = ["one", "two", "three"]
    with ExitStack() as stack:
        writers = [stack.enter_context(a_writer(path, server, 15)) for server in servers]
        said = [writer.communicate(timeout=PATIENCE)[0].split() for writer in writers]
        assert [writer.returncode for writer in writers] == [0, 0, 0]
    store = open_store()
    for server, lines in zip(servers, said, strict=True):
        assert lines[0] == "ready"
        assert store.held(server) == set(lines[1:])
        assert len(lines) == 16
    assert list(path.parent.glob("*corrupt*")) == []


def test_one_of_two_processes_adopts_a_meeting(path: Path, store: SqlStore) -> None:
    contested = a_meeting()
    store.create_meeting(contested, None, HERE, NOW + LEASE)
    with a_writer(path, "one", 0, contested.id) as one, a_writer(path, "two", 0, contested.id) as two:
        for writer in (one, two):
            assert writer.stdout is not None
            assert writer.stdout.readline() == "ready\n"
        for writer in (one, two):
            assert writer.stdin is not None
            writer.stdin.write("go\n")
            writer.stdin.flush()
        said = {
            name: writer.communicate(timeout=PATIENCE)[0] for name, writer in (("one", one), ("two", two))
        }
    assert sorted(said.values()) == ["False\n", "True\n"]
    winner = next(name for name, answer in said.items() if answer == "True\n")
    assert store.held(winner) == {contested.id}
    assert store.held(HERE) == set()


@pytest.mark.parametrize("acknowledged", [1, 7, 40])
def test_kill_9_loses_nothing_that_was_acknowledged(
    path: Path, open_store: Callable[[], SqlStore], acknowledged: int
) -> None:
    for turn in ("first", "second"):
        with a_writer(path, turn, 1_000_000) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == "ready\n"
            said = [writer.stdout.readline() for _ in range(acknowledged)]
            writer.kill()
            said += writer.stdout.readlines()
            assert writer.wait(PATIENCE) == -9
        stored = open_store().held(turn)
        told = {line.strip() for line in said if line.endswith("\n")}
        assert len(told) >= acknowledged
        assert told <= stored
        # At most the one write that was under way is there without having been acknowledged.
        assert len(stored - told) <= 1
    store = open_store()
    assert all(store.passcode_hash(meeting_id) == "hash" for meeting_id in store.held("first"))
    assert list(path.parent.glob("*corrupt*")) == []
