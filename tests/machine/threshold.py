"""The reference model of how a socket becomes somebody's: at the door, from the waiting room, or back again."""

from collections import deque
from typing import TYPE_CHECKING, Any

from notebook_meet.wire.messages import Hello, Resume, Welcome
from tests.machine.door import Book, Guesses, HasToWait, No
from tests.machine.ports import Ports
from tests.machine.records import Allowance, Grant, Meeting, Member, Seat, Waiter, Wrong
from tests.machine.room import Room
from tests.machine.waiting import knock, over, send_away
from tests.switchboard.house import FakeClock

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.machine.talk import Chat


class Threshold:
    """The rooms, and the ways into them.

    Args:
        clock: the server's clock.

    Attributes:
        welcome_at: what the server has just said on a wire, for the names it chose.
    """

    def __init__(self, clock: FakeClock) -> None:
        self.clock = clock
        self.book = Book()
        self.epochs: list[str] = []
        self.welcome_at: Callable[[int], Welcome | None] = lambda _: None
        self._begin("")

    def _begin(self, epoch: str) -> None:
        self.epoch = epoch
        self.rooms: dict[str, Room] = {}
        self.chats: dict[str, Chat] = {}
        self.ports = Ports(self._lost)
        self.grants: dict[str, Grant] = {}
        self.guesses = Guesses()
        self._later: deque[tuple[str, Meeting, Member | None, Any]] = deque()

    # --- coming in ---------------------------------------------------------------------------------------------

    def _hello(self, wire: int, message: Hello, welcome: Welcome | None, knocker: str | None) -> None:
        grant = self.grants.pop(message.admission, None)
        if grant is None or self.clock.now >= grant.until:
            raise No("admission_invalid")
        try:
            self._take_seat(wire, grant, welcome, let_in=False)
        except HasToWait:
            if knocker is None:
                raise Wrong(f"{grant.principal} should wait.") from None
            now, wall = self.clock.now, self.clock.wall()
            room = self._room(self.book.meetings[grant.meeting])
            knock(room, Waiter(knocker, grant, wall, wire, now, Allowance(now)))

    def _take_seat(self, wire: int, grant: Grant, welcome: Welcome | None, *, let_in: bool) -> None:
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
            spent=grant.spends,
            token=welcome.resume if welcome else None,
            joined_at=self._joined_at(grant, welcome),
        )
        if seat.id in self.book.seats or self.book.seat_of(seat.token) is not None:
            raise Wrong("A participant id or a resume token was given out twice.")
        self.book.redeem(grant, room, seat, self.clock.wall(), let_in=let_in)
        waiter = room.waiter_at(wire) if room else None
        if room is not None and waiter is not None:
            if seat.id != waiter.id:
                raise Wrong("Somebody has another id than while waiting.")
            over(room, waiter)
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

    def _let_in(self, room: Room, member: Member | None, n: int, knocker: str) -> None:
        """Somebody who waits gets a seat, or somebody hears why not."""
        waiter = next((w for w in room.waiting if w.id == knocker), None)
        code = "not_waiting"
        if waiter is not None:
            try:
                self._take_seat(waiter.wire, waiter.grant, self.welcome_at(waiter.wire), let_in=True)
            except No as no:
                if no.code in {"meeting_full", "too_many_seats"} and member is not None:
                    code = no.code
                else:
                    send_away(room, waiter, no.code)
            else:
                return
        if member is not None and member in room.members:
            room.refuse(member, n, code)

    # --- coming back -------------------------------------------------------------------------------------------

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

    # --- inside ------------------------------------------------------------------------------------------------

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
        room = self._room(meeting)
        room.epoch = self.epoch
        room.join(seat, role, wire, self.clock.now, grant)

    def _room(self, meeting: Meeting) -> Room:
        """The meeting's room, which begins with whoever comes or knocks first."""
        if meeting.id not in self.rooms:
            chat = self.chats.pop(meeting.id, None)
            self.rooms[meeting.id] = Room(meeting, self.epoch, self.ports, self._soon, chat)
        return self.rooms[meeting.id]

    def _soon(self, kind: str, meeting: Meeting, member: Member | None, message: Any) -> None:
        self._later.append((kind, meeting, member, message))

    def at(self, wire: int) -> Member | None:
        """Who speaks through a socket."""
        return next((m for room in self.rooms.values() for m in room.members if m.wire == wire), None)

    def _lost(self, wire: int, *, clean: bool = False) -> None:
        """A socket is gone: its participant is expected back, who waits there waits no more."""
        for room in list(self.rooms.values()):
            member, waiter = next((m for m in room.members if m.wire == wire), None), room.waiter_at(wire)
            if member is not None:
                room.detach(member, self.clock.now, clean=clean)
            if waiter is not None:
                over(room, waiter)
