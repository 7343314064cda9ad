"""The one door of the socket: the first message, and what it costs."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from notebook_meet.wire.messages import (
    Hello,
    Joined,
    Leave,
    Ping,
    Refused,
    Resume,
    Resumed,
    Welcome,
)
from notebook_meet.wire.rest import CreateInvite, RequestAdmission
from notebook_meet_server.rules.records import ANONYMOUS
from notebook_meet_server.store.errors import ServerBusy, StorageFull
from notebook_meet_server.switchboard.seating import give_back, take_seat
from tests.switchboard.house import ADA, ALAN, GRACE, House

NOBODY = "x" * 43


async def test_hello_takes_a_seat(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        ada = await house.join(ADA, meeting, name="Ada L.")
        grace = await house.join(GRACE, meeting)
        joined = await ada.hear(Joined)
        assert (joined.participant.name, joined.participant.role) == ("Grace", "attendee")
        assert ada.welcome.role == "host"
        seats = await house.ask(house.store.seats, meeting)
        assert [(seat.id, seat.name, seat.left_at) for seat in seats] == [
            (ada.welcome.you, "Ada L.", None),
            (grace.welcome.you, "Grace", None),
        ]
        assert house.board.present(meeting) == 2
        assert house.board.live() == {meeting}


async def test_200_concurrent_redemptions_have_one_winner_50_times(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        for _ in range(50):
            admission = await house.admission(ADA, meeting)
            sockets = await asyncio.gather(*(house.hello(admission) for _ in range(200)))
            losers = [socket for socket in sockets if socket.line.over]
            assert [await socket.closed() for socket in losers] == [4401] * 199
            assert {socket.of(Refused)[0].code for socket in losers} == {"admission_invalid"}
            assert house.board.present(meeting) == 1
            (winner,) = set(sockets) - set(losers)
            for socket in losers:
                house.hang_up(socket, 4401)
            await winner.hear(Welcome)
            await house.say(winner, Leave(n=1))
            await house.settle()


@pytest.mark.parametrize(
    ("message", "code", "close"),
    [
        (Hello(admission=NOBODY), "admission_invalid", 4401),
        (Resume(token=NOBODY, seq=0, epoch=""), "resume_refused", 4401),
        (Ping(seq=0), "protocol_unsupported", 4400),
    ],
)
async def test_a_first_message_that_does_not_open(path: Path, message: Ping, code: str, close: int) -> None:
    async with House(path) as house:
        socket = await house.socket()
        await house.say(socket, message)
        assert await socket.closed() == close
        assert [refused.code for refused in socket.heard] == [code]


async def test_an_admission_expires(path: Path) -> None:
    async with House(path) as house:
        admission = await house.admission(ADA, await house.meeting())
        house.clock.now += 30
        socket = await house.hello(admission)
        assert (await socket.hear(Refused)).code == "admission_invalid"


async def test_five_seconds_to_say_hello(path: Path) -> None:
    async with House(path) as house:
        socket = await house.socket()
        await house.wait(4.9)
        assert socket.close_code is None
        await house.wait(0.1)
        assert await socket.closed() == 1013
        assert (await socket.hear(Refused)).code == "admission_timeout"
        await house.say(socket, Hello(admission=await house.admission(ADA, await house.meeting())))
        assert not socket.of(Welcome)


async def test_64_sockets_may_wait_and_then_the_oldest_goes(path: Path) -> None:
    async with House(path) as house:
        admission = await house.admission(ADA, await house.meeting())
        waiting = [await house.socket() for _ in range(64)]
        house.board.check_place()
        late = await house.hello(admission)
        await late.hear(Welcome)
        assert await waiting[0].closed() == 1013
        assert (await waiting[0].hear(Refused)).code == "server_busy"
        assert [socket.line.over for socket in waiting[1:]] == [False] * 63
        await house.socket()  # Ada waits no more
        assert not waiting[1].line.over
        await house.socket()
        assert await waiting[1].closed() == 1013
        assert late.close_code is None


async def test_a_room_does_not_overflow_at_the_door(path: Path) -> None:
    async with House(path, max_seats=3) as house:
        meeting = await house.meeting()
        admissions = [await house.admission(ADA, meeting) for _ in range(5)]
        sockets = await asyncio.gather(*map(house.hello, admissions))
        await house.settle()
        assert sum(bool(s.of(Welcome)) for s in sockets) == 3
        refused = [s for s in sockets if s.of(Refused)]
        assert [(s.of(Refused)[0].code, s.close_code) for s in refused] == [("meeting_full", 4401)] * 2
        assert len(await house.ask(house.store.seats, meeting)) == 3


async def test_what_an_admission_promised_is_looked_at_again(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        made = await house.meetings.create_invite(ADA, meeting, CreateInvite(uses=1))
        one, two = [
            (await house.meetings.admit(ANONYMOUS, meeting, RequestAdmission(invite=made.secret))).admission
            for _ in range(2)
        ]
        sockets = [await house.hello(one), await house.hello(two)]
        assert (await sockets[1].hear(Refused)).code == "invite_used_up"
        assert await sockets[1].closed() == 4401
        assert len(await house.ask(house.store.seats, meeting)) == 1


async def test_a_host_key_makes_one_host(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        admissions = [await house.admission(who, meeting, host_key=house.host_key) for who in (GRACE, ALAN)]
        grace, alan = [await house.hello(admission) for admission in admissions]
        assert (await grace.hear(Welcome)).role == "host"
        assert (await alan.hear(Refused)).code == "host_key_invalid"
        assert await alan.closed() == 4401
        assert not [s for s in await house.ask(house.store.seats, meeting) if s.principal == ALAN.id]


async def test_an_admission_to_a_meeting_that_ended_meanwhile(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        admission = await house.admission(GRACE, meeting)
        await house.meetings.end(ADA, meeting)
        socket = await house.hello(admission)
        assert (await socket.hear(Refused)).code == "meeting_ended"
        assert await socket.closed() == 4410
        assert not house.board.live()


async def go_while_the_store_writes(house: House, admission: str) -> None:
    socket = await house.socket()
    hello = asyncio.create_task(house.say(socket, Hello(admission=admission)))
    await asyncio.sleep(0)
    house.hang_up(socket)
    await hello
    await house.settle()


async def test_a_socket_that_goes_while_the_store_writes_leaves_no_ghost(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        ada = await house.join(ADA, meeting)
        await go_while_the_store_writes(house, await house.admission(GRACE, meeting))
        assert not ada.of(Joined)
        assert await house.ask(house.store.seats, meeting, GRACE.id) == []


async def test_an_invites_one_use_is_not_lost_with_the_socket(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        made = await house.meetings.create_invite(ADA, meeting, CreateInvite(uses=1))
        await go_while_the_store_writes(house, await house.admission(ANONYMOUS, meeting, invite=made.secret))
        await house.join(ANONYMOUS, meeting, invite=made.secret)


async def test_a_host_key_is_not_lost_with_the_socket(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        admission = await house.admission(GRACE, meeting, host_key=house.host_key)
        await go_while_the_store_writes(house, admission)
        assert (await house.join(GRACE, meeting)).welcome.role == "attendee"
        assert (await house.join(ALAN, meeting, host_key=house.host_key)).welcome.role == "host"


async def test_an_earlier_seat_is_not_lost_with_the_socket(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        made = await house.meetings.create_invite(ADA, meeting, CreateInvite(uses=1))
        carol = await house.join(ANONYMOUS, meeting, invite=made.secret)
        before = await house.ask(house.store.seats, meeting)
        shown = {"invite": made.secret, "resume": carol.welcome.resume}
        await go_while_the_store_writes(house, await house.admission(ANONYMOUS, meeting, **shown))
        assert await house.ask(house.store.seats, meeting) == before
        house.hang_up(carol)
        await (await house.resume(carol)).hear(Resumed)
        await house.join(ANONYMOUS, meeting, **shown)


async def test_who_is_removed_while_the_socket_goes_stays_removed(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        made = await house.meetings.create_invite(ADA, meeting, CreateInvite(uses=1))
        carol = await house.join(ANONYMOUS, meeting, invite=made.secret)
        shown = {"invite": made.secret, "resume": carol.welcome.resume}
        admission = await house.admission(ANONYMOUS, meeting, **shown)
        grant = house.board.grants.redeem(admission, house.clock.now)
        own = (await house.ask(house.store.seats, meeting))[0]
        fresh = replace(own, id="f" * 16, resume_hash=b"f" * 32)
        taken = await house.ask(take_seat, house.store, grant, fresh, house.env.lease())
        await house.meetings.revoke_invite(ADA, meeting, made.invite.id)
        await house.ask(give_back, house.store, grant, taken)
        seats = await house.ask(house.store.seats, meeting)
        assert [(seat.id, seat.banned) for seat in seats] == [(fresh.id, True)]


async def test_what_cannot_be_given_back_is_left(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with House(path) as house:
        meeting, run = await house.meeting(), house.thread.run

        async def fail(fn: Any, *args: Any) -> Any:
            if fn is give_back:
                raise StorageFull
            return await run(fn, *args)

        monkeypatch.setattr(house.thread, "run", fail)
        await go_while_the_store_writes(house, await house.admission(GRACE, meeting))
        seats = await house.ask(house.store.seats, meeting, GRACE.id)
        assert [seat.left_at is not None for seat in seats] == [True]


@pytest.mark.parametrize("trouble", [ServerBusy, StorageFull])
async def test_the_store_in_trouble(
    path: Path, monkeypatch: pytest.MonkeyPatch, trouble: type[Exception]
) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        ada = await house.join(ADA, meeting)
        admission = await house.admission(GRACE, meeting)

        async def fail(*_: object) -> None:
            raise trouble

        with monkeypatch.context() as broken:
            broken.setattr(house.thread, "run", fail)
            broken.setattr(house.thread, "run_for_stranger", fail)
            grace, back = await house.hello(admission), await house.socket()
            await house.say(back, Resume(token=NOBODY, seq=0, epoch=""))
            assert (await grace.hear(Refused)).code == trouble.code  # type: ignore[attr-defined]
            assert await grace.closed() == 4401
            assert await back.closed() == 1011  # the token may be good: come back with it
            house.hang_up(ada)
            again = await house.resume(ada)  # who is in does not need the store
            await again.hear(Resumed)
