"""The reference model of the whole server: the door, the rooms and the sockets, and what happens to them."""

from collections import deque
from typing import TYPE_CHECKING, Any

from notebook_meet.wire.codec import BadInput, decode_client
from notebook_meet.wire.messages import Hello, Message, Resume, Welcome
from notebook_meet_server.rules.records import Principal
from tests.machine.door import Book, Guesses, No
from tests.machine.moderation import claimed, decide
from tests.machine.ports import Ports
from tests.machine.records import Ask, Grant, Meeting, Member, Port, Seat, Wrong
from tests.machine.room import Room
from tests.switchboard.house import FakeClock

if TYPE_CHECKING:
    from tests.machine.talk import Chat


class Hall:
    """Everything. Whoever calls says what happened; what must be written then stands in ``ports``.

    Args:
        clock: the server's clock.
    """

    def __init__(self, clock: FakeClock) -> None:
        self.clock = clock
        self.book = Book()
        self.epochs: list[str] = []
        self._guests = 0
        self._begin("")

    def _begin(self, epoch: str) -> None:
        self.epoch = epoch
        self.rooms: dict[str, Room] = {}
        self.chats: dict[str, Chat] = {}
        self.ports = Ports(self._lost)
        self.grants: dict[str, Grant] = {}
        self.guesses = Guesses()
        self._later: deque[tuple[str, Meeting, Member, Any]] = deque()

    # --- sockets -----------------------------------------------------------------------------------------------

    def opened(self, wire: int) -> None:
        self.ports.ports[wire] = Port(self.clock.now)

    def first(self, wire: int, message: Message, welcome: Welcome | None) -> None:
        """A socket's first message; ``welcome`` is what the server answered with, for the names it chose."""
        self.ports.ports[wire].waiting = False
        try:
            if isinstance(message, Hello):
                self._hello(wire, message, welcome)
            elif isinstance(message, Resume):
                self._resume(wire, message, welcome)
            else:
                self.ports.close(wire, 4401, "admission_timeout")
        except No as no:
            self.ports.close(wire, _CLOSES.get(no.code, 4401), no.code)
        self._flush()

    def received(self, wire: int, data: bytes) -> None:
        """A later message of a socket."""
        port = self.ports.ports.get(wire)
        if port is None or port.over:
            return
        member = self.at(wire)
        try:
            message = decode_client(data)
        except BadInput as bad:
            self.ports.close(wire, 4400, bad.code, bad.detail)
            self._flush()
            if member is not None:
                self._room_of(member).detach(member, self.clock.now, clean=True)
        else:
            if member is not None:
                self._room_of(member).received(member, message, self.clock.now, self.clock.wall())
        self._flush()

    def heard(self, wire: int) -> None:
        member = self.at(wire)
        if member is not None and not self.ports.ports[wire].over:
            member.heard_at = self.clock.now

    def closed(self, wire: int, code: int | None) -> None:
        """A socket is gone, closed by whomever."""
        self.ports.ports.pop(wire, None)
        member = self.at(wire)
        if member is not None:
            self._room_of(member).detach(member, self.clock.now, clean=code in (1000, 1001))
        self._flush()

    def gone_before_welcome(self, wire: int, message: Hello) -> None:
        """A socket that closed while the server was about to welcome it: only the admission is used up."""
        self.grants.pop(message.admission, None)
        self.ports.ports.pop(wire)

    def tick(self) -> None:
        """The server looks at its time-outs."""
        now = self.clock.now
        for wire in self.ports.stuck(now):
            self.ports.abort(wire, 4408)
            self._lost(wire)
            self._flush()
        for wire, port in sorted(self.ports.ports.items()):
            if port.waiting and not port.over and now - port.opened_at >= 5.0:
                self.ports.close(wire, 4401, "admission_timeout")
        self._flush()
        for room in list(self.rooms.values()):
            room.tick(now)
            self._flush()

    def background(self) -> None:
        """What the server has begun in the background is done."""
        while self._later:
            kind, meeting, member, message = self._later.popleft()
            room = self.rooms.get(meeting.id)
            if kind == "end":
                self.end(meeting.id)
            elif kind == "decide":
                if room is not None:
                    decide(self.book, room, member, *message)
            elif message.host_key == meeting.host_key and not meeting.ended:
                meeting.host_key = None
                self.book.set_role(meeting.id, member.seat.principal, "host")
                meeting.roles.pop(member.seat.principal, None)
                if room is not None:
                    claimed(room, member.seat.principal)
            elif room is not None and member in room.members:
                room.refuse(member, message.n, "host_key_invalid")
            self._flush()

    def restart(self, *, graceful: bool) -> None:
        """The server goes; what is stored stays."""
        if graceful:
            for wire in sorted(self.ports.ports):
                self.ports.going_away(wire)
            self._flush()

    def begin_again(self) -> None:
        """The server is up again."""
        self._begin("")

    # --- meetings ----------------------------------------------------------------------------------------------

    def admit(self, ask: Ask) -> Grant:
        """Decides over a request for admission."""
        wall, now = self.clock.wall(), self.clock.now
        grant, asked, person = self.book.decide(ask, wall)
        meeting, given = self.book.meetings[grant.meeting], ask.body.passcode
        if meeting.passcode is not None and given is None and asked:
            raise No("passcode_required")
        if meeting.passcode is not None and given is not None:
            if not self.guesses.may(meeting.id, person, now, asked=asked):
                raise No("throttled")
            if given != meeting.passcode:
                self.guesses.wrong(meeting.id, person, now, asked=asked)
                raise No("passcode_mismatch")
            self.guesses.right(meeting.id, person)
        self._guests += 1
        grant.principal = grant.principal or f"guest {self._guests}"
        self.book.check_room(grant, self.rooms.get(meeting.id))
        meeting.used_at = max(meeting.used_at, wall)
        grant.until = now + 30.0
        return grant

    def end(self, meeting: str) -> None:
        room = self.rooms.get(meeting)
        self.book.end(meeting)
        if room is not None:
            room.end()
        self._flush()

    def end_by(self, caller: Principal, meeting: str) -> None:
        self._check_host(caller, meeting)
        self.end(meeting)

    def revoke(self, caller: Principal, meeting: str, invite: str) -> None:
        room = self.rooms.get(meeting)
        for seat in self.book.revoke(caller, meeting, invite):
            member = room.member(seat) if room else None
            if room is not None and member is not None:
                room.part(member, "removed", 4403, "invite_revoked")
        self._flush()

    def update(self, caller: Principal, meeting: str, title: str | None, passcode: str | None) -> None:
        """Changes title (None: stays) and passcode (None: stays, empty: none)."""
        self._check_host(caller, meeting)
        stored = self.book.meetings[meeting]
        room = self.rooms.get(meeting)
        before = room.info() if room else None
        stored.title = stored.title if title is None else title
        if passcode is not None:
            stored.passcode = passcode or None
        if room is not None and before is not None:
            room.changed(before)
        self._flush()

    # --- questions ---------------------------------------------------------------------------------------------

    def at(self, wire: int) -> Member | None:
        """Who speaks through a socket."""
        return next((m for room in self.rooms.values() for m in room.members if m.wire == wire), None)

    def member(self, participant: str) -> Member | None:
        return next((m for r in self.rooms.values() if (m := r.member(participant)) is not None), None)

    # --- inside ------------------------------------------------------------------------------------------------

    def _hello(self, wire: int, message: Hello, welcome: Welcome | None) -> None:
        grant = self.grants.pop(message.admission, None)
        if grant is None or self.clock.now >= grant.until:
            raise No("admission_invalid")
        room = self.rooms.get(grant.meeting)
        seat = Seat(
            id=welcome.you if welcome else "nobody",
            meeting=grant.meeting,
            principal=grant.principal,
            name=grant.name,
            role=grant.role,
            kind=grant.kind,
            guest=grant.guest,
            invite=grant.invite,
            token=welcome.resume if welcome else None,
            joined_at=self._joined_at(grant, welcome),
        )
        if seat.id in self.book.seats or self.book.seat_of(seat.token) is not None:
            raise Wrong("A participant id or a resume token was given out twice.")
        self.book.redeem(grant, room, seat, self.clock.wall())
        self._enter(wire, seat, seat.role, welcome, grant)

    def _joined_at(self, grant: Grant, welcome: Welcome | None) -> float:
        """Since when whom it replaces was here; else now, or where the clock was set back after everybody here."""
        room, wall = self.rooms.get(grant.meeting), self.clock.wall()
        replaced = [m.seat.joined_at for m in room.giving_way(grant)] if room else []
        if replaced:
            return min(replaced)
        last = max((m.seat.joined_at for m in room.members), default=0.0) if room else 0.0
        if welcome is None or wall > last + 1:
            return wall
        said = next((p.joined_at for p in welcome.participants if p.id == welcome.you), last + 0.001)
        if not last < said <= max(wall, last + 1):
            raise Wrong("Not in the order of joining.")
        return said

    def _resume(self, wire: int, message: Resume, welcome: Welcome | None) -> None:
        for room in self.rooms.values():
            if message.token in room.moved:
                raise No("moved")
            for member in room.members:
                if member.seat.token == message.token:
                    room.resume(member, wire, message.seq, message.epoch, self.clock.now)
                    return
        seat, role = self.book.come_back(message.token, self.rooms)
        self._enter(wire, seat, role, welcome, None)

    def _enter(self, wire: int, seat: Seat, role: Any, welcome: Welcome | None, grant: Grant | None) -> None:
        if welcome is None:
            raise Wrong(f"{seat.principal} should have been welcomed.")
        if not self.epoch:
            if welcome.epoch in self.epochs:
                raise Wrong("Two lives of the server have the same epoch.")
            self.epoch = welcome.epoch
            self.epochs.append(welcome.epoch)
        meeting = self.book.meetings[seat.meeting]
        meeting.used_at = max(meeting.used_at, self.clock.wall())
        if meeting.id not in self.rooms:
            chat = self.chats.pop(meeting.id, None)
            self.rooms[meeting.id] = Room(meeting, self.epoch, self.ports, self._soon, chat)
        room = self.rooms[meeting.id]
        room.join(seat, role, wire, self.clock.now, grant)

    def _check_host(self, caller: Principal, meeting: str) -> None:
        room = self.rooms.get(meeting)
        acts = room is not None and room.acting == caller.id
        if self.book.role(caller, meeting) != "host" and not acts:
            raise No("not_allowed")

    def _soon(self, kind: str, meeting: Meeting, member: Member, message: Any) -> None:
        self._later.append((kind, meeting, member, message))

    def _lost(self, wire: int) -> None:
        member = self.at(wire)
        if member is not None:
            self._room_of(member).detach(member, self.clock.now, clean=False)

    def _room_of(self, member: Member) -> Room:
        return self.rooms[member.seat.meeting]

    def _flush(self) -> None:
        self.ports.flush(self.clock.now)
        for meeting in [key for key, room in self.rooms.items() if not room.members]:
            self.chats[meeting] = self.rooms.pop(meeting).chat


_CLOSES = {"meeting_ended": 4410, "removed": 4403, "invite_revoked": 4403, "moved": 4409}
"""Where a refusal at the door closes with another code than 4401."""
