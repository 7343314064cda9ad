"""The live room: who is in a meeting, and what everybody is told about it.

A state without clock, sockets or store. Its methods are the steps that commands and messages are made
of; each changes the room and returns what has to be done about it. ``apply.py`` says which step comes
when. Times are monotonic seconds. Design: docs/protocol.md, sections 4 to 6.
"""

from collections import deque
from collections.abc import Iterable
from typing import Final

from msgspec.structs import replace

from notebook_meet.wire import limits
from notebook_meet.wire.base import Sequenced
from notebook_meet.wire.close import CloseCode
from notebook_meet.wire.errors import error_body
from notebook_meet.wire.meetings import MeetingInfo, VideoPolicy
from notebook_meet.wire.messages import (
    Failed,
    History,
    Left,
    Updated,
    Welcome,
)
from notebook_meet.wire.people import LeftReason, Role
from notebook_meet_server.rules.access import rank
from notebook_meet_server.rules.admission import room_problem
from notebook_meet_server.rules.commands import Drop, Effect, SeatLeft, Send
from notebook_meet_server.rules.newcomer import Newcomer
from notebook_meet_server.rules.outbox import Envelope
from notebook_meet_server.rules.participation import Participation
from notebook_meet_server.rules.records import Meeting
from notebook_meet_server.rules.settings import Settings
from notebook_meet_server.rules.talk import Talk

Effects = list[Effect]

MOVED_REMEMBERED: Final = 64
"""Of so many participations that moved elsewhere, the newest, the resume tokens are remembered."""
JOIN_STEP: Final = 0.001
"""Seconds between two people who would otherwise have joined at the same moment: they are shown in this order."""


