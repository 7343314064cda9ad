"""Leases and the nightly clean-up."""

import asyncio
import logging
from datetime import time
from pathlib import Path

import pytest

from notebook_meet.wire.messages import Leave
from notebook_meet_server.meetings import Caretaker
from notebook_meet_server.rules.refused import Refused
from notebook_meet_server.store.errors import StorageUnavailable
from tests.switchboard.house import ADA, GRACE, House

DAY = 24 * 3600.0


class Rounds:
    """A sleep that the test ends."""

    def __init__(self) -> None:
        self.asleep = asyncio.Event()
        self.wake = asyncio.Event()
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)
        self.asleep.set()
        await self.wake.wait()
        self.wake.clear()

    async def next(self) -> None:
        """Lets one more round happen."""
        self.asleep.clear()
        self.wake.set()
        await self.asleep.wait()

    async def two(self, house: House) -> None:
        """Two rounds: after a gap the first only renews the leases, and lets others renew theirs."""
        await self.next()
        house.clock.now += 20
        await self.next()


async def two_rounds(house: House, caretaker: Caretaker) -> None:
    """The same without the caretaker's own loop."""
    await caretaker.round()
    house.clock.now += 20
    await caretaker.round()


async def exists(house: House, meeting: str) -> bool:
    return await house.ask(house.store.meeting, meeting) is not None


async def test_cleaning_up_at_the_start_and_at_two(path: Path) -> None:
    async with House(path) as house:
        rounds = Rounds()
        caretaker = Caretaker(house.env, house.board, rounds)
        house.clock.now += DAY - house.clock.wall() % DAY + 12 * 3600  # noon, UTC
        old, kept = await house.meeting(), await house.meeting(keep=True)
        house.clock.now += 2 * DAY + 1
        young = await house.meeting()
        caretaker.start()
        await rounds.asleep.wait()
        assert await exists(house, old)
        house.clock.now += 20
        await rounds.next()
        assert [await exists(house, m) for m in (old, kept, young)] == [False, True, True]

        house.clock.now += 13.9 * 3600 + 2 * DAY
        await rounds.two(house)  # a 02:00 has passed
        assert not await exists(house, young)
        late = await house.meeting()
        house.clock.now += 2 * DAY + 10
        await rounds.two(house)
        assert not await exists(house, late)
        assert set(rounds.seconds) == {20.0}
        await caretaker.stop()


async def test_the_time_of_day_is_the_administrators(path: Path) -> None:
    async with House(path, clean_up_at=time(14, 30), unused_seconds=60.0) as house:
        caretaker = Caretaker(house.env, house.board)
        house.clock.now += DAY - house.clock.wall() % DAY + 14 * 3600  # 14:00, UTC
        await two_rounds(house, caretaker)
        meeting = await house.meeting()
        house.clock.now += 29 * 60
        await two_rounds(house, caretaker)
        assert await exists(house, meeting)
        house.clock.now += 40
        await caretaker.round()
        assert not await exists(house, meeting)


async def test_a_live_meeting_stays_and_so_does_one_that_was_live_before_a_crash(path: Path) -> None:
    async with House(path) as house:
        rounds = Rounds()
        caretaker = Caretaker(house.env, house.board, rounds)
        meeting = await house.meeting()
        ada = await house.join(ADA, meeting)
        caretaker.start()
        await rounds.asleep.wait()
        for _ in range(5):
            house.clock.now += DAY
            await rounds.two(house)
        assert await exists(house, meeting)
        assert house.clock.wall() - (await house.ask(house.store.meeting, meeting)).last_used_at < DAY
        await house.say(ada, Leave(n=1))
        await house.settle()
        house.clock.now += 3 * DAY
        await rounds.two(house)
        assert not await exists(house, meeting)
        await caretaker.stop()


async def test_the_leases_live_as_long_as_the_server_and_go_with_it(path: Path) -> None:
    async with House(path) as house, House(path, life="b", server_id="there") as there:
        meeting = await house.meeting()
        rounds = Rounds()
        caretaker = Caretaker(house.env, house.board, rounds)
        caretaker.start()
        await rounds.asleep.wait()
        for _ in range(6):
            house.clock.now += 20
            there.clock.now += 20
            await rounds.next()
        with pytest.raises(Refused, match="meeting_elsewhere"):
            await there.meetings.digest(GRACE, meeting)
        await caretaker.stop()
        await there.meetings.digest(GRACE, meeting)


