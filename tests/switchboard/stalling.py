"""The part of a fake connection that can stop reading."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Awaitable


class Stalling(ABC):
    """Writes to a client that may not read.

    Attributes:
        flowing: cleared while the client does not read.
    """

    def __init__(self) -> None:
        self.flowing = asyncio.Event()
        self.flowing.set()

    def write(self, data: bytes) -> Awaitable[None] | None:
        """See ``Connection``."""
        if not self.flowing.is_set():
            return self._write_later(data)
        self._take(data)
        return None

    async def _write_later(self, data: bytes) -> None:
        await self.flowing.wait()
        self._take(data)

    @abstractmethod
    def _take(self, data: bytes) -> None:
        """What the client has read."""