class Room:
    """One meeting's live room.

    Args:
        meeting: as stored.
        settings: the server's settings.
        epoch: names this life of the server.
        talk: what was said while somebody was here before.

    Attributes:
        acting: the person who acts as host while none is here.
        hostless_since: since when no host is here, as far as it was noticed.
        hands: how many hands have been raised so far.
        over: True once the meeting has ended.
        members: who is here or expected back, by participant id.
        at: the same by connection, without those who lost theirs.
        tokens: the same by resume token.
        talk: the chat.
        moved: resume tokens of participations that were moved: whoever comes back with one learns why it is over.
    """

    def __init__(self, meeting: Meeting, settings: Settings, epoch: str, talk: Talk | None = None) -> None:
        self.meeting = meeting
        self.settings = settings
        self.epoch = epoch
        self.talk = talk or Talk()
        self.acting: str | None = None
        self.spotlight: str | None = None
        self.hostless_since: float | None = None
        self.hands = 0
        self.over = False
        self.members: dict[str, Participation] = {}
        self.at: dict[int, Participation] = {}
        self.tokens: dict[str, Participation] = {}
        self.moved: deque[str] = deque(maxlen=MOVED_REMEMBERED)

    # --- questions ---------------------------------------------------------------------------------------------

    def people(self) -> list[Participation]:
        """Everybody who is seen, in the order they joined."""
        seen = [member for member in self.members.values() if not member.listens]
        return sorted(seen, key=lambda member: member.who.joined_at)

    def joins_at(self, wall: float) -> float:
        """When someone new joins: after everybody here, also when the clock was set back meanwhile.

        Args:
            wall: seconds since the epoch.
        """
        return max([wall, *(member.who.joined_at + JOIN_STEP for member in self.members.values())])

    def others(self, member: Participation) -> list[Participation]:
        """Everybody else, listening kernels too."""
        return [other for other in self.members.values() if other is not member]

    def own(self, newcomer: Newcomer) -> list[Participation]:
        """The person's participations in a browser, beside the one that is replaced."""
        if newcomer.kind == "kernel":
            return []
        return [
            member
            for member in self.people()
            if member.who.principal == newcomer.principal
            and member.who.id != newcomer.replaces
            and not member.unaware
        ]

    def giving_way(self, newcomer: Newcomer) -> list[Participation]:
        """Who goes when this person comes in, in the order they joined."""
        if newcomer.back:
            return []
        going = {newcomer.replaces}
        if newcomer.if_here == "move":
            going |= {member.who.id for member in self.own(newcomer)}
        return [
            member
            for member in self.members.values()
            if member.who.id in going
            or (newcomer.kind == "browser" and member.who.principal == newcomer.principal and member.unaware)
        ]

    def since(self, newcomer: Newcomer, now: float) -> float:
        """When this person came, in seconds since the epoch: who takes a place over has been there all along."""
        return min((member.who.joined_at for member in self.giving_way(newcomer)), default=self.joins_at(now))

    def problem(self, newcomer: Newcomer) -> str | None:
        """Why this person cannot come in now; None when there is room."""
        if self.over:
            return "meeting_ended"
        if newcomer.if_here == "ask" and self.own(newcomer):
            return "already_here"
        going = {member.who.id for member in self.giving_way(newcomer)}
        listens = newcomer.kind == "kernel"
        rest = [m for m in self.members.values() if m.listens == listens and m.who.id not in going]
        own = sum(member.who.principal == newcomer.principal for member in rest)
        return room_problem(len(rest), own, newcomer.kind, self.settings.max_seats)

    def video_room(self, member: Participation) -> bool:
        """Whether this participant's camera fits into the mesh."""
        return sum(other.camera for other in self.others(member)) < self.settings.mesh_video

    def info(self) -> MeetingInfo:
        """The meeting as the people in it know it."""
        meeting = self.meeting
        return MeetingInfo(
            id=meeting.id,
            title=meeting.title,
            has_passcode=meeting.has_passcode,
            created_at=meeting.created_at,
            locked=meeting.locked,
            spotlight=self.spotlight if self.spotlight in self.members else None,
        )

    # --- telling -----------------------------------------------------------------------------------------------

    def tell(
        self, members: Iterable[Participation], message: Sequenced, sender: str | None = None
    ) -> Effects:
        """Says something to some of the members, numbered for each; encoded once.

        Args:
            members: who gets it; those without a socket get it when they are back.
            message: its ``seq`` does not matter.
            sender: whose ticket it is.
        """
        envelope = Envelope.of(message)
        out: Effects = []
        for member in members:
            data = member.outbox.add(envelope, sender)
            if member.connection is not None:
                out.append(Send(member.connection, data))
        return out

    def tell_of(self, member: Participation) -> Effects:
        """Tells everybody else how a participant is now."""
        return (
            []
            if member.listens
            else self.tell(self.others(member), Updated(seq=1, participant=member.seen()))
        )

    def tell_everybody_of(self, member: Participation) -> Effects:
        """Tells everybody how a participant is now, the participant too."""
        # Whoever reads this is here, also who had no socket when it was said.
        own = replace(member.seen(), presence="here")
        return self.tell([member], Updated(seq=1, participant=own)) + self.tell_of(member)

    def fail(self, member: Participation, n: int, code: str) -> Effects:
        """Tells a participant that message ``n`` was refused."""
        return self.tell([member], Failed(seq=1, code=code, message=error_body(code).message, re=n))

    def welcome(self, member: Participation) -> Effects:
        """Tells a participant the whole truth, afresh."""
        member.outbox.clear()
        welcome = Welcome(
            seq=1,
            you=member.who.id,
            epoch=self.epoch,
            resume=member.who.resume,
            ack=member.handled,
            role=member.role,
            meeting=self.info(),
            participants=[other.seen() for other in self.people()],
            ice_servers=list(self.settings.ice_servers),
            video=VideoPolicy(limit=self.settings.mesh_video, allowed=self.video_room(member)),
        )
        out = self.tell([member], welcome)
        for piece in self.talk.pieces(member.who.principal):
            out += self.tell([member], History(seq=1, messages=piece))
        return out

    # --- coming and going --------------------------------------------------------------------------------------

    def add(self, member: Participation) -> None:
        """A participant is in, as yet without a socket."""
        self.members[member.who.id] = member
        self.tokens[member.who.resume] = member

    def attach(self, member: Participation, connection: int, now: float) -> Effects:
        """A participant speaks through this socket from now on; an older one is closed."""
        out: Effects = []
        if member.connection is not None:
            out.append(Drop(member.connection, CloseCode.MOVED, "moved"))
            del self.at[member.connection]
        member.attach(connection, now)
        self.at[connection] = member
        return out

    def detach(self, member: Participation, now: float, *, clean: bool) -> Effects:
        """A participant's socket is gone; the person is expected back, for less time after a clean close."""
        if member.connection is None:
            return []
        del self.at[member.connection]
        member.detach(now + (limits.CLOSED_PAGE_SECONDS if clean else limits.RECONNECT_SECONDS))
        return self.tell_of(member)

    def cut(self, member: Participation, now: float, code: str, close: CloseCode) -> Effects:
        """Closes a participant's socket because of an error. Only after a bad message nobody is waited for."""
        if member.connection is None:
            return []
        drop = Drop(member.connection, close, code)
        return [drop, *self.detach(member, now, clean=close == CloseCode.BAD_MESSAGE)]

    def part(
        self, member: Participation, reason: LeftReason, close: CloseCode, code: str | None = None
    ) -> Effects:
        """A participant is gone for good.

        Args:
            member: who.
            reason: what the others are told.
            close: how the participant's socket is closed, if there is one.
            code: the error that the participant is told.
        """
        out: Effects = []
        del self.members[member.who.id], self.tokens[member.who.resume]
        if reason == "moved":
            self.moved.append(member.who.resume)
        if member.connection is not None:
            del self.at[member.connection]
            out.append(Drop(member.connection, close, code))
        if not member.listens:
            out += self.tell(self.members.values(), Left(seq=1, id=member.who.id, reason=reason))
        return [*out, SeatLeft(member.who.id)]

    def finish(self) -> None:
        """Nobody is in any more, and nobody can come in."""
        self.over = True
        for index in (self.members, self.at, self.tokens):
            index.clear()

    def raise_role(self, principal: str, role: Role) -> Effects:
        """A person may do at least this much from now on, in every participation."""
        out: Effects = []
        for member in self.members.values():
            if member.who.principal == principal and rank(member.role) < rank(role):
                member.become(role)
                if not member.listens:
                    out += self.tell_everybody_of(member)
        return out
