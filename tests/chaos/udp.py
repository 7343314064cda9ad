"""A UDP proxy that loses, delays, reorders and duplicates datagrams, the same ones for the same seed."""

import asyncio
from collections.abc import Callable
from functools import partial
from random import Random
from types import TracebackType
from typing import Final, Self

from typing_extensions import override

from tests.chaos.weather import CLEAR, Queue, Weather

Address = tuple[str, int]
PATIENCE: Final = 0.05
"""Seconds after which a datagram that was to be overtaken goes on although none has followed."""


class UdpProxy:
    """Forwards datagrams to a target and answers back; ``async with`` opens and closes it.

    Each sender gets a port of its own towards the target, as behind a NAT. Control it on its loop; see ``TcpProxy``.

    Args:
        target: where to; it listens on the same address.
        seed: of chance; each direction has its own sequence.

    Attributes:
        port: own port, once opened.
        arrived: how many datagrams came in, from either side.
    """

    def __init__(self, target: Address, *, seed: int = 0) -> None:
        self.port = 0
        self.arrived = 0
        self._target = target
        self._weather = CLEAR
        self._up = _Way(self, Random(f"{seed} up"))
        self._down = _Way(self, Random(f"{seed} down"))
        self._near: asyncio.DatagramTransport | None = None
        self._far: dict[Address, asyncio.DatagramTransport] = {}
        self._opening: dict[Address, asyncio.Task[None]] = {}

    async def __aenter__(self) -> Self:
        self._near = await _endpoint((self._target[0], 0), self._from_near)
        self.port = self._near.get_extra_info("sockname")[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._near is not None
        self._near.close()
        await asyncio.gather(*self._opening.values())
        for transport in self._far.values():
            transport.close()

    async def turn(self, weather: Weather) -> None:
        """From now on it is like this."""
        self._weather = weather

    @property
    def weather(self) -> Weather:
        """How it is now."""
        return self._weather

    def _from_near(self, data: bytes, sender: Address) -> None:
        self.arrived += 1
        if sender in self._far:
            self._up.carry(data, self._far[sender], self._target)
            return
        # What comes before its port is there is lost, as UDP may.
        if sender not in self._opening:
            self._opening[sender] = asyncio.create_task(self._open(data, sender))

    async def _open(self, data: bytes, sender: Address) -> None:
        def answered(reply: bytes, _: Address) -> None:
            self.arrived += 1
            assert self._near is not None
            self._down.carry(reply, self._near, sender)

        self._far[sender] = await _endpoint((self._target[0], 0), answered)
        self._up.carry(data, self._far[sender], self._target)


class _Way:
    """One direction: what is on it, and its chance."""

    def __init__(self, proxy: UdpProxy, chance: Random) -> None:
        self._proxy = proxy
        self._chance = chance
        self._held: Callable[[], None] | None = None
        self._queue = Queue()

    def carry(self, data: bytes, transport: asyncio.DatagramTransport, to: Address) -> None:
        weather = self._proxy.weather
        fate = weather.fate(self._chance)
        waits = self._queue.wait(len(data), weather.rate, asyncio.get_running_loop().time())
        copies = () if waits is None else tuple(waits + after for after in fate.copies)
        go = partial(_depart, copies, partial(_send, transport, data, to))
        if fate.overtaken and self._held is None:
            self._held = go
            asyncio.get_running_loop().call_later(PATIENCE, self._release, go)
            return
        go()
        self._release(self._held)

    def _release(self, go: Callable[[], None] | None) -> None:
        if go is not None and go is self._held:
            self._held = None
            go()


def _depart(copies: tuple[float, ...], send: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()
    for after in copies:
        if after > 0:
            loop.call_later(after, send)
        else:
            send()


def _send(transport: asyncio.DatagramTransport, data: bytes, to: Address) -> None:
    if not transport.is_closing():
        transport.sendto(data, to)


class _Endpoint(asyncio.DatagramProtocol):
    def __init__(self, came: Callable[[bytes, Address], None]) -> None:
        self._came = came

    @override
    def datagram_received(self, data: bytes, addr: Address) -> None:
        self._came(data, addr)


async def _endpoint(at: Address, came: Callable[[bytes, Address], None]) -> asyncio.DatagramTransport:
    transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
        lambda: _Endpoint(came), local_addr=at
    )
    return transport
