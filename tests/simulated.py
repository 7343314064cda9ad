"""An event loop whose clock is made up: whoever waits, waits no time at all, and all time-outs are exact."""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

from typing_extensions import override

T = TypeVar("T")


class _NoWaiting(selectors.DefaultSelector):
    """Sets the clock forward in place of waiting."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0

    @override
    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise RuntimeError("nothing will ever happen any more")
        self.now += max(0.0, timeout)
        return super().select(0)


class SimulatedLoop(asyncio.SelectorEventLoop):
    """For code without threads and sockets."""

    def __init__(self) -> None:
        self._clock = _NoWaiting()
        super().__init__(self._clock)

    @override
    def time(self) -> float:
        return self._clock.now


def simulated(job: Coroutine[Any, Any, T]) -> T:
    """As ``asyncio.run``, in no time."""
    with asyncio.Runner(loop_factory=SimulatedLoop) as runner:
        return runner.run(job)
