"""What must hold beside what is written to each socket. These checks do not look at how the model came to it."""

from collections.abc import Callable
from itertools import pairwise

from msgspec.structs import replace

from notebook_meet.wire.people import Participant
from tests.machine.client import Client
from tests.machine.deeds import Deeds, Said
from tests.machine.records import MAX_SEATS, MESH_VIDEO, Wrong


def check_rooms(deeds: Deeds) -> None:
    """At any time: the server's rooms are the model's, and no room holds too many."""
    rooms = deeds.house.board._exchange.rooms
    expected = {key: [m.seen() for m in room.people()] for key, room in deeds.hall.rooms.items()}
    real = {key: [m.seen() for m in room.people()] for key, room in rooms.items()}
    _same("rooms", real, expected)
    waiting = {key: [w.id for w in room.waiting] for key, room in deeds.hall.rooms.items()}
    _same("waiting", {key: list(room.waiting) for key, room in rooms.items()}, waiting)
    for people in real.values():
        if len(people) > MAX_SEATS or sum(person.camera for person in people) > MESH_VIDEO:
            raise Wrong(f"Too many people or cameras: {people}")


async def check_store(deeds: Deeds) -> None:
    """At any time, when all is written: seats, invites and their uses, and host keys are the model's."""
    book, house = deeds.hall.book, deeds.house
    for key, meeting in book.meetings.items():
        stored = await house.ask(house.store.meeting, key)
        found = (
            stored.title,
            stored.has_passcode,
            stored.ended_at is not None,
            stored.locked,
            stored.waiting_room,
        )
        _same(
            "meeting",
            found,
            (
                meeting.title,
                meeting.passcode is not None,
                meeting.ended,
                meeting.locked,
                meeting.waiting_room,
            ),
        )
        for person in {*meeting.roles, *meeting.held}:
            ruling = await house.ask(house.store.ruling, key, person)
            _same("ruling", (ruling.role, ruling.held), (meeting.roles.get(person), person in meeting.held))
        if not meeting.ended and not await deeds.key_is_known(key):
            raise Wrong("Not the same host key.")
        seats = await house.ask(house.store.seats, key)
        _same(
            "seats",
            {s.id: (s.role, s.banned, s.left_at is not None, s.invite_id) for s in seats},
            {s.id: (s.role, s.banned, s.left, s.invite) for s in book.seats.values() if s.meeting == key},
        )
    for invite in book.invites.values():
        stored = await house.ask(house.store.invite, invite.id)
        found = (stored.used, stored.revoked_at is not None)
        _same("invite", found, (invite.used, invite.revoked))


def check_rosters(deeds: Deeds) -> None:
    """When nothing is on its way: whoever is in a meeting shows what the server knows."""
    for client in present(deeds):
        room = deeds.house.board._exchange.rooms[client.meeting]
        known = {person.id: person for person in map(_told(client), client.roster.values())}
        _same("roster", known, {m.who.id: _told(client)(m.seen()) for m in room.people()})
        _same("title", client.title, room.meeting.title)
        leads = room.members[client.you].role in {"host", "presenter"}
        if client.kind == "browser":  # A kernel is not told of its role.
            _same("knocks", client.knocks, set(room.waiting) if leads else set())


def check_tickets(deeds: Deeds) -> None:
    """When nothing is on its way: each ticket has arrived once and in order, unless a newer description voided it."""
    clients = {client.you: client for client in present(deeds)}
    for (sender, recipient), said in deeds.tickets.items():
        if sender in clients and recipient in clients and sender != recipient:
            _check_direction(deeds, clients[sender], clients[recipient], said)


def _check_direction(deeds: Deeds, sender: Client, recipient: Client, said: list[Said]) -> None:
    # Across a restart, or a welcome instead of a replay, nothing is promised of what was said before.
    since = max(deeds.fresh_at.get(client, 0) for client in (sender, recipient))
    new = [one for one in said if one.at > since]
    taken = [one for one in new if one.n <= sender.ack and one.n not in sender.failed]
    heard = recipient.heard.get(sender.you, [])
    if any(later <= earlier for earlier, later in pairwise(heard)):
        raise Wrong(f"Tickets out of order: {heard}")
    if {one.number for one in new if one not in taken} & set(heard):
        raise Wrong(f"Tickets that were refused arrived: {heard}")
    described = max((one.number for one in taken if one.described), default=0)
    lost = [one.number for one in taken if one.number >= described and one.number not in heard]
    if lost and recipient.kind == "browser":
        raise Wrong(f"Tickets {lost} from {sender.you} to {recipient.you} were lost; heard {heard}")


def present(deeds: Deeds) -> list[Client]:
    """Who is in a meeting, by what the client itself knows."""
    return [client for client in deeds.clients if client.state == "in" and client.wire is not None]


def _told(client: Client) -> Callable[[Participant], Participant]:
    """Nobody is told of their own devices and screen."""
    return lambda p: replace(p, microphone=False, camera=False, screen=False) if p.id == client.you else p


def _same(what: str, real: object, expected: object) -> None:
    if real != expected:
        raise Wrong(f"Different {what}:\n  server {real}\n  model  {expected}")
