"""The switchboard: what the web and the meetings may ask of the live part of the server."""

import asyncio
import itertools
import logging
from collections.abc import Collection, Coroutine
from typing import Any

from notebook_meet.wire import limits
from notebook_meet.wire.close import RESUMABLE, CloseCode
from notebook_meet.wire.codec import BadInput, decode_client, encode
from notebook_meet.wire.errors import ERRORS
from notebook_meet.wire.messages import ClientMessage, GoingAway, Resume, Ticket
from notebook_meet_server.rules import commands as c
from notebook_meet_server.rules.admission import room_problem
from notebook_meet_server.rules.grants import Grants
from notebook_meet_server.rules.newcomer import Newcomer
from notebook_meet_server.rules.records import Meeting
from notebook_meet_server.rules.refused import Refused
from notebook_meet_server.store.errors import ServerBusy, StorageError
from notebook_meet_server.switchboard.entrance import Entrance
from notebook_meet_server.switchboard.environment import Environment
from notebook_meet_server.switchboard.exchange import Exchange, last_words
from notebook_meet_server.switchboard.faults import log_fault
from notebook_meet_server.switchboard.line import Line
from notebook_meet_server.switchboard.ports import Connection

log = logging.getLogger(__name__)

TICK_SECONDS = 0.5
"""How often time-outs are looked at; the shortest that people see is 4 s."""
DRAIN_SECONDS = 1.0
"""How long a shutdown waits for last words to go out. With 3 s for a database that others keep locked, a hub's service ends in 5 s."""
CLOSING_SOCKETS = 256
"""Most sockets that may take their time to be closed; one more, and the oldest of them is cut."""
RETRY_SECONDS = 1.0
"""When clients may come back after a shutdown at the earliest."""


