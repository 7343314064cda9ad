"""A server's process that is killed again and again while it writes.

    python -m tests.store.kills <empty folder> <how many kills> <seed> <WAL or DELETE>

Each process does what a server does (``operations.py``) and acknowledges every operation with a byte. It is killed
with SIGKILL at some moment: while it opens the file, after a number of operations, in the middle of one, or while it
opens a file that another killed process has left. Then the file must hold exactly what was acknowledged, or
that and the one operation that was under way. Ends with status 0 and a summary as JSON when it always did.
"""

import json
import os
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from random import Random

from notebook_meet_server.store import database
from notebook_meet_server.store.sql import SqlStore
from notebook_meet_server.store.tables import metadata
from tests.store.operations import Operation, operations

KILLS_A_FILE = 12
OPENING_SECONDS = 0.08
"""About how long a process needs until its first operation."""


def content(store: SqlStore) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    with store._read() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(table.select())), key=repr)
            for table in metadata.sorted_tables
        }


def damage(store: SqlStore) -> list[object]:
    """What SQLite finds wrong with the file."""
    with store._read() as connection:
        found = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
        return [each for each in found if each != "ok"] + list(
            connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        )


def serve(path: Path, work: Iterable[Operation], tell: int) -> None:
    """What the process does that is going to be killed."""
    store = SqlStore(path)
    store.open()
    for operation in work:
        operation(store)
        os.write(tell, b".")
    signal.pause()


def killed(path: Path, work: Iterable[Operation], after: int, seconds: float) -> int:
    """Runs a process, and kills it so long after that many operations; how many it has acknowledged."""
    hear, tell = os.pipe()
    process = os.fork()
    if process == 0:
        try:
            os.close(hear)
            serve(path, work, tell)
        finally:
            traceback.print_exc()
            os._exit(1)
    os.close(tell)
    heard = 0
    while heard < after:
        heard += len(os.read(hear, after - heard)) or sys.exit("the process ended by itself")
    time.sleep(seconds)
    os.kill(process, signal.SIGKILL)
    while more := os.read(hear, 1 << 16):
        heard += len(more)
    os.close(hear)
    assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == -signal.SIGKILL
    return heard


@dataclass
class Loop:
    """Kills on one file after the other, and what came of them."""

    folder: Path
    random: Random
    kills: int = 0
    seen: Counter[str] = field(default_factory=Counter)
    opened: list[float] = field(default_factory=list)

    def file(self, most: int) -> None:
        """Kills a few processes on one new file."""
        path = self.folder / f"{self.kills}" / "meet.db"
        expected = SqlStore(":memory:")
        expected.open()
        for _ in range(min(most, KILLS_A_FILE)):
            self.round(path, expected)
        expected.close()

    def round(self, path: Path, expected: SqlStore) -> None:
        """One kill, and a look at what it has left."""
        seed = self.random.randrange(1 << 32)  # names the operations, so that no two days have the same ids
        after = self.random.choice([0, self.random.randrange(1, 40)])
        seconds = self.random.uniform(0, OPENING_SECONDS if after == 0 else 0.004)
        acknowledged = killed(path, operations(seed), after, seconds)
        self.kills += 1
        self.seen["operations"] += acknowledged
        self.seen["killed before the first"] += acknowledged == 0
        self._count_leftovers(path)
        if self.random.random() < 0.25:  # Who opens it next is killed as well.
            killed(path, (), 0, self.random.uniform(0, OPENING_SECONDS))
            self.seen["killed in recovery"] += 1
        self._compare(path, expected, list(islice(operations(seed), acknowledged + 1)))

    def _count_leftovers(self, path: Path) -> None:
        for ending in ("-wal", "-journal"):
            file = path.with_name(path.name + ending)
            self.seen[f"left a {ending}"] += file.exists() and file.stat().st_size > 0

    def _compare(self, path: Path, expected: SqlStore, done: list[Operation]) -> None:
        found, began = SqlStore(path), time.perf_counter()
        found.open()
        self.opened.append(time.perf_counter() - began)
        for operation in done[:-1]:
            operation(expected)
        there = content(found)
        if there != content(expected):
            done[-1](expected)
            assert there == content(expected), f"{path} is neither before nor after operation {len(done)}"
            self.seen["written, not acknowledged"] += 1
        assert damage(found) == []
        assert list(path.parent.glob("*corrupt*")) == []
        found.close()


def main(folder: str, kills: str, seed: str, journal: str) -> None:
    mounts = Path(folder) / "mounts"
    mounts.write_text(f"1 1 0:1 / / rw - {'tmpfs' if journal == 'WAL' else 'nfs4'} none rw")
    database.MOUNTS = mounts  # type: ignore[misc]
    loop = Loop(Path(folder), Random(int(seed)))
    while loop.kills < int(kills):
        loop.file(int(kills) - loop.kills)
    opened = sorted(loop.opened)
    times = {"median": opened[len(opened) // 2], "p95": opened[len(opened) * 95 // 100], "most": opened[-1]}
    summary = {"journal": journal, "kills": loop.kills, **loop.seen}
    sys.stdout.write(json.dumps(summary | {"opened_ms": {k: round(v * 1000) for k, v in times.items()}}))


if __name__ == "__main__":
    main(*sys.argv[1:])
