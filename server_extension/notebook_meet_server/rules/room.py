"""The live room: who is in a meeting, and what everybody is told about it.

A state without clock, sockets or store. Its methods are the steps that commands and messages are made
of; each changes the room and returns what has to be done about it. ``apply.py`` says which step comes
when. Times are monotonic seconds. Design: docs/protocol.md, sections 4 to 6.
"""

from collections.abc import Iterable

from msgspec.structs import replace

from notebook_meet.wire import limits
from notebook_meet.wire.base import Sequenced
from notebook_meet.wire.close import CloseCode
from notebook_meet.wire.errors import error_body
from notebook_meet.wire.meetings import MeetingInfo, VideoPolicy
from notebook_meet.wire.messages import Failed, IceServersChanged, Left, MeetingChanged, Updated, Welcome
from notebook_meet.wire.people import IceServer, LeftReason, Role
from notebook_meet.wire.talk import History
from notebook_meet.wire.waiting import Knock
from notebook_meet_server.rules.access import rank
from notebook_meet_server.rules.commands import Drop, Effect, Gap, Refusal, SeatLeft, Send
from notebook_meet_server.rules.gathering import Gathering
from notebook_meet_server.rules.outbox import Envelope
from notebook_meet_server.rules.participation import Participation

Effects = list[Effect]


class Room(Gathering):
    """One meeting's live room: what is said to whom, and who comes and goes."""

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

    def tell_of_meeting(self, before: MeetingInfo) -> Effects:
        """Tells everybody how the meeting is now, if it is another than before."""
        now = self.info()
        return [] if now == before else self.tell(self.members.values(), MeetingChanged(seq=1, meeting=now))

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
        told = Failed(seq=1, code=code, message=error_body(code).message, re=n)
        return [*self.tell([member], told), Refusal(code)]

    def welcome(self, member: Participation, at: float) -> Effects:
        """Tells a participant the whole truth, afresh; ``at`` is the time in seconds since the epoch."""
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
            ice_servers=self._ice_servers(member, at),
            video=VideoPolicy(limit=self.settings.mesh_video, allowed=self.video_room(member)),
        )
        out = self.tell([member], welcome)
        for piece in self.talk.pieces(member.who.principal):
            out += self.tell([member], History(seq=1, messages=piece))
        return out + self._knocks(member)

    def renew(self, member: Participation, at: float) -> Effects:
        """Gives a participant the next credential for the TURN server, if it is time; ``at`` as for ``welcome``."""
        if member.renew_at is None or at < member.renew_at:
            return []
        servers = self._ice_servers(member, at)
        return self.tell([member], IceServersChanged(seq=1, ice_servers=servers))

    def _ice_servers(self, member: Participation, at: float) -> list[IceServer]:
        servers, turn = list(self.settings.ice_servers), self.settings.turn
        if turn is None or member.listens:
            return servers
        member.renew_at = at + turn.renew_seconds
        return [*servers, turn.server(member.who.id, at)]

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
        return [*self.tell_of(member), Gap(member.who.id, over=False)]

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
        for index in (self.members, self.at, self.tokens, self.waiting):
            index.clear()

    def raise_role(self, principal: str, role: Role) -> Effects:
        """A person may do at least this much from now on, in every participation."""
        out: Effects = []
        for member in self.members.values():
            if member.who.principal == principal and rank(member.role) < rank(role):
                out += self.become(member, role)
        return out

    def become(self, member: Participation, role: Role) -> Effects:
        """A participant may do this from now on; who can let people in hears who waits."""
        led = member.leads
        member.become(role)
        out = [] if member.listens else self.tell_everybody_of(member)
        return out if led else out + self._knocks(member)

    def _knocks(self, member: Participation) -> Effects:
        out: Effects = []
        for waiter in self.waiting.values() if member.leads else ():
            out += self.tell([member], Knock(seq=1, person=waiter.seen()))
        return out
