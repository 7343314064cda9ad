"""What a socket costs in memory while nothing happens, and how fast messages arrive among a thousand of them."""

import asyncio
import gc
import json
import os
import random
import tempfile
from collections import defaultdict, deque
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from load.cores import cpu_seconds, resident_bytes
from load.crowd import SEATS, Guest, allow_sockets, crowd
from load.http import Api
from load.joining import open_meetings
from load.negotiation import Negotiation
from load.servers import apart
from rows import Row

from tests.jupyter import JupyterServer

NAME = "A thousand admitted sockets"
NOTE = f"""1,000 guests in meetings of {SEATS}, at a server as users run it, on one core. Memory: growth of the resident set, after a first
meeting has come and gone. Then 1,000 tickets a second between members of the same meeting, chosen at random (seeded), each with 8 candidates,
beside the pings of all; from the sender's write to the recipient's read. The load's own garbage collection, which stops it for up to 200 ms, is
switched off meanwhile; the server's is as users have it."""
MEETINGS = 125
ROUNDS = int(os.environ.get("ROUNDS", "3"))
SECONDS = 4 if ROUNDS == 1 else 10
RATE = 1000
PING_SECONDS = 3.0


class Post:
    """Sends tickets at a steady pace and notes how long each takes."""

    def __init__(self, guests: list[Guest]) -> None:
        self.milliseconds: list[float] = []
        self._chance = random.Random(1)
        self._guests, self._n = guests, 0
        self._arrived: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._on_the_way: dict[str, deque[float]] = defaultdict(deque)
        self._meetings: dict[str, list[Guest]] = defaultdict(list)
        self._signal = Negotiation.captured().signals("offerer")[1]
        for guest in guests:
            self._meetings[guest.meeting].append(guest)
            guest.socket.heard = self._hears(guest.id)

    async def deliver(self) -> None:
        """All of them, and every guest's pings as browsers send them.

        Raises:
            TimeoutError: not all arrived.
        """
        started, sent, pinged = perf_counter(), 0, 0
        while sent < RATE * SECONDS:
            passed = perf_counter() - started
            for _ in range(sent, min(int(passed * RATE), RATE * SECONDS)):
                self._send()
                sent += 1
            for number in range(pinged, int(passed * len(self._guests) / PING_SECONDS)):
                self._guests[number % len(self._guests)].socket.send(b'{"type":"ping","seq":0}')
                pinged += 1
            await asyncio.sleep(0.0005)
        async with asyncio.timeout(10):
            await self._arrived

    def _send(self) -> None:
        self._n += 1
        sender = self._chance.choice(self._guests)
        others = [guest for guest in self._meetings[sender.meeting] if guest is not sender]
        recipient = self._chance.choice(others)
        ticket = {"type": "ticket", "to": recipient.id, "signal": self._signal, "n": self._n}
        payload = json.dumps(ticket, separators=(",", ":")).encode()
        self._on_the_way[recipient.id].append(perf_counter())
        sender.socket.send(payload)

    def _hears(self, guest: str) -> Callable[[bytes], None]:
        times = self._on_the_way[guest]

        def hear(text: bytes) -> None:
            if text.startswith(b'{"type":"ticket"'):
                self.milliseconds.append(1000 * (perf_counter() - times.popleft()))
                if len(self.milliseconds) == RATE * SECONDS:
                    self._arrived.set_result(None)

        return hear


async def _measured(server: JupyterServer) -> tuple[float, list[float], float]:
    """KiB for each socket, every ticket's milliseconds, and how busy the server's core was."""
    assert server.process is not None
    pid = server.process.pid
    async with Api(server.port, server.token) as api:
        meetings = await open_meetings(api, MEETINGS + 1, 2 * SEATS)
    async with crowd(server.port, meetings[:1]):
        pass
    before = resident_bytes(pid)
    async with crowd(server.port, meetings[1:]) as guests:
        each = (resident_bytes(pid) - before) / len(guests) / 1024
        post, used, started = Post(guests), cpu_seconds(pid), perf_counter()
        gc.disable()
        try:
            await post.deliver()
        finally:
            gc.enable()
        busy = 100 * (cpu_seconds(pid) - used) / (perf_counter() - started)
    return each, post.milliseconds, busy


def measure() -> list[Row]:
    """A fresh server in each round: memory that was used once is not given back."""
    allow_sockets(4096)
    memory: list[float] = []
    milliseconds: list[float] = []
    busy: list[float] = []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            server = JupyterServer(Path(folder), app="server")
            with apart(server):
                each, times, share = asyncio.run(_measured(server))
        memory.append(each)
        milliseconds += times
        busy.append(share)
    return [
        Row("memory of an idle socket", "KiB", memory, bound=32, judged="max"),
        Row("delivery at 1,000 messages a second", "ms", milliseconds, bound=25, judged="p99"),
        Row("the server's core is busy meanwhile", "%", busy),
    ]
