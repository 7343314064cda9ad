"""The reference model of what a message does, as far as it is neither talk nor moderation. From docs/protocol.md, sections 4 to 6."""

from typing import TYPE_CHECKING

from notebook_meet.wire.base import Numbered
from notebook_meet.wire.codec import decode_signal
from notebook_meet.wire.messages import (
    Claim,
    ClientMessage,
    End,
    Leave,
    Ping,
    Pong,
    State,
    Ticket,
    TicketFrom,
)
from notebook_meet.wire.talk import Hand, Lower, React, Say
from notebook_meet.wire.waiting import Admit, Deny, SetWaitingRoom
from tests.machine.devices import said_state
from tests.machine.moderation import moderated
from tests.machine.records import Member
from tests.machine.talk import told
from tests.machine.waiting import asked

if TYPE_CHECKING:
    from tests.machine.room import Room


def received(room: "Room", member: Member, message: ClientMessage, now: float, wall: float) -> None:
    member.heard_at = now
    allowance = member.pings if isinstance(message, Ping) else member.words
    size = len(message.signal) if isinstance(message, Ticket) else 0
    if not allowance.take(now, 5 if isinstance(message, Say) else 1 + size // 4096):
        room.cut(member, now, 4429, "too_fast")
    elif isinstance(message, Ping):
        member.floor = max(member.floor, min(message.seq, member.seq))
        if member.wire is not None:
            room.ports.send(member.wire, Pong(ack=member.handled))
    elif not isinstance(message, Numbered):
        room.cut(member, now, 4400, "bad_message")
    elif message.n > member.handled:
        member.handled = message.n
        _numbered(room, member, message, wall)


def _numbered(room: "Room", member: Member, message: Numbered, wall: float) -> None:
    match message:
        case State() | Ticket() | Hand() | React() if member.listens:
            room.refuse(member, message.n, "not_allowed")
        case State():
            said_state(room, member, message)
        case Ticket():
            _ticket(room, member, message)
        case Say() | Hand() | Lower() | React():
            told(room, member, message, wall)
        case Leave():
            room.part(member, "left", 1000)
        case Claim() if member.role != "host":
            room.later("claim", room.meeting, member, message)
        case End() if member.role == "host":
            room.later("end", room.meeting, member, message)
        case End():
            room.refuse(member, message.n, "not_allowed")
        case _ if not isinstance(message, Claim):
            _moderation(room, member, message)


def _moderation(room: "Room", member: Member, message: Numbered) -> None:
    if isinstance(message, SetWaitingRoom | Admit | Deny):
        todo = asked(room, member, message)
    else:
        aimed = moderated(room, member, message)
        todo = ("decide", aimed) if aimed else None
    if todo is not None:
        room.later(todo[0], room.meeting, member, todo[1])


def _ticket(room: "Room", member: Member, message: Ticket) -> None:
    recipient, sender = room.member(message.to), member.seat.id
    if recipient is None or recipient is member or recipient.listens:
        room.refuse(member, message.n, "bad_recipient")
        return
    if decode_signal(message.signal).description is not None:
        for said in recipient.said:
            said.void = said.void or said.sender == sender
    room.tell([recipient], TicketFrom(seq=1, sender=sender, signal=message.signal), sender)
