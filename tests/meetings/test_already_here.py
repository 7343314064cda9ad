"""What the digest tells about someone who is in the meeting already, and what an admission then does."""

from pathlib import Path
from typing import Any

import pytest

from notebook_meet.wire.messages import Leave, State
from notebook_meet.wire.rest import CreateInvite, Preview, RequestAdmission
from notebook_meet_server.rules.records import ANONYMOUS, Principal
from notebook_meet_server.rules.refused import Refused
from tests.switchboard.house import ADA, GRACE, House, Socket

SERVER = Principal("server", "server")


async def join(house: House, who: Principal, meeting: str, **body: Any) -> Socket:
    socket = await house.join(who, meeting, **body)
    if body.get("kind") != "kernel":
        await house.say(socket, State(n=1, microphone=False, camera=False))
    return socket


async def test_the_digest_counts_the_callers_own(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        await join(house, ADA, meeting)

        async def here(who: Principal) -> int:
            return (await house.meetings.digest(who, meeting)).here

        assert await here(GRACE) == 0
        tabs = [await join(house, GRACE, meeting) for _ in range(2)]
        assert (await here(GRACE), await here(ADA)) == (2, 1)
        assert [digest.here for digest in await house.meetings.own(ADA)] == [1]
        house.hang_up(tabs[0])
        assert await here(GRACE) == 2, "expected back"
        await house.say(tabs[1], Leave(n=2))
        assert await here(GRACE) == 1


async def test_a_reload_is_not_somebody_who_is_here_already(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        tab = await join(house, GRACE, meeting)
        own = Preview(resume=tab.welcome.resume)
        assert (await house.meetings.preview(GRACE, meeting, own)).here == 0
        await join(house, GRACE, meeting, resume=tab.welcome.resume, if_here="ask")
        assert house.board.present(meeting) == 1


async def test_a_new_guest_is_nobody_yet_and_a_known_one_has_the_choice(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        secret = (await house.meetings.create_invite(ADA, meeting, CreateInvite(uses=3))).secret
        carol = await join(house, ANONYMOUS, meeting, invite=secret, if_here="ask")
        again = await join(house, ANONYMOUS, meeting, invite=secret, if_here="move")
        assert carol.close_code is None, "a second tab of a guest is another guest"
        assert (await house.meetings.preview(ANONYMOUS, meeting, Preview(invite=secret))).here == 0
        assert house.board.present(meeting) == 2
        assert again.close_code is None


async def test_listening_kernels_do_not_count(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting(SERVER)
        await join(house, SERVER, meeting, kind="kernel", if_here="ask")
        await join(house, SERVER, meeting, kind="kernel", if_here="ask")
        assert (await house.meetings.digest(SERVER, meeting)).here == 0


@pytest.mark.parametrize(
    ("people", "if_here", "code"),
    [
        (1, "ask", "already_here"),
        (5, "ask", "already_here"),
        (5, "join", "too_many_seats"),
        (5, "move", None),
        (1, "move", None),
    ],
)
async def test_at_the_door(path: Path, people: int, if_here: Any, code: str | None) -> None:
    async with House(path, max_seats=5) as house:
        meeting = await house.meeting()
        for _ in range(people):
            await join(house, GRACE, meeting)
        wish = RequestAdmission(if_here=if_here)
        if code is None:
            await house.meetings.admit(GRACE, meeting, wish)
        else:
            with pytest.raises(Refused, match=code):
                await house.meetings.admit(GRACE, meeting, wish)
