"""What a participant's message does to the room: access, rate and order first, then one function per type."""

from collections.abc import Callable
from typing import Any, Final

from notebook_meet.wire.base import Numbered
from notebook_meet.wire.close import CloseCode
from notebook_meet.wire.codec import encode
from notebook_meet.wire.messages import (
    Claim,
    ClientMessage,
    DescribingTicket,
    End,
    Leave,
    Ping,
    Pong,
    State,
    Ticket,
    TicketFrom,
)
from notebook_meet.wire.moderation import HandOver, Hold, Lock, Mute, MuteAll, Remove, SetRole, Spotlight
from notebook_meet.wire.talk import Hand, Lower, React, Say
from notebook_meet.wire.waiting import Admit, Deny, SetWaitingRoom
from notebook_meet_server.rules import commands as c
from notebook_meet_server.rules import moderation, waiting
from notebook_meet_server.rules.access import allowed
from notebook_meet_server.rules.participation import Participation
from notebook_meet_server.rules.room import Effects, Room
from notebook_meet_server.rules.speaking import lower, raise_hand, react, say

TICKET_BYTES: Final = 4096
"""Each so many bytes of a ticket's signal cost one message more."""


CHAT_COST: Final = 5
"""A chat message costs as much as so many others: everybody has to read it."""


def handle(room: Room, member: Participation, received: c.Received, now: float) -> Effects:
    """Does what a message asks for, if its sender may ask for it now.

    Args:
        room: the room.
        member: the sender.
        received: what came.
        now: monotonic seconds.
    """
    message = received.message
    bucket = member.pings if isinstance(message, Ping) else member.messages
    if not bucket.take(now, _cost(message)):
        return room.cut(member, now, "too_fast", CloseCode.TOO_FAST)
    if isinstance(message, Numbered):
        if message.n <= member.handled:
            return []
        member.handled = message.n
    action = str(message.__struct_config__.tag)
    if not allowed(member.role, action, member.who.kind):
        if isinstance(message, Numbered):
            return room.fail(member, message.n, "not_allowed")
        return room.cut(member, now, "bad_message", CloseCode.BAD_MESSAGE)
    return _HANDLERS[type(message)](room, member, message, received.at)


def _cost(message: ClientMessage) -> int:
    """Tokens for a message. Big tickets cost more: they fill the recipient's queue, which is bounded in bytes."""
    if isinstance(message, Ticket):
        return 1 + len(message.signal) // TICKET_BYTES
    return CHAT_COST if isinstance(message, Say) else 1


def _state(room: Room, member: Participation, message: State, _at: float) -> Effects:
    out: Effects = []
    microphone, camera, screen = message.microphone, message.camera, message.screen
    if (microphone or camera) and not allowed(member.role, "media", member.who.kind):
        return room.fail(member, message.n, "not_allowed")
    if camera and not member.camera and not room.video_room(member):
        camera = False
        out += room.fail(member, message.n, "video_full")
    if screen and not allowed(member.role, "screen", member.who.kind):
        screen = False
        out += room.fail(member, message.n, "not_allowed")
    silence = member.silence
    microphone, refused = moderation.sound(member, on=microphone)
    if refused:
        out += room.fail(member, message.n, "held")
    if (microphone, camera, screen) != (member.microphone, member.camera, member.screen):
        member.microphone, member.camera, member.screen = microphone, camera, screen
        out += room.tell_of(member) if member.silence == silence else room.tell_everybody_of(member)
    return out


def _ticket(room: Room, member: Participation, message: Ticket, _at: float) -> Effects:
    recipient = room.members.get(message.to)
    if recipient is None or recipient is member or recipient.listens:
        return room.fail(member, message.n, "bad_recipient")
    sender = member.who.id
    if isinstance(message, DescribingTicket):
        recipient.outbox.void(sender)
    return room.tell([recipient], TicketFrom(seq=1, sender=sender, signal=message.signal), sender)


def _claim(_room: Room, member: Participation, message: Claim, _at: float) -> Effects:
    if member.role == "host":
        return []
    return [c.ClaimKey(member.who.id, member.who.principal, message.n, message.host_key)]


def _leave(room: Room, member: Participation, _message: Leave, _at: float) -> Effects:
    return room.part(member, "left", CloseCode.NORMAL)


def _end(_room: Room, member: Participation, message: End, _at: float) -> Effects:
    return [c.EndMeeting(member.who.id, message.n)]


def _ping(_room: Room, member: Participation, message: Ping, _at: float) -> Effects:
    member.outbox.acknowledge(message.seq)
    if member.connection is None:
        return []
    return [c.Send(member.connection, encode(Pong(ack=member.handled)))]


_HANDLERS: dict[type, Callable[[Room, Participation, Any, float], Effects]] = {
    State: _state,
    Ticket: _ticket,
    DescribingTicket: _ticket,
    Claim: _claim,
    Say: say,
    Hand: raise_hand,
    Lower: lower,
    React: react,
    Leave: _leave,
    End: _end,
    Mute: moderation.mute,
    MuteAll: moderation.mute_all,
    Hold: moderation.hold,
    Remove: moderation.remove,
    SetRole: moderation.give_role,
    HandOver: moderation.hand_over,
    Lock: moderation.lock,
    Spotlight: moderation.spotlight,
    SetWaitingRoom: waiting.switch,
    Admit: waiting.admit,
    Deny: waiting.deny,
    Ping: _ping,
}
