"""How a socket becomes somebody's: the first message."""

from notebook_meet.wire.messages import ClientMessage, Hello, Resume
from notebook_meet_server.rules import commands as c
from notebook_meet_server.rules.admission import room_problem
from notebook_meet_server.rules.digests import hashed
from notebook_meet_server.rules.grants import Grant, Grants
from notebook_meet_server.rules.newcomer import Newcomer
from notebook_meet_server.rules.records import Seat
from notebook_meet_server.rules.refused import Refused
from notebook_meet_server.store.errors import ServerBusy, StorageError
from notebook_meet_server.switchboard.environment import Environment
from notebook_meet_server.switchboard.exchange import Exchange
from notebook_meet_server.switchboard.line import Line
from notebook_meet_server.switchboard.seating import Taken, find_seat, give_back, return_to_seat, take_seat


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
            raise Refused("admission_timeout")

    async def _hello(self, line: Line, message: Hello) -> None:
        env, exchange = self._env, self._exchange
        grant = self._grants.redeem(message.admission, env.clock.monotonic())
        async with exchange.lock(grant.meeting_id):
            room = exchange.rooms.get(grant.meeting_id)
            newcomer, now = grant.newcomer, env.clock.wall()
            problem = (
                room.problem(newcomer) if room else room_problem(0, 0, grant.kind, env.settings.max_seats)
            )
            if problem is not None:
                raise Refused(problem)
            token = env.ids.secret()
            seat = _seat(grant, env.ids.short(), token, room.since(newcomer, now) if room else now)
            taken = await env.thread.run(take_seat, env.store, grant, seat, env.lease())
            if line.over:
                await self._give_back(grant, taken)
            else:
                entrant = _entrant(taken.seat, token, held=taken.ruling.held)
                join = c.Join(entrant, line.number, grant.replaces, grant.if_here)
                exchange.enter(line, taken.meeting, join)

    async def _give_back(self, grant: Grant, taken: Taken) -> None:
        """The socket went while the store wrote; without a welcome nobody can come back to this seat."""
        env = self._env
        try:
            await env.thread.run(give_back, env.store, grant, taken)
        except (StorageError, ServerBusy):
            self._exchange.left(taken.seat.id, taken.meeting.id)
            raise

    async def _resume(self, line: Line, message: Resume) -> None:
        env, resume = self._env, hashed(message.token)
        if self._reattached(line, message):
            return
        seat = await env.thread.run_for_returning(find_seat, env.store, resume)
        async with self._exchange.lock(seat.meeting_id):
            if self._reattached(line, message):
                return
            meeting, seat, ruling = await env.thread.run(return_to_seat, env.store, resume, env.lease())
            room = self._exchange.rooms.get(meeting.id)
            newcomer = Newcomer(seat.principal, seat.kind, back=True)
            problem = room.problem(newcomer) if room else None
            if problem is not None:
                raise Refused(problem)
            if not line.over:
                join = c.Join(_entrant(seat, message.token, held=ruling.held), line.number, back=True)
                self._exchange.enter(line, meeting, join)

    def _reattached(self, line: Line, message: Resume) -> bool:
        for meeting_id, room in self._exchange.rooms.items():
            if message.token in room.moved:
                raise Refused("moved")
            member = room.tokens.get(message.token)
            if member is not None:
                line.meeting_id = meeting_id
                command = c.Reattach(member.who.id, line.number, message.seq, message.epoch)
                self._exchange.run(meeting_id, command)
                return True
        return False


def _seat(grant: Grant, participant: str, token: str, joined_at: float) -> Seat:
    return Seat(
        id=participant,
        meeting_id=grant.meeting_id,
        principal=grant.principal,
        name=grant.name,
        role=grant.role,
        kind=grant.kind,
        guest=grant.guest,
        invite_id=grant.invite_id,
        banned=False,
        resume_hash=hashed(token),
        joined_at=joined_at,
        left_at=None,
    )


def _entrant(seat: Seat, token: str, *, held: bool) -> c.Entrant:
    return c.Entrant(
        id=seat.id,
        principal=seat.principal,
        name=seat.name,
        role=seat.role,
        kind=seat.kind,
        guest=seat.guest,
        resume=token,
        joined_at=seat.joined_at,
        held=held,
    )
