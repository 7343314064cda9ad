"""One attacker at full rate beside 200 honest people: when it is cut off, what they notice, and what it costs."""

import asyncio
import json
import subprocess
import sys
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path
from time import perf_counter

import psutil
from rows import Row

sys.path.insert(0, str(Path(__file__).parents[1]))

from attacks import FLOODS

from tests.jupyter import JupyterServer, running
from tests.web.addresses import BASE, ROOT
from tests.web.raw import Raw

NAME = "One attacker beside 200 honest sockets"
MEETINGS, PEOPLE = 40, 5
SECONDS = 5.0
WINDOW = 0.5
KINDS = [*FLOODS, "silent sockets", "calls of a stranger", "calls with a login"]
READERS = 10
CUT_BOUND, MEMORY_BOUND = 1000.0, 4.0


class Honest:
    """People who each say something every second, and measure how long the answer takes."""

    def __init__(self, server: JupyterServer) -> None:
        self._server = server
        self.talking: list[asyncio.Task[None]] = []
        self.times: list[tuple[float, float]] = []
        """When each answer came, and after how many milliseconds."""

    async def come_in(self, stack: AsyncExitStack) -> None:
        for _ in range(MEETINGS):
            root = ROOT.removeprefix(BASE)
            meeting = self._server.call("POST", f"{root}api/v1/meetings", {"title": "a"})["meeting"]["id"]
            for _ in range(PEOPLE):
                asked = self._server.call("POST", f"{root}api/v1/meetings/{meeting}/admissions", {})
                raw = await stack.enter_async_context(Raw(self._server.port))
                await raw.open()
                raw.say(type="hello", admission=asked["admission"])
                await raw.hear("welcome")
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


async def never_reading(server: JupyterServer, memory: psutil.Process) -> list[float]:
    """MiB of the server for each of some people who do not read, at their worst, while others send them much."""
    root = ROOT.removeprefix(BASE)
    async with AsyncExitStack() as stack:
        pairs: list[tuple[Raw, str]] = []
        for _ in range(READERS):
            meeting = server.call("POST", f"{root}api/v1/meetings", {"title": "a"})["meeting"]["id"]
            asked = [server.call("POST", f"{root}api/v1/meetings/{meeting}/admissions", {}) for _ in range(2)]
            sender, reader = [await stack.enter_async_context(Raw(server.port)) for _ in range(2)]
            for raw, answer in zip((sender, reader), asked, strict=True):
                await raw.open()
                raw.say(type="hello", admission=answer["admission"])
            welcome = await reader.hear("welcome")
            reader.writer.transport.pause_reading()  # type: ignore[attr-defined]
            pairs.append((sender, welcome["you"]))
        before, most = memory.memory_info().rss, 0
        candidates = [{"candidate": "c" * 1000}] * 60
        for n in range(1, 40):
            for sender, you in pairs:
                signal = {"number": n, "seen": 0, "candidates": candidates}
                sender.say(type="ticket", n=n, to=you, signal=signal)
            await asyncio.sleep(0.05 if n < 10 else 0.35)  # the burst, then what the limits allow
            most = max(most, memory.memory_info().rss - before)
    return [most / 2**20 / READERS]


async def attack(server: JupyterServer, kind: str) -> dict[str, list[float]]:
    """What the attacker itself saw."""
    script = str(Path(__file__).parent / "attacks.py")
    process = await asyncio.create_subprocess_exec(
        sys.executable, script, kind, str(server.port), server.token, str(SECONDS), stdout=subprocess.PIPE
    )
    out, _ = await process.communicate()
    found: dict[str, list[float]] = json.loads(out)
    return found


async def beside(server: JupyterServer) -> list[Row]:
    """A quiet while first, then one attack after the other."""
    assert server.process is not None
    memory = psutil.Process(server.process.pid)
    rows: list[Row] = []
    async with AsyncExitStack() as stack:
        honest = Honest(server)
        await honest.come_in(stack)
        await asyncio.sleep(2.0)
        started = perf_counter()
        await asyncio.sleep(SECONDS)
        quiet = honest.p99(started)
        rows.append(Row("answer p99, nobody attacks", "ms", quiet))
        for kind in KINDS:
            before, started = memory.memory_info().rss, perf_counter()
            seen = await attack(server, kind)
            rows.append(Row(f"answer p99, {kind}", "ms", honest.p99(started), quiet))
            if seen["until_cut"]:
                rows.append(Row(f"until cut, {kind}", "ms", seen["until_cut"], bound=CUT_BOUND, judged="max"))
            more = (memory.memory_info().rss - before) / 2**20
            rows.append(Row(f"memory, {kind}", "MiB", [more]))
            await asyncio.sleep(1.0)
            for one in honest.talking:
                if one.done():
                    one.result()  # An honest socket was closed: that is worse than any number here.
        rows.append(
            Row(
                "memory of one that never reads",
                "MiB",
                await never_reading(server, memory),
                bound=MEMORY_BOUND,
            )
        )
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
