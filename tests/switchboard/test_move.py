"""A call that is moved to another of the person's tabs: sockets, seats, and what a crash leaves."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from notebook_meet.wire.messages import Joined, Left, Message, Refused, State, Welcome
from notebook_meet_server.rules.records import Principal
from notebook_meet_server.rules.refused import Refused as No
from tests.switchboard.house import ADA, ALAN, GRACE, House, Socket
from tests.switchboard.test_entrance import go_while_the_store_writes


async def join(house: House, who: Principal, meeting: str, **body: Any) -> Socket:
    """Somebody who was welcomed and has said so, as a browser does."""
    socket = await house.join(who, meeting, **body)
    await house.say(socket, State(n=1, microphone=False, camera=False))
    return socket


async def refusal(socket: Socket) -> tuple[str, int | None]:
    """What a socket was told last, and how it was closed."""
    return (await socket.hear(Refused)).code, await socket.closed()


async def test_there_and_back(path: Path) -> None:
    async with House(path, max_seats=2) as house:
        meeting = await house.meeting()
        ada, tab = await join(house, ADA, meeting), await join(house, GRACE, meeting)
        for count, if_here in enumerate(("move", "move", "move"), 1):
            house.clock.now += 1
            heard = len(ada.heard)
            new = await join(house, GRACE, meeting, if_here=if_here, resume=tab.welcome.resume)
            assert await refusal(tab) == ("moved", 4409)
            left, joined = await ada.hear(Left, count), await ada.hear(Joined, count + 1)
            assert (left.id, left.reason, joined.participant.id) == (
                tab.welcome.you,
                "moved",
                new.welcome.you,
            )
            told: list[type[Message]] = [type(message) for message in ada.heard[heard:]]
            assert told[:2] == [Left, Joined]
            assert joined.participant.joined_at == ada.of(Joined)[0].participant.joined_at
            assert house.board.present(meeting) == 2
            tab = new


async def test_the_seats_of_a_moved_call_cannot_be_resumed_even_after_a_crash(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        tabs = [await join(house, GRACE, meeting) for _ in range(2)]
        new = await join(house, GRACE, meeting, if_here="move")
        await house.crash()
        async with House(path, life="b") as after:
            for tab in tabs:
                assert await refusal(await after.resume(tab)) == ("resume_refused", 4401)
            assert (await (await after.resume(new)).hear(Welcome)).you == new.welcome.you


async def test_a_seat_that_a_crash_left_behind_moves_too(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        asleep = await join(house, GRACE, meeting)
        await house.crash()
        async with House(path, life="b") as after:
            await join(after, GRACE, meeting, if_here="move")
            assert await refusal(await after.resume(asleep)) == ("resume_refused", 4401)


async def test_a_tab_that_wakes_up_learns_that_its_call_was_moved(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        asleep = await join(house, GRACE, meeting)
        house.hang_up(asleep)
        new = await join(house, GRACE, meeting, if_here="move")
        assert await refusal(await house.resume(asleep)) == ("moved", 4409)
        assert house.board.present(meeting) == 1
        assert new.close_code is None


async def test_two_tabs_that_ask_at_once(path: Path) -> None:
    """Both are admitted while nobody is in; the first hello wins, and the other one is asked after all."""
    async with House(path) as house:
        meeting = await house.meeting()
        admissions = [await house.admission(GRACE, meeting, if_here="ask") for _ in range(2)]
        sockets = await asyncio.gather(*map(house.hello, admissions))
        await house.settle()
        assert house.board.present(meeting) == 1
        assert sorted(len(socket.of(Welcome)) for socket in sockets) == [0, 1]
        loser = next(socket for socket in sockets if not socket.of(Welcome))
        assert await refusal(loser) == ("already_here", 4401), (
            "4401: the client asks again, and gets the answer"
        )


async def test_a_move_that_comes_to_nothing_leaves_the_other_tab_in(path: Path) -> None:
    """The mover's socket goes while the store writes."""
    async with House(path) as house:
        meeting = await house.meeting()
        tab = await join(house, GRACE, meeting)
        admission = await house.admission(GRACE, meeting, if_here="move")
        before = await house.ask(house.store.seats, meeting)
        await go_while_the_store_writes(house, admission)
        assert await house.ask(house.store.seats, meeting) == before
        assert tab.close_code is None
        house.hang_up(tab)
        assert not (await house.resume(tab)).of(Refused)


async def test_host_stays_host(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        await join(house, GRACE, meeting, host_key=house.host_key)
        assert (await join(house, GRACE, meeting, if_here="move")).welcome.role == "host"


async def test_nobody_moves_somebody_else(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        grace = await join(house, GRACE, meeting)
        await join(house, ALAN, meeting, if_here="move", resume=grace.welcome.resume)
        assert grace.close_code is None
        assert house.board.present(meeting) == 2
        with pytest.raises(No, match="already_here"):
            await house.admission(ALAN, meeting, if_here="ask")
