"""The WebSocket: admits an upgrade, then passes messages between the client and the switchboard."""
# mypy: disable-error-code="explicit-override, mutable-override"
# (Tornado declares the methods of a handler as attributes.)

from types import TracebackType
from typing import ClassVar, Final

from tornado.websocket import WebSocketClosedError, WebSocketHandler
from typing_extensions import override

from notebook_meet.wire import limits
from notebook_meet.wire.close import CloseCode
from notebook_meet.wire.version import SUBPROTOCOL
from notebook_meet_server.rules.refused import Refused
from notebook_meet_server.switchboard import ConnectionClosed, Line
from notebook_meet_server.web.handler import Handler

FRAME_BYTES: Final = 4 * limits.MESSAGE_BYTES
"""Longest message that is read at all. Tornado cuts the connection at a longer one, and the close code is lost
when the client is still sending; one that is a little too long is read, so that its sender is told."""


class _Outward:
    """A socket as the switchboard sees it: ``switchboard.ports.Connection``."""

    def __init__(self, handler: WebSocketHandler) -> None:
        self._handler = handler

    async def write(self, data: bytes) -> None:
        """See ``Connection``."""
        try:
            await self._handler.write_message(data)
        except WebSocketClosedError:
            raise ConnectionClosed from None

    def close(self, code: int, reason: str) -> None:
        """See ``Connection``."""
        self._handler.close(code, reason)


class Socket(Handler, WebSocketHandler):
    """One client's connection.

    The upgrade carries no login: cookies alone never open a socket. The first message says who this is.
    """

    ACTIONS: ClassVar = {"GET": "socket"}

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
        self._line = await self.site.switchboard.opened(_Outward(self))

    @override
    async def on_message(self, message: str | bytes) -> None:
        if self._line is not None:
            # A binary message is not text, hence not JSON, even if its bytes would decode.
            text = message if isinstance(message, str) else ""
            await self.site.switchboard.received(self._line, text)

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
