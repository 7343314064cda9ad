"""Many people in many meetings, all in one process."""

import asyncio
import resource
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from load.http import Api
from load.joining import joined
from load.websocket import WebSocket

SEATS = 8
"""As many as a meeting holds by default."""


@dataclass(frozen=True)
class Guest:
    """One of a crowd."""

    id: str
    meeting: str
    socket: WebSocket


def allow_sockets(count: int) -> None:
    """Lets this process, and the servers that it starts, have so many files open (setrlimit(2)).

    Raises:
        ValueError: the system allows fewer.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, count), hard))


@asynccontextmanager
async def crowd(port: int, meetings: list[tuple[str, str]], size: int = SEATS) -> AsyncIterator[list[Guest]]:
    """``size`` guests in each meeting, given as id and invite; their sockets are closed at the end."""
    guests: list[Guest] = []
    async with Api(port) as api:
        for meeting, invite in meetings:
            for number in range(size):
                socket, welcome = await joined(api, port, meeting, f"Guest {number}", invite=invite)
                guests.append(Guest(welcome["you"], meeting, socket))
    for guest in guests:
        guest.socket.heard = lambda _text: None
    yield guests
    await asyncio.gather(*(guest.socket.close() for guest in guests))
