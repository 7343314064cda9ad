"""Limits in time, by a clock that the tests move. Just before the limit all is well; at the limit it is over."""

import asyncio
from pathlib import Path

from notebook_meet.wire import limits
from notebook_meet.wire.close import CloseCode
from notebook_meet.wire.messages import Leave, Left, Ping, Refused, Updated, Welcome
from notebook_meet.wire.rest import CreateInvite
from notebook_meet_server.web.socket import Socket as WebSocket
from tests.limits.table import of
from tests.switchboard.house import ADA, GRACE, House, Socket

A_MOMENT = 0.01


def pass_by(house: House, seconds: float) -> None:
    """Time goes by without a sign of life of anybody."""
    house.clock.now += seconds
    house.board.tick()


@of("ADMISSION_SECONDS")
async def admission(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        early, late = [await house.admission(ADA, meeting) for _ in range(2)]
        house.clock.now += limits.ADMISSION_SECONDS - A_MOMENT
        await (await house.hello(early)).hear(Welcome)
        house.clock.now += A_MOMENT
        socket = await house.hello(late)
        assert (await socket.hear(Refused)).code == "admission_invalid"
        assert await socket.closed() == CloseCode.NO_ADMISSION


@of("HELLO_SECONDS")
async def hello(path: Path) -> None:
    async with House(path) as house:
        socket = await house.socket()
        pass_by(house, limits.HELLO_SECONDS - A_MOMENT)
        assert not socket.line.over
        pass_by(house, A_MOMENT)
        assert (await socket.hear(Refused)).code == "admission_timeout"
        assert await socket.closed() == CloseCode.TRY_AGAIN_LATER


@of("WRITE_SECONDS")
async def write(path: Path) -> None:
    async with House(path) as house:
        ada = await house.join(ADA, await house.meeting())
        ada.flowing.clear()
        await house.say(ada, Ping(seq=0))
        await asyncio.sleep(0)
        pass_by(house, limits.WRITE_SECONDS - A_MOMENT)
        assert ada.close_code is None
        pass_by(house, A_MOMENT)
        assert ada.close_code == CloseCode.SLOW_READER
        ada.gone = True
        again = await house.resume(ada)
        assert await again.hear(object)  # resumable


@of("PONG_SECONDS")
async def pong(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        ada = await house.join(ADA, meeting)
        pass_by(house, limits.PONG_SECONDS - A_MOMENT)
        assert ada.close_code is None
        pass_by(house, A_MOMENT)
        assert await ada.closed() == CloseCode.SLOW_READER


@of("PING_SECONDS")
async def ping(path: Path) -> None:
    """The server asks often enough for two answers to get lost."""
    assert WebSocket.ping_interval.fget(None) == limits.PING_SECONDS  # type: ignore[attr-defined]
    assert 3 * limits.PING_SECONDS <= limits.PONG_SECONDS


@of("HOST_GONE_SECONDS")
async def host_gone(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        invite = await house.meetings.create_invite(ADA, meeting, CreateInvite(role="presenter"))
        ada, grace = (
            await house.join(ADA, meeting),
            await house.join(GRACE, meeting, invite=invite.secret),
        )
        await house.say(ada, Leave(n=1))
        await wait_with(house, grace, 0)
        for seconds in (limits.PONG_SECONDS - A_MOMENT,) * 6 + (6 * A_MOMENT + 6 - A_MOMENT,):
            await wait_with(house, grace, seconds)
        assert not grace.of(Updated)
        await wait_with(house, grace, A_MOMENT)
        assert (await grace.hear(Updated)).participant.role == "host"


async def lost(path: Path, close: int | None, seconds: float) -> None:
    """Somebody's socket goes with this close code; the others wait for so long."""
    async with House(path) as house:
        meeting = await house.meeting()
        ada, grace = await house.join(ADA, meeting), await house.join(GRACE, meeting)
        house.hang_up(grace, close)
        assert (await ada.hear(Updated)).participant.presence == "reconnecting"
        await wait_with(house, ada, seconds - A_MOMENT)
        assert not ada.of(Left)
        await wait_with(house, ada, A_MOMENT)
        assert (await ada.hear(Left)).reason == "lost"


async def wait_with(house: House, awake: Socket, seconds: float) -> None:
    """Time goes by; one person keeps giving signs of life."""
    house.clock.now += seconds
    house.board.heard(awake.line)
    house.board.tick()
    await house.settle()


@of("RECONNECT_SECONDS")
async def reconnect(path: Path) -> None:
    await lost(path, None, limits.RECONNECT_SECONDS)


@of("CLOSED_PAGE_SECONDS")
async def closed_page(path: Path) -> None:
    await lost(path, CloseCode.GOING_AWAY, limits.CLOSED_PAGE_SECONDS)
