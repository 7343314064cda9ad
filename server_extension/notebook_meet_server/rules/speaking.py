"""What a participant says to the others beside media: chat, hands and reactions."""

from notebook_meet.wire.talk import ChatMessage, Chatted, Hand, Lower, React, Reacted, Say
from notebook_meet_server.rules.participation import Participation
from notebook_meet_server.rules.room import Effects, Room
from notebook_meet_server.rules.talk import clean_text


def say(room: Room, member: Participation, message: Say, at: float) -> Effects:
    """Writes into the chat. Of a private message only the two people hear, in each of their tabs."""
    text = clean_text(message.text)
    if not text:
        return room.fail(member, message.n, "chat_empty")
    to = room.members.get(message.to) if message.to is not None else None
    if message.to is not None and (to is None or to is member):
        return room.fail(member, message.n, "bad_recipient")
    said = ChatMessage(
        number=room.talk.next(),
        sender=member.who.id,
        name=member.who.name,
        text=text,
        at=at,
        to=to.who.id if to else None,
        to_name=to.who.name if to else None,
    )
    readers = frozenset({member.who.principal, to.who.principal}) if to else None
    room.talk.keep(said, readers)
    return room.tell(
        [one for one in room.members.values() if readers is None or one.who.principal in readers],
        Chatted(seq=1, message=said),
    )


def raise_hand(room: Room, member: Participation, message: Hand, _at: float) -> Effects:
    """Raises the sender's hand, behind all that are raised, or takes it down."""
    return _hand(room, member, raised=message.raised)


def lower(room: Room, _member: Participation, message: Lower, _at: float) -> Effects:
    """Takes down somebody's hand. One that is down already, or gone with its owner, is no error."""
    other = room.members.get(message.id)
    return _hand(room, other, raised=False) if other else []


def react(room: Room, member: Participation, message: React, _at: float) -> Effects:
    """Shows a reaction to everybody, the sender too."""
    return room.tell(room.members.values(), Reacted(seq=1, sender=member.who.id, reaction=message.reaction))


def _hand(room: Room, member: Participation, *, raised: bool) -> Effects:
    if raised == (member.hand > 0):
        return []
    room.hands += raised
    member.hand = room.hands if raised else 0
    return room.tell_everybody_of(member)
