"""The reference model of one live room: written from docs/protocol.md, sections 4 to 6, as plainly as can be."""

from collections.abc import Callable, Iterable

from msgspec.structs import replace

from notebook_meet.wire.codec import decode_signal, encode
from notebook_meet.wire.errors import error_body
from notebook_meet.wire.messages import (
    Claim,
    ClientMessage,
    End,
    Ended,
    Failed,
    Hand,
    History,
    Joined,
    Leave,
    Left,
    Lower,
    MeetingChanged,
    MeetingInfo,
    Numbered,
    Ping,
    Pong,
    React,
    Resumed,
    Say,
    Sequenced,
    State,
    Ticket,
    TicketFrom,
    Updated,
    VideoPolicy,
    Welcome,
)
from notebook_meet.wire.people import LeftReason, Role
from tests.machine.devices import said_state
from tests.machine.moderation import all_hear, host_is_back, look_for_a_host, moderated
from tests.machine.ports import Ports
from tests.machine.records import (
    MESH_VIDEO,
    Allowance,
    Grant,
    Meeting,
    Member,
    Said,
    Seat,
    Wrong,
    highest,
    rank,
)
from tests.machine.talk import Chat, told

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
        self.hostless: float | None = None
        self.moved: set[str | None] = set()
        self._ports = ports
        self._later = later

    # --- questions ---------------------------------------------------------------------------------------------

    def people(self) -> list[Member]:
        """Everybody who is seen, in the order of joining."""
        return sorted((m for m in self.members if not m.listens), key=lambda m: m.seat.joined_at)

    def member(self, participant: str | None) -> Member | None:
        return next((m for m in self.members if m.seat.id == participant), None)

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
                self._ports.send(member.wire, numbered)

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
            self._ports.close(member.wire, 4409, "moved")
        member.wire, member.heard_at, member.came_back = wire, now, True
        answer = self._answer(member, seq, epoch)
        if answer == "welcome":
            self.welcome(member)
        elif answer == "resumed":
            self._ports.send(wire, Resumed(ack=member.handled))
            missed = [said.message for said in member.said if said.seq > seq and not said.void]
            self._ports.replay(wire, missed)
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
            self._ports.close(member.wire, close, code)
            self.detach(member, now, clean=close == 4400)

    def part(self, member: Member, reason: LeftReason, close: int, code: str | None = None) -> None:
        self.members.remove(member)
        if reason == "moved":
            self.moved.add(member.seat.token)
        member.seat.left = True
        if member.wire is not None:
            self._ports.close(member.wire, close, code)
        if not member.listens:
            self.tell(self.members, Left(seq=1, id=member.seat.id, reason=reason))

    def end(self) -> None:
        self.tell(self.members, Ended(seq=1))
        for member in self.members:
            if member.wire is not None:
                self._ports.close(member.wire, 4410, None)
        self.members.clear()

    def raise_role(self, principal: str, role: Role) -> None:
        for member in self.members:
            if member.seat.principal == principal and rank(member.role) < rank(role):
                member.role = role
                all_hear(self, member)

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
        look_for_a_host(self, now)

    # --- messages ----------------------------------------------------------------------------------------------

    def received(self, member: Member, message: ClientMessage, now: float, wall: float) -> None:
        member.heard_at = now
        allowance = member.pings if isinstance(message, Ping) else member.words
        size = len(message.signal) if isinstance(message, Ticket) else 0
        if not allowance.take(now, 5 if isinstance(message, Say) else 1 + size // 4096):
            self.cut(member, now, 4429, "too_fast")
        elif isinstance(message, Ping):
            member.floor = max(member.floor, min(message.seq, member.seq))
            if member.wire is not None:
                self._ports.send(member.wire, Pong(ack=member.handled))
        elif not isinstance(message, Numbered):
            self.cut(member, now, 4400, "bad_message")
        elif message.n > member.handled:
            member.handled = message.n
            self._numbered(member, message, wall)

    def _numbered(self, member: Member, message: Numbered, wall: float) -> None:
        match message:
            case State() | Ticket() | Hand() | React() if member.listens:
                self.refuse(member, message.n, "not_allowed")
            case State():
                said_state(self, member, message)
            case Ticket():
                self._ticket(member, message)
            case Say() | Hand() | Lower() | React():
                told(self, member, message, wall)
            case Leave():
                self.part(member, "left", 1000)
            case Claim() if member.role != "host":
                self._later("claim", self.meeting, member, message)
            case End() if member.role == "host":
                self._later("end", self.meeting, member, message)
            case End():
                self.refuse(member, message.n, "not_allowed")
            case _ if not isinstance(message, Claim):
                self._moderation(member, message)

    def _moderation(self, member: Member, message: Numbered) -> None:
        aimed = moderated(self, member, message)
        if aimed is not None:
            self._later("decide", self.meeting, member, aimed)

    def _ticket(self, member: Member, message: Ticket) -> None:
        recipient, sender = self.member(message.to), member.seat.id
        if recipient is None or recipient is member or recipient.listens:
            self.refuse(member, message.n, "bad_recipient")
            return
        if decode_signal(message.signal).description is not None:
            for said in recipient.said:
                said.void = said.void or said.sender == sender
        self.tell([recipient], TicketFrom(seq=1, sender=sender, signal=message.signal), sender)
