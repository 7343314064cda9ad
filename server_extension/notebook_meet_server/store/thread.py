"""Threads for work that would hold up the event loop: one each, with a bounded queue."""

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Final, ParamSpec, TypeVar

from notebook_meet_server.store.errors import ServerBusy, StorageError, StorageUnavailable
from notebook_meet_server.store.sql import SqlStore

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

STORE_QUEUE: Final = 256
"""Most store calls that may wait or run at a time."""
STRANGERS: Final = 32
"""Most of these for callers whom nobody knows yet, so that they cannot take the places of all others."""
RETURNING: Final = 32
"""The same for sockets that say whose participation they continue: apart, so that callers cannot keep them out."""
IN_LINE: Final = 1024
"""Most such callers at a time: a school's classes that come in by their invites at the same moment wait for a place."""
PATIENCE_SECONDS: Final = 4.5
"""How long work may wait before it begins. People are promised a sentence within 5 s of trouble with the database."""


class Worker:
    """One thread that does one thing after the other.

    Args:
        name: the thread's name.
        limit: most things that may wait or be under way.
        patience: seconds after which work that has not begun is dropped.
    """

    def __init__(self, name: str, limit: int, patience: float = PATIENCE_SECONDS) -> None:
        self._name = name
        self._patience = patience
        self._places = threading.BoundedSemaphore(limit)
        self._executor: ThreadPoolExecutor | None = None

    def start(self) -> None:
        """Begin to take work."""
        if self._executor is None:
            self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix=self._name)

    async def run(self, fn: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call ``fn`` on the thread and give its result.

        Work that has begun is finished, even if the caller is cancelled meanwhile; then its failure is logged.

        Raises:
            ServerBusy: too much is waiting, or this has waited for too long; nothing was done.
            StorageUnavailable: not started, or stopped.
        """
        if self._executor is None:
            raise StorageUnavailable(f"{self._name} is not running.")
        if not self._places.acquire(blocking=False):
            raise ServerBusy(f"{self._name} has too much to do.")
        job = self._executor.submit(fn, *args, **kwargs)
        job.add_done_callback(lambda _: self._places.release())
        result = asyncio.wrap_future(job)
        # A job that runs is not cancelled by this, nor one that is done.
        overdue = asyncio.get_running_loop().call_later(self._patience, job.cancel)
        result.add_done_callback(lambda _: overdue.cancel())
        try:
            await asyncio.wait([result])
        except asyncio.CancelledError:
            result.add_done_callback(_log_failure)
            raise
        if result.cancelled():
            raise ServerBusy(f"{self._name} was busy for too long.")
        return result.result()

    async def stop(self, last: Callable[[], None]) -> None:
        """Take no more work, do what was taken, as far as its turn comes in time, then ``last``."""
        if self._executor is None:
            return
        executor, self._executor = self._executor, None
        end = executor.submit(last)
        executor.shutdown(wait=False)
        await asyncio.wrap_future(end)

    async def drop(self) -> None:
        """Take no more work, and do nothing but finish what is under way: who waits for something else gets ``ServerBusy``."""
        if self._executor is None:
            return
        executor, self._executor = self._executor, None
        await asyncio.to_thread(executor.shutdown, cancel_futures=True)


def _log_failure(abandoned: asyncio.Future[T]) -> None:
    error = ServerBusy() if abandoned.cancelled() else abandoned.exception()
    if error is not None:
        # Only our own sentences are known to hold nothing of what someone sent.
        told = str(error) if isinstance(error, StorageError) else type(error).__name__
        log.error("A call that nobody waits for any more has failed: %s", told)


class Anteroom:
    """Where callers wait for a place who have yet to prove anything.

    Args:
        places: most of them that are let through at a time.
        patience: seconds after which a caller is sent away.
    """

    def __init__(self, places: int, patience: float) -> None:
        self._places = asyncio.Semaphore(places)
        self._patience = patience
        self._inside = 0

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """A place, held until the block is left.

        Raises:
            ServerBusy: too many are waiting, or no place came free in time.
        """
        if self._inside >= IN_LINE:
            raise ServerBusy("Too many callers whom nobody knows yet are waiting.")
        self._inside += 1
        try:
            await self._wait()
            try:
                yield
            finally:
                self._places.release()
        finally:
            self._inside -= 1

    async def _wait(self) -> None:
        try:
            async with asyncio.timeout(self._patience):
                await self._places.acquire()
        except TimeoutError:
            raise ServerBusy("A caller whom nobody knows yet has waited for too long.") from None


class StoreThread:
    """The thread that the store lives on.

    Args:
        store: opened by its first call, or by ``await run(store.open)`` to hear of trouble at once.
        limit: most calls that may wait or run at a time.
        patience: seconds after which a call that has not begun is dropped.
    """

    def __init__(self, store: SqlStore, limit: int = STORE_QUEUE, patience: float = PATIENCE_SECONDS) -> None:
        self._store = store
        self._worker = Worker("The meeting store", limit, patience)
        self._strangers = Anteroom(STRANGERS, patience)
        self._returning = Anteroom(RETURNING, patience)

    def start(self) -> None:
        """Begin to take calls."""
        self._worker.start()

    async def run(self, fn: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a method of the store, or a function that makes several calls in ``store.transaction()``.

        Raises:
            ServerBusy: too many calls are waiting, or this one has waited for too long; nothing was done.
            StorageError: as the call.
        """
        return await self._worker.run(fn, *args, **kwargs)

    async def run_for_stranger(self, fn: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """As ``run``, for a caller without a login who has yet to prove anything.

        Raises:
            ServerBusy: also when too many such callers are waiting, or no place came free in time.
            StorageError: as the call.
        """
        async with self._strangers.place():
            return await self.run(fn, *args, **kwargs)

    async def run_for_returning(self, fn: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """As ``run_for_stranger``, for a socket that says whose participation it continues."""
        async with self._returning.place():
            return await self.run(fn, *args, **kwargs)

    async def stop(self) -> None:
        """Take no more calls, do what was taken, as far as its turn comes in time, close the store."""
        await self._worker.stop(self._store.close)
