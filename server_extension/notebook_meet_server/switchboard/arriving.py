"""How someone gets a seat: at the door, or let in from the waiting room."""

from dataclasses import dataclass

from notebook_meet_server.rules import commands as c
from notebook_meet_server.rules.admission import room_problem
from notebook_meet_server.rules.digests import hashed
from notebook_meet_server.rules.grants import Grant
from notebook_meet_server.rules.records import Seat
from notebook_meet_server.rules.refused import Refused
from notebook_meet_server.rules.room import Room
from notebook_meet_server.switchboard.environment import Environment
from notebook_meet_server.switchboard.seating import Taken, give_back, take_seat


@dataclass(frozen=True, slots=True)
class Arrival:
    """Someone who has a seat, and only has to enter."""

    taken: Taken
    token: str
    grant: Grant

    def join(self, connection: int, at: float) -> c.Join:
        """The command that lets the person in on this connection; ``at`` is the time in seconds since the epoch."""
        entrant = entrant_of(self.taken.seat, self.token, held=self.taken.ruling.held)
        return c.Join(entrant, connection, self.grant.replaces, self.grant.if_here, at=at)


async def arrive(
    env: Environment, room: Room | None, grant: Grant, participant: str, *, let_in: bool = False
) -> Arrival:
    """Finds a seat. The caller holds the meeting's lock, and sees to it that the person enters or the seat is given back.

    Args:
        env: the environment.
        room: the live room, if there is one.
        grant: what the person was admitted for.
        participant: the id that the person gets.
        let_in: whether somebody in the meeting lets the person in: then neither lock nor waiting room matter.

    Raises:
        Refused: there is no room, or what the admission was given for holds no more.
        HasToWait: the person has to be let in first.
        StorageError, ServerBusy: the store could not be asked.
    """
    newcomer, now = grant.newcomer, env.clock.wall()
    problem = room.problem(newcomer) if room else room_problem(0, 0, grant.kind, env.settings.max_seats)
    if problem is not None:
        raise Refused(problem)
    token = env.ids.secret()
    seat = _seat(grant, participant, token, room.since(newcomer, now) if room else now)
    taken = await env.thread.run(take_seat, env.store, grant, seat, env.lease(), let_in)
    return Arrival(taken, token, grant)


async def withdraw(env: Environment, arrival: Arrival) -> None:
    """Gives a seat back: the socket went while the store wrote, and without a welcome nobody can come back to it.

    Raises:
        StorageError, ServerBusy: the seat is still taken.
    """
    await env.thread.run(give_back, env.store, arrival.grant, arrival.taken)


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
        spent_invite=grant.spend_invite,
    )


def entrant_of(seat: Seat, token: str, *, held: bool) -> c.Entrant:
    """The owner of a seat, as the room sees that person."""
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
