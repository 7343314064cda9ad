"""Admissions a second on one core: what a whole class costs that comes in at once."""

import asyncio
import os
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from itertools import count
from pathlib import Path
from time import perf_counter

from load.cores import cpu_seconds
from load.http import Api
from load.joining import joined, left
from load.servers import UnthrottledServer, apart
from rows import Row

from tests.e2e.meetings import created

NAME = "Admissions a second on one core"
NOTE = """20 callers, each in a meeting of its own, again and again. The second row is a whole join: admission, new socket, hello, a seat
written to the disk, welcome, leave. The server runs without its limit of calls a second and caller, on one core; the load on the other."""
CALLERS = 20
ROUNDS = int(os.environ.get("ROUNDS", "10"))
SECONDS = 2.0

Call = Callable[[Api, str], Awaitable[None]]


async def _rate(apis: list[Api], meetings: list[str], call: Call) -> float:
    """How many calls a second, all callers together."""
    numbers, ends = count(), perf_counter() + SECONDS

    async def again(api: Api, meeting: str) -> None:
        while perf_counter() < ends:
            await call(api, meeting)
            next(numbers)

    started = perf_counter()
    await asyncio.gather(*(again(api, meeting) for api, meeting in zip(apis, meetings, strict=True)))
    return next(numbers) / (perf_counter() - started)


async def _measured(server: UnthrottledServer) -> list[Row]:
    assert server.process is not None
    meetings = [created(server, f"Meeting {number}") for number in range(CALLERS)]

    async def admitted(api: Api, meeting: str) -> None:
        await api.post(f"meetings/{meeting}/admissions", {"name": "Ada"})

    async def whole(api: Api, meeting: str) -> None:
        socket, _ = await joined(api, server.port, meeting, "Ada")
        await left(socket, 1)

    rates: dict[Call, list[float]] = {admitted: [], whole: []}
    busy: dict[Call, list[float]] = {admitted: [], whole: []}
    async with AsyncExitStack() as stack:
        apis = [await stack.enter_async_context(Api(server.port, server.token)) for _ in meetings]
        for call in (admitted, whole):
            await _rate(apis, meetings, call)  # warm
        for _ in range(ROUNDS):
            for call in (admitted, whole):
                before = cpu_seconds(server.process.pid)
                rates[call].append(await _rate(apis, meetings, call))
                busy[call].append(100 * (cpu_seconds(server.process.pid) - before) / SECONDS)
    return [
        Row("admissions (REST)", "/s", rates[admitted]),
        Row("joins, from the request to the welcome, and leave", "/s", rates[whole]),
        Row("admissions: the server's core is busy", "%", busy[admitted]),
        Row("joins: the server's core is busy", "%", busy[whole]),
    ]


def measure() -> list[Row]:
    """Both in turn."""
    with tempfile.TemporaryDirectory() as folder:
        server = UnthrottledServer(Path(folder), app="load.unthrottled")
        with apart(server):
            return asyncio.run(_measured(server))
