"""What hosts and presenters do about the others.

Muting is the room's own matter, and ends with a participation. The rest are decisions: the room asks for each to be
stored (``Keep``), and it happens when it comes back as a command.
"""

from collections.abc import Callable
from dataclasses import replace

from notebook_meet.wire.close import CloseCode
from notebook_meet.wire.moderation import HandOver, Hold, Lock, Mute, MuteAll, Remove, SetRole, Spotlight
from notebook_meet_server.rules import decisions as d
from notebook_meet_server.rules import hosting
from notebook_meet_server.rules.access import rank
from notebook_meet_server.rules.commands import Keep
from notebook_meet_server.rules.participation import Participation
from notebook_meet_server.rules.room import Effects, Room

# --- messages --------------------------------------------------------------------------------------------------


def mute(room: Room, member: Participation, message: Mute, _at: float) -> Effects:
    """Mutes one participant, who does not rank above the sender."""
    other = _seen(room, message.id)
    if other is None or other is member:
        return room.fail(member, message.n, "bad_recipient")
    if rank(other.role) > rank(member.role):
        return room.fail(member, message.n, "not_allowed")
    return _mute(room, other)


def mute_all(room: Room, member: Participation, _message: MuteAll, _at: float) -> Effects:
    """Mutes everybody but the sender's own participations and hosts."""
    out: Effects = []
    for other in room.people():
        if other.role != "host" and other.who.principal != member.who.principal:
            out += _mute(room, other)
    return out


def hold(room: Room, member: Participation, message: Hold, _at: float) -> Effects:
    """Decides whether a person may switch the microphone on."""
    return _about(room, member, message, lambda who: keep(member, message.n, d.Held(who, message.on)))


def remove(room: Room, member: Participation, message: Remove, _at: float) -> Effects:
    """Decides that a person is put out."""
    return _about(room, member, message, lambda who: keep(member, message.n, d.Expelled(who)))


def give_role(room: Room, member: Participation, message: SetRole, _at: float) -> Effects:
    """Decides what a person may do."""
    return _about(room, member, message, lambda who: keep(member, message.n, d.Ranked(who, message.role)))


def hand_over(room: Room, member: Participation, message: HandOver, _at: float) -> Effects:
    """Decides that another person is host. Who only acts as host lets the other do the same."""
    own = member.who.principal
    if room.acting == own:
        return _about(room, member, message, lambda who: hosting.pass_on(room, who))
    return _about(room, member, message, lambda who: keep(member, message.n, d.HandedOver(own, who)))


def lock(_room: Room, member: Participation, message: Lock, _at: float) -> Effects:
    """Decides whether newcomers are refused."""
    return keep(member, message.n, d.Locked(message.on))


def spotlight(room: Room, member: Participation, message: Spotlight, _at: float) -> Effects:
    """Shows somebody large to everybody, perhaps the sender; it ends with that participation."""
    if message.id is not None and _seen(room, message.id) is None:
        return room.fail(member, message.n, "bad_recipient")
    before, room.spotlight = room.info(), message.id
    return room.tell_of_meeting(before)


def sound(member: Participation, *, on: bool) -> tuple[bool, bool]:
    """What becomes of a participant's wish for the microphone.

    Switching it on ends being muted: a ``state`` with the microphone on after one with it off. One that was on its way when the
    person was silenced says on after on, and is not meant like that.

    Returns:
        Whether the microphone is on, and whether the wish was refused.
    """
    switched_on = on and not member.said_on
    if member.held:
        member.said_on = on and not switched_on
        return False, switched_on
    member.said_on = on
    if member.muted and not switched_on:
        return False, False
    member.muted = False
    return on, False


def _seen(room: Room, participant: str) -> Participation | None:
    """Someone whom people see; a kernel that listens is nobody to them."""
    other = room.members.get(participant)
    return None if other is None or other.listens else other


def _about(
    room: Room,
    member: Participation,
    message: Hold | Remove | SetRole | HandOver,
    do: Callable[[str], Effects],
) -> Effects:
    """Does something about the person that a message names: somebody else, and no host."""
    other = _seen(room, message.id)
    if other is None or other.who.principal == member.who.principal:
        return room.fail(member, message.n, "bad_recipient")
    if other.role == "host":
        return room.fail(member, message.n, "not_allowed")
    return do(other.who.principal)


def keep(member: Participation, n: int, decision: d.Decision) -> Effects:
    """Asks for a decision to be stored; ``member`` hears what came of message ``n``."""
    return [Keep(member.who.id, n, decision)]


def _mute(room: Room, other: Participation) -> Effects:
    if other.muted:
        return []
    was = other.seen()
    other.microphone, other.muted = False, True
    return room.tell_everybody_of(other) if other.seen() != was else []


# --- decisions -------------------------------------------------------------------------------------------------


def still_concerns(room: Room, decision: d.Decision) -> bool:
    """Whether a decision still makes sense when it is stored: nobody becomes host who has just gone."""
    if not isinstance(decision, d.HandedOver):
        return True
    return any(other.who.principal == decision.new for other in room.people())


def held(room: Room, decision: d.Held, _now: float) -> Effects:
    """A person's microphone is off for good, or may be switched on again."""
    out: Effects = []
    for member in room.members.values():
        if member.who.principal == decision.principal and member.held != decision.on:
            member.held = decision.on
            member.microphone = member.microphone and not decision.on
            if not member.listens:
                out += room.tell_everybody_of(member)
    return out


def ranked(room: Room, decision: d.Ranked, _now: float) -> Effects:
    """A person has another role."""
    if room.acting == decision.principal:
        room.acting = None
    return hosting.set_role(room, decision.principal, decision.role)


def handed_over(room: Room, decision: d.HandedOver, _now: float) -> Effects:
    """Another person is host."""
    if room.acting == decision.new:
        room.acting = None
    return hosting.hand_over(room, decision.old, decision.new) + hosting.returned(room)


def expelled(room: Room, decision: d.Expelled, _now: float) -> Effects:
    """A person is gone, from every tab and device."""
    out: Effects = []
    for member in list(room.members.values()):
        if member.who.principal == decision.principal:
            out += room.part(member, "removed", CloseCode.NOT_ALLOWED, "removed")
    return out


def locked(room: Room, decision: d.Locked, _now: float) -> Effects:
    """The meeting is locked or open, and everybody is told."""
    before, room.meeting = room.info(), replace(room.meeting, locked=decision.on)
    return room.tell_of_meeting(before)
