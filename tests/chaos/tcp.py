"""A TCP proxy that cuts, stalls, delays and slices what it forwards."""

import asyncio
import socket
import struct
from collections.abc import Callable, Iterator
from enum import Enum
from functools import partial
from types import TracebackType
from typing import Final, Self

Stream = tuple[asyncio.StreamReader, asyncio.StreamWriter]
HOST: Final = "127.0.0.1"
CHUNK: Final = 65_536
_RESET: Final = struct.pack("ii", 1, 0)
"""SO_LINGER that makes a close send RST instead of FIN (socket(7))."""


class Direction(Enum):
    """Which way data goes: from who connected to the server, or back."""

    UP = "up"
    DOWN = "down"


BOTH: Final = (Direction.UP, Direction.DOWN)
Tap = Callable[[int, Direction, bytes], None]


class TcpProxy:
    """Forwards from a loopback port of its own to another; ``async with`` opens and closes it.

    Everything but the attributes is a coroutine, also where nothing is waited for: so a thread can run it on
    the proxy's loop.

    Args:
        target: port that is forwarded to.
        port: own port; 0 takes a free one.
        tap: is shown what is read, with the number of its connection.

    Attributes:
        port: own port, once opened.
        connections: how many were forwarded since it was opened.
    """

    def __init__(self, target: int, *, port: int = 0, tap: Tap | None = None) -> None:
        self.port = port
        self._tap = tap or (lambda *_: None)
        self.connections = 0
        self._target = target
        self._open: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None
        self._refusing = False
        self._more = asyncio.Condition()
        self._faults = _Faults()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accepted, HOST, self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server is not None
        self._server.close()
        await self.cut()
        if self._open:
            await asyncio.wait(self._open)
        await self._server.wait_closed()

    async def cut(self) -> None:
        """Resets every connection, at both ends. New ones are forwarded as before."""
        for one in self._open:
            one.cancel()

    async def refuse(self) -> None:
        """Resets every connection and each new one, until ``accept``."""
        self._refusing = True
        await self.cut()

    async def accept(self) -> None:
        """Forwards new connections again."""
        self._refusing = False

    async def stall(self, *directions: Direction) -> None:
        """Holds everything back, also the ends of streams, until ``flow``: nobody notices anything but silence."""
        for direction in directions or BOTH:
            self._faults.flowing[direction].clear()

    async def flow(self) -> None:
        """Lets go what was held back."""
        for event in self._faults.flowing.values():
            event.set()

    async def forwarded(self, count: int) -> None:
        """Returns when so many connections were forwarded since it was opened."""
        async with self._more:
            await self._more.wait_for(lambda: self.connections >= count)

    async def stall_for(self, seconds: float) -> None:
        """Holds back everything for so long."""
        await self.stall()
        await asyncio.sleep(seconds)
        await self.flow()

    async def delay(self, seconds: float) -> None:
        """Each byte arrives that much later, in order; concerns what comes from now on."""
        self._faults.delay = seconds

    async def slice(self, size: int) -> None:
        """Writes pieces of at most ``size`` bytes, each in a segment of its own."""
        self._faults.slice = size

    async def _accepted(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        try:
            if not self._refusing:
                await self._forward((reader, writer))
        except (OSError, asyncio.CancelledError):
            pass  # nobody listens there, one side has reset the connection, or it was cut
        finally:
            _reset(writer)
            self._open.discard(task)

    async def _forward(self, near: Stream) -> None:
        far = await asyncio.open_connection(HOST, self._target)
        self.connections += 1
        async with self._more:
            self._more.notify_all()
        for _, writer in (near, far):
            writer.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        tap = partial(self._tap, self.connections)
        ways = (
            _Way(self._faults, Direction.UP, near[0], far[1], tap),
            _Way(self._faults, Direction.DOWN, far[0], near[1], tap),
        )
        tasks = [asyncio.create_task(job) for way in ways for job in (way.read(), way.write())]
        try:
            await asyncio.gather(*tasks)
        except (OSError, asyncio.CancelledError):
            _reset(far[1])
            raise
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            far[1].close()
        near[1].close()


class _Faults:
    """What happens to data now."""

    def __init__(self) -> None:
        self.flowing = {direction: asyncio.Event() for direction in BOTH}
        self.delay = 0.0
        self.slice = CHUNK
        for event in self.flowing.values():
            event.set()


class _Way:
    """One direction of one connection, up to the end of the stream."""

    def __init__(
        self,
        faults: _Faults,
        direction: Direction,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        tap: Callable[[Direction, bytes], None],
    ) -> None:
        self._tap = partial(tap, direction)
        self._faults = faults
        self._flowing = faults.flowing[direction]
        self._reader, self._writer = reader, writer
        # Bounded, so that a stall is felt by who goes on sending.
        self._due: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(maxsize=64)

    async def read(self) -> None:
        data = b"?"
        while data:
            data = await self._reader.read(CHUNK)
            self._tap(data)
            await self._due.put((_now() + self._faults.delay, data))

    async def write(self) -> None:
        while True:
            due, data = await self._due.get()
            await asyncio.sleep(due - _now())
            await self._flowing.wait()
            if not data:
                self._writer.write_eof()
                return
            for piece in self._pieces(data):
                self._writer.write(piece)
                await self._writer.drain()

    def _pieces(self, data: bytes) -> Iterator[bytes]:
        size = self._faults.slice
        return (data[at : at + size] for at in range(0, len(data), size))


def _reset(writer: asyncio.StreamWriter) -> None:
    if not writer.is_closing():
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        writer.transport.abort()


def _now() -> float:
    return asyncio.get_running_loop().time()
