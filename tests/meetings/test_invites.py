"""Invites as those who hand them out see them."""

from pathlib import Path

import pytest

from notebook_meet.wire import limits
from notebook_meet.wire.messages import Claim, Updated
from notebook_meet.wire.rest import CreateInvite
from notebook_meet_server.rules.records import ANONYMOUS
from notebook_meet_server.rules.refused import Refused
from tests.switchboard.house import ADA, GRACE, House


async def test_an_invite(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        made = await house.meetings.create_invite(
            ADA, meeting, CreateInvite(name=" Carol\u202e ", expires_in=60, uses=3, role="observer")
        )
        now = house.clock.wall()
        invite = made.invite
        assert (invite.name, invite.role, invite.uses, invite.used) == ("Carol", "observer", 3, 0)
        assert (invite.created_at, invite.expires_at) == (now, now + 60)
        assert len(made.secret) == 43
        stored = await house.ask(house.store.invite, invite.id)
        assert made.secret not in repr(stored)
        assert stored.created_by == ADA.id


async def test_the_list_has_what_is_open_newest_first(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        made = []
        for body in (CreateInvite(), CreateInvite(expires_in=60), CreateInvite(), CreateInvite(uses=2)):
            made.append(await house.meetings.create_invite(ADA, meeting, body))
            house.clock.now += 1
        await house.join(ANONYMOUS, meeting, invite=made[0].secret)
        await house.join(ANONYMOUS, meeting, invite=made[3].secret)
        assert [(i.id, i.used) for i in await house.meetings.invites(ADA, meeting)] == [
            (made[3].invite.id, 1),
            (made[2].invite.id, 0),
            (made[1].invite.id, 0),
            (made[0].invite.id, 1),
        ]
        house.clock.now += 60
        await house.meetings.revoke_invite(ADA, meeting, made[3].invite.id)
        assert [i.id for i in await house.meetings.invites(ADA, meeting)] == [
            made[2].invite.id,
            made[0].invite.id,
        ]


@pytest.mark.parametrize(
    ("own", "given", "allowed"),
    [
        ("presenter", "host", False),
        ("presenter", "presenter", True),
        ("presenter", "observer", True),
        ("host", "host", True),
    ],
)
async def test_no_role_above_ones_own(path: Path, own: str, given: str, *, allowed: bool) -> None:
    async with House(path, default_role=own) as house:
        meeting = await house.meeting()
        body = CreateInvite(role=given)  # type: ignore[arg-type]
        if allowed:
            await house.meetings.create_invite(GRACE, meeting, body)
            return
        with pytest.raises(Refused, match="not_allowed"):
            await house.meetings.create_invite(GRACE, meeting, body)


async def test_a_hundred_open_invites(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "INVITES_PER_MEETING", 3)
    async with House(path) as house:
        meeting = await house.meeting()
        made = [await house.meetings.create_invite(ADA, meeting, CreateInvite()) for _ in range(3)]
        with pytest.raises(Refused, match="too_many_invites"):
            await house.meetings.create_invite(ADA, meeting, CreateInvite())
        await house.meetings.revoke_invite(ADA, meeting, made[0].invite.id)
        await house.meetings.create_invite(ADA, meeting, CreateInvite())


async def test_an_invite_of_another_meeting_cannot_be_revoked(path: Path) -> None:
    async with House(path) as house:
        meeting, other = await house.meeting(), await house.meeting(GRACE)
        made = await house.meetings.create_invite(GRACE, other, CreateInvite())
        with pytest.raises(Refused, match="invite_invalid"):
            await house.meetings.revoke_invite(ADA, meeting, made.invite.id)
        assert len(await house.meetings.invites(GRACE, other)) == 1


async def test_a_presenter_cannot_put_out_a_host(path: Path) -> None:
    async with House(path, default_role="presenter") as house:
        meeting = await house.meeting()
        made = await house.meetings.create_invite(ADA, meeting, CreateInvite(role="host"))
        carol = await house.join(ANONYMOUS, meeting, invite=made.secret)
        with pytest.raises(Refused, match="not_allowed"):
            await house.meetings.revoke_invite(GRACE, meeting, made.invite.id)
        await house.settle()
        assert carol.close_code is None
        await house.meetings.revoke_invite(ADA, meeting, made.invite.id)
        assert await carol.closed() == 4403


async def test_a_presenter_cannot_put_out_a_guest_who_became_host(path: Path) -> None:
    async with House(path, default_role="presenter") as house:
        meeting = await house.meeting()
        made = await house.meetings.create_invite(GRACE, meeting, CreateInvite())
        carol = await house.join(ANONYMOUS, meeting, invite=made.secret)
        await house.say(carol, Claim(n=1, host_key=house.host_key))
        assert (await carol.hear(Updated)).participant.role == "host"
        with pytest.raises(Refused, match="not_allowed"):
            await house.meetings.revoke_invite(GRACE, meeting, made.invite.id)
        assert carol.close_code is None


async def test_a_presenter_revokes_what_is_not_above(path: Path) -> None:
    async with House(path, default_role="presenter") as house:
        meeting = await house.meeting()
        made = await house.meetings.create_invite(ADA, meeting, CreateInvite(role="presenter"))
        await house.meetings.revoke_invite(GRACE, meeting, made.invite.id)
        assert await house.meetings.invites(ADA, meeting) == []
