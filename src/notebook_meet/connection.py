"""The kernel's own WebSocket to the server: one task on the library's loop that says hello, keeps alive and comes back."""

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import (
    WebSocketClientConnection,
    WebSocketClosedError,
    WebSocketError,
    websocket_connect,
)

from notebook_meet.discovery import Server
from notebook_meet.errors import (
    Disconnected,
    MeetError,
    NotAllowed,
    ServerBusy,
    ServerUnreachable,
    StorageUnavailable,
    Throttled,
    VersionMismatch,
)
from notebook_meet.happenings import Connected, Event, Lost, ServerLeaving
from notebook_meet.sayings import Done
from notebook_meet.session import Next, Session
from notebook_meet.wire import limits
from notebook_meet.wire.base import Message, Numbered
from notebook_meet.wire.close import CloseCode
from notebook_meet.wire.codec import BadInput, decode_server, encode
from notebook_meet.wire.messages import Hello, Leave, Ping, Resume
from notebook_meet.wire.version import SUBPROTOCOL

_log = logging.getLogger(__name__)

_WORTH_WAITING = (ServerUnreachable, ServerBusy, StorageUnavailable, Throttled)
"""Why an admission may be refused now and given later."""


@dataclass(frozen=True, slots=True)
class Timing:
    """How long things take, in seconds.

    Args:
        ping: between two ``ping`` messages.
        silence: without a sign of the server before the socket counts as lost.
        connect: for a socket to open.
        goodbye: for the server to take note of ``leave``.
        first_delay: longest wait before the first new try; doubles with each further one.
        longest_delay: longest wait between two tries.
        jitter: spread after a server's restart, so that its clients do not come back all at once.
        settled: how long a connection must have held before the wait starts from the beginning.
    """

    ping: float = limits.PING_SECONDS
    silence: float = limits.PONG_SECONDS
    connect: float = 5.0
    goodbye: float = 1.0
    first_delay: float = 0.25
    longest_delay: float = 10.0
    jitter: float = 1.0
    settled: float = 5.0


