"""The library's own thread with its own event loop: works in any state of the kernel and never blocks it."""

import asyncio
import atexit
import contextlib
import threading
from collections.abc import Coroutine, Iterable
from concurrent.futures import CancelledError, Future
from typing import Any, TypeVar

T = TypeVar("T")

STOP_SECONDS = 2.0
"""Longest that the end of the process waits for connections to say goodbye."""


class LoopThread:
    """One daemon thread that runs one asyncio loop, started by its first task and stopped at exit.

    Safe to use from any thread but its own. After a fork the child's first task starts a new thread.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tasks: set[asyncio.Task[Any]] = set()

    def spawn(self, work: Coroutine[Any, Any, T]) -> "Future[T]":
        """Starts ``work`` on the loop. Cancelling the future cancels it there."""
        return asyncio.run_coroutine_threadsafe(self._known(work), self._running())

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Runs ``work`` on the loop and waits for its result; an interrupt of the waiting thread cancels it.

        Raises:
            RuntimeError: called on the loop's own thread, which would wait for itself.
        """
        if threading.current_thread() is self._thread:
            work.close()
            raise RuntimeError(
                "this call waits for the network, so it cannot be made on the network's own thread"
            )
        future = self.spawn(work)
        try:
            return future.result()
        except BaseException:
            future.cancel()
            raise

    def stop(self) -> None:
        """Cancels all that runs and ends the thread. Waits at most ``STOP_SECONDS``. May be called twice."""
        with self._lock:
            thread, loop, self._thread, self._loop = self._thread, self._loop, None, None
        if thread is None or loop is None or not thread.is_alive():
            return
        end = asyncio.run_coroutine_threadsafe(self._cancel_all(), loop)
        with contextlib.suppress(TimeoutError, CancelledError):  # who does not say goodbye in time is cut off
            end.result(STOP_SECONDS)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(STOP_SECONDS)

    async def _known(self, work: Coroutine[Any, Any, T]) -> T:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return await task

    async def _cancel_all(self) -> None:
        """First what was spawned, which may still talk to the server; then what the libraries below started for it."""
        await _cancel(self._tasks)
        await _cancel(asyncio.all_tasks() - {asyncio.current_task()})

    def _running(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None or self._thread is None or not self._thread.is_alive():
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(
                    target=_serve, args=(self._loop,), name=self._name, daemon=True
                )
                self._thread.start()
                atexit.unregister(self.stop)
                atexit.register(self.stop)
            return self._loop


def _serve(loop: asyncio.AbstractEventLoop) -> None:
    asyncio.set_event_loop(loop)
    try:
        loop.run_forever()
    finally:
        loop.close()


async def _cancel(tasks: Iterable[asyncio.Task[Any]]) -> None:
    ending = list(tasks)
    for task in ending:
        if not task.cancelling():  # who says goodbye already is not interrupted
            task.cancel()
    await asyncio.gather(*ending, return_exceptions=True)
