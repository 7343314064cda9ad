"""WebSocket frames (RFC 6455) with fewer turns of the event loop than Tornado takes for them."""

from typing import Final, Protocol, cast

from tornado.iostream import StreamClosedError
from tornado.websocket import WebSocketProtocol13
from typing_extensions import override

READ_BYTES: Final = 64 * 1024
"""How much is read at a time, if so much has come."""


def text_frame(data: bytes) -> bytes:
    """A text message as a server sends it: whole, not masked, not compressed."""
    length = len(data)
    if length < 126:
        return b"\x81%c%b" % (length, data)
    if length < 1 << 16:
        return b"\x81\x7e%b%b" % (length.to_bytes(2), data)
    return b"\x81\x7f%b%b" % (length.to_bytes(8), data)


class Listener(Protocol):
    """Who wants to hear of every frame."""

    def on_frame(self, size: int) -> None:
        """A frame of so many bytes came, and what it brought was handled."""


class Frames(WebSocketProtocol13):
    """Tells the handler, a ``Listener``, of every frame: most kinds of them never become a message.

    And reads what has come at once. Tornado reads each frame in four pieces, and between them stops listening.
    """

    _ahead = b""
    _at = 0

    @override
    async def _receive_frame(self) -> None:
        before = self._wire_bytes_in
        await super()._receive_frame()
        cast("Listener", self.handler).on_frame(self._wire_bytes_in - before)
        if self.stream.closed():
            # What was read ahead of a connection that was cut is not handled any more.
            raise StreamClosedError

    @override
    async def _read_bytes(self, n: int) -> bytes:
        if len(self._ahead) - self._at < n:
            await self._fill(n)
        start, self._at = self._at, self._at + n
        data = self._ahead[start : self._at]
        if self._at == len(self._ahead):
            self._ahead, self._at = b"", 0
        self._wire_bytes_in += n
        return data

    async def _fill(self, n: int) -> None:
        chunks = [self._ahead[self._at :]]
        size = len(chunks[0])
        self._ahead, self._at = b"", 0
        while size < n:
            chunks.append(await self.stream.read_bytes(READ_BYTES, partial=True))
            size += len(chunks[-1])
        self._ahead = b"".join(chunks)
