"""What the store does when someone comes in. Each function runs on the store's thread, all or nothing."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from notebook_meet.wire.people import Role
from notebook_meet_server.rules.access import highest
from notebook_meet_server.rules.admission import here, invite_problem, role_of, waits
from notebook_meet_server.rules.grants import Grant
from notebook_meet_server.rules.records import NO_RULING, Meeting, Ruling, Seat
from notebook_meet_server.rules.refused import Refused
from notebook_meet_server.store.sql import SqlStore
from notebook_meet_server.switchboard.environment import Lease


class HasToWait(Exception):
    """Nobody comes in before somebody in the meeting says so."""

    def __init__(self, meeting: Meeting) -> None:
        super().__init__()
        self.meeting = meeting


@dataclass(frozen=True, slots=True)
class Taken:
    """A seat that was taken.

    Args:
        meeting: where.
        seat: the seat, with the person's role.
        earlier: the same person's seats as they were before.
        ruling: what hosts had decided about the person before.
    """

    meeting: Meeting
    seat: Seat
    earlier: list[Seat]
    ruling: Ruling = NO_RULING


def take_seat(store: SqlStore, grant: Grant, seat: Seat, lease: Lease, let_in: bool = False) -> Taken:
    """Turns an admission into a seat, and uses up what it costs.

    Things may have changed since the admission was given out, so everything is looked at again.

    Raises:
        Refused: the meeting is over, elsewhere or locked, the person was removed, the invite or the key is gone.
        HasToWait: the waiting room is on, and nobody has let the person in (``let_in``).
    """
    with store.transaction():
        meeting = here(store.meeting(seat.meeting_id), held=_hold(store, seat.meeting_id, lease))
        own, ruling = _seats(store, seat), store.ruling(meeting.id, seat.principal)
        known = bool(own) or meeting.owner == seat.principal or grant.host_key is not None
        if not (known or let_in):
            _may_enter(meeting, grant)
        if grant.spend_invite is not None and not store.use_invite(grant.spend_invite, lease.now):
            problem = invite_problem(store.invite(grant.spend_invite), lease.now)
            raise Refused(problem or "invite_used_up")
        if grant.host_key is not None and not store.take_host_key(meeting.id, grant.host_key):
            raise Refused("host_key_invalid")
        seat = replace(seat, role=_role(store, grant, seat, own, ruling))
        for gone in _given_up(grant, own):
            store.leave_seat(gone, lease.now)
        store.add_seat(seat)
        store.touch(meeting.id, lease.now)
        _arrive(store, seat, lease)
        return Taken(meeting, seat, own, ruling)


def _may_enter(meeting: Meeting, newcomer: Grant) -> None:
    if meeting.locked:
        raise Refused("meeting_locked")
    if waits(meeting, newcomer.role):
        raise HasToWait(meeting)


def _role(store: SqlStore, grant: Grant, seat: Seat, own: list[Seat], ruling: Ruling) -> Role:
    """What a host decided, unless the person is a host anew by the key; else the highest of the person's seats."""
    if ruling.role is None:
        return highest(seat.role, *(other.role for other in own))
    if grant.host_key is None:
        return ruling.role
    store.rule_role(seat.meeting_id, seat.principal, None)
    return "host"


def _given_up(grant: Grant, own: list[Seat]) -> set[str]:
    """The seats that this one takes the place of. Nobody can come back to them, not even after a crash."""
    replaced = {grant.replaces} if grant.replaces is not None else set()
    moves = grant.if_here == "move" and grant.kind == "browser"
    return replaced | {seat.id for seat in own if moves and seat.kind == "browser" and seat.left_at is None}


def give_back(store: SqlStore, grant: Grant, taken: Taken) -> None:
    """Undoes ``take_seat`` for someone who went before the welcome: the admission has cost nothing.

    Who was removed meanwhile stays removed.
    """
    with store.transaction():
        if not store.withdraw_seat(taken.seat.id, taken.earlier):
            return
        if all(seat.left_at is not None for seat in taken.earlier):
            store.withdraw_arrival(taken.meeting.id, taken.seat.principal)
        if grant.spend_invite is not None:
            store.return_use(grant.spend_invite)
        if grant.host_key is not None:
            store.return_host_key(taken.meeting.id, grant.host_key)
            if taken.ruling.role is not None:
                store.rule_role(taken.meeting.id, taken.seat.principal, taken.ruling.role)


def return_to_seat(store: SqlStore, resume: bytes, lease: Lease) -> tuple[Meeting, Seat, Ruling]:
    """Finds the seat that someone comes back to after the server was restarted.

    Args:
        resume: hash of the resume token.

    Returns:
        The meeting, the seat with the person's role, and what hosts have decided about the person.

    Raises:
        Refused: ``resume_refused`` or ``meeting_ended``.
    """
    with store.transaction():
        seat = find_seat(store, resume)
        meeting = store.meeting(seat.meeting_id)
        if meeting is None or not _hold(store, seat.meeting_id, lease):
            raise Refused("resume_refused")
        own, ruling = _seats(store, seat), store.ruling(meeting.id, seat.principal)
        store.touch(meeting.id, lease.now)
        _arrive(store, seat, lease)
        role = role_of(seat.principal, meeting, own, seat.role, ruling.role)
        return here(meeting, held=True), replace(seat, role=role), ruling


def find_seat(store: SqlStore, resume: bytes) -> Seat:
    """The seat that can be resumed with this token.

    Args:
        resume: hash of the resume token.

    Raises:
        Refused: ``resume_refused``.
    """
    seat = store.seat_by_resume(resume)
    if seat is None or seat.left_at is not None:
        raise Refused("resume_refused")
    return seat


def take_key(store: SqlStore, meeting_id: str, principal: str, key: bytes) -> bool:
    """Makes a person host for the host key with this hash; False when it is wrong or used."""
    with store.transaction():
        taken = store.take_host_key(meeting_id, key)
        if taken:
            store.set_role(meeting_id, principal, "host")
            if store.ruling(meeting_id, principal).role is not None:
                store.rule_role(meeting_id, principal, None)
        return taken


def leave_seats(store: SqlStore, left: dict[str, str], now: float) -> None:
    """Notes that participations are over, and that their meetings were in use until now.

    Args:
        left: meeting ids by participant id.
        now: seconds since the epoch.
    """
    with store.transaction():
        seats = filter(None, map(store.seat, left))
        store.note_here([(seat.meeting_id, seat.principal) for seat in seats if _seen(seat)], now)
        for seat_id in left:
            store.leave_seat(seat_id, now)
        for meeting_id in set(left.values()):
            store.touch(meeting_id, now)


def end_meeting(store: SqlStore, meeting_id: str, here_now: Collection[tuple[str, str]], now: float) -> None:
    """Ends a meeting.

    Args:
        here_now: who is in it, for the attendance.
        now: seconds since the epoch.
    """
    with store.transaction():
        store.note_here(here_now, now)
        store.end_meeting(meeting_id, now)


def _arrive(store: SqlStore, seat: Seat, lease: Lease) -> None:
    if _seen(seat):
        store.arrive(seat.meeting_id, seat.principal, seat.name, lease.now)


def _seen(seat: Seat) -> bool:
    """Nobody sees a kernel that only listens."""
    return seat.kind == "browser"


def _hold(store: SqlStore, meeting_id: str, lease: Lease) -> bool:
    return store.hold(meeting_id, lease.server_id, lease.now, lease.until)


def _seats(store: SqlStore, seat: Seat) -> list[Seat]:
    own = store.seats(seat.meeting_id, seat.principal)
    if any(other.banned for other in own):
        raise Refused("removed")
    return own
