"""Negotiations a second through one server on one core, beside the npm package ``peer`` (the PeerJS server)."""

import asyncio
import os
import tempfile
from contextlib import ExitStack
from pathlib import Path
from time import perf_counter

from load.cores import cpu_seconds, on_core, two_cores
from load.counting import counting
from load.http import Api
from load.pairs import Pair, our_pairs, peerjs_pairs
from load.servers import PeerServer, UnthrottledServer, peer_server
from rows import Row

from tests.e2e.meetings import created

NAME = "Relay: negotiations a second on one core"
NOTE = """50 pairs, each negotiating again as soon as it is done; offer, answer and 8 candidates each way, as Chromium makes them.
Ours: 4 tickets. PeerJS: the same in 18 messages, as its client sends them. Server on one core, load on the other, rounds in turn.
Our server runs without its limit of 50 messages a second and participant, which such a load exceeds; the rest is as users run it.
The last rows: processor time of one ticket with 8 candidates in this process, from its text to the recipient's connection, without HTTP and the network."""
PAIRS = 50
ROUNDS = int(os.environ.get("ROUNDS", "10"))
WARM_UP, SECONDS = 1.0, 3.0


class Measured:
    """What one server did in every round: negotiations a second, and how busy both cores were."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.rates: list[float] = []
        self.server_busy: list[float] = []
        self.load_busy: list[float] = []
        self.per_second_of_core: list[float] = []

    async def round(self, pairs: list[Pair]) -> None:
        """Lets the pairs negotiate for a while."""
        for pair in pairs:
            pair.start()
        await asyncio.sleep(WARM_UP)
        before, started = self._counts(pairs), perf_counter()
        await asyncio.sleep(SECONDS)
        after, seconds = self._counts(pairs), perf_counter() - started
        for pair in pairs:
            pair.going = False
        done, server, load = ((b - a) / seconds for a, b in zip(before, after, strict=True))
        self.rates.append(done)
        self.server_busy.append(100 * server)
        self.load_busy.append(100 * load)
        self.per_second_of_core.append(done / server)
        await asyncio.sleep(0.2)  # the last ones end

    def _counts(self, pairs: list[Pair]) -> tuple[float, float, float]:
        return sum(pair.done for pair in pairs), cpu_seconds(self.pid), cpu_seconds(os.getpid())


async def _rounds(ours: UnthrottledServer, peer: PeerServer) -> tuple[Measured, Measured]:
    assert ours.process is not None
    meetings = [created(ours, f"Pair {number}") for number in range(PAIRS)]
    one, other = Measured(ours.process.pid), Measured(peer.process.pid)
    async with Api(ours.port, ours.token) as api:
        for _ in range(ROUNDS):
            async with our_pairs(api, ours.port, meetings) as pairs:
                await one.round(pairs)
            async with peerjs_pairs(peer.port, PAIRS) as pairs:
                await other.round(pairs)
    return one, other


def measure() -> list[Row]:
    """Both servers run all the time; only one of them is asked at a time."""
    server_core, load_core = two_cores()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as servers:
        with on_core(server_core):
            ours = UnthrottledServer(Path(folder), app="load.unthrottled")
            servers.callback(ours.stop)
            ours.start()
            peer = servers.enter_context(peer_server())
        with on_core(load_core):
            one, other = asyncio.run(_rounds(ours, peer))
            counted, uncounted = counting(ROUNDS)
    return [
        Row("notebook-meet", "/s", one.rates, other.rates, 0.8, at_least=True),
        Row("PeerJS server", "/s", other.rates),
        Row("notebook-meet, by a core's second", "/s", one.per_second_of_core, other.per_second_of_core),
        Row("PeerJS server, by a core's second", "/s", other.per_second_of_core),
        Row("notebook-meet: its core is busy", "%", one.server_busy),
        Row("notebook-meet: the load's core", "%", one.load_busy),
        Row("PeerJS: its core is busy", "%", other.server_busy),
        Row("PeerJS: the load's core", "%", other.load_busy),
        Row("a ticket of ours inside the server, counted for Prometheus", "µs", counted, uncounted, 1.25),
        Row("the same, not counted", "µs", uncounted),
    ]
