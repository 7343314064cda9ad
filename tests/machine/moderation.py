"""The reference model of moderation: what hosts and presenters do about the others. From docs/protocol.md, section 4."""

from typing import TYPE_CHECKING

from msgspec.structs import replace

from notebook_meet.wire.base import Numbered
from notebook_meet.wire.messages import MeetingChanged, Updated
from notebook_meet.wire.moderation import HandOver, Hold, Lock, Mute, MuteAll, Remove, SetRole, Spotlight
from notebook_meet.wire.people import Role
from notebook_meet.wire.waiting import SetWaitingRoom
from tests.machine.records import Member, rank
from tests.machine.waiting import hear_of_all, switched

if TYPE_CHECKING:
    from tests.machine.door import Book
    from tests.machine.room import Room

MODERATION = (Mute, MuteAll, Hold, Remove, SetRole, HandOver, Lock, Spotlight)
Aimed = tuple[Numbered, str]
"""A decision, and the person it is about."""


# --- when it is said -------------------------------------------------------------------------------------------


def moderated(room: "Room", member: Member, message: Numbered) -> Aimed | None:
    """Somebody says something of this kind; gives what has to be stored before it happens."""
    if rank(member.role) < rank("presenter" if isinstance(message, Mute | MuteAll) else "host"):
        room.refuse(member, message.n, "not_allowed")
    elif isinstance(message, MuteAll):
        for other in room.people():
            if other.role != "host" and other.seat.principal != member.seat.principal:
                _mute(room, other)
    elif isinstance(message, Lock):
        return message, ""
    elif isinstance(message, Spotlight):
        _show(room, member, message)
    else:
        return _about(room, member, message)
    return None


def _show(room: "Room", member: Member, message: Spotlight) -> None:
    other = room.member(message.id)
    if message.id is not None and (other is None or other.listens):
        room.refuse(member, message.n, "bad_recipient")
        return
    was = room.info().spotlight
    room.spotlight = message.id
    if was != message.id:
        room.tell(room.members, MeetingChanged(seq=1, meeting=room.info()))


def _about(room: "Room", member: Member, message: Numbered) -> Aimed | None:
    other = room.member(getattr(message, "id", None))
    oneself = other is member or (
        not isinstance(message, Mute) and other is not None and other.seat.principal == member.seat.principal
    )
    if other is None or other.listens or oneself:
        room.refuse(member, message.n, "bad_recipient")
    elif other.role == "host" and not (isinstance(message, Mute) and member.role == "host"):
        room.refuse(member, message.n, "not_allowed")
    elif isinstance(message, Mute):
        _mute(room, other)
    elif isinstance(message, HandOver) and room.acting == member.seat.principal:
        room.acting = other.seat.principal
        ranked(room, other.seat.principal, "host")
        ranked(room, member.seat.principal, "presenter")
    else:
        return message, other.seat.principal
    return None


def _mute(room: "Room", other: Member) -> None:
    before = other.seen()
    other.muted, other.microphone = True, False
    if other.seen() != before:
        all_hear(room, other)


# --- when it is stored -----------------------------------------------------------------------------------------


def decide(book: "Book", room: "Room", host: Member, message: Numbered, person: str) -> None:
    """Stores a decision of this host and lets it happen; or says why not."""
    no = _stored(book, room, message, person, host.seat.principal)
    if no is not None and host in room.members:
        room.refuse(host, message.n, no)


def _stored(book: "Book", room: "Room", message: Numbered, person: str, host: str) -> str | None:
    meeting = room.meeting
    match message:
        case Hold(on=on):
            (meeting.held.add if on else meeting.held.discard)(person)
            _hold(room, person, on=on)
        case SetRole(role=role):
            book.rule(meeting.id, person, role)
            if room.acting == person:
                room.acting = None
            ranked(room, person, role)
        case HandOver():
            return _handed_over(book, room, person, host)
        case Remove():
            book.ban(meeting.id, person)
            for member in [m for m in room.members if m.seat.principal == person]:
                room.part(member, "removed", 4403, "removed")
        case SetWaitingRoom(on=on):
            for knocker in switched(room, on=on):
                room.later("let in", meeting, None, knocker)
        case Lock(on=on) if on != meeting.locked:
            meeting.locked = on
            room.tell(room.members, MeetingChanged(seq=1, meeting=room.info()))
    return None


def _handed_over(book: "Book", room: "Room", new: str, old: str) -> str | None:
    if not any(m.seat.principal == new for m in room.people()):
        return "bad_recipient"
    if book.role_in(room.meeting.id, old) != "host":
        return "not_allowed"
    book.rule(room.meeting.id, old, "presenter")
    book.rule(room.meeting.id, new, "host")
    if room.acting == new:
        room.acting = None
    ranked(room, new, "host")
    ranked(room, old, "presenter")
    host_is_back(room)
    return None


def _hold(room: "Room", person: str, *, on: bool) -> None:
    for member in room.members:
        if member.seat.principal == person and member.held != on:
            member.held = on
            member.microphone = member.microphone and not on
            all_hear(room, member)


# --- who is host -----------------------------------------------------------------------------------------------


def ranked(room: "Room", person: str, role: Role) -> None:
    """A person has another role; what it does not allow is over."""
    for member in room.members:
        if member.seat.principal == person and member.role != role:
            become(room, member, role)


def claimed(room: "Room", person: str) -> None:
    """A person is host by the key."""
    if room.acting == person:
        room.acting = None
    room.raise_role(person, "host")
    host_is_back(room)


def become(room: "Room", member: Member, role: Role) -> None:
    """Somebody has another role; who can let people in now hears who waits."""
    led, member.role = rank(member.role) >= rank("presenter"), role
    member.screen = member.screen and rank(role) >= rank("presenter")
    if role == "observer":
        member.microphone = member.camera = False
        member.hand = 0
    all_hear(room, member)
    if not led:
        hear_of_all(room, member)


def host_is_back(room: "Room") -> None:
    """Who acts as host stops when a host is here."""
    if room.acting is not None and any(m.seat.principal != room.acting for m in _hosts(room)):
        person, room.acting = room.acting, None
        ranked(room, person, "presenter")


def look_for_a_host(room: "Room", now: float) -> None:
    """After a minute without a host the presenter who is here longest acts as one."""
    if _hosts(room):
        room.hostless = None
        return
    if all(m.seat.principal != room.acting for m in room.people()):
        room.acting = None
    room.hostless = now if room.hostless is None else room.hostless
    here = [m for m in room.people() if m.role == "presenter" and m.wire is not None]
    if here and now >= room.hostless + 60.0:
        if room.acting is not None:
            ranked(room, room.acting, "presenter")
        room.acting, room.hostless = here[0].seat.principal, None
        ranked(room, room.acting, "host")


def _hosts(room: "Room") -> list[Member]:
    return [m for m in room.people() if m.role == "host" and m.wire is not None]


def all_hear(room: "Room", member: Member) -> None:
    """Everybody hears how somebody is now, also that person."""
    if not member.listens:
        room.tell([member], Updated(seq=1, participant=replace(member.seen(), presence="here")))
        room.tell_others(member, Updated(seq=1, participant=member.seen()))
