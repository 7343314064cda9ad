"""One attacker at full rate beside 200 honest people: when it is cut off, what they notice, and what it costs."""

import asyncio
import json
import subprocess
import sys
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path
from time import perf_counter
from typing import Any

import psutil
from rows import Row

sys.path.insert(0, str(Path(__file__).parents[1]))

from attacks import FLOODS

from notebook_meet.wire.limits import UNADMITTED_SOCKETS
from notebook_meet_server.rules.pace import CALL_BURST, CALLS_PER_SECOND
from notebook_meet_server.switchboard.board import CLOSING_SOCKETS
from tests.e2e.meetings import created
from tests.jupyter import JupyterServer, running
from tests.web.addresses import BASE
from tests.web.raw import Raw

NAME = "One attacker beside 200 honest sockets"
NOTE = """The attacker is a process of its own that shares two cores with the server and the 200, who each ask once a second; its ratio is what they
notice, and also what two busy cores cost. Floods in a socket are cut. Silent sockets are not fast to be counted as a flood: each may wait 5 s for its
admission, at most 64 at a time do, and 256 more may take 5 s to be closed; beyond that the oldest is cut. Upgrades that are under way, and connections that
never become a socket, are Jupyter's own list, which nothing here bounds. REST calls cut nobody: one caller is served a burst of 1,000 and 50 a second, the
rest gets 503 `server_busy`, once so many were tried. Strangers who show another invite with each call are not counted; they share 32 of the store's 256
places. That bounds what they can hold, not what each call costs the processor."""
MEETINGS, PEOPLE = 40, 5
SECONDS = 5.0
WINDOW = 0.5
SILENT, CALLS = "silent sockets", ("calls of a stranger", "calls with a login")
KINDS = [*FLOODS, SILENT, *CALLS, "calls of ever new strangers"]
READERS = 10
CUT_BOUND, MEMORY_BOUND = 1000.0, 4.0
HELD_BOUND = UNADMITTED_SOCKETS + CLOSING_SOCKETS
"""Sockets that may say nothing yet, and those that may take their time to be closed."""
SERVED_BOUND = CALL_BURST + CALLS_PER_SECOND * (SECONDS + 1.0)
"""Calls of one caller that are not told to wait, and those of a second for the last ones that are under way."""


async def admitted(server: JupyterServer, meeting: str, stack: AsyncExitStack) -> tuple[Raw, dict[str, Any]]:
    """Somebody who is in a meeting, and the welcome."""
    asked = server.call("POST", f"meet/api/v1/meetings/{meeting}/admissions", {})
    raw = await stack.enter_async_context(Raw(server.port))
    await raw.open()
    raw.say(type="hello", admission=asked["admission"])
    return raw, await raw.hear("welcome")


class Honest:
    """People who each say something every second, and measure how long the answer takes."""

    def __init__(self, server: JupyterServer) -> None:
        self._server = server
        self.talking: list[asyncio.Task[None]] = []
        self.times: list[tuple[float, float]] = []
        """When each answer came, and after how many milliseconds."""

    async def come_in(self, stack: AsyncExitStack) -> None:
        for _ in range(MEETINGS):
            meeting = created(self._server, "a")
            for _ in range(PEOPLE):
                raw, _ = await admitted(self._server, meeting, stack)
                self.talking.append(asyncio.create_task(self._one(raw)))

    async def _one(self, raw: Raw) -> None:
        while True:
            started = perf_counter()
            raw.say(type="ping", seq=0)
            await raw.hear("pong")
            now = perf_counter()
            self.times.append((now, 1000 * (now - started)))
            await asyncio.sleep(max(0.0, 1.0 - (now - started)))

    def p99(self, since: float) -> list[float]:
        """The 99th percentile of each window since then."""
        windows: dict[int, list[float]] = {}
        for at, took in self.times:
            if at >= since:
                windows.setdefault(int((at - since) / WINDOW), []).append(took)
        return [sorted(took)[int(0.99 * len(took))] for took in windows.values()]