async def test_another_servers_meetings_are_not_cleaned_up(path: Path) -> None:
    async with House(path) as house, House(path, life="b", server_id="there") as there:
        meeting = await house.meeting()
        for each in (house, there):
            each.clock.now += 3 * DAY
        await house.ask(house.store.renew, "here", house.env.lease().until)
        await two_rounds(there, Caretaker(there.env, there.board))
        assert await exists(house, meeting)


async def test_after_a_suspend_other_servers_renew_their_leases_first(path: Path) -> None:
    async with House(path) as house, House(path, life="b", server_id="there") as there:
        meeting = await house.meeting()
        own = await there.meeting()
        caretaker = Caretaker(there.env, there.board)
        await two_rounds(there, caretaker)
        for each in (house, there):
            each.clock.wall_offset += 3 * DAY  # The machine slept; its monotonic clock stood still.
        await caretaker.round()
        assert [await exists(house, m) for m in (meeting, own)] == [True, True]
        await house.ask(house.store.renew, "here", house.env.lease().until)
        there.clock.now += 20
        await caretaker.round()
        assert [await exists(house, m) for m in (meeting, own)] == [True, False]


async def test_trouble_with_the_store_is_tried_again(
    path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        house.clock.now += 3 * DAY
        caretaker = Caretaker(house.env, house.board)

        async def fail(*_: object) -> None:
            raise StorageUnavailable("locked")

        with monkeypatch.context() as broken:
            broken.setattr(house.thread, "run", fail)
            for _ in range(3):
                await caretaker.round()
        warnings = [record for record in caplog.records if record.levelno >= logging.WARNING]
        assert [record.levelname for record in warnings] == ["WARNING"]
        assert "locked" in caplog.text
        await two_rounds(house, caretaker)
        assert not await exists(house, meeting)


async def test_a_fault_does_not_end_the_caretaker(
    path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with House(path) as house:
        rounds = Rounds()
        caretaker = Caretaker(house.env, house.board, rounds)
        with monkeypatch.context() as broken:
            broken.setattr(house.board, "live", lambda: 1 / 0)
            caretaker.start()
            await rounds.asleep.wait()
        assert "ZeroDivisionError" in caplog.text
        meeting = await house.meeting()
        house.clock.now += 3 * DAY
        await rounds.two(house)
        assert not await exists(house, meeting)
        await caretaker.stop()


async def test_a_server_that_starts_after_a_leap_of_the_clock_deletes_nothing_of_others(path: Path) -> None:
    async with House(path) as house, House(path, life="b", server_id="there") as there:
        meeting = await house.meeting()
        await house.join(ADA, meeting)
        for each in (house, there):
            each.clock.wall_offset += 3 * DAY
        ours, theirs = Caretaker(house.env, house.board), Caretaker(there.env, there.board)
        await theirs.round()
        assert await exists(house, meeting)
        await ours.round()
        there.clock.now += 20
        await theirs.round()
        assert await exists(house, meeting)


async def test_trouble_that_outlives_the_leases_costs_no_live_meeting(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While another program locked the file no server could renew anything: nobody's meeting is abandoned."""
    async with House(path) as house, House(path, life="b", server_id="there", unused_seconds=3600.0) as there:
        meeting = await house.meeting()
        await house.join(ADA, meeting)
        ours, theirs = Caretaker(house.env, house.board), Caretaker(there.env, there.board)
        await ours.round()
        await two_rounds(there, theirs)
        for each in (house, there):
            each.clock.now += 2 * DAY
        await theirs.round()
        assert await exists(house, meeting)
        await ours.round()
        await two_rounds(there, theirs)
        assert await exists(house, meeting)


@pytest.mark.parametrize("hours", [-72, -5, -1, 1, 5, 72])
async def test_a_leap_of_the_clock_spares_who_is_here_and_who_is_on_the_way_back(
    path: Path, hours: int
) -> None:
    async with House(path, unused_seconds=3600.0) as house:
        caretaker = Caretaker(house.env, house.board)
        await two_rounds(house, caretaker)
        meeting, lost = await house.meeting(), await house.meeting()
        ada, grace = await house.join(ADA, meeting), await house.join(GRACE, lost)
        house.hang_up(grace)
        for leap in (hours, -hours):
            house.clock.wall_offset += leap * 3600.0
            for _ in range(3):
                await caretaker.round()
                await house.wait(3)
            assert [await exists(house, each) for each in (meeting, lost)] == [True, True]
        assert house.board.live() == {meeting, lost}
        assert ada.close_code is None
