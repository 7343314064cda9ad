"""A client that keeps to no rules: bytes on a TCP connection, requests and WebSocket frames spelled out."""

import asyncio
import json
import struct
from collections.abc import Iterable
from types import TracebackType
from typing import Any, Self

from tests.web.addresses import PATIENCE, ROOT, SUBPROTOCOL

TEXT, BINARY, CLOSE, PING, PONG = 0x1, 0x2, 0x8, 0x9, 0xA
SOCKET = f"{ROOT}api/v1/socket"

Headers = Iterable[tuple[str, str]]


def frame(opcode: int, payload: bytes = b"", *, final: bool = True) -> bytes:
    """One masked frame (RFC 6455 section 5.2); the mask is zero, so the payload stands in it as it is."""
    length = len(payload)
    head = bytes([(0x80 if final else 0) | opcode])
    if length < 126:
        head += bytes([0x80 | length])
    elif length < 2**16:
        head += struct.pack("!BH", 0x80 | 126, length)
    else:
        head += struct.pack("!BQ", 0x80 | 127, length)
    return head + bytes(4) + payload


def upgrade(host: str, headers: Headers) -> bytes:
    """The request that opens a socket."""
    own = [
        ("Host", host),
        ("Upgrade", "websocket"),
        ("Connection", "Upgrade"),
        ("Sec-WebSocket-Version", "13"),
        ("Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA=="),
        ("Sec-WebSocket-Protocol", SUBPROTOCOL),
    ]
    return request("GET", SOCKET, [*own, *headers])


def request(method: str, path: str, headers: Headers, body: bytes = b"") -> bytes:
    """A request, byte by byte as told; header values are written in Latin-1."""
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers), "", ""]
    return "\r\n".join(lines).encode("latin-1") + body


class Raw:
    """One TCP connection; ``async with Raw(port) as raw``.

    Args:
        port: the server's, on 127.0.0.1.
        source: the loopback address to come from.
    """

    def __init__(self, port: int, source: str = "127.0.0.1") -> None:
        self._port, self._source = port, source

    async def __aenter__(self) -> Self:
        self.reader, self.writer = await asyncio.open_connection(
            "127.0.0.1", self._port, local_addr=(self._source, 0)
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.writer.transport.abort()

    async def ask(self, data: bytes) -> tuple[int, dict[str, str], bytes]:
        """Sends a request; status, headers and body of the reply."""
        self.writer.write(data)
        async with asyncio.timeout(PATIENCE):
            head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            headers = {name.lower(): value.strip() for name, _, value in (h.partition(":") for h in head[1:])}
            length = 0 if data.startswith(b"HEAD ") else int(headers.get("content-length", "0"))
            body = await self.reader.readexactly(length)
        return int(head[0].split()[1]), headers, body

    async def open(self, *headers: tuple[str, str]) -> None:
        """Opens a socket with the server's own origin and these further headers."""
        host = f"127.0.0.1:{self._port}"
        status, _, body = await self.ask(upgrade(host, [("Origin", f"http://{host}"), *headers]))
        assert status == 101, body

    def say(self, **message: object) -> None:
        self.writer.write(frame(TEXT, json.dumps(message).encode()))

    async def send(self, data: bytes) -> None:
        """Writes, and waits while the server does not read.

        Raises:
            ConnectionError: the server has closed the connection.
        """
        self.writer.write(data)
        await self.writer.drain()

    async def frame(self) -> tuple[int, bytes]:
        """The next frame: opcode and payload.

        Raises:
            EOFError, ConnectionError: the connection is closed.
        """
        async with asyncio.timeout(PATIENCE):
            first, length = await self.reader.readexactly(2)
            if length == 126:
                (length,) = struct.unpack("!H", await self.reader.readexactly(2))
            elif length == 127:
                (length,) = struct.unpack("!Q", await self.reader.readexactly(8))
            return first & 0x0F, await self.reader.readexactly(length)

    async def hear(self, kind: str | None = None) -> dict[str, Any]:
        """The next message, or the next of a type; pings are passed over.

        Raises:
            EOFError: the server closed the socket; the close code is its argument.
        """
        while True:
            opcode, payload = await self.frame()
            if opcode == CLOSE:
                raise EOFError(int.from_bytes(payload[:2], "big"))
            if opcode == TEXT:
                message: dict[str, Any] = json.loads(payload)
                if kind is None or message["type"] == kind:
                    return message

    async def closed(self) -> int | None:
        """Waits until the server closes: the close code, None for a connection that was cut."""
        try:
            while True:
                opcode, payload = await self.frame()
                if opcode == CLOSE:
                    return int.from_bytes(payload[:2], "big")
        except (EOFError, ConnectionError):
            return None

    async def cut(self) -> None:
        """Waits until the connection is gone, whatever still comes before."""
        async with asyncio.timeout(PATIENCE):
            try:
                while await self.reader.read(65536):
                    pass
            except ConnectionError:
                return