class Switchboard:
    """Live rooms and connections. Everything runs on one event loop.

    Args:
        env: the environment.

    Attributes:
        grants: admissions that were given out and not yet redeemed.
        figures: what is counted.
    """

    def __init__(self, env: Environment) -> None:
        self.grants = Grants()
        self._env = env
        self.figures = env.figures
        self._exchange = Exchange(env)
        self._entrance = Entrance(env, self._exchange, self.grants)
        self._numbers = itertools.count(1)
        self._ticking: asyncio.Task[None] | None = None
        self._stopping = False

    # --- for the web -------------------------------------------------------------------------------------------

    def check_place(self) -> None:
        """Asked before a socket is opened.

        Raises:
            Refused: ``server_busy`` while shutting down.
        """
        if self._stopping:
            raise Refused("server_busy", retry_after=RETRY_SECONDS)

    async def opened(self, connection: Connection) -> Line:
        """A socket is open. When 64 wait for their admission already, the one that waited longest is closed.

        A client says its admission at once, so whoever waits longest is the least likely to have one; were
        the newest turned away, strangers who say nothing could keep everybody out. Where hundreds come back in one
        moment, as after a restart of a proxy, it may have one all the same: it is told to come back with it.
        """
        line = Line(next(self._numbers), connection, self._env.clock)
        try:
            self.check_place()
        except Refused as no:
            self._refuse(line, no.code, CloseCode.INTERNAL)
        waiting = [other for other in self._exchange.lines.values() if other.waiting and not other.over]
        if len(waiting) >= limits.UNADMITTED_SOCKETS:
            self._refuse(waiting[0], "server_busy", CloseCode.TRY_AGAIN_LATER)
        closing = [other for other in self._exchange.lines.values() if other.over]
        if len(closing) >= CLOSING_SOCKETS:
            self._cut(closing[0])
        self._exchange.lines[line.number] = line
        return line

    def frame(self, line: Line, size: int) -> None:
        """A WebSocket frame came, of whatever kind; called after what it brought was handled.

        Args:
            line: from ``opened``.
            size: its bytes, with its header.
        """
        if line.frame(size):
            return
        if line.over:
            self._cut(line)
        else:
            self._refuse(line, "too_fast", CloseCode.TOO_FAST)

    def received(self, line: Line, data: str | bytes) -> Coroutine[Any, Any, None] | None:
        """A text message came. Never raises for what was sent.

        Returns:
            For a socket's first message, what has to be awaited before the next one is read. Others are done
            at once: a task for each of them would cost more than the message itself.
        """
        if line.over:
            return None
        started = self._env.clock.monotonic()
        try:
            message = decode_client(data)
            if line.waiting:
                line.waiting = False
                return self._first(line, message)
            if line.meeting_id is not None:
                self._exchange.run(line.meeting_id, c.Received(line.number, message, self._env.clock.wall()))
                if isinstance(message, Ticket):
                    self.figures.relay.observe(self._env.clock.monotonic() - started)
        except BadInput as bad:
            self._refuse(line, bad.code, CloseCode.BAD_MESSAGE, bad.detail)
        except Exception as fault:  # noqa: BLE001 (logged; it must not reach anyone else)
            self._failed(line, fault)
        return None

    def heard(self, line: Line) -> None:
        """A protocol-level pong came."""
        if line.meeting_id is not None and not line.over:
            self._exchange.run(line.meeting_id, c.Heard(line.number))

    def closed(self, line: Line, code: int | None) -> None:
        """A socket is closed, by whomever.

        Args:
            line: from ``opened``.
            code: the close code that the other side sent; None for a connection that just went.
        """
        if self._exchange.lines.pop(line.number, None) is None:
            return
        line.gone()
        if line.meeting_id is not None:
            clean = code in (CloseCode.NORMAL, CloseCode.GOING_AWAY)
            self._exchange.run(line.meeting_id, c.Lost(line.number, clean))

    # --- for the meetings --------------------------------------------------------------------------------------

    def present(self, meeting_id: str) -> int:
        """How many people are in a meeting now; listening kernels do not count."""
        room = self._exchange.rooms.get(meeting_id)
        return len(room.people()) if room else 0

    def live(self) -> set[str]:
        """Meetings that somebody is in or expected back in."""
        return set(self._exchange.rooms)

    def attending(self, *meetings: str) -> set[tuple[str, str]]:
        """Who is in these meetings: pairs of a meeting's id and a person's principal id."""
        return self._exchange.here(*meetings)

    def who(self) -> dict[str, dict[str, list[str]]]:
        """Everybody who is in a meeting, expected back, or waits to be let in: participant ids by meeting and principal."""
        everybody: dict[str, dict[str, list[str]]] = {}
        for meeting_id, room in self._exchange.rooms.items():
            people = everybody.setdefault(meeting_id, {})
            for member in room.members.values():
                people.setdefault(member.who.principal, []).append(member.who.id)
            for waiter in room.waiting.values():
                people.setdefault(waiter.grant.principal, []).append(waiter.id)
        return everybody

    def here(self, meeting_id: str, newcomer: Newcomer) -> int:
        """How often this person is in a meeting already, beside the participation that is replaced."""
        room = self._exchange.rooms.get(meeting_id)
        return len(room.own(newcomer)) if room else 0

    def acting(self, meeting_id: str) -> str | None:
        """The principal who acts as host there while none is; None when nobody does."""
        room = self._exchange.rooms.get(meeting_id)
        return room.acting if room else None

    def problem(self, meeting_id: str, newcomer: Newcomer) -> str | None:
        """Why this person cannot come in now; None when there is room."""
        room = self._exchange.rooms.get(meeting_id)
        if room is None:
            return room_problem(0, 0, newcomer.kind, self._env.settings.max_seats)
        return room.problem(newcomer)

    def meeting_changed(self, meeting: Meeting) -> None:
        """Tells everybody in a meeting what it is like now."""
        self._exchange.run(meeting.id, c.Changed(meeting))

    async def remove(
        self, meeting_id: str, participants: Collection[str], code: str, invite: str | None = None
    ) -> None:
        """Puts participants out, also those who are just coming in, who wait, or who wait with this invite; ``code`` tells why."""
        async with self._exchange.lock(meeting_id):
            self._exchange.run(meeting_id, c.Remove(participants, code, invite))

    async def end(self, meeting_id: str) -> None:
        """Ends a meeting, in the store and for everybody in it.

        Raises:
            StorageError, ServerBusy: nothing has changed.
        """
        await self._exchange.end(meeting_id)

    # --- lifetime ----------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Begins to look at time-outs; needs a running event loop."""
        if self._ticking is None:
            self._ticking = asyncio.create_task(self._tick_on(), name="notebook-meet tick")

    async def shutdown(self) -> None:
        """Tells everybody that the server goes away, closes every socket, and finishes what was begun.

        Seats are kept: people come back to them when the server is up again.
        """
        self._stopping = True
        if self._ticking is not None:
            self._ticking.cancel()
            await asyncio.wait([self._ticking])
        lines = list(self._exchange.lines.values())
        for line in lines:
            line.finish(CloseCode.GOING_AWAY, encode(GoingAway(retry_after=RETRY_SECONDS)))
        if lines:
            await asyncio.wait([line.ended for line in lines], timeout=DRAIN_SECONDS)
        for line in lines:
            line.abort(CloseCode.GOING_AWAY)
        await self._exchange.finish()

    def tick(self) -> None:
        """Looks at every time-out once."""
        now = self._env.clock.monotonic()
        for line in list(self._exchange.lines.values()):
            if line.stuck(now):
                self._exchange.cut(line, CloseCode.SLOW_READER)
            elif line.waiting and not line.over and now - line.opened_at >= limits.HELLO_SECONDS:
                self._refuse(line, "admission_timeout", CloseCode.TRY_AGAIN_LATER)
        at = self._env.clock.wall()
        for meeting_id in self.live():
            try:
                self._exchange.run(meeting_id, c.Tick(at))
            except Exception as fault:  # noqa: BLE001 (logged; the other rooms go on)
                log_fault(log, "A room's time-outs", fault)
        self.grants.prune(now)
        self._exchange.note_left()

    async def _tick_on(self) -> None:
        while True:
            await asyncio.sleep(TICK_SECONDS)
            self.tick()

    # --- inside ------------------------------------------------------------------------------------------------

    async def _first(self, line: Line, message: ClientMessage) -> None:
        try:
            await self._entrance.first(line, message)
        except Refused as no:
            self._refuse(line, no.code, CloseCode.NO_ADMISSION)
        except (StorageError, ServerBusy) as trouble:
            # A token stays good while the store is in trouble; an admission is used up.
            close = CloseCode.INTERNAL if isinstance(message, Resume) else CloseCode.NO_ADMISSION
            self._refuse(line, trouble.code, close)
        except Exception as fault:  # noqa: BLE001 (logged; it must not reach anyone else)
            self._failed(line, fault)

    def _failed(self, line: Line, fault: Exception) -> None:
        log_fault(log, "Handling a message", fault)
        self._refuse(line, "internal", CloseCode.INTERNAL)

    def _refuse(self, line: Line, code: str, fallback: CloseCode, detail: str = "") -> None:
        """Closes a socket because of an error, with ``fallback`` where the error has no close code of its own."""
        self.figures.refused("socket", code)
        close = ERRORS[code].close or fallback
        line.finish(close, last_words(code, detail), discard=close in RESUMABLE)
        if line.meeting_id is not None:
            self._exchange.run(line.meeting_id, c.Lost(line.number, clean=close not in RESUMABLE))

    def _cut(self, line: Line) -> None:
        """Gives up a socket whose client does not take the hint."""
        line.cut()
        self.closed(line, None)
