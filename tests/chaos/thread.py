"""An event loop on a thread of its own, for those who have none: browser tests and benchmarks."""

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from concurrent.futures import Future
from contextlib import AbstractAsyncContextManager, contextmanager
from types import TracebackType
from typing import Any, Final, Self, TypeVar

T = TypeVar("T")
PATIENCE: Final = 10.0
"""Seconds that one order may take."""


class LoopThread:
    """Runs from ``with`` to its end."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="chaos", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)
        self._loop.close()

    def run(self, job: Coroutine[Any, Any, T]) -> T:
        """Runs a coroutine on the loop to its end; its result.

        Raises:
            TimeoutError: it did not end in 10 s.
        """
        return self.begin(job).result(PATIENCE)

    def begin(self, job: Coroutine[Any, Any, T]) -> Future[T]:
        """Starts a coroutine on the loop; its result is there when it has ended."""
        return asyncio.run_coroutine_threadsafe(job, self._loop)

    @contextmanager
    def holding(self, what: AbstractAsyncContextManager[T]) -> Iterator[T]:
        """``async with`` for who has no loop."""
        entered = self.run(what.__aenter__())
        try:
            yield entered
        finally:
            self.run(what.__aexit__(None, None, None))
