"""Live rooms and their sockets: applies commands and does what the rules say has to be done."""

import asyncio
import logging
from collections import deque
from collections.abc import Coroutine
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from notebook_meet.wire.close import RESUMABLE, CloseCode
from notebook_meet.wire.codec import encode
from notebook_meet.wire.errors import error_body
from notebook_meet.wire.messages import Refused as RefusedMessage
from notebook_meet_server.rules import commands as c
from notebook_meet_server.rules.apply import apply
from notebook_meet_server.rules.records import Meeting
from notebook_meet_server.rules.room import Effects, Room
from notebook_meet_server.store.errors import ServerBusy, StorageError
from notebook_meet_server.switchboard.arriving import Arrival, withdraw
from notebook_meet_server.switchboard.environment import Environment
from notebook_meet_server.switchboard.errands import Errands
from notebook_meet_server.switchboard.faults import log_fault
from notebook_meet_server.switchboard.line import Line
from notebook_meet_server.switchboard.seating import end_meeting, leave_seats
from notebook_meet_server.switchboard.witness import Witness

if TYPE_CHECKING:
    from notebook_meet_server.rules.talk import Talk

log = logging.getLogger(__name__)

_SAID_AGAIN = RESUMABLE | {CloseCode.MOVED}
"""After these a participant's next socket is told what this one was not: nothing queued needs to be kept."""

NOTE_AGAIN_SECONDS = 2.0
"""When to try again to write down who left. The store is everybody's: trying on and on would keep it busy."""
TALKS_KEPT = 64
"""Of so many meetings in which nobody is, the chat is kept; of those where somebody was longest ago it goes first."""


