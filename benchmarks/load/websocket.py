"""A WebSocket client (RFC 6455) that costs little: a message that is sent often is framed once."""

import asyncio
import base64
import itertools
import json
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

TEXT, CLOSE, PING, PONG = 1, 8, 9, 10
MASK = b"\x5a\x3c\x96\xe1"
"""One for all messages. It is there so that servers have to unmask, which they may skip for zeros."""


def masked(data: bytes, offset: int = 0) -> bytes:
    """``data`` as it stands in a payload from byte ``offset`` on."""
    mask = bytes(itertools.islice(itertools.cycle(MASK), offset % 4, offset % 4 + 4))
    key = (mask * (len(data) // 4 + 1))[: len(data)]
    return (int.from_bytes(data) ^ int.from_bytes(key)).to_bytes(len(data))


def frame(payload: bytes, opcode: int = TEXT) -> bytes:
    """One message as a client sends it."""
    return _head(len(payload), opcode) + MASK + masked(payload)


def _head(length: int, opcode: int) -> bytes:
    first = bytes([0x80 | opcode])
    if length < 126:
        return first + bytes([0x80 | length])
    return first + b"\xfe" + length.to_bytes(2)


@dataclass(frozen=True)
class Template:
    """A framed text in which a number of eight digits changes."""

    head: bytes
    tail: bytes
    key: int

    @classmethod
    def of(cls, payload: bytes, placeholder: bytes = b"12345678") -> "Template":
        """``payload`` holds the placeholder once, where the number shall stand."""
        at = payload.rindex(placeholder)
        start = len(_head(len(payload), TEXT)) + len(MASK) + at
        whole, key = frame(payload), int.from_bytes(masked(bytes(8), at))
        return cls(whole[:start], whole[start + 8 :], key)

    def filled(self, number: int) -> bytes:
        """The frame with this number."""
        return b"%b%b%b" % (
            self.head,
            (int.from_bytes(b"%08d" % number) ^ self.key).to_bytes(8),
            self.tail,
        )


class WebSocket(asyncio.Protocol):
    """One open socket.

    Attributes:
        heard: called with every text message; as long as nobody replaces it, messages are kept for ``next``.
        closed: done when the connection is gone; its result is the close code that the server sent, or None.
    """

    def __init__(self, request: bytes) -> None:
        loop = asyncio.get_running_loop()
        self.opened: asyncio.Future[None] = loop.create_future()
        self.closed: asyncio.Future[int | None] = loop.create_future()
        self._inbox: asyncio.Queue[bytes] = asyncio.Queue()
        self.heard: Callable[[bytes], None] = self._inbox.put_nowait
        self._request, self._rest = request, b""
        self._code: int | None = None
        self.transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """See ``asyncio.Protocol``."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.write(self._request)

    def connection_lost(self, exc: Exception | None) -> None:
        """See ``asyncio.Protocol``."""
        if not self.opened.done():
            self.opened.set_exception(exc or ConnectionError("closed before it was open"))
        if not self.closed.done():
            self.closed.set_result(self._code)

    def data_received(self, data: bytes) -> None:
        """See ``asyncio.Protocol``."""
        self._rest += data
        if not self.opened.done():
            head, mark, rest = self._rest.partition(b"\r\n\r\n")
            if not mark:
                return
            self._rest = rest
            if not head.startswith(b"HTTP/1.1 101"):
                self.opened.set_exception(ConnectionError(head.partition(b"\r\n")[0].decode()))
                self.transport.close()
                return
            self.opened.set_result(None)
        self._take_frames()

    def _take_frames(self) -> None:
        data, at, end = self._rest, 0, len(self._rest)
        while end - at >= 2:
            length, start = data[at + 1], at + 2
            if length >= 126:
                start += 2 if length == 126 else 8
                length = int.from_bytes(data[at + 2 : start])
            if start + length > end or start > end:
                break
            self._take(data[at] & 15, data[start : start + length])
            at = start + length
        self._rest = data[at:]

    def _take(self, opcode: int, payload: bytes) -> None:
        if opcode == TEXT:
            self.heard(payload)
        elif opcode == PING:
            self.transport.write(frame(payload, PONG))
        elif opcode == CLOSE:
            self._code = int.from_bytes(payload[:2]) if payload else None
            self.transport.write(frame(payload[:2], CLOSE))

    async def next(self) -> Any:
        """The next message, decoded.

        Raises:
            TimeoutError: none came for 10 s.
        """
        async with asyncio.timeout(10):
            return json.loads(await self._inbox.get())

    def send(self, payload: bytes) -> None:
        """Sends a text message."""
        self.transport.write(frame(payload))

    async def close(self) -> None:
        """Says that it closes, and waits until it is closed."""
        if not self.closed.done():
            self.transport.write(frame((1000).to_bytes(2), CLOSE))
        async with asyncio.timeout(10):
            await self.closed


async def connect(port: int, path: str, **headers: str) -> WebSocket:
    """An open socket to a server on this machine.

    Raises:
        ConnectionError: the upgrade was refused; the status line says how.
    """
    own = {
        "Host": f"127.0.0.1:{port}",
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": base64.b64encode(secrets.token_bytes(16)).decode(),
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in own.items())
    request = f"GET {path} HTTP/1.1\r\n{lines}\r\n".encode()
    loop = asyncio.get_running_loop()
    _, socket = await loop.create_connection(lambda: WebSocket(request), "127.0.0.1", port)
    await socket.opened
    return socket
