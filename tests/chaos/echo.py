"""Servers on loopback that send back what they get."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import cast

from typing_extensions import override

HOST = "127.0.0.1"


class TcpEcho:
    """Keeps what it sees: lengths of reads, how many connections ended, whether one was reset."""

    def __init__(self) -> None:
        self.port = 0
        self.was_reset = asyncio.Event()
        self.ends = 0
        self.reads: list[int] = []
        self.tasks: set[asyncio.Task[None]] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self.tasks.add(task)
        try:
            while data := await reader.read(65_536):
                self.reads.append(len(data))
                writer.write(data)
                await writer.drain()
            self.ends += 1
        except ConnectionResetError:
            self.was_reset.set()
        finally:
            writer.close()
            self.tasks.discard(task)


@asynccontextmanager
async def tcp_echo() -> AsyncIterator[TcpEcho]:
    echo = TcpEcho()
    server = await asyncio.start_server(echo.serve, HOST, 0)
    echo.port = server.sockets[0].getsockname()[1]
    try:
        yield echo
    finally:
        server.close()
        if echo.tasks:
            await asyncio.wait(echo.tasks)
        await server.wait_closed()


class _Echo(asyncio.DatagramProtocol):
    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.DatagramTransport", transport)

    @override
    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self._transport.sendto(data, addr)


@asynccontextmanager
async def udp_echo() -> AsyncIterator[int]:
    transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(_Echo, local_addr=(HOST, 0))
    try:
        yield transport.get_extra_info("sockname")[1]
    finally:
        transport.close()


class Datagrams(asyncio.DatagramProtocol):
    """A sender that keeps what comes back."""

    def __init__(self) -> None:
        self.came: asyncio.Queue[bytes] = asyncio.Queue()

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.DatagramTransport", transport)

    @override
    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self.came.put_nowait(data)

    def send(self, *texts: str) -> None:
        for text in texts:
            self._transport.sendto(text.encode())

    async def next(self) -> str:
        return (await asyncio.wait_for(self.came.get(), 15)).decode()


@asynccontextmanager
async def sender(port: int) -> AsyncIterator[Datagrams]:
    transport, protocol = await asyncio.get_running_loop().create_datagram_endpoint(
        Datagrams, remote_addr=(HOST, port)
    )
    try:
        yield protocol
    finally:
        transport.close()


@asynccontextmanager
async def listener() -> AsyncIterator[tuple[int, Datagrams]]:
    """Answers nothing."""
    transport, protocol = await asyncio.get_running_loop().create_datagram_endpoint(
        Datagrams, local_addr=(HOST, 0)
    )
    try:
        yield transport.get_extra_info("sockname")[1], protocol
    finally:
        transport.close()
