"""One core for the server, the other for what loads it."""

import asyncio
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def two_cores() -> tuple[int, int]:
    """The server's core and the load's.

    Raises:
        RuntimeError: this machine lets us use one core only.
    """
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) < 2:
        raise RuntimeError("the relay is measured on two cores, one for the server and one for the load")
    return cores[0], cores[1]


@contextmanager
def on_core(core: int) -> Iterator[None]:
    """This process, and everything that it starts, on one core."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def cpu_seconds(pid: int) -> float:
    """What a process has used so far, user and system (proc(5), fields 14 and 15 of ``stat``)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def cpu_clock(pid: int) -> float:
    """The same, to the microsecond, once every thread sleeps: what a thread that runs has used is added when it stops.

    The number is what Linux makes of a process's own clock (clock_getcpuclockid(3)).
    """
    while _runs(pid):  # noqa: ASYNC110 (another process's threads tell nobody when they sleep)
        await asyncio.sleep(0.0005)
    return time.clock_gettime((~pid << 3) | 2)


def _runs(pid: int) -> bool:
    """Whether any thread of a process runs or waits for a core (proc(5), field 3 of ``stat``)."""
    stats = ((thread / "stat").read_text() for thread in Path(f"/proc/{pid}/task").iterdir())
    return any(stat.rpartition(")")[2].split()[0] == "R" for stat in stats)


def resident_bytes(pid: int) -> int:
    """A process's memory (proc(5), field 2 of ``statm``)."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
