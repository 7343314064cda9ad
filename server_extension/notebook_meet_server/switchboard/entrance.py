"""How a socket becomes somebody's: the first message."""

from notebook_meet.wire.messages import ClientMessage, Hello, Resume
from notebook_meet_server.rules import commands as c
from notebook_meet_server.rules.digests import hashed
from notebook_meet_server.rules.grants import Grant, Grants
from notebook_meet_server.rules.newcomer import Newcomer
from notebook_meet_server.rules.records import Meeting
from notebook_meet_server.rules.refused import Refused
from notebook_meet_server.switchboard.arriving import arrive, entrant_of
from notebook_meet_server.switchboard.environment import Environment
from notebook_meet_server.switchboard.exchange import Exchange
from notebook_meet_server.switchboard.line import Line
from notebook_meet_server.switchboard.seating import HasToWait, find_seat, return_to_seat


class Entrance:
    """The only way into a room.

    Args:
        env: the environment.
        exchange: the rooms.
        grants: admissions that were given out.
    """

    def __init__(self, env: Environment, exchange: Exchange, grants: Grants) -> None:
        self._env = env
        self._exchange = exchange
        self._grants = grants

    async def first(self, line: Line, message: ClientMessage) -> None:
        """Handles a socket's first message.

        Raises:
            Refused: nobody comes in.
            StorageError, ServerBusy: the store could not be asked.
        """
        if isinstance(message, Hello):
            await self._hello(line, message)
        elif isinstance(message, Resume):
            await self._resume(line, message)
        else:
            raise Refused("protocol_unsupported")

    async def _hello(self, line: Line, message: Hello) -> None:
        env, exchange = self._env, self._exchange
        grant = self._grants.redeem(message.admission, env.clock.monotonic())
        async with exchange.lock(grant.meeting_id):
            room = exchange.rooms.get(grant.meeting_id)
            participant = env.ids.short()
            try:
                arrival = await arrive(env, room, grant, participant)
            except HasToWait as wait:
                self._knock(line, wait.meeting, grant, participant)
                return
            if line.over:
                await exchange.give_back(arrival)
            else:
                exchange.enter(line, arrival.taken.meeting, arrival.join(line.number, env.clock.wall()))

    def _knock(self, line: Line, meeting: Meeting, grant: Grant, participant: str) -> None:
        """Somebody has to wait to be let in, also where nobody is who could do so yet."""
        room = self._exchange.rooms.get(meeting.id)
        if room is not None and room.waiting_full(grant.principal):
            raise Refused("waiting_full")
        if not line.over:
            now = self._env.clock.wall()
            self._exchange.enter(line, meeting, c.Knocked(participant, grant, now, line.number))

    async def _resume(self, line: Line, message: Resume) -> None:
        env, resume = self._env, hashed(message.token)
        if self._reattached(line, message):
            return
        seat = await env.thread.run_for_returning(find_seat, env.store, resume)
        async with self._exchange.lock(seat.meeting_id):
            if self._reattached(line, message):
                return
            if seat.guest and not env.settings.residence.guests:
                # The administrator has decided otherwise meanwhile. The same as to a made-up token, so that nobody
                # can try tokens here; whoever asks for an admission next hears the reason, good token or not.
                raise Refused("resume_refused")
            meeting, seat, ruling = await env.thread.run(return_to_seat, env.store, resume, env.lease())
            room = self._exchange.rooms.get(meeting.id)
            newcomer = Newcomer(seat.principal, seat.kind, back=True)
            problem = room.problem(newcomer) if room else None
            if problem is not None:
                raise Refused(problem)
            if not line.over:
                entrant = entrant_of(seat, message.token, held=ruling.held)
                join = c.Join(entrant, line.number, back=True, at=env.clock.wall())
                self._exchange.enter(line, meeting, join)

    def _reattached(self, line: Line, message: Resume) -> bool:
        for meeting_id, room in self._exchange.rooms.items():
            if message.token in room.moved:
                raise Refused("moved")
            member = room.tokens.get(message.token)
            if member is not None:
                line.meeting_id = meeting_id
                at = self._env.clock.wall()
                command = c.Reattach(member.who.id, line.number, message.seq, message.epoch, at)
                self._exchange.run(meeting_id, command)
                return True
        return False
