"""A socket between one client and the server, with what is on its way in it."""

import asyncio
from collections import deque
from collections.abc import Awaitable

from notebook_meet_server.switchboard import ConnectionClosed, Line


class Wire:
    """The server's ``Connection``, and the client's end of it.

    What the server has written is on its way (``down``) until the client takes it, and what the client has
    said (``up``) until the server is given it. A cut loses what is on its way.

    Args:
        number: names the wire, in the order of opening.

    Attributes:
        written: what the server has written and nobody has looked at yet.
        held: nothing arrives on either side, and neither knows.
        told: the client has gone or has seen the end.
        close_code: how the server has closed.
        flowing: cleared while the client does not read.
    """

    def __init__(self, number: int) -> None:
        self.number = number
        self.written: deque[bytes] = deque()
        self.down: deque[bytes] = deque()
        self.up: deque[bytes] = deque()
        self.held = False
        self.told = False
        self.close_code: int | None = None
        self.flowing = asyncio.Event()
        self.flowing.set()
        self.line: Line

    def write(self, data: bytes) -> Awaitable[None] | None:
        """See ``Connection``."""
        if not self.flowing.is_set():
            return self._write_later(data)
        self._take(data)
        return None

    async def _write_later(self, data: bytes) -> None:
        await self.flowing.wait()
        self._take(data)

    def _take(self, data: bytes) -> None:
        if self.close_code is not None:
            raise ConnectionClosed
        self.written.append(data)
        self.down.append(data)

    def abort(self) -> None:
        """See ``Connection``."""
        self.close(1006, "")

    def close(self, code: int, reason: str) -> None:
        """See ``Connection``."""
        if self.close_code is None:
            self.close_code = code
