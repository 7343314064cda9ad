"""``apply(room, command, now)``: what each happening does to a live room."""

from collections.abc import Callable
from typing import Any

from notebook_meet.wire import limits
from notebook_meet.wire.close import CloseCode
from notebook_meet.wire.codec import encode
from notebook_meet.wire.errors import ERRORS
from notebook_meet.wire.messages import Ended, Joined, Resumed
from notebook_meet_server.rules import commands as c
from notebook_meet_server.rules import decisions as d
from notebook_meet_server.rules import hosting, moderation, waiting
from notebook_meet_server.rules.access import highest
from notebook_meet_server.rules.newcomer import Newcomer
from notebook_meet_server.rules.participation import Participation
from notebook_meet_server.rules.rate import Bucket
from notebook_meet_server.rules.requests import handle
from notebook_meet_server.rules.room import Effects, Room


def apply(room: Room, command: c.Command, now: float) -> Effects:
    """Changes the room.

    Args:
        room: the room; nothing else changes it.
        command: what happened.
        now: monotonic seconds.

    Returns:
        What has to be done, in this order.
    """
    return _STEPS[type(command)](room, command, now)


def _join(room: Room, command: c.Join, now: float) -> Effects:
    out: Effects = []
    entrant = command.entrant
    same = [member.role for member in room.members.values() if member.who.principal == entrant.principal]
    newcomer = Newcomer(entrant.principal, entrant.kind, command.replaces, command.if_here, command.back)
    # Clients wait for the ``joined`` that belongs to a ``moved``; there is none for a kernel that only listens.
    for earlier in room.giving_way(newcomer):
        out += room.part(earlier, "left" if entrant.kind == "kernel" else "moved", CloseCode.MOVED, "moved")
    member = Participation(entrant, highest(entrant.role, *same), None, now, Bucket(now), Bucket(now))
    member.came_back, member.held = command.back, entrant.held
    if entrant.role == "host" and room.acting == entrant.principal:
        room.acting = None
    room.add(member)
    out += room.attach(member, command.connection, now)
    out += room.welcome(member, command.at)
    if not member.listens:
        out += room.tell(room.others(member), Joined(seq=1, participant=member.seen()))
    out.append(c.Gap(entrant.id, over=True) if command.back else c.SeatTaken(entrant))
    return out + room.raise_role(entrant.principal, member.role) + hosting.returned(room)


def _reattach(room: Room, command: c.Reattach, now: float) -> Effects:
    member = room.members[command.participant]
    was_lost = member.connection is None
    member.came_back = True
    out = room.attach(member, command.connection, now)
    missed = member.outbox.missed(command.seq) if command.epoch == room.epoch else None
    if missed is None:
        out += room.welcome(member, command.at)
    else:
        out.append(c.Send(command.connection, encode(Resumed(ack=member.handled))))
        out.append(c.Replay(command.connection, missed))
    out.append(c.Gap(member.who.id, over=True))
    return out + (room.tell_of(member) if was_lost else [])


def _lost(room: Room, command: c.Lost, now: float) -> Effects:
    member, waiter = room.at.get(command.connection), room.waiter_at(command.connection)
    if waiter is not None:
        return waiting.gone(room, waiter)
    return room.detach(member, now, clean=command.clean) if member else []


def _received(room: Room, command: c.Received, now: float) -> Effects:
    member = room.at.get(command.connection)
    if member is None:
        waiter = room.waiter_at(command.connection)
        return waiting.received(room, waiter, command, now) if waiter else []
    member.heard_at = now
    return handle(room, member, command, now)


def _admitted(room: Room, command: c.Admitted, now: float) -> Effects:
    return waiting.gone(room, room.waiting[command.knocker]) + _join(room, command.join, now)


def _heard(room: Room, command: c.Heard, now: float) -> Effects:
    someone = room.at.get(command.connection) or room.waiter_at(command.connection)
    if someone is not None:
        someone.heard_at = now
    return []


def _granted(room: Room, command: c.RoleGranted, _now: float) -> Effects:
    if room.acting == command.principal:
        room.acting = None
    return room.raise_role(command.principal, command.role) + hosting.returned(room)


def _declined(room: Room, command: c.Declined, _now: float) -> Effects:
    member = room.members.get(command.participant)
    return room.fail(member, command.n, command.code) if member else []


def _changed(room: Room, command: c.Changed, _now: float) -> Effects:
    before, room.meeting = room.info(), command.meeting
    return room.tell_of_meeting(before)


def _remove(room: Room, command: c.Remove, _now: float) -> Effects:
    out: Effects = []
    close = ERRORS[command.code].close or CloseCode.NOT_ALLOWED
    for participant in command.participants:
        member, waiter = room.members.get(participant), room.waiting.get(participant)
        if member is not None:
            out += room.part(member, "removed", close, command.code)
        if waiter is not None:
            out += waiting.turn_away(room, waiter, command.code)
    return out + waiting.by_invite(room, command.invite, command.code)


def _finish(room: Room, _command: c.Finish, _now: float) -> Effects:
    out = room.tell(room.members.values(), Ended(seq=1))
    out += [c.Drop(connection, CloseCode.ENDED) for connection in room.at]
    out += waiting.all_told(room.waiting.values())
    room.finish()
    return out


def _tick(room: Room, command: c.Tick, now: float) -> Effects:
    out: Effects = []
    for member in list(room.members.values()):
        out += room.renew(member, command.at)
        if member.connection is None:
            if now >= member.gone_at:
                out += room.part(member, "lost", CloseCode.NORMAL)
        elif now - member.heard_at >= limits.PONG_SECONDS:
            out += room.cut(member, now, "slow_reader", CloseCode.SLOW_READER)
    return out + waiting.fallen_silent(room, now) + hosting.stand_in(room, now)


_STEPS: dict[type, Callable[[Room, Any, float], Effects]] = {
    c.Join: _join,
    c.Knocked: waiting.knock,
    c.Admitted: _admitted,
    c.TurnedAway: waiting.turned_away,
    c.Reattach: _reattach,
    c.Lost: _lost,
    c.Received: _received,
    c.Heard: _heard,
    c.RoleGranted: _granted,
    c.Declined: _declined,
    c.Changed: _changed,
    c.Remove: _remove,
    c.Finish: _finish,
    c.Tick: _tick,
    d.Held: moderation.held,
    d.Ranked: moderation.ranked,
    d.HandedOver: moderation.handed_over,
    d.Expelled: moderation.expelled,
    d.Locked: moderation.locked,
    d.WaitingRoom: waiting.switched,
}
