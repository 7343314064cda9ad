"""Pairs that negotiate, each again as soon as it is done: a closed loop."""

import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import count
from typing import Any

from load.http import Api
from load.joining import joined, left
from load.negotiation import Negotiation
from load.websocket import WebSocket, connect

Say = Callable[[], None]
"""Sends all that one side says in a negotiation."""


class Pair:
    """Offer and candidates one way; then answer and candidates the other way; then again.

    Args:
        sockets: the offerer's and the answerer's.
        say: what each of them says.
        messages: how many messages that are.

    Attributes:
        done: how many negotiations so far.
    """

    def __init__(self, sockets: tuple[WebSocket, WebSocket], say: tuple[Say, Say], messages: int) -> None:
        self.done = 0
        self.sockets = sockets
        self.going = False
        self._say, self._messages = say, messages
        self._heard = [0, 0]
        for side, socket in enumerate(sockets):
            socket.heard = self._hears(side)

    def start(self) -> None:
        """Begins the first negotiation; ``going`` says whether there are further ones."""
        self.going = True
        self._say[0]()

    def _hears(self, side: int) -> Callable[[bytes], None]:
        heard, messages = self._heard, self._messages
        finished = self._answered if side == 0 else self._say[1]

        def hear(_text: bytes) -> None:
            heard[side] += 1
            if heard[side] == messages:
                heard[side] = 0
                finished()

        return hear

    def _answered(self) -> None:
        self.done += 1
        if self.going:
            self._say[0]()


async def _checked(
    sockets: tuple[WebSocket, WebSocket], say: tuple[Say, Say], expected: list[list[Any]]
) -> None:
    """One negotiation whose every word is looked at: a relay that loses or changes something is no relay.

    Raises:
        AssertionError: something else arrived.
    """
    for side in (0, 1):
        say[side]()
        news = [await sockets[1 - side].next() for _ in expected[side]]
        arrived = [message.get("signal", message.get("payload")) for message in news]
        assert arrived == expected[side], "the relay changed a signal"


def _both(
    make: Callable[[WebSocket, str, str], Say], sockets: tuple[WebSocket, WebSocket], ids: list[str]
) -> tuple[Say, Say]:
    return make(sockets[0], "offerer", ids[1]), make(sockets[1], "answerer", ids[0])


@asynccontextmanager
async def our_pairs(api: Api, port: int, meetings: list[str]) -> AsyncIterator[list[Pair]]:
    """A pair in each meeting, open and checked; they leave at the end."""
    words = Negotiation.captured()

    def make(socket: WebSocket, side: str, to: str) -> Say:
        tickets, numbers = words.tickets(side, to), count(10_000_000)

        def say() -> None:
            socket.transport.write(b"".join([ticket.filled(next(numbers)) for ticket in tickets]))

        return say

    pairs = []
    for meeting in meetings:
        both = [await joined(api, port, meeting, name) for name in ("Ada", "Grace")]
        assert (await both[0][0].next())["type"] == "joined"
        sockets = (both[0][0], both[1][0])
        say = _both(make, sockets, [welcome["you"] for _, welcome in both])
        await _checked(sockets, say, [words.signals("offerer"), words.signals("answerer")])
        pairs.append(Pair(sockets, say, 2))
    yield pairs
    for pair in pairs:
        for socket in pair.sockets:
            await left(socket, 90_000_000)


@asynccontextmanager
async def peerjs_pairs(port: int, number: int) -> AsyncIterator[list[Pair]]:
    """So many pairs at the PeerJS server, open and checked."""
    words = Negotiation.captured()

    def make(socket: WebSocket, side: str, to: str) -> Say:
        said = b"".join(words.peerjs_frames(side, to))
        return lambda: socket.transport.write(said)

    pairs = []
    for _ in range(number):
        ids = [secrets.token_urlsafe(12) for _ in range(2)]
        sockets = (await _peerjs_socket(port, ids[0]), await _peerjs_socket(port, ids[1]))
        say = _both(make, sockets, ids)
        expected = [[m["payload"] for m in words.peerjs(side, "")] for side in ("offerer", "answerer")]
        await _checked(sockets, say, expected)
        pairs.append(Pair(sockets, say, 9))
    yield pairs
    for pair in pairs:
        for socket in pair.sockets:
            await socket.close()


async def _peerjs_socket(port: int, name: str) -> WebSocket:
    socket = await connect(
        port, f"/peerjs?key=peerjs&id={name}&token={secrets.token_urlsafe(8)}&version=1.5.5"
    )
    assert await socket.next() == {"type": "OPEN"}
    return socket
