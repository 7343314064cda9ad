"""The real server and the reference model side by side, with clients whose sockets can fail in every way."""

import asyncio
import itertools
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from notebook_meet.wire.codec import decode_client, decode_server, encode
from notebook_meet.wire.messages import Hello, Message, Numbered, Resume, Welcome
from notebook_meet_server.meetings import Caretaker
from notebook_meet_server.rules.refused import Refused
from tests.machine.client import Client
from tests.machine.door import No
from tests.machine.hall import Hall
from tests.machine.knockers import Knockers
from tests.machine.records import MAX_SEATS, MESH_VIDEO, Wrong
from tests.machine.wire import Wire
from tests.switchboard.house import FakeClock, House

TURNS = 6
"""Turns of the loop after which a socket that is read from again has taken its queue, with some to spare."""


class Driver:
    """Everything that happens goes to both, and what the server writes must be what the model expects.

    Args:
        path: the database.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.clock = FakeClock()
        self.hall = Hall(self.clock)
        self.hall.welcome_at = self._welcomed
        self.clients: list[Client] = []
        self.wires: dict[int, tuple[Wire, Client | None]] = {}
        self.counts: Counter[str] = Counter()
        self.said = 0
        self.fresh_at: dict[Client, int] = {}
        self._numbers = itertools.count(1)
        self._lives = itertools.count(1)

    # --- the server's life -------------------------------------------------------------------------------------

    async def start(self) -> None:
        life = f"L{next(self._lives)}_"
        self.house = await House(
            self.path, life, clock=self.clock, max_seats=MAX_SEATS, mesh_video=MESH_VIDEO
        ).__aenter__()
        self.caretaker = Caretaker(self.house.env, self.house.board)
        self.knockers = Knockers(self.house.board._exchange)

    async def restart(self, *, graceful: bool) -> None:
        """The server goes and comes again; a crash tells nobody and writes nothing more."""
        await self.pump()
        self.hall.restart(graceful=graceful)
        if graceful:
            await self.house.board.shutdown()
            await self.settle()
            self._compare()
        else:
            await self.house.crash()
        for wire, client in list(self.wires.values()):
            self.counts["cuts"] += client is not None and not wire.told and not graceful
            self._deliver_all(wire, client, lost=not graceful)
            self._gone(wire, client, 1001 if graceful else None, server_knows=graceful)
        await self.house.thread.stop()
        self.hall.begin_again()
        self.wires.clear()
        await self.start()
        self.counts["restarts"] += 1

    async def stop(self) -> None:
        await self.house.crash()
        await self.house.thread.stop()

    # --- sockets -----------------------------------------------------------------------------------------------

    async def open(self, client: Client | None) -> Wire:
        """A new socket."""
        wire = Wire(next(self._numbers))
        wire.line = await self.house.board.opened(wire)
        self.wires[wire.number] = (wire, client)
        self.hall.opened(wire.number)
        if client is not None:
            client.wire = wire
        return wire

    def send(self, wire: Wire, *messages: Message) -> None:
        """Something is on its way to the server."""
        wire.up.extend(encode(message) for message in messages)

    def cut(self, client: Client, code: int | None, *, known: bool) -> None:
        """The client's socket goes; what is on its way to the client is lost.

        Args:
            client: whose.
            code: the close code that the client sends; None for a connection that just goes.
            known: whether the server learns of it at once.
        """
        wire = client.wire
        if wire is None:
            return
        self.counts["cuts"] += 1
        wire.told = True
        wire.down.clear()
        client.closed(None)
        if known:
            wire.up.clear()
            self.server_learns(wire, code)

    def server_learns(self, wire: Wire, code: int | None) -> None:
        """The server is told that a socket is closed."""
        self.wires.pop(wire.number)
        self.house.board.closed(wire.line, code)
        self.hall.closed(wire.number, code)
        wire.flowing.set()

    # --- what moves --------------------------------------------------------------------------------------------

    async def pump(self) -> None:
        """Everything that is not held up arrives, until nothing moves any more."""
        moved = True
        while moved:
            moved = False
            for wire, _ in list(self.wires.values()):
                while wire.up and not wire.held:
                    await self.arrive(wire)
                    moved = True
            await self.settle()
            self._compare()
            for wire, client in list(self.wires.values()):
                moved = self._flow_down(wire, client) or moved

    async def arrive(self, wire: Wire) -> None:
        """The next message of a client reaches the server."""
        frame = wire.up.popleft()
        port = self.hall.ports.ports.get(wire.number)
        if port is not None and port.waiting:
            await self.settle()
            self._compare()
            await self._received(wire, frame)
            await self.settle()
            self.hall.first(wire.number, decode_client(frame), self._welcome(wire), self._knocker(wire))
        else:
            await self._received(wire, frame)
            self.hall.received(wire.number, frame)

    async def arrive_together(self, wires: list[Wire], *beside: Callable[[], Awaitable[Any]]) -> list[Any]:
        """First messages reach the server at the same moment, while something else goes on.

        The caller tells the model of what went on beside.
        """
        await self.settle()
        self._compare()
        frames = [wire.up.popleft() for wire in wires]
        received = [self._received(w, f) for w, f in zip(wires, frames, strict=True)]
        answers = await asyncio.gather(*received, *(begin() for begin in beside), return_exceptions=True)
        await self.settle()
        self._together = list(zip(wires, map(decode_client, frames), strict=True))
        return answers[len(wires) :]

    def model_together(self) -> None:
        """The model is told of the first messages that arrived together, in their order."""
        for wire, message in self._together:
            self.hall.first(wire.number, message, self._welcome(wire), self._knocker(wire))

    async def settle(self) -> None:
        """Everything happens that can happen without time going by."""
        await self.house.board._exchange.settled()
        for _ in range(TURNS):
            await asyncio.sleep(0)
        self.hall.background()

    async def advance(self, seconds: float, *, pings: bool = False) -> None:
        """Time goes by, with a sign of life of everybody whose socket is well."""
        steps = min(10, max(1, round(seconds / 0.5)))
        for _ in range(steps):
            self.clock.now += seconds / steps
            for wire, client in list(self.wires.values()):
                if not wire.held and not wire.told and wire.flowing.is_set():
                    self.house.board.heard(wire.line)
                    self.hall.heard(wire.number)
                    if pings and client is not None and client.state == "in":
                        wire.up.append(b'{"type":"ping","seq":%d}' % client.seq)
            pings = False
            await self.pump()
            self.house.board.tick()
            self.hall.tick()
            await self.pump()

    # --- asking ------------------------------------------------------------------------------------------------

    async def ask(self, real: Callable[[], Awaitable[Any]], model: Callable[[], Any]) -> tuple[Any, Any]:
        """A REST call; gives both answers, or None for both when it was refused."""
        await self.pump()
        try:
            answer, code = await real(), None
        except Refused as no:
            answer, code = None, no.code
        await self.settle()
        return answer, self.modelled(model, code)

    def modelled(self, model: Callable[[], Any], code: str | None) -> Any:
        """The model's answer to a call that the server refused with ``code``, or did."""
        try:
            expected, refused = model(), None
        except No as no:
            expected, refused = None, no.code
        if code != refused:
            raise Wrong(f"The server refused with {code}, the model with {refused}.")
        return expected

    async def _received(self, wire: Wire, frame: bytes) -> None:
        pending = self.house.board.received(wire.line, frame)
        if pending is not None:
            await pending

    # --- inside ------------------------------------------------------------------------------------------------

    def _welcome(self, wire: Wire) -> Welcome | None:
        first = decode_server(wire.written[0]) if wire.written else None
        return first if isinstance(first, Welcome) else None

    def _knocker(self, wire: Wire) -> str | None:
        """The name that the server gave who has to wait."""
        return self.knockers.names.get(wire.line.number)

    def _welcomed(self, number: int) -> Welcome | None:
        """A welcome that the server has just said on a wire, perhaps after other things."""
        written = map(decode_server, self.wires[number][0].written)
        return next((message for message in written if isinstance(message, Welcome)), None)

    def _compare(self) -> None:
        """What was written, and what was closed, is what the model expects."""
        for number, (wire, client) in self.wires.items():
            port = self.hall.ports.ports[number]
            whose = f"wire {number} of {client.who.id if client else 'nobody'}"
            while wire.written:
                data = wire.written.popleft()
                expected = port.due.pop(0) if port.due else None
                if expected != data:
                    raise Wrong(f"Not to be said on {whose}: {data!r}\n  but {expected!r}")
                self.counts["messages"] += 1
            if port.due and not port.stalled:
                raise Wrong(f"Not said on {whose}: {port.due}")
            if port.closed != wire.close_code:
                raise Wrong(f"{whose} closed with {wire.close_code} instead of {port.closed}")

    def _flow_down(self, wire: Wire, client: Client | None) -> bool:
        if wire.told and wire.close_code is not None:
            self.server_learns(wire, None)
            return True
        if wire.held or wire.told:
            return False
        moved = self._deliver_all(wire, client)
        if wire.close_code is not None:
            self._gone(wire, client, wire.close_code, server_knows=False)
            self.server_learns(wire, wire.close_code)
            return True
        return moved

    def _deliver_all(self, wire: Wire, client: Client | None, *, lost: bool = False) -> bool:
        moved = False
        while wire.down:
            data = wire.down.popleft()
            moved = True
            if client is not None and client.wire is wire and not lost and not wire.held:
                self.send(wire, *self.take(client, data))
        return moved

    def take(self, client: Client, data: bytes) -> list[Numbered]:
        """A message reaches a client; gives what the client says again because of it."""
        before = client.fresh
        again = client.take(data)
        if client.fresh > before:
            self.fresh_at[client] = self.said
        return again

    def _gone(self, wire: Wire, client: Client | None, code: int | None, *, server_knows: bool) -> None:
        wire.told = True
        if client is not None and client.wire is wire:
            client.closed(None if wire.held else code)
        if server_knows:
            self.house.board.closed(wire.line, code)

    # --- what a client begins with -----------------------------------------------------------------------------

    async def greet(self, client: Client, admission: str | None = None, seq: int | None = None) -> Wire:
        """A new socket with its first message on the way."""
        wire = await self.open(client)
        if admission is not None:
            client.begin_anew()
            self.send(wire, Hello(admission=admission))
        else:
            seq = client.seq if seq is None else seq
            self.send(wire, Resume(token=client.token, seq=seq, epoch=client.epoch))
        return wire
