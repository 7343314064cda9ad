"""Another program is waited for so long, and no longer; and not at all by a program that ends. The clock is made up."""

import asyncio

import pytest

from notebook_meet_server.patience import Patience
from tests.simulated import simulated


def now() -> float:
    return asyncio.get_running_loop().time()


async def waits(patience: Patience, seconds: float) -> float:
    """When the wait for something that never comes was given up."""
    with pytest.raises(TimeoutError):
        async with patience.lasting(seconds):
            await asyncio.Event().wait()
    return now()


def test_each_wait_has_its_limit_until_the_end_which_ends_them_all() -> None:
    async def run() -> None:
        patience = Patience()
        assert await waits(patience, 10.0) == 10.0
        async with patience.lasting(10.0):
            await asyncio.sleep(9.0)
        long = [asyncio.create_task(waits(patience, 100.0)) for _ in range(3)]
        await asyncio.sleep(1.0)
        patience.end()
        assert await asyncio.gather(*long) == [20.0] * 3
        assert await waits(patience, 10.0) == 20.0, "nor does anything begin to wait"

    simulated(run())


def test_a_limit_that_is_reached_in_the_moment_of_the_end_does_not_keep_the_others_waiting() -> None:
    async def run() -> None:
        patience = Patience()
        waiting = [asyncio.create_task(waits(patience, seconds)) for seconds in (10.0, 10.0, 100.0, 100.0)]
        await asyncio.sleep(0)

        def end() -> None:
            assert not any(task.done() for task in waiting)
            patience.end()

        asyncio.get_running_loop().call_at(10.0, end)  # in the same turn as the two, and after them
        assert await asyncio.gather(*waiting) == [10.0] * 4

    simulated(run())
