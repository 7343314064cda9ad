"""The reference model of the door: who may come in as what. From docs/protocol.md, sections 2 and 3."""

from collections import deque

from notebook_meet.wire.people import Kind, Role
from notebook_meet_server.rules.records import Principal
from tests.machine.records import MAX_SEATS, Ask, Grant, Invite, Meeting, Member, Seat, highest, rank
from tests.machine.room import Room


class No(Exception):
    """A refusal; its argument is the code."""

    @property
    def code(self) -> str:
        return str(self.args[0])


class HasToWait(Exception):
    """Somebody has to let this person in."""


class Guesses:
    """Wrong passcodes of one life of the server. Times are monotonic."""

    def __init__(self) -> None:
        self._failures: dict[tuple[str, str], int] = {}
        self._until: dict[tuple[str, str], float] = {}
        self._recent: dict[str, deque[float]] = {}

    def may(self, meeting: str, person: str, now: float) -> bool:
        recent = self._recent.get(meeting, deque())
        closed = len(recent) == 20 and recent[0] + 3600 > now
        return now >= self._until.get((meeting, person), now) and not closed

    def wrong(self, meeting: str, person: str, now: float) -> None:
        key = (meeting, person)
        self._failures[key] = self._failures.get(key, 0) + 1
        if self._failures[key] >= 5:
            self._until[key] = now + min(900.0, 2.0 ** (self._failures[key] - 5))
        self._recent.setdefault(meeting, deque(maxlen=20)).append(now)

    def right(self, meeting: str, person: str) -> None:
        self._failures.pop((meeting, person), None)
        self._until.pop((meeting, person), None)


