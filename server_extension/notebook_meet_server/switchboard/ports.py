"""What the switchboard needs from outside: connections, a clock, and fresh ids."""

import secrets
import time
from collections.abc import Awaitable
from datetime import datetime
from typing import Protocol


class ConnectionClosed(Exception):
    """The other side of a connection is gone."""


class Connection(Protocol):
    """One WebSocket, as the web offers it."""

    def write(self, data: bytes) -> Awaitable[None] | None:
        """Sends one text message, after all that was written before.

        Returns:
            None when it has left the server's buffer, which is the rule; else what ends when it has.

        Raises:
            ConnectionClosed: it cannot be sent any more; also from what is awaited.
        """

    def close(self, code: int, reason: str) -> None:
        """Starts the closing handshake. Returns at once, raises nothing, may be called again."""

    def abort(self) -> None:
        """Cuts the connection, without another word. Returns at once, raises nothing, may be called again."""


class Clock(Protocol):
    """Three answers to what time it is."""

    def monotonic(self) -> float:
        """Seconds that never jump, for durations."""

    def wall(self) -> float:
        """Seconds since the epoch, for what is stored."""

    def local(self) -> datetime:
        """Aware local time, for the nightly clean-up."""


class Ids(Protocol):
    """Fresh names. Each is base64url and never repeats."""

    def meeting(self) -> str:
        """128 random bits."""

    def short(self) -> str:
        """96 random bits: participants, invites, guests, the server's life."""

    def secret(self) -> str:
        """256 random bits: admissions, host keys, invite secrets, resume tokens."""


class SystemClock:
    """The machine's clock."""

    def monotonic(self) -> float:
        """See ``Clock``."""
        return time.monotonic()

    def wall(self) -> float:
        """See ``Clock``."""
        return time.time()

    def local(self) -> datetime:
        """See ``Clock``."""
        return datetime.now().astimezone()


class RandomIds:
    """The operating system's random bits."""

    def meeting(self) -> str:
        """See ``Ids``."""
        return secrets.token_urlsafe(16)

    def short(self) -> str:
        """See ``Ids``."""
        return secrets.token_urlsafe(12)

    def secret(self) -> str:
        """See ``Ids``."""
        return secrets.token_urlsafe(32)
