"""How long another program is waited for: a limit each time, and no time at all once this one ends."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Patience:
    """What waits, so that it can be told to wait no longer.

    Attributes:
        over: whether the program ends.
    """

    def __init__(self) -> None:
        self._waiting: set[asyncio.Timeout] = set()
        self.over = False

    @asynccontextmanager
    async def lasting(self, seconds: float) -> AsyncIterator[None]:
        """The block may take so long.

        Raises:
            TimeoutError: it took longer, or the program ends.
        """
        async with asyncio.timeout(0 if self.over else seconds) as limit:
            self._waiting.add(limit)
            try:
                yield
            finally:
                self._waiting.discard(limit)

    def end(self) -> None:
        """Nothing is waited for any more."""
        self.over = True
        now = asyncio.get_running_loop().time()
        for limit in self._waiting:
            if not limit.expired():  # such a one cannot be moved; what waits hears of it in a moment
                limit.reschedule(now)
