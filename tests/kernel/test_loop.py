import asyncio
import threading

import pytest

from notebook_meet.loop import LoopThread
from tests.kernel.waiting import PATIENCE, eventually


async def where() -> threading.Thread:
    return threading.current_thread()


def test_runs_on_one_daemon_thread_of_its_own() -> None:
    loop = LoopThread("under-test")
    first, second = loop.run(where()), loop.run(where())
    assert first is second is not threading.current_thread()
    assert first.daemon
    loop.stop()
    assert not first.is_alive()
    loop.stop()


def test_brings_results_and_errors_back() -> None:
    async def fails() -> None:
        raise LookupError("lost")

    loop = LoopThread("under-test")
    with pytest.raises(LookupError, match="lost"):
        loop.run(fails())
    loop.stop()


def test_waiting_for_itself_is_refused_instead_of_hanging() -> None:
    loop = LoopThread("under-test")

    async def inside() -> None:
        loop.run(where())

    with pytest.raises(RuntimeError, match="own thread"):
        loop.run(inside())
    loop.stop()


def test_stopping_lets_tasks_say_goodbye() -> None:
    said: list[str] = []
    started = threading.Event()

    async def stay() -> None:
        try:
            started.set()
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            said.append("goodbye")

    loop = LoopThread("under-test")
    loop.spawn(stay())
    assert started.wait(PATIENCE)
    loop.stop()
    assert said == ["goodbye"]


def test_starts_again_after_it_was_stopped() -> None:
    loop = LoopThread("under-test")
    first = loop.run(where())
    loop.stop()
    second = loop.run(where())
    assert second is not first
    loop.stop()
    eventually(lambda: not second.is_alive())
