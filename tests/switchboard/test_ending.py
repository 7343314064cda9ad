"""How long an end takes at most, with 500 sockets of which none reads. The clock is made up."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

from typing_extensions import override

from notebook_meet_server.meetings import Caretaker
from notebook_meet_server.rules.records import Principal
from notebook_meet_server.service import END_SECONDS, HANG_UP_SECONDS, SAY_SECONDS
from notebook_meet_server.store.database import BUSY_AGAIN_SECONDS, BUSY_SECONDS
from notebook_meet_server.store.errors import StorageUnavailable
from notebook_meet_server.store.thread import StoreThread
from notebook_meet_server.switchboard import Environment
from notebook_meet_server.switchboard.board import DRAIN_SECONDS
from tests.simulated import simulated
from tests.switchboard.house import CountingIds, House, Socket

SEATS, MEETINGS = 8, 63
HASH_SECONDS = 0.05
"""A passcode of some 20 ms that is under way. Those that wait are dropped: see ``tests/store/test_passcodes.py``."""


class NoThread(StoreThread):
    """The store's thread without a thread: a made-up clock cannot wait for one.

    Attributes:
        locked: whether another program keeps the database locked.
    """

    locked = False
    _patience = BUSY_SECONDS

    @override
    def start(self) -> None:
        pass

    @override
    async def run(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if self.locked:
            patience, self._patience = self._patience, BUSY_AGAIN_SECONDS
            await asyncio.sleep(patience)
            raise StorageUnavailable("locked")
        return fn(*args, **kwargs)

    @override
    async def stop(self) -> None:
        self._store.close()


class QuietHouse(House):
    def __init__(self, path: Path) -> None:
        super().__init__(path, max_seats=SEATS)
        self.thread = self.quiet = NoThread(self.store)
        self.env = Environment(self.store, self.thread, self.settings, self.clock, CountingIds("a"))

    async def crowd(self) -> list[Socket]:
        """500 people who have come in and read nothing any more."""
        owner = Principal("user", "user:owner", "Owner")
        sockets = []
        for number in range(MEETINGS):
            self.clock.now += 60.0  # the owner makes no more meetings a minute than anybody may
            meeting = await self.meeting(owner)
            for seat in range(SEATS):
                who = Principal("user", f"user:{number}-{seat}", "Somebody")
                sockets.append(await self.join(who, meeting))
        for socket in sockets:
            socket.flowing.clear()
        return sockets


async def ended(house: QuietHouse) -> float:
    """How long everything takes that may wait for somebody else."""
    caretaker = Caretaker(house.env, house.board)
    caretaker.start()
    await asyncio.sleep(0)
    began = asyncio.get_running_loop().time()
    await house.board.shutdown()
    await caretaker.stop()
    return asyncio.get_running_loop().time() - began


def test_500_who_do_not_read_are_waited_for_together_and_then_cut(path: Path) -> None:
    async def run() -> None:
        async with QuietHouse(path) as house:
            with house.store.transaction():  # one, since 500 take their time
                sockets = await house.crowd()
            assert len(sockets) >= 500
            assert await ended(house) == DRAIN_SECONDS
            assert {socket.close_code for socket in sockets} == {1001}
            assert all(socket.line.ended.done() for socket in sockets)

    simulated(run())


def test_it_is_over_in_time_also_where_the_database_is_locked_all_the_while(path: Path) -> None:
    async def run() -> None:
        async with QuietHouse(path) as house:
            meeting = await house.meeting()
            deaf, other = [
                await house.join(who, meeting)
                for who in (Principal("user", "user:a"), Principal("user", "user:b"))
            ]
            deaf.flowing.clear()
            house.quiet.locked = True
            house.hang_up(other)
            bound = END_SECONDS - SAY_SECONDS - HANG_UP_SECONDS - HASH_SECONDS
            assert DRAIN_SECONDS < await ended(house) < bound
            house.quiet.locked = False

    simulated(run())
