"""Who is host: what a role change does, and who takes over while no host is here.

Hosts are those whom the store calls so. While none of them has been in the meeting for a minute, the presenter who is here
longest acts as host, until one is back. That is the room's own matter: it is not stored.
"""

from notebook_meet.wire import limits
from notebook_meet.wire.people import Role
from notebook_meet_server.rules.participation import Participation
from notebook_meet_server.rules.room import Effects, Room


def set_role(room: Room, principal: str, role: Role) -> Effects:
    """A person has this role now, in every participation; what it does not allow ends."""
    out: Effects = []
    for member in room.members.values():
        if member.who.principal == principal and member.role != role:
            out += room.become(member, role)
    return out


def hand_over(room: Room, old: str, new: str) -> Effects:
    """One person is a presenter now, and another one host."""
    return set_role(room, new, "host") + set_role(room, old, "presenter")


def pass_on(room: Room, new: str) -> Effects:
    """Who acts as host lets another person do so."""
    old, room.acting = room.acting, new
    return hand_over(room, old, new) if old is not None else []


def returned(room: Room) -> Effects:
    """If a host is here, nobody else acts as one."""
    acting = room.acting
    if acting is None or all(host.who.principal == acting for host in _hosts(room)):
        return []
    room.acting = None
    return set_role(room, acting, "presenter")


def stand_in(room: Room, now: float) -> Effects:
    """Lets a presenter act as host when none has been here for long enough."""
    if _hosts(room):
        room.hostless_since = None
        return []
    if all(one.who.principal != room.acting for one in room.people()):
        room.acting = None
    if room.hostless_since is None:
        room.hostless_since = now
    if now - room.hostless_since < limits.HOST_GONE_SECONDS:
        return []
    presenters = [one for one in room.people() if one.role == "presenter" and one.connection is not None]
    if not presenters:
        return []
    out = set_role(room, room.acting, "presenter") if room.acting is not None else []
    room.acting, room.hostless_since = presenters[0].who.principal, None
    return out + set_role(room, room.acting, "host")


def _hosts(room: Room) -> list[Participation]:
    """Who is here as host. A kernel that listens is nobody whom people could ask."""
    return [one for one in room.people() if one.role == "host" and one.connection is not None]