class Book:
    """What the server has stored."""

    def __init__(self) -> None:
        self.meetings: dict[str, Meeting] = {}
        self.invites: dict[str, Invite] = {}
        self.seats: dict[str, Seat] = {}

    # --- questions ---------------------------------------------------------------------------------------------

    def here(self, meeting: str) -> Meeting:
        found = self.meetings.get(meeting)
        if found is None:
            raise No("meeting_not_found")
        if found.ended:
            raise No("meeting_ended")
        return found

    def seats_of(self, meeting: str, principal: str) -> list[Seat]:
        own = [s for s in self.seats.values() if s.meeting == meeting and s.principal == principal]
        if any(seat.banned for seat in own):
            raise No("removed")
        return own

    def seat_of(self, token: str | None) -> Seat | None:
        if token is None:
            return None
        return next((seat for seat in self.seats.values() if seat.token == token), None)

    def role(self, caller: Principal, meeting: str) -> Role:
        """The caller's role from outside; refuses who has no login."""
        if caller.kind == "anonymous":
            raise No("login_required")
        own = self.seats_of(self.here(meeting).id, caller.id)
        return self._role(caller.id, self.meetings[meeting], own)

    # --- admissions --------------------------------------------------------------------------------------------

    def decide(self, ask: Ask, wall: float) -> tuple[Grant, bool, str]:
        """What the caller would get, whether a passcode is asked, and whose guesses these are."""
        caller, body, strange = ask.caller, ask.body, ask.caller.kind == "anonymous"
        earlier = self._earlier(ask)
        invite = self._invite(ask)
        if strange and earlier is None:
            if body.invite is None:
                raise No("login_required")
            if invite is None:
                raise No("invite_invalid")
        meeting = self.here(ask.meeting)
        person = earlier.principal if strange and earlier else caller.id
        own = self.seats_of(meeting.id, person) if person else []
        owner = meeting.owner == caller.id
        known = owner or bool(own)
        role = self._role(person, meeting, own)
        spends = self._spent(ask, invite, None if strange and not known else role, meeting, wall, known)
        if person in meeting.roles:
            spends = None  # It would undo what a host has decided.
        if spends is not None:
            role = spends.role if strange and not known else highest([role, spends.role])
        key = self._key(ask, meeting, role)
        grant = Grant(
            meeting=meeting.id,
            principal=person,
            role="host" if key else role,
            kind=body.kind,
            guest=strange and (earlier is None or earlier.guest),
            invite=self._came_by(spends, earlier) if strange else None,
            spends=spends.id if spends else None,
            host_key=key,
            replaces=earlier.id if earlier else None,
            if_here=body.if_here,
        )
        asked = meeting.passcode is not None and not known and spends is None and key is None
        if meeting.locked and not known and key is None:
            raise No("meeting_locked")
        if strange and body.kind == "kernel":
            raise No("not_allowed")
        return grant, asked, person or f"by {grant.invite}"

    def redeem(self, grant: Grant, room: Room | None, seat: Seat, wall: float, *, let_in: bool) -> Seat:
        """Somebody says hello: gives the seat, and uses up what it costs."""
        self.check_room(grant, room)
        meeting = self.here(grant.meeting)
        own = self.seats_of(meeting.id, grant.principal)
        known = bool(own) or meeting.owner == grant.principal or grant.host_key is not None
        if not (known or let_in):
            self._may_enter(grant, meeting)
        self._check_grant(grant, meeting, wall)
        if grant.spends is not None:
            self.invites[grant.spends].used += 1
        if grant.host_key is not None:
            meeting.host_key = None
        if grant.host_key is not None:
            meeting.roles.pop(grant.principal, None)
        ruled = meeting.roles.get(grant.principal)
        seat.role = ruled or highest([seat.role, *(other.role for other in own)])
        moves = grant.if_here == "move" and grant.kind == "browser"
        for other in self.seats.values():
            if other.id == grant.replaces or (moves and other in own and other.kind == "browser"):
                other.left = True
        for old in own:
            if old.left and old.rights() == seat.rights():
                del self.seats[old.id]
        self.seats[seat.id] = seat
        meeting.used_at = max(meeting.used_at, wall)
        return seat

    @staticmethod
    def _may_enter(grant: Grant, meeting: Meeting) -> None:
        if meeting.locked:
            raise No("meeting_locked")
        if meeting.waiting_room and rank(grant.role) < rank("presenter"):
            raise HasToWait

    def _check_grant(self, grant: Grant, meeting: Meeting, wall: float) -> None:
        """Whether what an admission was given for still holds."""
        problem = None if grant.spends is None else self.invites[grant.spends].problem(wall)
        if problem is not None:
            raise No(problem)
        if grant.host_key is not None and grant.host_key != meeting.host_key:
            raise No("host_key_invalid")

    def come_back(self, token: str, rooms: dict[str, Room]) -> tuple[Seat, Role]:
        """Somebody resumes after a restart."""
        seat = self.seat_of(token)
        if seat is None or seat.left or seat.banned or seat.meeting not in self.meetings:
            raise No("resume_refused")
        meeting = self.here(seat.meeting)
        own = self.seats_of(seat.meeting, seat.principal)
        self._room_for(seat.principal, seat.kind, [], rooms.get(seat.meeting))
        return seat, self._role(seat.principal, meeting, own)

    def check_room(self, grant: Grant, room: Room | None) -> None:
        if room is not None and grant.if_here == "ask" and room.own(grant):
            raise No("already_here")
        going = room.giving_way(grant) if room else []
        self._room_for(grant.principal, grant.kind, going, room)

    @staticmethod
    def _room_for(principal: str, kind: Kind, going: list[Member], room: Room | None) -> None:
        if room is None or kind == "kernel":
            return
        people = [m for m in room.members if m not in going and not m.listens]
        if sum(m.seat.principal == principal for m in people) >= 5:
            raise No("too_many_seats")
        if len(people) >= MAX_SEATS:
            raise No("meeting_full")

    # --- what hosts decide -------------------------------------------------------------------------------------

    def role_in(self, meeting: str, principal: str) -> Role:
        """A person's role, as stored."""
        own = [s for s in self.seats.values() if s.meeting == meeting and s.principal == principal]
        return self._role(principal, self.meetings[meeting], own)

    def rule(self, meeting: str, principal: str, role: Role) -> None:
        """A host decides a person's role."""
        self.meetings[meeting].roles[principal] = role
        self.set_role(meeting, principal, role)

    def set_role(self, meeting: str, principal: str, role: Role) -> None:
        for seat in self.seats.values():
            if (seat.meeting, seat.principal) == (meeting, principal):
                seat.role = role

    def ban(self, meeting: str, principal: str) -> None:
        """A person never comes back, nor does anybody new by the invite that let a guest in."""
        for seat in self.seats.values():
            if (seat.meeting, seat.principal) == (meeting, principal):
                seat.banned, seat.token = True, None
                for invite in {seat.invite, seat.spent} - {None}:
                    self.invites[invite].revoked = True

    # --- what people change ------------------------------------------------------------------------------------

    def revoke(self, caller: Principal, meeting: str, invite_id: str) -> list[str]:
        """Revokes an invite; gives the seats of those whom it let in."""
        role = self.role(caller, meeting)
        if rank(role) < rank("presenter"):
            raise No("not_allowed")
        invite = self.invites.get(invite_id)
        if invite is None or invite.meeting != meeting:
            raise No("invite_invalid")
        seats = [seat for seat in self.seats.values() if seat.invite == invite_id]
        if any(rank(other) > rank(role) for other in [invite.role, *(seat.role for seat in seats)]):
            raise No("not_allowed")
        invite.revoked = True
        for seat in seats:
            seat.banned, seat.token = True, None
        return [seat.id for seat in seats]

    def end(self, meeting: str) -> None:
        self.forget(meeting)
        self.meetings[meeting].ended = True
        self.meetings[meeting].passcode = None
        self.meetings[meeting].roles.clear()
        self.meetings[meeting].held.clear()

    def forget(self, meeting: str) -> None:
        """Seats and invites of a meeting go."""
        self.seats = {key: seat for key, seat in self.seats.items() if seat.meeting != meeting}
        self.invites = {key: invite for key, invite in self.invites.items() if invite.meeting != meeting}

    # --- inside ------------------------------------------------------------------------------------------------

    def _earlier(self, ask: Ask) -> Seat | None:
        seat = self.seat_of(ask.body.resume)
        if seat is None or seat.meeting != ask.meeting:
            return None
        return seat if ask.caller.kind == "anonymous" or seat.principal == ask.caller.id else None

    def _invite(self, ask: Ask) -> Invite | None:
        return next(
            (i for i in self.invites.values() if i.secret == ask.body.invite and i.meeting == ask.meeting),
            None,
        )

    @staticmethod
    def _role(principal: str, meeting: Meeting, own: list[Seat]) -> Role:
        if principal in meeting.roles:
            return meeting.roles[principal]
        if meeting.owner == principal:
            return "host"
        return highest([seat.role for seat in own]) if own else "attendee"

    @staticmethod
    def _spent(
        ask: Ask, invite: Invite | None, role: Role | None, meeting: Meeting, wall: float, known: bool
    ) -> Invite | None:
        if ask.body.invite is None:
            return None
        problem = "invite_invalid" if invite is None else invite.problem(wall)
        if invite is None or problem is not None:
            if known:
                return None
            raise No(problem or "invite_invalid")
        gives = role is None or rank(invite.role) > rank(role)
        return invite if gives or (meeting.passcode is not None and not known) else None

    @staticmethod
    def _key(ask: Ask, meeting: Meeting, role: Role) -> str | None:
        if ask.body.host_key is None or role == "host":
            return None
        if ask.body.host_key != meeting.host_key:
            raise No("host_key_invalid")
        return ask.body.host_key

    @staticmethod
    def _came_by(spends: Invite | None, earlier: Seat | None) -> str | None:
        if spends is not None:
            return spends.id
        return earlier.invite if earlier else None
