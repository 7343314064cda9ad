"""The reference model of one live room: written from docs/protocol.md, sections 4 to 6, as plainly as can be."""

from collections.abc import Callable, Iterable

from msgspec.structs import replace

from notebook_meet.wire.codec import encode
from notebook_meet.wire.errors import error_body
from notebook_meet.wire.messages import (
    Ended,
    Failed,
    Joined,
    Left,
    MeetingChanged,
    MeetingInfo,
    Resumed,
    Sequenced,
    TicketFrom,
    Updated,
    VideoPolicy,
    Welcome,
)
from notebook_meet.wire.people import LeftReason, Role
from notebook_meet.wire.talk import History
from tests.machine.moderation import become, host_is_back, look_for_a_host
from tests.machine.ports import Ports
from tests.machine.records import (
    MESH_VIDEO,
    Allowance,
    Grant,
    Meeting,
    Member,
    Said,
    Seat,
    Waiter,
    Wrong,
    highest,
    rank,
)
from tests.machine.talk import Chat
from tests.machine.waiting import hear_of_all, watch

KEPT_MESSAGES, KEPT_BYTES = 512, 1024 * 1024
ABOUT = 512
"""More than a message's size beside its signal."""


class Room:
    """Who is in one meeting.

    Args:
        meeting: as remembered.
        epoch: this life of the server.
        ports: where messages go.
        later: takes what the server does in the background.
        chat: what was written while somebody was here before.
    """

    def __init__(
        self, meeting: Meeting, epoch: str, ports: Ports, later: Callable[..., None], chat: Chat | None
    ) -> None:
        self.meeting = meeting
        self.epoch = epoch
        self.members: list[Member] = []
        self.chat = chat or Chat()
        self.hands = 0
        self.acting: str | None = None
        self.spotlight: str | None = None
        self.waiting: list[Waiter] = []
        self.hostless: float | None = None
        self.moved: set[str | None] = set()
        self.ports = ports
        self.later = later

    # --- questions ---------------------------------------------------------------------------------------------

    def people(self) -> list[Member]:
        """Everybody who is seen, in the order of joining."""
        return sorted((m for m in self.members if not m.listens), key=lambda m: m.seat.joined_at)

    def member(self, participant: str | None) -> Member | None:
        return next((m for m in self.members if m.seat.id == participant), None)

    def member_at(self, wire: int) -> Member | None:
        return next((m for m in self.members if m.wire == wire), None)

    def waiter_at(self, wire: int) -> Waiter | None:
        return next((w for w in self.waiting if w.wire == wire), None)

    def own(self, grant: Grant) -> list[Member]:
        """Where the person is already."""
        if grant.kind == "kernel":
            return []
        return [m for m in self._of(grant.principal) if m.seat.id != grant.replaces and not m.unaware]

    def giving_way(self, grant: Grant) -> list[Member]:
        """Who goes when this person comes in."""
        going = [m for m in self._of(grant.principal) if m.unaware and grant.kind == "browser"]
        going += [m for m in self.members if m.seat.id == grant.replaces and m not in going]
        if grant.if_here == "move":
            going += [m for m in self.own(grant) if m not in going]
        return [m for m in self.members if m in going]

    def _of(self, principal: str) -> list[Member]:
        return [m for m in self.members if m.seat.principal == principal and not m.listens]

    def info(self) -> MeetingInfo:
        meeting = self.meeting
        return MeetingInfo(
            id=meeting.id,
            title=meeting.title,
            has_passcode=meeting.passcode is not None,
            created_at=meeting.created_at,
            locked=meeting.locked,
            spotlight=None if self.member(self.spotlight) is None else self.spotlight,
            waiting_room=meeting.waiting_room,
        )

    # --- telling -----------------------------------------------------------------------------------------------

    def tell(self, members: Iterable[Member], message: Sequenced, sender: str | None = None) -> None:
        for member in list(members):
            member.seq += 1
            numbered = replace(message, seq=member.seq)
            size = len(message.signal) if isinstance(message, TicketFrom) else 0
            size = len(encode(message)) if isinstance(message, History) else size
            member.said.append(Said(member.seq, numbered, sender, size))
            if member.wire is not None:
                self.ports.send(member.wire, numbered)

    def tell_others(self, member: Member, message: Sequenced) -> None:
        if not member.listens:
            self.tell([m for m in self.members if m is not member], message)

    def refuse(self, member: Member, n: int, code: str) -> None:
        self.tell([member], Failed(seq=1, code=code, message=error_body(code).message, re=n))

    def welcome(self, member: Member) -> None:
        member.floor = member.seq
        member.said.clear()
        cameras = sum(m.camera for m in self.members if m is not member)
        welcome = Welcome(
            seq=1,
            you=member.seat.id,
            epoch=self.epoch,
            resume=member.seat.token or "",
            ack=member.handled,
            role=member.role,
            meeting=self.info(),
            participants=[m.seen() for m in self.people()],
            ice_servers=[],
            video=VideoPolicy(limit=MESH_VIDEO, allowed=cameras < MESH_VIDEO),
        )
        self.tell([member], welcome)
        for piece in self.chat.history(member.seat.principal):
            self.tell([member], piece)
        hear_of_all(self, member)

    # --- coming and going --------------------------------------------------------------------------------------

    def join(self, seat: Seat, role: Role, wire: int, now: float, grant: Grant | None) -> None:
        for earlier in self.giving_way(grant) if grant else []:
            self.part(earlier, "left" if seat.kind == "kernel" else "moved", 4409, "moved")
        same = [m.role for m in self.members if m.seat.principal == seat.principal]
        member = Member(seat, highest([role, *same]), wire, now, Allowance(now), Allowance(now))
        member.came_back, member.held = grant is None, seat.principal in self.meeting.held
        if role == "host" and self.acting == seat.principal:
            self.acting = None
        self.members.append(member)
        self.welcome(member)
        self.tell_others(member, Joined(seq=1, participant=member.seen()))
        self.raise_role(seat.principal, member.role)
        host_is_back(self)

    def resume(self, member: Member, wire: int, seq: int, epoch: str, now: float) -> str:
        """A member is back on this wire; says what must follow: ``welcome``, ``resumed``, or ``either``."""
        was_away = member.wire is None
        if member.wire is not None:
            self.ports.close(member.wire, 4409, "moved")
        member.wire, member.heard_at, member.came_back = wire, now, True
        answer = self._answer(member, seq, epoch)
        if answer == "welcome":
            self.welcome(member)
        elif answer == "resumed":
            self.ports.send(wire, Resumed(ack=member.handled))
            missed = [said.message for said in member.said if said.seq > seq and not said.void]
            self.ports.replay(wire, missed)
        if was_away:
            self.tell_others(member, Updated(seq=1, participant=member.seen()))
        return answer

    def _answer(self, member: Member, seq: int, epoch: str) -> str:
        if epoch != self.epoch or not member.floor <= seq <= member.seq:
            return "welcome"
        after = [said for said in member.said if said.seq > seq]
        kept = [said for said in after if not said.void]
        if len(kept) > KEPT_MESSAGES or sum(said.size for said in kept) > KEPT_BYTES:
            return "welcome"
        if len(after) <= KEPT_MESSAGES and sum(said.size + ABOUT for said in after) <= KEPT_BYTES:
            return "resumed"
        raise Wrong("The model cannot tell whether this much is kept: choose clearer sizes.")

    def detach(self, member: Member, now: float, *, clean: bool) -> None:
        member.wire = None
        member.gone_at = now + (4.0 if clean else 30.0)
        self.tell_others(member, Updated(seq=1, participant=member.seen()))

    def cut(self, member: Member, now: float, close: int, code: str) -> None:
        if member.wire is not None:
            self.ports.close(member.wire, close, code)
            self.detach(member, now, clean=close == 4400)

    def part(self, member: Member, reason: LeftReason, close: int, code: str | None = None) -> None:
        self.members.remove(member)
        if reason == "moved":
            self.moved.add(member.seat.token)
        member.seat.left = True
        if member.wire is not None:
            self.ports.close(member.wire, close, code)
        if not member.listens:
            self.tell(self.members, Left(seq=1, id=member.seat.id, reason=reason))

    def end(self) -> None:
        self.tell(self.members, Ended(seq=1))
        for member in self.members:
            if member.wire is not None:
                self.ports.close(member.wire, 4410, None)
        for waiter in self.waiting:
            self.ports.close(waiter.wire, 4410, "meeting_ended")
        self.members.clear()
        self.waiting.clear()

    def raise_role(self, principal: str, role: Role) -> None:
        for member in self.members:
            if member.seat.principal == principal and rank(member.role) < rank(role):
                become(self, member, role)

    def changed(self, before: MeetingInfo) -> None:
        if self.info() != before:
            self.tell(self.members, MeetingChanged(seq=1, meeting=self.info()))

    def tick(self, now: float) -> None:
        for member in list(self.members):
            if member.wire is None:
                if now >= member.gone_at:
                    self.part(member, "lost", 1000)
            elif now - member.heard_at >= 9.0:
                self.cut(member, now, 4408, "slow_reader")
        watch(self, now)
        look_for_a_host(self, now)
