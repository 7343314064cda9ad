import asyncio
import threading
from concurrent.futures import CancelledError
from typing import Any

import pytest

from notebook_meet import loop as loop_module
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


def test_who_says_goodbye_for_too_long_is_cut_off_and_leaves_nothing_to_the_next_loop(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(loop_module, "STOP_SECONDS", 0.05)
    started = threading.Event()

    async def stay() -> None:
        try:
            started.set()
            await asyncio.Event().wait()
        finally:
            await asyncio.Event().wait()

    loop = LoopThread("under-test")
    stayed = loop.spawn(stay())
    assert started.wait(PATIENCE)
    loop.stop()
    with pytest.raises(CancelledError):  # who waits for it is not left waiting
        stayed.result(PATIENCE)
    loop.run(where())
    loop.stop()


def test_no_stop_comes_between_finding_the_loop_and_starting_work_on_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    loop = LoopThread("under-test")
    loop.run(where())
    stopping = threading.Thread(target=loop.stop)
    start = asyncio.run_coroutine_threadsafe

    def start_while_stopping(work: Any, on: asyncio.AbstractEventLoop) -> Any:
        stopping.start()
        stopping.join(0.2)  # it would come now, if it could
        return start(work, on)

    monkeypatch.setattr(asyncio, "run_coroutine_threadsafe", start_while_stopping)
    future = loop.spawn(asyncio.Event().wait())
    stopping.join(PATIENCE)
    with pytest.raises(CancelledError):
        future.result(PATIENCE)
