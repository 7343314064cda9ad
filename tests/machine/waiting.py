"""The reference model of the waiting room. From docs/protocol.md, section 4."""

from typing import TYPE_CHECKING

from notebook_meet.wire.base import Numbered
from notebook_meet.wire.messages import ClientMessage, Leave, MeetingChanged, Ping, Pong
from notebook_meet.wire.waiting import Admit, Deny, Knock, KnockOver, SetWaitingRoom, Waiting
from tests.machine.records import Member, Waiter, rank

if TYPE_CHECKING:
    from tests.machine.room import Room

CLOSES = {
    "moved": 4409,
    "denied": 4403,
    "not_allowed": 4403,
    "invite_revoked": 4403,
    "removed": 4403,
    "slow_reader": 4408,
    "too_fast": 4429,
}
"""With which code each refusal closes; others with 4401."""


def knock(room: "Room", waiter: Waiter) -> None:
    """Somebody waits from now on, and no longer elsewhere."""
    for other in [w for w in room.waiting if w.grant.principal == waiter.grant.principal]:
        send_away(room, other, "moved")
    room.waiting.append(waiter)
    room.ports.send(waiter.wire, Waiting())
    room.tell(leaders(room), Knock(seq=1, person=waiter.seen()))


def leaders(room: "Room") -> list[Member]:
    return [m for m in room.members if rank(m.role) >= rank("presenter")]


def hear_of_all(room: "Room", member: Member) -> None:
    """Somebody who can let people in hears who waits."""
    for waiter in room.waiting if member in leaders(room) else []:
        room.tell([member], Knock(seq=1, person=waiter.seen()))


def over(room: "Room", waiter: Waiter) -> None:
    """Somebody waits no more."""
    room.waiting.remove(waiter)
    room.tell(leaders(room), KnockOver(seq=1, id=waiter.id))


def send_away(room: "Room", waiter: Waiter, code: str) -> None:
    room.ports.close(waiter.wire, CLOSES.get(code, 4401), code)
    over(room, waiter)


def speaks(room: "Room", waiter: Waiter, message: ClientMessage, now: float) -> None:
    """Who waits says something."""
    waiter.heard_at = now
    if not waiter.words.take(now, 1):
        send_away(room, waiter, "too_fast")
    elif isinstance(message, Ping):
        room.ports.send(waiter.wire, Pong(ack=0))
    elif isinstance(message, Leave):
        room.ports.close(waiter.wire, 1000, None)
        over(room, waiter)
    else:
        send_away(room, waiter, "not_allowed")


def watch(room: "Room", now: float) -> None:
    """Who has given no sign of life for long waits no more."""
    for waiter in [w for w in room.waiting if now - w.heard_at >= 9.0]:
        send_away(room, waiter, "slow_reader")


def revoked(room: "Room", invite: str) -> None:
    """An invite is good no more."""
    for waiter in [w for w in room.waiting if invite in (w.grant.invite, w.grant.spends)]:
        send_away(room, waiter, "invite_revoked")


def asked(room: "Room", member: Member, message: Numbered) -> tuple[str, object] | None:
    """Somebody in the meeting says something of this kind; gives what has to be stored before it happens."""
    least = "host" if isinstance(message, SetWaitingRoom) else "presenter"
    if rank(member.role) < rank(least):
        room.refuse(member, message.n, "not_allowed")
        return None
    if isinstance(message, SetWaitingRoom):
        return "decide", (message, "")
    waiter = next((w for w in room.waiting if w.id == getattr(message, "id", None)), None)
    if waiter is None:
        room.refuse(member, message.n, "not_waiting")
    elif isinstance(message, Deny):
        send_away(room, waiter, "denied")
    elif isinstance(message, Admit):
        return "let in", message
    return None


def switched(room: "Room", *, on: bool) -> list[str]:
    """Newcomers wait, or nobody does; gives who is let in by that."""
    if room.meeting.waiting_room == on:
        return []
    room.meeting.waiting_room = on
    room.tell(room.members, MeetingChanged(seq=1, meeting=room.info()))
    return [] if on else [w.id for w in room.waiting]
