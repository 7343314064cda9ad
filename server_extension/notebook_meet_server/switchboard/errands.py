"""What participants ask for and the store has to do first. Each errand ends in a command to the room."""

from asyncio import Lock
from collections.abc import Mapping
from typing import Final, Protocol

from notebook_meet_server.rules import commands as c
from notebook_meet_server.rules.digests import hashed
from notebook_meet_server.rules.moderation import still_concerns
from notebook_meet_server.rules.refused import Refused
from notebook_meet_server.rules.room import Room
from notebook_meet_server.store.errors import ServerBusy, StorageError
from notebook_meet_server.switchboard.arriving import Arrival, arrive
from notebook_meet_server.switchboard.environment import Environment
from notebook_meet_server.switchboard.keeping import keep
from notebook_meet_server.switchboard.seating import take_key

NO_ROOM: Final = frozenset({"meeting_full", "too_many_seats"})
"""Why somebody who is let in goes on waiting: there may be room later."""


class Rooms(Protocol):
    """The exchange, as errands see it."""

    @property
    def rooms(self) -> Mapping[str, Room]:
        """By meeting id."""

    def lock(self, meeting_id: str) -> Lock:
        """Held across the store's answer."""

    def run(self, meeting_id: str, command: c.Command) -> None:
        """Applies a command to a room, if it is live, and does what follows."""

    async def give_back(self, arrival: Arrival) -> None:
        """Gives a seat back that nobody enters."""

    async def end(self, meeting_id: str) -> None:
        """Ends a meeting."""


class Errands:
    """Runs errands, those of one meeting one after the other.

    Args:
        env: the environment.
        exchange: the rooms.
    """

    def __init__(self, env: Environment, exchange: Rooms) -> None:
        self._env = env
        self._exchange = exchange

    async def run(self, meeting_id: str, asked: c.ClaimKey | c.Keep | c.LetIn | c.EndMeeting) -> None:
        """Does what was asked for; who asked hears why not."""
        code = await self._done(meeting_id, asked)
        if code is not None and asked.participant is not None:
            self._exchange.run(meeting_id, c.Declined(asked.participant, asked.n, code))

    async def _done(self, meeting_id: str, asked: c.ClaimKey | c.Keep | c.LetIn | c.EndMeeting) -> str | None:
        """Why it was not done; None when it was."""
        match asked:
            case c.ClaimKey():
                return await self._claim(meeting_id, asked)
            case c.Keep():
                return await self._keep(meeting_id, asked)
            case c.LetIn():
                return await self._let_in(meeting_id, asked)
            case c.EndMeeting():
                return await self._end(meeting_id)

    async def _claim(self, meeting_id: str, asked: c.ClaimKey) -> str | None:
        env, key = self._env, hashed(asked.key)
        async with self._exchange.lock(meeting_id):
            try:
                taken = await env.thread.run(take_key, env.store, meeting_id, asked.principal, key)
            except (StorageError, ServerBusy) as trouble:
                return trouble.code
            if not taken:
                return "host_key_invalid"
            self._exchange.run(meeting_id, c.RoleGranted(asked.principal, "host"))
        return None

    async def _keep(self, meeting_id: str, asked: c.Keep) -> str | None:
        env, decision = self._env, asked.decision
        async with self._exchange.lock(meeting_id):
            room = self._exchange.rooms.get(meeting_id)
            if room is None or not still_concerns(room, decision):
                return "bad_recipient"
            try:
                await env.thread.run(keep, env.store, meeting_id, decision, env.clock.wall())
            except (Refused, StorageError, ServerBusy) as no:
                return no.code
            self._exchange.run(meeting_id, decision)
        return None

    async def _let_in(self, meeting_id: str, asked: c.LetIn) -> str | None:
        async with self._exchange.lock(meeting_id):
            room = self._exchange.rooms.get(meeting_id)
            waiter = room.waiting.get(asked.knocker) if room else None
            if waiter is None:
                return "not_waiting"
            try:
                arrival = await arrive(self._env, room, waiter.grant, waiter.id, let_in=True)
                return await self._enter(meeting_id, arrival, waiter.connection)
            except (StorageError, ServerBusy) as trouble:
                return trouble.code
            except Refused as no:
                return self._not_in(meeting_id, asked, no.code)

    async def _enter(self, meeting_id: str, arrival: Arrival, connection: int) -> str | None:
        """Somebody who waited comes in; or has gone while the store wrote."""
        knocker, room = arrival.taken.seat.id, self._exchange.rooms.get(meeting_id)
        if room is None or knocker not in room.waiting:
            await self._exchange.give_back(arrival)
            return "not_waiting"
        self._exchange.run(meeting_id, c.Admitted(knocker, arrival.join(connection, self._env.clock.wall())))
        return None

    def _not_in(self, meeting_id: str, asked: c.LetIn, code: str) -> str:
        """There is no seat. Unless there may be one later, the one who waits hears why, and waits no more."""
        if code in NO_ROOM and asked.participant is not None:
            return code
        self._exchange.run(meeting_id, c.TurnedAway(asked.knocker, code))
        return "not_waiting"

    async def _end(self, meeting_id: str) -> str | None:
        try:
            await self._exchange.end(meeting_id)
        except (StorageError, ServerBusy) as trouble:
            return trouble.code
        return None
