"""The reference model of what people tell each other: chat, hands, reactions. From docs/protocol.md, section 4."""

from typing import TYPE_CHECKING

from msgspec.structs import replace

from notebook_meet.wire.messages import Numbered, Updated
from notebook_meet.wire.talk import ChatMessage, Chatted, Hand, History, Lower, React, Reacted, Say
from tests.machine.records import Member

if TYPE_CHECKING:
    from tests.machine.room import Room

KEPT = 200


class Chat:
    """What was written in a meeting."""

    def __init__(self) -> None:
        self.number = 0
        self.messages: list[tuple[ChatMessage, set[str] | None]] = []

    def write(self, message: ChatMessage, readers: set[str] | None) -> None:
        self.messages = [*self.messages, (message, readers)][-KEPT:]

    def history(self, principal: str) -> list[History]:
        """What somebody is told who comes in. The machine's texts are short: one piece is enough."""
        mine = [said for said, readers in self.messages if readers is None or principal in readers]
        return [History(seq=1, messages=mine)] if mine else []


def told(room: "Room", member: Member, message: Numbered, wall: float) -> None:
    """Somebody says something of this kind."""
    lowers = isinstance(message, Lower)
    if (lowers and member.role != "host") or (not lowers and member.role == "observer"):
        room.refuse(member, message.n, "not_allowed")
        return
    match message:
        case Say():
            _say(room, member, message, wall)
        case Hand():
            _hand(room, member, raised=message.raised)
        case Lower():
            other = room.member(message.id)
            if other is not None:
                _hand(room, other, raised=False)
        case React():
            room.tell(room.members, Reacted(seq=1, sender=member.seat.id, reaction=message.reaction))


def _say(room: "Room", member: Member, message: Say, wall: float) -> None:
    to = room.member(message.to)
    if not message.text.strip():
        room.refuse(member, message.n, "chat_empty")
    elif message.to is not None and (to is None or to is member):
        room.refuse(member, message.n, "bad_recipient")
    else:
        room.chat.number += 1
        said = ChatMessage(
            number=room.chat.number,
            sender=member.seat.id,
            name=member.seat.name,
            text=message.text.replace("\r\n", "\n").rstrip(),
            at=wall,
            to=to.seat.id if to else None,
            to_name=to.seat.name if to else None,
        )
        readers = {member.seat.principal, to.seat.principal} if to else None
        room.chat.write(said, readers)
        hear = [m for m in room.members if readers is None or m.seat.principal in readers]
        room.tell(hear, Chatted(seq=1, message=said))


def _hand(room: "Room", member: Member, *, raised: bool) -> None:
    if raised != (member.hand > 0):
        room.hands += raised
        member.hand = room.hands if raised else 0
        room.tell([member], Updated(seq=1, participant=replace(member.seen(), presence="here")))
        room.tell_others(member, Updated(seq=1, participant=member.seen()))
