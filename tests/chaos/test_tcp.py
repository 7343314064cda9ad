"""What the TCP proxy does to connections with an echo server."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.chaos.echo import HOST, TcpEcho, tcp_echo
from tests.chaos.tcp import Direction, TcpProxy

LONG = bytes(range(256)) * 4096
Stream = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@asynccontextmanager
async def proxied() -> AsyncIterator[tuple[TcpEcho, TcpProxy]]:
    async with tcp_echo() as echo, TcpProxy(echo.port) as proxy:
        yield echo, proxy


@asynccontextmanager
async def connected(proxy: TcpProxy) -> AsyncIterator[Stream]:
    reader, writer = await asyncio.open_connection(HOST, proxy.port)
    try:
        yield reader, writer
    finally:
        writer.close()


async def read(reader: asyncio.StreamReader, count: int) -> bytes:
    return await asyncio.wait_for(reader.readexactly(count), 15)


async def silent(reader: asyncio.StreamReader) -> bool:
    """Whether nothing comes; a round trip takes less than a hundredth of that."""
    try:
        await asyncio.wait_for(reader.read(1), 0.1)
    except TimeoutError:
        return True
    return False


async def reset(stream: Stream) -> None:
    with pytest.raises(ConnectionResetError):
        await asyncio.wait_for(stream[0].read(1), 15)


async def test_forwards_both_ways_and_the_end() -> None:
    async with proxied() as (echo, proxy), connected(proxy) as (reader, writer):
        writer.write(LONG)
        assert await read(reader, len(LONG)) == LONG
        writer.write_eof()
        assert await asyncio.wait_for(reader.read(), 15) == b""
        assert (echo.ends, echo.was_reset.is_set(), proxy.connections) == (1, False, 1)


async def test_a_cut_resets_both_ends_and_spares_who_comes_after() -> None:
    async with proxied() as (echo, proxy):
        async with connected(proxy) as stream:
            stream[1].write(b"x")
            assert await read(stream[0], 1) == b"x"
            await proxy.cut()
            await reset(stream)
            await asyncio.wait_for(echo.was_reset.wait(), 15)
        async with connected(proxy) as (reader, writer):
            writer.write(b"y")
            assert await read(reader, 1) == b"y"


async def test_whoever_waits_for_a_connection_cuts_it_before_it_says_a_word() -> None:
    async with proxied() as (echo, proxy):
        waiting = asyncio.create_task(proxy.forwarded(1))
        async with connected(proxy) as stream:
            await waiting
            await proxy.cut()
            await reset(stream)
        assert echo.reads == []


async def test_refuses_until_it_accepts() -> None:
    async with proxied() as (_, proxy):
        await proxy.refuse()
        async with connected(proxy) as stream:
            await reset(stream)
        await proxy.accept()
        async with connected(proxy) as (reader, writer):
            writer.write(b"y")
            assert await read(reader, 1) == b"y"


async def test_nobody_listens_behind_it() -> None:
    # Bound, so that nobody else gets the port, least of all the proxy, which would connect to itself for ever.
    with socket.socket() as nobody:
        nobody.bind((HOST, 0))
        async with TcpProxy(nobody.getsockname()[1]) as proxy, connected(proxy) as stream:
            await reset(stream)


@pytest.mark.parametrize(
    ("held", "heard"), [((), False), ((Direction.UP,), False), ((Direction.DOWN,), True)]
)
async def test_a_stall_holds_back_data_and_ends(held: tuple[Direction, ...], heard: bool) -> None:
    async with proxied() as (echo, proxy), connected(proxy) as (reader, writer):
        await proxy.stall(*held)
        writer.write(b"held")
        writer.write_eof()
        assert await silent(reader)
        assert bool(echo.reads) is heard
        await proxy.flow()
        assert await asyncio.wait_for(reader.read(), 15) == b"held"


async def test_delay_keeps_the_order_and_costs_both_ways() -> None:
    async with proxied() as (_, proxy), connected(proxy) as (reader, writer):
        await proxy.delay(0.05)
        loop = asyncio.get_running_loop()
        before = loop.time()
        for number in range(10):
            writer.write(b"%d" % number)
            await writer.drain()
        assert await read(reader, 10) == b"0123456789"
        assert loop.time() - before >= 0.1


async def test_slices_arrive_whole() -> None:
    async with proxied() as (echo, proxy), connected(proxy) as (reader, writer):
        await proxy.slice(7)
        writer.write(LONG[:700])
        assert await read(reader, 700) == LONG[:700]
        assert len(echo.reads) > 1


async def test_closing_resets_what_is_open() -> None:
    async with tcp_echo() as echo:
        async with TcpProxy(echo.port) as proxy:
            stream = await asyncio.open_connection(HOST, proxy.port)
            await proxy.stall()
        await reset(stream)
        stream[1].close()
