"""The database in trouble: how long somebody waits for the answer while it is locked, and how long it opens after a kill."""

import asyncio
import json
import os
import sqlite3
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import AsyncExitStack, closing, contextmanager
from pathlib import Path
from random import Random
from time import perf_counter

from load.http import Api, Refused
from rows import Row

from tests.jupyter import JupyterServer, running
from tests.store.kills import Loop

NAME = "The database in trouble"
NOTE = """Locked: another process holds the write lock on the database of a real server, and every call is answered with 503 `storage_unavailable`.
SQLite waits 3 s before the first is; while the lock is known to be there, nobody waits for so long again. Between two locks a call succeeds. Many at
once, each over a connection of its own: who stands in the queue for 5 s hears `server_busy`. Killed: a process that writes as a server does is
killed with SIGKILL at some moment, seeded, and the next one opens what is left, checks the whole file, and brings its schema up where the
killed one had no time to. What it then holds is compared with what was acknowledged."""
ROUNDS = int(os.environ.get("ROUNDS", "4"))
MANY = 25
KILLS = 25 * ROUNDS
SEED = 20270115

Times = defaultdict[str, list[float]]


@contextmanager
def locked(database: Path) -> Iterator[None]:
    """Another program writes into the database, and takes its time."""
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


async def refused(api: Api, path: str, body: object, *more: str) -> float:
    """Milliseconds until a call is told that the database cannot be used, or one of some more codes.

    Raises:
        AssertionError: it was told something else.
    """
    started = perf_counter()
    try:
        await api.post(path, body)
    except Refused as no:
        status, text = no.args
        assert " 503 " in status, status
        assert json.loads(text)["error"]["code"] in {"storage_unavailable", *more}, text
        return 1000 * (perf_counter() - started)
    raise AssertionError(f"{path} worked although the database is locked")


async def while_locked(server: JupyterServer, database: Path, times: Times) -> None:
    """People who want to make a meeting or to come in, one after the other and then all at once."""
    async with AsyncExitStack() as stack:
        apis = [await stack.enter_async_context(Api(server.port, server.token)) for _ in range(MANY)]
        meeting = (await apis[0].post("meetings", {"title": "Locked"}))["meeting"]["id"]
        door = f"meetings/{meeting}/admissions"
        calls: dict[str, tuple[str, object]] = {
            "meeting": ("meetings", {"title": "Another"}),
            "admission": (door, {"name": "Ada"}),
        }
        for what, (path, body) in calls.items():
            for _ in range(ROUNDS):
                with locked(database):
                    times[what].append(await refused(apis[0], path, body))
                    times["again"].append(await refused(apis[0], path, body))
                await apis[0].post(path, body)
        for _ in range(ROUNDS):
            with locked(database):
                times["many"] += await asyncio.gather(
                    *(refused(api, door, {"name": "Ada"}, "server_busy") for api in apis)
                )
            await apis[0].post(door, {"name": "Ada"})


def opened_after_kills() -> list[float]:
    """Milliseconds of each opening.

    Raises:
        AssertionError: something that was acknowledged is not there, or half of something is.
    """
    with tempfile.TemporaryDirectory() as folder:
        loop = Loop(Path(folder), Random(SEED))
        while loop.kills < KILLS:
            loop.file(KILLS - loop.kills)
    return [1000 * seconds for seconds in loop.opened]


def measure() -> list[Row]:
    """A server whose database is locked, then files that killed processes left."""
    times: Times = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "meetings.sqlite3"
        server = JupyterServer(Path(folder), app="server", options=[f"--Meet.database={database}"])
        with running(server):
            asyncio.run(while_locked(server, database, times))
    times["opened"] = opened_after_kills()
    wanted = {
        "meeting": ("locked: the first who makes a meeting is answered", 5_000),
        "admission": ("locked: the first who wants to come in is answered", 5_000),
        "again": ("locked: who asks again is answered", 5_000),
        "many": (f"locked: {MANY} who come at once are answered", 5_000),
        "opened": ("killed in the middle of a write: opened", 1_000),
    }
    return [Row(what, "ms", times[name], bound=bound, judged="max") for name, (what, bound) in wanted.items()]
