"""A token bucket: how fast one participant may speak, and how fast anything may come through one socket."""

from typing import Final

from notebook_meet.wire import limits

FRAMES: Final = 4
"""Frames that a socket may carry for each message that a participant may send: its pings, its browser's pongs, and
messages that came in pieces."""


class Bucket:
    """Holds up to ``burst`` tokens and refills with ``rate`` per second.

    Args:
        now: monotonic seconds; the bucket starts full.
    """

    __slots__ = ("_at", "_burst", "_rate", "_tokens")

    def __init__(
        self, now: float, rate: float = limits.MESSAGES_PER_SECOND, burst: float = limits.MESSAGE_BURST
    ) -> None:
        self._at, self._tokens = now, burst
        self._rate, self._burst = rate, burst

    def take(self, now: float, cost: int = 1) -> bool:
        """Takes so many tokens; False, and none is taken, when there are fewer."""
        self._tokens = min(self._burst, self._tokens + (now - self._at) * self._rate)
        self._at = now
        if self._tokens < cost:
            return False
        self._tokens -= cost
        return True


def frames(now: float) -> Bucket:
    """The bucket for a socket's frames of every kind. ``now`` is in monotonic seconds."""
    return Bucket(now, FRAMES * limits.MESSAGES_PER_SECOND, FRAMES * limits.MESSAGE_BURST)
