"""The waiting room: who knocks, is let in, sent away, or goes."""

from collections.abc import Iterable
from dataclasses import replace

from notebook_meet.wire import limits
from notebook_meet.wire.close import CloseCode
from notebook_meet.wire.codec import encode
from notebook_meet.wire.errors import ERRORS
from notebook_meet.wire.messages import Ping, Pong
from notebook_meet.wire.waiting import Admit, Deny, Knock, KnockOver, SetWaitingRoom, Waiting
from notebook_meet_server.rules import commands as c
from notebook_meet_server.rules import decisions as d
from notebook_meet_server.rules.access import allowed
from notebook_meet_server.rules.moderation import keep
from notebook_meet_server.rules.participation import Participation
from notebook_meet_server.rules.rate import Bucket
from notebook_meet_server.rules.room import Effects, Room
from notebook_meet_server.rules.waiter import Waiter

# --- who waits -------------------------------------------------------------------------------------------------


def knock(room: Room, command: c.Knocked, now: float) -> Effects:
    """Somebody waits from now on, and no longer in another tab."""
    out: Effects = []
    principal = command.grant.principal
    for earlier in [one for one in room.waiting.values() if one.grant.principal == principal]:
        out += turn_away(room, earlier, "moved")
    waiter = Waiter(command.id, command.grant, command.since, command.connection, now, Bucket(now))
    room.waiting[waiter.id] = waiter
    out.append(c.Send(waiter.connection, encode(Waiting())))
    return out + room.tell(room.leaders(), Knock(seq=1, person=waiter.seen()))


def received(room: Room, waiter: Waiter, command: c.Received, now: float) -> Effects:
    """Who waits may show signs of life, or go."""
    waiter.heard_at, message = now, command.message
    if not waiter.messages.take(now, 1):
        return turn_away(room, waiter, "too_fast")
    if not allowed("waiting", str(message.__struct_config__.tag)):
        return turn_away(room, waiter, "not_allowed")
    if isinstance(message, Ping):
        return [c.Send(waiter.connection, encode(Pong(ack=0)))]
    return [c.Drop(waiter.connection, CloseCode.NORMAL), *gone(room, waiter)]


def fallen_silent(room: Room, now: float) -> Effects:
    """Who gives no sign of life waits no more."""
    out: Effects = []
    for waiter in list(room.waiting.values()):
        if now - waiter.heard_at >= limits.PONG_SECONDS:
            out += turn_away(room, waiter, "slow_reader")
    return out


def gone(room: Room, waiter: Waiter) -> Effects:
    """Somebody waits no more."""
    del room.waiting[waiter.id]
    return room.tell(room.leaders(), KnockOver(seq=1, id=waiter.id))


def turn_away(room: Room, waiter: Waiter, code: str) -> Effects:
    """Somebody does not come in; ``code`` says why."""
    close = ERRORS[code].close or CloseCode.NO_ADMISSION
    return [c.Drop(waiter.connection, close, code), *gone(room, waiter)]


def turned_away(room: Room, command: c.TurnedAway, _now: float) -> Effects:
    """Somebody was let in, and cannot come in all the same."""
    waiter = room.waiting.get(command.knocker)
    return turn_away(room, waiter, command.code) if waiter else []


def by_invite(room: Room, invite: str | None, code: str) -> Effects:
    """An invite is no longer good: who waits with it does so no more. Where there is none, nobody waits with it."""
    out: Effects = []
    for waiter in list(room.waiting.values()) if invite is not None else []:
        if invite in (waiter.grant.invite_id, waiter.grant.spend_invite):
            out += turn_away(room, waiter, code)
    return out


def all_told(waiters: Iterable[Waiter]) -> Effects:
    """The meeting is over, also for those who wait."""
    return [c.Drop(waiter.connection, CloseCode.ENDED, "meeting_ended") for waiter in waiters]


# --- who lets in -----------------------------------------------------------------------------------------------


def admit(room: Room, member: Participation, message: Admit, _at: float) -> Effects:
    """Asks for a seat for somebody who waits."""
    if message.id not in room.waiting:
        return room.fail(member, message.n, "not_waiting")
    return [c.LetIn(message.id, member.who.id, message.n)]


def deny(room: Room, member: Participation, message: Deny, _at: float) -> Effects:
    """Sends somebody away."""
    waiter = room.waiting.get(message.id)
    return turn_away(room, waiter, "denied") if waiter else room.fail(member, message.n, "not_waiting")


def switch(_room: Room, member: Participation, message: SetWaitingRoom, _at: float) -> Effects:
    """Decides whether newcomers wait."""
    return keep(member, message.n, d.WaitingRoom(message.on))


def switched(room: Room, decision: d.WaitingRoom, _now: float) -> Effects:
    """Newcomers wait from now on; or nobody does, and all who waited come in."""
    before, room.meeting = room.info(), replace(room.meeting, waiting_room=decision.on)
    out = room.tell_of_meeting(before)
    return out if decision.on else out + [c.LetIn(knocker) for knocker in room.waiting]
