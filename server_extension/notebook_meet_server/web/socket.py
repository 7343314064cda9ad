"""The WebSocket: admits an upgrade, then passes messages between the client and the switchboard."""
# mypy: disable-error-code="explicit-override, mutable-override"
# (Tornado declares the methods of a handler as attributes.)

import socket
from collections.abc import Awaitable
from types import TracebackType
from typing import ClassVar, Final

from tornado.iostream import IOStream, StreamClosedError
from tornado.websocket import WebSocketHandler, WebSocketProtocol, WebSocketProtocol13
from typing_extensions import override

from notebook_meet.wire import limits
from notebook_meet.wire.close import CloseCode
from notebook_meet.wire.version import SUBPROTOCOL
from notebook_meet_server.rules.origin import OriginRule, Origins
from notebook_meet_server.rules.refused import Refused
from notebook_meet_server.switchboard import ConnectionClosed, Line
from notebook_meet_server.web.frames import Frames, text_frame
from notebook_meet_server.web.handler import Handler

FRAME_BYTES: Final = 4 * limits.MESSAGE_BYTES
"""Longest message that is read at all. Tornado cuts the connection at a longer one, and the close code is lost
when the client is still sending; one that is a little too long is read, so that its sender is told."""

SEND_BUFFER_BYTES: Final = limits.SEND_QUEUE_BYTES // 4
"""What the system may keep for a client that does not read (Linux doubles it). Without a bound it takes megabytes."""


class _Outward:
    """A socket as the switchboard sees it: ``switchboard.ports.Connection``."""

    def __init__(self, handler: "Socket") -> None:
        self._handler = handler

    def write(self, data: bytes) -> Awaitable[None] | None:
        """See ``Connection``."""
        return self._handler.send(data)

    def close(self, code: int, reason: str) -> None:
        """See ``Connection``."""
        self._handler.close(code, reason)

    def abort(self) -> None:
        """See ``Connection``."""
        if self._handler.stream is not None:
            self._handler.stream.close()


def _sent_at_once(stream: IOStream, frame: bytes) -> int:
    """How many bytes went out: nearly always all of them. Then nothing has to be waited for, which is costly."""
    if stream.writing():
        return 0
    try:
        return stream.write_to_fd(memoryview(frame))
    except OSError:  # nothing fits now; or it is broken, which the stream's own write finds out as well
        return 0


async def _left(written: Awaitable[None]) -> None:
    try:
        await written
    except StreamClosedError:
        raise ConnectionClosed from None


class Socket(Handler, WebSocketHandler):
    """One client's connection.

    The upgrade carries no login: cookies alone never open a socket. The first message says who this is.
    """

    ACTIONS: ClassVar = {"GET": "socket"}

    stream: IOStream | None = None
    """The connection, once it is a socket."""
    _line: Line | None = None

    @override
    def prepare(self) -> None:
        if "Origin" not in self.request.headers:
            raise Refused("origin_refused", detail="a socket needs an Origin")
        self.check_web_site()
        self.check_method()
        if self.request.headers.get("Upgrade", "").lower() != "websocket":
            raise Refused(
                "protocol_unsupported", detail="this is not a WebSocket upgrade; a proxy may have dropped it"
            )
        if SUBPROTOCOL not in self._named_subprotocols():
            raise Refused("protocol_unsupported")
        self.site.switchboard.check_place()

    @override
    def origin_rule(self, origins: Origins) -> OriginRule:
        return origins.allow_socket

    def _named_subprotocols(self) -> list[str]:
        return [name.strip() for name in self.request.headers.get("Sec-WebSocket-Protocol", "").split(",")]

    @override
    def check_origin(self, origin: str) -> bool:
        return True  # prepare() has looked at it, also where Tornado would rely on Sec-Fetch-Site.

    @override
    def select_subprotocol(self, subprotocols: list[str]) -> str | None:
        return SUBPROTOCOL

    @override
    def get_compression_options(self) -> None:
        return None

    @override
    def get_websocket_protocol(self) -> WebSocketProtocol | None:
        protocol = super().get_websocket_protocol()
        if not isinstance(protocol, WebSocketProtocol13):
            return None
        return Frames(self, mask_outgoing=False, params=protocol.params)

    @override
    def detach(self) -> IOStream:
        self.stream = super().detach()
        return self.stream

    @property
    @override
    def max_message_size(self) -> int:
        return FRAME_BYTES

    @property
    @override
    def ping_interval(self) -> float:
        return limits.PING_SECONDS

    @property
    @override
    def ping_timeout(self) -> float:
        return (
            0.0  # Never: Tornado allows no more than the interval. The switchboard watches who falls silent.
        )

    @override
    async def open(self, *args: str, **kwargs: str) -> None:
        # Without it two quick writes wait for each other's acknowledgement, 40 ms and more.
        self.set_nodelay(True)
        if self.stream is not None and not self.stream.closed():
            self.stream.socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
        self._line = await self.site.switchboard.opened(_Outward(self))

    @override
    def on_message(self, message: str | bytes) -> Awaitable[None] | None:
        if self._line is None:
            return None
        # A binary message is not text, hence not JSON, even if its bytes would decode.
        text = message if isinstance(message, str) else ""
        return self.site.switchboard.received(self._line, text)

    def send(self, data: bytes) -> Awaitable[None] | None:
        """Sends a text message: see ``Connection.write``. Tornado's own way makes a task of each."""
        stream = self.stream
        if stream is None or stream.closed() or self.ws_connection is None or self.ws_connection.is_closing():
            raise ConnectionClosed
        frame = text_frame(data)
        sent = _sent_at_once(stream, frame)
        if sent == len(frame):
            return None
        try:
            written = stream.write(memoryview(frame)[sent:])
        except StreamClosedError:
            raise ConnectionClosed from None
        return None if written.done() and written.exception() is None else _left(written)

    def on_frame(self, size: int) -> None:
        """A frame of so many bytes came, and what it brought was handled."""
        if self._line is not None:
            self.site.switchboard.frame(self._line, size)

    @override
    def on_pong(self, data: bytes) -> None:
        if self._line is not None:
            self.site.switchboard.heard(self._line)

    @override
    def on_close(self) -> None:
        if self._line is not None:
            self.site.switchboard.closed(self._line, self.close_code)

    @override
    def log_exception(
        self, typ: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None
    ) -> None:
        super().log_exception(typ, value, tb)
        # After the upgrade Tornado cuts the connection when a callback fails; the client shall know that it may resume.
        if self.ws_connection is not None:
            self.close(CloseCode.INTERNAL)