class Exchange:
    """All rooms of this server.

    Attributes:
        epoch: names this life of the server.
        lines: open sockets by their number.
        rooms: by meeting id; a room exists while somebody is in it or expected back.
    """

    def __init__(self, env: Environment) -> None:
        self.epoch = env.ids.short()
        self.lines: dict[int, Line] = {}
        self.rooms: dict[str, Room] = {}
        self._env = env
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._jobs: set[asyncio.Task[None]] = set()
        self._errands = Errands(env, self)
        self._talks: dict[str, Talk] = {}
        self._left: dict[str, str] = {}
        self._noting = False
        self._note_at = 0.0
        self._witness = Witness(env.figures, self.rooms)
        env.figures.sockets.set_function(lambda: len(self.lines))

    def lock(self, meeting_id: str) -> asyncio.Lock:
        """Held across the store's answer by whoever lets someone in or puts someone out, changes who may what, or ends the meeting."""
        return self._locks.setdefault(meeting_id, asyncio.Lock())

    def enter(self, line: Line, meeting: Meeting, command: c.Join | c.Knocked) -> None:
        """Somebody comes in, or waits to be let in; opens the room for the first one."""
        if meeting.id not in self.rooms:
            talk = self._talks.pop(meeting.id, None)
            self.rooms[meeting.id] = Room(meeting, self._env.settings, self.epoch, talk)
            self._witness.opened(meeting.id)
        line.meeting_id = meeting.id
        self.run(meeting.id, command)

    def run(self, meeting_id: str, command: c.Command) -> None:
        """Applies a command to a room, if it is live, and does what follows."""
        room = self.rooms.get(meeting_id)
        if room is None:
            return
        todo = deque(apply(room, command, self._env.clock.monotonic()))
        while todo:
            todo.extend(self._done(room, todo.popleft()))
        if not room.members and not room.waiting:
            self._close(meeting_id)

    def here(self, *meetings: str) -> set[tuple[str, str]]:
        """Who is in these meetings, or expected back in: pairs of a meeting's id and a person's principal id."""
        rooms = filter(None, map(self.rooms.get, meetings))
        return {(room.meeting.id, person.who.principal) for room in rooms for person in room.people()}

    def cut(self, line: Line, close: CloseCode) -> None:
        """Closes a socket now; its participant is expected back."""
        line.abort(close)
        if line.meeting_id is not None:
            self.run(line.meeting_id, c.Lost(line.number, clean=False))

    async def end(self, meeting_id: str) -> None:
        """Ends a meeting, in the store and for everybody in it.

        Raises:
            StorageError, ServerBusy: nothing has changed.
        """
        env = self._env
        async with self.lock(meeting_id):
            await env.thread.run(end_meeting, env.store, meeting_id, self.here(meeting_id), env.clock.wall())
            self.run(meeting_id, c.Finish())
            self._talks.pop(meeting_id, None)

    def left(self, participant: str, meeting_id: str) -> None:
        """Notes in the store, soon, that a participation is over."""
        self._left[participant] = meeting_id
        self.note_left()

    async def give_back(self, arrival: Arrival) -> None:
        """Gives a seat back that nobody enters: the socket went while the store wrote.

        Raises:
            StorageError, ServerBusy: not yet; it is noted that the seat is left.
        """
        try:
            await withdraw(self._env, arrival)
        except (StorageError, ServerBusy):
            self.left(arrival.taken.seat.id, arrival.taken.meeting.id)
            raise

    def note_left(self) -> None:
        """Writes down who left, all at once; what fails is tried again by a call that comes 2 s later."""
        if self._left and not self._noting and self._env.clock.monotonic() >= self._note_at:
            self._noting = True
            self._start(self._note_left())

    async def settled(self) -> None:
        """Returns when everything begun in the background is done."""
        while self._jobs:
            await asyncio.wait(self._jobs)

    async def finish(self) -> None:
        """The same for good: who left is written down now or never."""
        self._note_at = 0.0
        self.note_left()
        await self.settled()
        await self._note_here()
        if self._left:
            log.warning(
                "It could not be noted that %d people have left; their seats stay open.", len(self._left)
            )

    def _close(self, meeting_id: str) -> None:
        """Nobody is in the room any more. Its chat waits for whoever comes next, unless the meeting is over."""
        room = self.rooms.pop(meeting_id, None)
        if room is not None:
            self._witness.closed(meeting_id)
        if room is not None and not room.over and room.talk.said:
            self._talks[meeting_id] = room.talk
            if len(self._talks) > TALKS_KEPT:
                del self._talks[next(iter(self._talks))]

    def _done(self, room: Room, effect: c.Effect) -> Effects:
        """Does one thing; a failure concerns its own socket only."""
        try:
            return self._do(room, effect)
        except Exception as fault:  # noqa: BLE001 (logged; the other effects still happen)
            log_fault(log, type(effect).__name__, fault)
            if not isinstance(effect, c.Send | c.Replay | c.Drop):
                return []
            return self._dropped(room, effect.connection, CloseCode.INTERNAL)

    def _do(self, room: Room, effect: c.Effect) -> Effects:
        self._witness.saw(room.meeting.id, effect)
        match effect:
            case c.Send(connection, data):
                line = self.lines.get(connection)
                if line is not None and not line.send(data):
                    return self._dropped(room, connection, CloseCode.SLOW_READER)
            case c.Replay(connection, batch):
                if connection in self.lines:
                    self.lines[connection].replay(batch)
            case c.Drop(connection, close, code):
                if connection in self.lines:
                    words = last_words(code) if code else None
                    self.lines[connection].finish(close, words, discard=close in _SAID_AGAIN)
            case c.SeatLeft(participant):
                self.left(participant, room.meeting.id)
            case c.ClaimKey() | c.Keep() | c.LetIn() | c.EndMeeting():
                self._start(self._errands.run(room.meeting.id, effect))
        return []

    def _dropped(self, room: Room, connection: int, close: CloseCode) -> Effects:
        line = self.lines.get(connection)
        if line is not None:
            line.abort(close)
        return apply(room, c.Lost(connection, clean=False), self._env.clock.monotonic())

    async def _note_left(self) -> None:
        env = self._env
        try:
            while self._left:
                batch, self._left = self._left, {}
                try:
                    await env.thread.run(leave_seats, env.store, batch, env.clock.wall())
                except (StorageError, ServerBusy) as trouble:
                    self._left = batch | self._left
                    self._note_at = env.clock.monotonic() + NOTE_AGAIN_SECONDS
                    # The store tells of its own troubles, once; that it is busy is none as long as it passes.
                    log.debug("Could not note yet who left: %s", trouble)
                    return
        finally:
            self._noting = False

    async def _note_here(self) -> None:
        """Notes who was here until the end of this server's life; most of them come back to the next."""
        env = self._env
        try:
            await env.thread.run(env.store.note_here, self.here(*self.rooms), env.clock.wall())
        except (StorageError, ServerBusy) as trouble:
            log.debug("The attendance ends with the last round: %s", trouble)

    def _start(self, job: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(job)
        self._jobs.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._jobs.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None:
            log_fault(log, "Work in the background", error)


def last_words(code: str, detail: str = "") -> bytes:
    """The ``refused`` message that goes before a close."""
    return encode(RefusedMessage(code=code, message=error_body(code, detail=detail).message))
