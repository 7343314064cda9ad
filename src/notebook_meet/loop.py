"""The library's own thread with its own event loop: works in any state of the kernel and never blocks it."""

import asyncio
import atexit
import threading
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future

T = TypeVar("T")

STOP_SECONDS = 2.0
"""Longest that the end of the process waits for connections to say goodbye, and again as long for the thread to end."""


class LoopThread:
    """One daemon thread that runs one asyncio loop, started by its first task and stopped at exit.

    Safe to use from any thread but its own. After a stop, and in the child of a fork, the next task starts a new
    thread with a new loop.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = threading.Lock()
        self._life: _Life | None = None

    def spawn(self, work: Coroutine[Any, Any, T]) -> "Future[T]":
        """Starts ``work`` on the loop. Cancelling the future cancels it there."""
        with self._lock:  # so that no stop comes between finding the loop and starting the work on it
            return self._living().spawn(work)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Runs ``work`` on the loop and waits for its result; an interrupt of the waiting thread cancels it.

        Raises:
            RuntimeError: called on the loop's own thread, which would wait for itself.
        """
        life = self._life
        if life is not None and threading.current_thread() is life.thread:
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
        """Cancels all that runs and ends the thread. Waits at most twice ``STOP_SECONDS``. May be called twice."""
        with self._lock:
            life, self._life = self._life, None
        if life is not None and life.thread.is_alive():
            life.end()

    def _living(self) -> "_Life":
        if self._life is None or not self._life.thread.is_alive():
            self._life = _Life(self._name)
            atexit.unregister(self.stop)
            atexit.register(self.stop)
        return self._life


class _Life:
    """One thread, its loop, and what was spawned on it: they end together, and no later loop knows of them."""

    def __init__(self, name: str) -> None:
        self._loop: Final = asyncio.new_event_loop()
        self._spawned: Final[set[asyncio.Task[Any]]] = set()
        self.thread: Final = threading.Thread(target=self._serve, name=name, daemon=True)
        self.thread.start()

    def spawn(self, work: Coroutine[Any, Any, T]) -> "Future[T]":
        return asyncio.run_coroutine_threadsafe(self._known(work), self._loop)

    def end(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self.thread.join(2 * STOP_SECONDS)

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_forever()
            self._loop.run_until_complete(self._farewell())
        finally:
            self._loop.close()

    async def _known(self, work: Coroutine[Any, Any, T]) -> T:
        task = asyncio.create_task(work)
        self._spawned.add(task)
        task.add_done_callback(self._spawned.discard)
        return await task

    async def _farewell(self) -> None:
        """First what was spawned, which may still talk to the server; then what is late, and what the libraries began."""
        spawned = set(self._spawned)
        for task in spawned:
            if not task.cancelling():  # who says goodbye already is not interrupted
                task.cancel()
        if spawned:
            await asyncio.wait(spawned, timeout=STOP_SECONDS)
        rest = asyncio.all_tasks() - {asyncio.current_task()}
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)
