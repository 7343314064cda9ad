"""How a socket becomes somebody's again: after a loss, a crash, a reload."""

import asyncio
from pathlib import Path

import msgspec

from notebook_meet.wire.messages import (
    Joined,
    Left,
    Refused,
    Resumed,
    TicketFrom,
    Welcome,
)
from notebook_meet.wire.messages import Ticket as TicketMessage
from notebook_meet.wire.rest import CreateInvite
from notebook_meet_server.rules.records import ANONYMOUS
from tests.switchboard.house import ADA, ALAN, GRACE, House


async def test_resume_replays(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        ada, grace = await house.join(ADA, meeting), await house.join(GRACE, meeting)
        house.hang_up(grace)
        signal = msgspec.Raw(b'{"number":1,"seen":0}')
        await house.say(ada, TicketMessage(n=1, to=grace.welcome.you, signal=signal))
        back = await house.resume(grace)
        await back.hear(TicketFrom)
        assert isinstance(back.heard[0], Resumed)
        assert not back.of(Welcome)


async def test_after_a_crash_everybody_comes_back_with_the_same_id(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        ada = await house.join(ADA, meeting)
        house.clock.now += 1
        grace = await house.join(GRACE, meeting)
        await house.crash()
        async with House(path, life="b") as after:
            grace_back = await after.resume(grace)
            welcome = await grace_back.hear(Welcome)
            assert (welcome.you, welcome.resume) == (grace.welcome.you, grace.welcome.resume)
            assert welcome.epoch != grace.welcome.epoch
            assert [person.id for person in welcome.participants] == [grace.welcome.you]
            ada_back = await after.resume(ada)
            assert (await ada_back.hear(Welcome)).role == "host"
            assert [p.id for p in ada_back.welcome.participants] == [ada.welcome.you, grace.welcome.you]
            assert (await grace_back.hear(Joined)).participant.id == ada.welcome.you


async def test_two_sockets_resume_the_same_seat_after_a_crash(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        ada = await house.join(ADA, meeting)
        await house.crash()
        async with House(path, life="b") as after:
            one, two = await asyncio.gather(after.resume(ada), after.resume(ada))
            await after.settle()
            assert after.board.present(meeting) == 1
            assert sorted([one.close_code or 0, two.close_code or 0]) == [0, 4409]


async def test_who_left_cannot_resume(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        ada, grace = await house.join(ADA, meeting), await house.join(GRACE, meeting)
        house.hang_up(grace)
        await house.wait(30)
        assert (await ada.hear(Left)).reason == "lost"
        back = await house.resume(grace)
        assert (await back.hear(Refused)).code == "resume_refused"
        assert await back.closed() == 4401


async def test_the_seat_of_a_meeting_that_ended_or_was_removed(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        made = await house.meetings.create_invite(ADA, meeting, CreateInvite())
        guest = await house.join(ANONYMOUS, meeting, invite=made.secret)
        ada = await house.join(ADA, meeting)
        await house.crash()
        async with House(path, life="b") as after:
            await after.meetings.revoke_invite(ADA, meeting, made.invite.id)
            back = await after.resume(guest)
            assert (await back.hear(Refused)).code == "resume_refused"
            await after.meetings.end(ADA, meeting)
            back = await after.resume(ada)
            assert (await back.hear(Refused)).code == "resume_refused"


async def test_a_role_survives_a_crash(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        grace = await house.join(GRACE, meeting)
        second = await house.join(GRACE, meeting, host_key=house.host_key)
        assert second.welcome.role == "host"
        await house.crash()
        async with House(path, life="b") as after:
            back = await after.resume(grace)
            assert (await back.hear(Welcome)).role == "host"


async def test_another_server_with_a_live_lease_does_not_take_people(path: Path) -> None:
    async with House(path) as house:
        ada = await house.join(ADA, await house.meeting())
        async with House(path, life="b", server_id="there") as there:
            back = await there.resume(ada)
            assert (await back.hear(Refused)).code == "resume_refused"
            there.clock.now += 61
            back = await there.resume(ada)
            await back.hear(Welcome)


async def test_a_reload_replaces_the_earlier_participation(path: Path) -> None:
    async with House(path, max_seats=2) as house:
        meeting = await house.meeting(passcode="fourier")
        ada = await house.join(ADA, meeting)
        grace = await house.join(GRACE, meeting, passcode="fourier")
        house.hang_up(grace, 1001)
        again = await house.join(GRACE, meeting, resume=grace.welcome.resume)
        left = await ada.hear(Left)
        assert (left.id, left.reason) == (grace.welcome.you, "moved")
        assert (await ada.hear(Joined, 2)).participant.id == again.welcome.you
        await house.settle()
        assert [s.id for s in await house.ask(house.store.seats, meeting, GRACE.id)] == [again.welcome.you]


async def test_a_reload_after_a_crash_leaves_no_second_self(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        grace = await house.join(GRACE, meeting)
        await house.crash()
        async with House(path, life="b") as after:
            await after.join(GRACE, meeting, resume=grace.welcome.resume)
            ghost = await after.resume(grace)
            assert (await ghost.hear(Refused)).code == "resume_refused"
            assert after.board.present(meeting) == 1


async def test_after_a_restart_a_place_that_was_taken_meanwhile_is_not_there_twice(path: Path) -> None:
    async with House(path, max_seats=2) as house:
        meeting = await house.meeting()
        ada, grace = await house.join(ADA, meeting), await house.join(GRACE, meeting)
        await house.crash()
    async with House(path, "b", max_seats=2) as house:
        await house.resume(ada)
        await house.join(ALAN, meeting)
        late = await house.resume(grace)
        assert await late.closed() == 4401
        assert [refused.code for refused in late.of(Refused)] == ["meeting_full"]
        assert house.board.present(meeting) == 2


async def test_who_comes_later_joined_later_also_when_the_clock_was_set_back(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        await house.join(ADA, meeting)
        house.clock.wall_offset -= 3600
        await house.join(GRACE, meeting)
        alan = await house.join(ALAN, meeting)
        assert [person.name for person in alan.welcome.participants] == ["Ada", "Grace", "Alan"]


async def test_who_came_back_after_a_restart_does_not_give_way_to_the_persons_other_tab(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        one, two = await house.join(ADA, meeting), await house.join(ADA, meeting)
        await house.crash()
    async with House(path, "b") as house:
        back = await house.resume(one)
        await back.hear(Welcome)
        house.hang_up(back)
        await (await house.resume(two)).hear(Welcome)
        again = await house.resume(back)
        await again.hear(Resumed)
        assert house.board.present(meeting) == 2
