"""What the switchboard does when the server goes away."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from notebook_meet.wire.messages import (
    GoingAway,
    Hello,
    Joined,
    Leave,
    Welcome,
)
from notebook_meet_server.store.errors import StorageFull
from notebook_meet_server.switchboard import exchange
from tests.switchboard.house import ADA, GRACE, House


async def test_a_shutdown_says_goodbye_and_keeps_the_seats(path: Path) -> None:
    async with House(path) as house:
        meeting, ada, grace, _ = await house.trio()
        waiting = await house.socket()
        await house.board.shutdown()
        for socket in (ada, grace, waiting):
            assert socket.close_code == 1001
            assert socket.of(GoingAway)[0].retry_after > 0
        house.hang_up(ada, 1001)
        seats = await house.ask(house.store.seats, meeting)
        assert [seat.left_at for seat in seats] == [None] * 3
        async with House(path, life="b") as after:
            back = await after.resume(ada)
            await back.hear(Welcome)


async def test_a_shutdown_does_not_wait_for_who_does_not_read(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("notebook_meet_server.switchboard.board.DRAIN_SECONDS", 0.01)
    async with House(path) as house:
        _, _, grace, _ = await house.trio()
        grace.flowing.clear()
        await house.board.shutdown()
        assert grace.close_code == 1001
        assert grace.line.ended.done()


async def test_nobody_comes_in_during_a_shutdown(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        ada = await house.join(ADA, meeting)
        admission = await house.admission(GRACE, meeting)
        socket = await house.socket()
        hello = asyncio.create_task(house.say(socket, Hello(admission=admission)))
        await asyncio.sleep(0)
        await house.board.shutdown()
        await hello
        assert not ada.of(Joined)
        assert not socket.of(Welcome)
        late = await house.socket()
        assert late.line.over


async def test_a_shutdown_tries_once_more_to_note_who_left(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with House(path) as house:
        meeting, _, grace, _ = await house.trio()
        with monkeypatch.context() as full:
            full.setattr(exchange, "leave_seats", fail_as(StorageFull("The disk is full.")))
            await house.say(grace, Leave(n=1))
            await house.settle()
        await house.board.shutdown()
        seats = await house.ask(house.store.seats, meeting)
        assert [seat.name for seat in seats if seat.left_at is not None] == ["Grace"]


async def test_a_shutdown_says_whose_leaving_it_could_not_note(
    path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with House(path) as house:
        _, _, grace, _ = await house.trio()
        monkeypatch.setattr(exchange, "leave_seats", fail_as(StorageFull("The disk is full.")))
        await house.say(grace, Leave(n=1))
        await house.board.shutdown()
        assert "could not be noted that 1 people have left" in caplog.text


def fail_as(trouble: Exception) -> Callable[..., None]:
    """Stands in for a call of the store that always fails."""

    def fail(*_: object) -> None:
        raise trouble

    return fail