class Connection:
    """Keeps a session connected until it is over or the task is cancelled; cancelling says ``leave``.

    Args:
        server: where to connect.
        session: takes the messages in.
        admit: asks the server for a new admission.
        happened: is told every event, on the loop's thread, once the session's state holds it.
        timing: how long to wait for what.
        chance: a number in [0, 1), for the jitter.
    """

    def __init__(
        self,
        server: Server,
        session: Session,
        admit: Callable[[], Awaitable[str]],
        happened: Callable[[Event], None],
        *,
        timing: Timing = Timing(),
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._server = server
        self._session = session
        self._admit = admit
        self._happened = happened
        self._timing = timing
        self._chance = chance
        self._failures = 0
        self._socket: WebSocketClientConnection | None = None
        self._outcomes: set[asyncio.Future[MeetError | None]] = set()
        self._server_says: float | None = None

    async def run(self, admission: str | None = None) -> MeetError:
        """Stays connected; returns why it is over for good.

        Args:
            admission: one that was requested already.
        """
        error = await self._until_over(admission)
        for outcome in tuple(self._outcomes):
            _settle(outcome, error)
        return error

    async def _until_over(self, admission: str | None) -> MeetError:
        while True:
            outcome: Next
            try:
                outcome = await self._one_socket(admission)
            except _WORTH_WAITING as error:
                _log.info("not connected: %s", error)
                self._server_says = error.retry_after
                outcome = "resume"
            except MeetError as error:
                self._session.over = error
                return error
            admission = None
            if outcome == "over":
                return self._session.over or Disconnected()
            self._tell(self._session.expire(time.monotonic()))
            if outcome == "resume" or self._failures:
                await asyncio.sleep(self._delay())
            self._failures += 1

    async def say(self, build: Callable[[int], Numbered], done: Done | None = None) -> None:
        """Says something, and waits until the server has handled it, through as many sockets as it takes.

        Args:
            build: makes the message with its number.
            done: for what the server decides later than it acknowledges.

        Raises:
            MeetError: the server refused it, or the connection is over.
        """
        if self._session.over is not None:
            raise self._session.over
        outcome: asyncio.Future[MeetError | None] = asyncio.get_running_loop().create_future()
        message = self._session.say(build, lambda error: _settle(outcome, error), done)
        self._outcomes.add(outcome)
        outcome.add_done_callback(self._outcomes.discard)
        if self._socket is not None and self._session.connected:
            try:
                # The answer to the ping says what was handled.
                await self._send(self._socket, message, Ping(seq=self._session.seq))
            except WebSocketClosedError:
                _log.debug("said again on the next socket")
        if (error := await outcome) is not None:
            raise error

    def _delay(self) -> float:
        """Seconds before the next try: what the server asked for, else doubling; jittered either way."""
        timing, told = self._timing, self._server_says
        self._server_says = None
        if told is not None:
            return told + timing.jitter * self._chance()
        longest = min(timing.longest_delay, timing.first_delay * 2.0 ** min(self._failures, 16))
        return longest * (0.5 + self._chance() / 2)

    async def _one_socket(self, admission: str | None) -> Next:
        """Connects, stays until the socket closes, and says how to go on."""
        if self._session.needs_admission and admission is None:
            admission = await self._admit()
        socket = await self._open()
        opened = time.monotonic()
        self._socket = socket
        try:
            return await self._serve(socket, self._session.greeting(admission))
        except asyncio.CancelledError:
            await self._goodbye(socket)
            raise
        finally:
            self._socket = None
            if time.monotonic() - opened >= self._timing.settled:
                self._failures = 0
            socket.close()

    async def _open(self) -> WebSocketClientConnection:
        request = HTTPRequest(
            self._server.socket_url,
            headers={"Origin": self._server.origin},
            connect_timeout=self._timing.connect,
            request_timeout=self._timing.connect,
            validate_cert=self._server.checks_socket_certificate,
        )
        opening = websocket_connect(
            request, subprotocols=[SUBPROTOCOL], max_message_size=limits.MESSAGE_BYTES, ping_interval=0
        )
        try:
            socket = await asyncio.shield(opening)
        except asyncio.CancelledError:
            await self._abandon(opening)  # Tornado goes on opening it, whoever waits
            raise
        except HTTPClientError as error:
            raise _refused_upgrade(error.code) from error
        except (OSError, WebSocketError) as error:
            raise ServerUnreachable from error
        if socket.selected_subprotocol != SUBPROTOCOL:
            socket.close()
            raise VersionMismatch
        return socket

    async def _serve(self, socket: WebSocketClientConnection, greeting: Hello | Resume) -> Next:
        pinger = asyncio.create_task(self._keep_alive(socket))
        try:
            await self._send(socket, greeting)
            while (data := await asyncio.wait_for(socket.read_message(), self._timing.silence)) is not None:
                await self._received(socket, data)
        except TimeoutError:
            _log.info("the server has been silent for %s s", self._timing.silence)
        except BadInput as error:
            self._session.over = VersionMismatch(f"A message from the server could not be read ({error}).")
            socket.close(CloseCode.BAD_MESSAGE)
        except WebSocketClosedError:
            pass  # closed while we were writing
        finally:
            pinger.cancel()
        if socket.close_code == CloseCode.TOO_FAST:
            self._server_says = self._timing.longest_delay
        return self._lost(socket.close_code)

    def _lost(self, code: int | None) -> Next:
        was_connected = self._session.connected
        outcome = self._session.closed(code)
        if was_connected:
            self._happened(Lost())
        return outcome

    async def _received(self, socket: WebSocketClientConnection, data: str | bytes) -> None:
        events = self._session.received(decode_server(data), time.monotonic())
        for event in events:
            if isinstance(event, ServerLeaving):
                self._server_says = event.retry_after
            if isinstance(event, Connected):
                await self._send(socket, *self._session.unacked)
        self._tell(events)

    def _tell(self, events: list[Event]) -> None:
        for event in events:
            self._happened(event)

    async def _keep_alive(self, socket: WebSocketClientConnection) -> None:
        try:
            while True:
                await asyncio.sleep(self._timing.ping)
                self._tell(self._session.expire(time.monotonic()))
                await self._send(socket, Ping(seq=self._session.seq))
        except WebSocketClosedError:
            return  # the reader sees the same

    async def _send(self, socket: WebSocketClientConnection, *messages: Message) -> None:
        """Sends all of them before anybody else can say something: the server goes by their numbers."""
        written = [socket.write_message(encode(message).decode()) for message in messages]
        await asyncio.gather(*written)

    async def _goodbye(self, socket: WebSocketClientConnection) -> None:
        """Leaves for good, so that nobody waits for this kernel to come back."""
        try:
            async with asyncio.timeout(self._timing.goodbye):
                await self._send(socket, self._session.say(lambda n: Leave(n=n)))
                await _close(socket)
        except (TimeoutError, WebSocketClosedError):
            _log.debug("left without the server's confirmation")

    async def _abandon(self, opening: Awaitable[WebSocketClientConnection]) -> None:
        try:
            async with asyncio.timeout(self._timing.goodbye):
                await _close(await opening)
        except (TimeoutError, OSError, HTTPClientError, WebSocketError) as error:
            _log.debug("a socket that nobody needs any more did not open: %s", error)


def _settle(outcome: "asyncio.Future[MeetError | None]", error: MeetError | None) -> None:
    if not outcome.done():  # nobody may wait any more
        outcome.set_result(error)


async def _close(socket: WebSocketClientConnection) -> None:
    """Closes a socket and waits for the server to have closed it, too."""
    socket.close(CloseCode.NORMAL)
    while await socket.read_message() is not None:
        continue


def _refused_upgrade(status: int) -> MeetError:
    """Why the server did not open the socket. Anything but a clear no may be a restart or a proxy."""
    if status == 400:
        return VersionMismatch()
    if status == 403:
        return NotAllowed(code="origin_refused")
    return ServerUnreachable()
