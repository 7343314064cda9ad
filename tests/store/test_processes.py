"""Several server processes on one file, and processes that are killed."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from notebook_meet_server.store.sql import SqlStore
from tests.store.listing import listed
from tests.store.records import HERE, LEASE, NOW, a_meeting

PATIENCE = 60.0
ROOT = Path(__file__).parents[2]
ENVIRONMENT = os.environ | {"PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)}


@contextmanager
def a_writer(*arguments: object) -> Iterator[subprocess.Popen[str]]:
    """Run ``writer.py``; kill it at the end if it is still there."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.store.writer", *map(str, arguments)],
        cwd=ROOT,
        env=ENVIRONMENT,
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
        assert listed(store, server) == set(lines[1:])
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
    assert listed(store, winner) == {contested.id}
    assert listed(store) == set()


@pytest.mark.parametrize(
    ("journal", "kills"),
    [
        ("WAL", 25),
        ("DELETE", 25),
        pytest.param("WAL", 500, marks=pytest.mark.soak),
        pytest.param("DELETE", 500, marks=pytest.mark.soak),
    ],
)
def test_kill_9_loses_nothing_that_was_acknowledged(
    tmp_path: Path, journal: str, kills: int, record_property: Callable[[str, object], None]
) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "tests.store.kills", str(tmp_path), str(kills), "20270115", journal],
        cwd=ROOT,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
        timeout=kills * 3,
    )
    assert ended.returncode == 0, ended.stderr
    summary = json.loads(ended.stdout)
    record_property("summary", summary)
    assert summary["kills"] == kills
    assert summary["operations"] > kills
    # The kills did hit what they were meant to hit.
    assert summary[f"left a {'-wal' if journal == 'WAL' else '-journal'}"] > kills / 4
    assert 0 < summary["killed before the first"] < kills
    assert summary["opened_ms"]["median"] < 1000
