"""A socket between one client and the server, with what is on its way in it."""

from collections import deque

from typing_extensions import override

from notebook_meet_server.switchboard import ConnectionClosed, Line
from tests.switchboard.stalling import Stalling


class Wire(Stalling):
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
    """

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number
        self.written: deque[bytes] = deque()
        self.down: deque[bytes] = deque()
        self.up: deque[bytes] = deque()
        self.held = False
        self.told = False
        self.close_code: int | None = None
        self.line: Line

    @override
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
