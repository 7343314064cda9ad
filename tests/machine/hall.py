"""The reference model of the whole server: the door, the rooms and the sockets, and what happens to them."""

from typing import Any

from notebook_meet.wire.codec import BadInput, decode_client
from notebook_meet.wire.messages import Hello, Message, Resume, Welcome
from notebook_meet_server.rules.records import Principal
from tests.machine.door import No
from tests.machine.hearing import received
from tests.machine.moderation import claimed, decide
from tests.machine.records import Ask, Grant, Meeting, Member, Port
from tests.machine.room import Room
from tests.machine.threshold import Threshold
from tests.machine.waiting import revoked, speaks
from tests.switchboard.house import FakeClock


class Hall(Threshold):
    """Everything. Whoever calls says what happened; what must be written then stands in ``ports``.

    Args:
        clock: the server's clock.
    """

    def __init__(self, clock: FakeClock) -> None:
        super().__init__(clock)
        self._guests = 0

    # --- sockets -----------------------------------------------------------------------------------------------

    def opened(self, wire: int) -> None:
        self.ports.ports[wire] = Port(self.clock.now)

    def first(self, wire: int, message: Message, welcome: Welcome | None, knocker: str | None = None) -> None:
        """A socket's first message.

        Args:
            welcome: what the server answered with, for the names it chose.
            knocker: the name it chose for who has to wait.
        """
        self.ports.ports[wire].waiting = False
        try:
            if isinstance(message, Hello):
                self._hello(wire, message, welcome, knocker)
            elif isinstance(message, Resume):
                self._resume(wire, message, welcome)
            else:
                self.ports.close(wire, 4400, "protocol_unsupported")
        except No as no:
            self.ports.close(wire, _CLOSES.get(no.code, 4401), no.code)
        self._flush()

    def received(self, wire: int, data: bytes) -> None:
        """A later message of a socket."""
        port = self.ports.ports.get(wire)
        if port is None or port.over:
            return
        try:
            message = decode_client(data)
        except BadInput as bad:
            self.ports.close(wire, 4400, bad.code, bad.detail)
            self._flush()
            self._lost(wire, clean=True)
        else:
            now, wall = self.clock.now, self.clock.wall()
            for room in list(self.rooms.values()):
                member, waiter = room.member_at(wire), room.waiter_at(wire)
                if member is not None:
                    received(room, member, message, now, wall)
                elif waiter is not None:
                    speaks(room, waiter, message, now)
        self._flush()

    def heard(self, wire: int) -> None:
        for room in self.rooms.values():
            someone = room.member_at(wire) or room.waiter_at(wire)
            if someone is not None and not self.ports.ports[wire].over:
                someone.heard_at = self.clock.now

    def closed(self, wire: int, code: int | None) -> None:
        """A socket is gone, closed by whomever."""
        self.ports.ports.pop(wire, None)
        self._lost(wire, clean=code in (1000, 1001))
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
                self.ports.close(wire, 1013, "admission_timeout")
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
            elif kind == "claim" and member is not None:
                self._claim(meeting, room, member, message)
            elif kind == "decide" and room is not None and member is not None:
                decide(self.book, room, member, *message)
            elif kind == "let in" and room is not None:
                knocker, n = (message, 0) if isinstance(message, str) else (message.id, message.n)
                self._let_in(room, member, n, knocker)
            self._flush()

    def _claim(self, meeting: Meeting, room: Room | None, member: Member, message: Any) -> None:
        if message.host_key == meeting.host_key and not meeting.ended:
            meeting.host_key = None
            self.book.set_role(meeting.id, member.seat.principal, "host")
            meeting.roles.pop(member.seat.principal, None)
            if room is not None:
                claimed(room, member.seat.principal)
        elif room is not None and member in room.members:
            room.refuse(member, message.n, "host_key_invalid")

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
        may = self.guesses.may(meeting.id, person, now)
        if meeting.passcode is not None and given is not None and asked and not may:
            raise No("throttled")
        checked = asked or (grant.role == "host" and may)
        if meeting.passcode is not None and given is not None and checked:
            if given != meeting.passcode:
                self.guesses.wrong(meeting.id, person, now)
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
        if room is not None:
            revoked(room, invite)
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

    def member(self, participant: str) -> Member | None:
        return next((m for r in self.rooms.values() if (m := r.member(participant)) is not None), None)

    # --- inside ------------------------------------------------------------------------------------------------

    def _check_host(self, caller: Principal, meeting: str) -> None:
        room = self.rooms.get(meeting)
        acts = room is not None and room.acting == caller.id
        if self.book.role(caller, meeting) != "host" and not acts:
            raise No("not_allowed")

    def _flush(self) -> None:
        self.ports.flush(self.clock.now)
        for meeting in [key for key, room in self.rooms.items() if not room.members and not room.waiting]:
            self.chats[meeting] = self.rooms.pop(meeting).chat


_CLOSES = {
    "meeting_ended": 4410,
    "removed": 4403,
    "invite_revoked": 4403,
    "moved": 4409,
    "waiting_full": 4403,
}
"""Where a refusal at the door closes with another code than 4401."""
