"""What a server writes in the course of a day, as an endless list that a number chooses.

Two processes that are given the same number get the same list: one is killed while it goes through it, the other
knows what must be there.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from random import Random

from notebook_meet_server.meetings.storing import add_invite, change, revoke
from notebook_meet_server.rules.admission import Right
from notebook_meet_server.rules.grants import Grant
from notebook_meet_server.rules.records import Invite, Meeting, Seat
from notebook_meet_server.store.sql import SqlStore
from notebook_meet_server.switchboard.environment import Lease
from notebook_meet_server.switchboard.seating import Taken, give_back, leave_seats, take_key, take_seat
from tests.store.records import HERE, LEASE, NOW, a_meeting, a_seat, an_invite

Operation = Callable[[SqlStore], object]
"""One call of the server's: all of it is written, or nothing."""


@dataclass
class Day:
    """What has happened so far on this day, as the one who makes the list up remembers it."""

    random: Random
    name: str
    now: float = NOW
    meetings: list[Meeting] = field(default_factory=list)
    invites: list[Invite] = field(default_factory=list)
    present: list[Seat] = field(default_factory=list)
    welcomed: dict[str, tuple[Grant, Taken]] = field(default_factory=dict)
    numbers: int = 0

    def fresh(self, what: str) -> str:
        self.numbers += 1
        return f"{self.name}-{what}-{self.numbers}"

    @property
    def lease(self) -> Lease:
        return Lease(HERE, self.now, self.now + LEASE)

    def meeting(self) -> Operation:
        """``POST meetings``."""
        made = a_meeting(
            id=self.fresh("meeting"),
            title="x" * self.random.randrange(1, 200),
            host_key_hash=self.fresh("key").encode(),
            created_at=self.now,
            last_used_at=self.now,
        )
        self.meetings.append(made)
        passcode = self.random.choice(["hash", None])
        lease = self.lease
        return lambda store: store.create_meeting(made, passcode, lease.server_id, lease.until)

    def invite(self) -> Operation:
        """``POST invites``."""
        made = an_invite(
            self.random.choice(self.meetings),
            id=self.fresh("invite"),
            secret_hash=self.fresh("secret").encode(),
            uses=50,
            created_at=self.now,
        )
        self.invites.append(made)
        return lambda store: add_invite(store, made)

    def join(self) -> Operation:
        """Somebody comes in: by name, with an invite, or with the host key."""
        lease, (grant, seat) = self.lease, self._newcomer()
        self.present.append(seat)

        def welcome(store: SqlStore) -> None:
            self.welcomed[seat.id] = grant, take_seat(store, grant, seat, lease)

        return welcome

    def withdraw(self) -> Operation:
        """Whoever came in last was gone before the welcome."""
        if not self.present:
            return self.join()
        seat = self.present.pop()
        return lambda store: give_back(store, *self.welcomed[seat.id])

    def _newcomer(self) -> tuple[Grant, Seat]:
        meeting = self.random.choice(self.meetings)
        open_to = [invite for invite in self.invites if invite.meeting_id == meeting.id]
        invite = self.random.choice(open_to) if open_to and self.random.random() < 0.5 else None
        key = None
        if meeting.host_key_hash is not None and self.random.random() < 0.3:
            key = meeting.host_key_hash
            self.meetings[self.meetings.index(meeting)] = replace(meeting, host_key_hash=None)
        seat = a_seat(
            meeting,
            id=self.fresh("seat"),
            principal=f"guest:{self.fresh('guest')}" if invite else f"user:{self.random.randrange(5)}",
            guest=invite is not None,
            invite_id=invite.id if invite else None,
            role="host" if key else "attendee",
            resume_hash=self.fresh("resume").encode(),
            joined_at=self.now,
        )
        grant = Grant(
            meeting_id=meeting.id,
            principal=seat.principal,
            name=seat.name,
            role=seat.role,
            kind=seat.kind,
            guest=seat.guest,
            invite_id=seat.invite_id,
            spend_invite=seat.invite_id,
            host_key=key,
            replaces=None,
        )
        return grant, seat

    def leave(self) -> Operation:
        """Some of those present leave, all at once."""
        self.random.shuffle(self.present)
        count = self.random.randrange(1, 4)
        going, self.present = self.present[:count], self.present[count:]
        left, now = {seat.id: seat.meeting_id for seat in going}, self.now
        return lambda store: leave_seats(store, left, now)

    def claim(self) -> Operation:
        """Somebody present becomes host by the key."""
        keys = [meeting for meeting in self.meetings if meeting.host_key_hash]
        here = [seat for seat in self.present if seat.meeting_id in {meeting.id for meeting in keys}]
        if not here:
            return self.meeting()
        seat = self.random.choice(here)
        meeting = next(each for each in keys if each.id == seat.meeting_id)
        self.meetings[self.meetings.index(meeting)] = replace(meeting, host_key_hash=None)
        key = meeting.host_key_hash or b""
        return lambda store: take_key(store, meeting.id, seat.principal, key)

    def change(self) -> Operation:
        """``PATCH meetings/{id}``."""
        meeting, title, passcode = self.random.choice(self.meetings), self.fresh("title"), self.fresh("hash")
        return lambda store: change(store, meeting.id, title, True, passcode)

    def revoke(self) -> Operation:
        """``DELETE invites/{id}``: those whom it let in are banned."""
        if not self.invites:
            return self.invite()
        invite = self.invites.pop(self.random.randrange(len(self.invites)))
        self.present = [seat for seat in self.present if seat.invite_id != invite.id]
        meeting = next(each for each in self.meetings if each.id == invite.meeting_id)
        right, now = right_of_host(meeting), self.now
        return lambda store: revoke(store, right, invite.id, now)

    def end(self) -> Operation:
        """``DELETE meetings/{id}``, unless it is the only one."""
        if len(self.meetings) < 2:
            return self.meeting()
        gone = self.meetings.pop(self.random.randrange(len(self.meetings)))
        self.invites = [invite for invite in self.invites if invite.meeting_id != gone.id]
        self.present = [seat for seat in self.present if seat.meeting_id != gone.id]
        now = self.now
        return lambda store: store.end_meeting(gone.id, now)

    def night(self) -> Operation:
        """The caretaker renews the leases and deletes what has ended."""
        now, live = self.now, [meeting.id for meeting in self.meetings]

        def caretaker(store: SqlStore) -> None:
            with store.transaction():
                store.renew(HERE, now + LEASE)
                store.clean_up(now + 1, now + 1, HERE, live)

        return caretaker


def right_of_host(meeting: Meeting) -> Right:
    """What the meeting's owner may do there."""
    return Right(
        meeting=meeting,
        principal=meeting.owner,
        role="host",
        guest=False,
        name="",
        name_fixed=False,
        passcode_needed=False,
        invite_id=None,
        spend_invite=None,
        host_key=None,
        replaces=None,
    )


WEIGHTS = {
    Day.meeting: 2,
    Day.invite: 3,
    Day.join: 8,
    Day.leave: 4,
    Day.withdraw: 1,
    Day.claim: 2,
    Day.change: 2,
    Day.revoke: 1,
    Day.end: 1,
    Day.night: 1,
}


def operations(seed: int) -> Iterator[Operation]:
    """Everything that a server does, one after the other; the same for the same number."""
    day = Day(Random(seed), f"day{seed}")
    yield day.meeting()
    while True:
        day.now += day.random.uniform(0.1, 30.0)
        [wish] = day.random.choices(list(WEIGHTS), list(WEIGHTS.values()))
        yield wish(day)
