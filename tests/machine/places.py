"""What people do with meetings and invites. Whom and what is meant comes as numbers, taken modulo what there is."""

from typing import Any, TypeVar

import msgspec

from notebook_meet.wire.rest import CreateInvite, CreateMeeting, UpdateMeeting
from notebook_meet_server.rules.digests import hashed
from notebook_meet_server.rules.records import ANONYMOUS, Principal
from tests.machine.door import No
from tests.machine.driver import Driver
from tests.machine.records import Invite, Meeting, Role, rank
from tests.switchboard.house import ADA, ALAN, GRACE

T = TypeVar("T")

PEOPLE = (ADA, GRACE, ALAN, Principal("server", "server", "Notebook"), ANONYMOUS)
SECRET = "s3cret"
NOBODYS = "x" * 43


def pick(things: list[T], number: int) -> T:
    return things[number % len(things)]


class Places(Driver):
    """The driver, with meetings.

    Attributes:
        keys: host keys by meeting.
        invites: meeting, id and secret of each.
    """

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.meetings: list[str] = []
        self.keys: dict[str, str] = {}
        self.invites: list[tuple[str, str, str]] = []

    async def create(self, who: int, *, passcode: bool, keep: bool) -> None:
        caller = pick(list(PEOPLE), who)
        body = CreateMeeting(title="Algebra", passcode=SECRET if passcode else None, keep=keep)

        def model() -> bool:
            if caller.kind == "anonymous":
                raise No("login_required")
            return True

        created, _ = await self.ask(lambda: self.house.meetings.create(caller, body), model)
        if created is None:
            return
        wall, meeting = self.clock.wall(), created.meeting.id
        self.meetings.append(meeting)
        self.keys[meeting] = created.host_key
        self.hall.book.meetings[meeting] = Meeting(
            id=meeting,
            title=body.title,
            owner=caller.id,
            created_at=wall,
            keep=keep,
            passcode=body.passcode,
            host_key=created.host_key,
            used_at=wall,
        )

    async def update(self, who: int, where: int, title: str | None, passcode: str | None) -> None:
        caller, meeting = pick(list(PEOPLE), who), pick(self.meetings, where)
        unset = msgspec.UNSET
        body = UpdateMeeting(
            title=unset if title is None else title,
            passcode=unset if passcode is None else (passcode or None),
        )
        await self.ask(
            lambda: self.house.meetings.update(caller, meeting, body),
            lambda: self.hall.update(caller, meeting, title, passcode),
        )
        await self.pump()

    async def end(self, who: int, where: int) -> None:
        caller, meeting = pick(list(PEOPLE), who), pick(self.meetings, where)
        await self.ask(
            lambda: self.house.meetings.end(caller, meeting), lambda: self.hall.end_by(caller, meeting)
        )
        await self.pump()

    async def invite(self, who: int | None, where: int, role: Role, uses: int, seconds: float) -> None:
        meeting = pick(self.meetings, where)
        caller = self.caller(who, meeting)
        body = CreateInvite(role=role, uses=uses, expires_in=seconds)
        wall = self.clock.wall()

        def model() -> bool:
            own = self.hall.book.role(caller, meeting)
            if rank(own) < rank("presenter") or rank(role) > rank(own):
                raise No("not_allowed")
            return True

        made, _ = await self.ask(lambda: self.house.meetings.create_invite(caller, meeting, body), model)
        if made is None:
            return
        self.hall.book.invites[made.invite.id] = Invite(
            id=made.invite.id,
            meeting=meeting,
            secret=made.secret,
            role=role,
            expires_at=wall + seconds,
            uses=uses,
        )
        self.invites.append((meeting, made.invite.id, made.secret))

    async def revoke(self, who: int | None, which: int) -> None:
        meeting, invite, _ = pick(self.invites, which)
        caller = self.caller(who, meeting)
        await self.ask(
            lambda: self.house.meetings.revoke_invite(caller, meeting, invite),
            lambda: self.hall.revoke(caller, meeting, invite),
        )
        await self.pump()

    def caller(self, who: int | None, meeting: str) -> Principal:
        """One of the people; None for the meeting's owner."""
        stored = self.hall.book.meetings.get(meeting)
        if who is None and stored is not None:
            return next(person for person in PEOPLE if person.id == stored.owner)
        return pick(list(PEOPLE), who or 0)

    async def key_is_known(self, meeting: str) -> bool:
        """Whether the store agrees with the model on the host key."""
        stored = await self.house.ask(self.house.store.meeting, meeting)
        key = self.hall.book.meetings[meeting].host_key
        return stored.host_key_hash == (hashed(key) if key else None)