async def reader(server: JupyterServer, stack: AsyncExitStack) -> tuple[Raw, str]:
    """Somebody who sends, and the id of somebody in the same meeting who never reads."""
    meeting = created(server, "a")
    sender, _ = await admitted(server, meeting, stack)
    other, welcome = await admitted(server, meeting, stack)
    other.writer.transport.pause_reading()  # type: ignore[attr-defined]
    return sender, welcome["you"]


async def never_reading(
    server: JupyterServer, memory: psutil.Process, honest: Honest, quiet: list[float]
) -> list[Row]:
    """Some people do not read, while others send them much."""
    async with AsyncExitStack() as stack:
        pairs = [await reader(server, stack) for _ in range(READERS)]
        await asyncio.sleep(1.0)  # Their coming in held up everybody else in this process.
        before, most, started = memory.memory_info().rss, 0, perf_counter()
        candidates = [{"candidate": "c" * 1000}] * 60
        for n in range(1, 40):
            for sender, you in pairs:
                signal = {"number": n, "seen": 0, "candidates": candidates}
                sender.say(type="ticket", n=n, to=you, signal=signal)
            await asyncio.sleep(0.05 if n < 10 else 0.35)  # the burst, then what the limits allow
            most = max(most, memory.memory_info().rss - before)
        noticed = honest.p99(started)
    each = [most / 2**20 / READERS]
    return [
        Row(f"answer p99, {READERS} that never read", "ms", noticed, quiet),
        Row("memory of one that never reads", "MiB", each, bound=MEMORY_BOUND),
    ]


async def attack(server: JupyterServer, kind: str) -> Any:
    """What the attacker itself saw."""
    script = str(Path(__file__).parent / "attacks.py")
    process = await asyncio.create_subprocess_exec(
        sys.executable, script, kind, str(server.port), server.token, str(SECONDS), stdout=subprocess.PIPE
    )
    out, _ = await process.communicate()
    return json.loads(out)


async def under_attack(
    server: JupyterServer, kind: str, process: psutil.Process, honest: Honest, quiet: list[float]
) -> list[Row]:
    """What an attack brings for everybody else, for the attacker, and for the server."""
    before, started = process.memory_info().rss, perf_counter()
    seen = await attack(server, kind)
    rows = [Row(f"answer p99, {kind}", "ms", honest.p99(started), quiet)]
    if seen["until_cut"]:
        rows.append(Row(f"until cut, {kind}", "ms", seen["until_cut"], bound=CUT_BOUND, judged="max"))
    if kind == SILENT:
        rows.append(Row(f"held, {kind}", "", [seen["held"]], bound=HELD_BOUND))
    if kind in CALLS:
        rows.append(Row(f"served, {kind}", "", [seen["served"]], bound=SERVED_BOUND))
    if kind not in FLOODS:
        rows.append(Row(f"tried, {kind}", "", [seen["sent"]]))
    more = (process.memory_info().rss - before) / 2**20
    return [*rows, Row(f"memory, {kind}", "MiB", [more])]


async def beside(server: JupyterServer) -> list[Row]:
    """A quiet while first, then one attack after the other."""
    assert server.process is not None
    process = psutil.Process(server.process.pid)
    async with AsyncExitStack() as stack:
        honest = Honest(server)
        await honest.come_in(stack)
        await asyncio.sleep(2.0)
        started = perf_counter()
        await asyncio.sleep(SECONDS)
        quiet = honest.p99(started)
        rows = [Row("answer p99, nobody attacks", "ms", quiet)]
        for kind in KINDS:
            rows += await under_attack(server, kind, process, honest, quiet)
            await asyncio.sleep(1.0)
            for one in honest.talking:
                if one.done():
                    one.result()  # An honest socket was closed: that is worse than any number here.
        rows += await never_reading(server, process, honest, quiet)
        for one in honest.talking:
            one.cancel()
        await asyncio.wait(honest.talking)
    return rows


def measure() -> list[Row]:
    """A server, 200 sockets in this process, the attacker in another."""
    with (
        tempfile.TemporaryDirectory() as folder,
        running(JupyterServer(Path(folder), app="server", base_url=BASE, probe="meet/api/about")) as server,
    ):
        return asyncio.run(beside(server))
