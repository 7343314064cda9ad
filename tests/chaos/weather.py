"""What happens to each datagram, as a function of chance. Pure."""

from dataclasses import dataclass
from random import Random
from typing import Final


@dataclass(frozen=True)
class Weather:
    """Shares of datagrams, from 0 to 1, and seconds.

    Args:
        loss: never arrive.
        duplicate: arrive twice.
        reorder: arrive after the one that follows.
        delay: every one is late by this.
        jitter: late by up to this in addition; that alone changes the order, too.
        rate: bytes a second that get through, each way; those that come faster queue, and are lost where the queue is full.
    """

    loss: float = 0.0
    duplicate: float = 0.0
    reorder: float = 0.0
    delay: float = 0.0
    jitter: float = 0.0
    rate: float | None = None

    def fate(self, chance: Random) -> "Fate":
        """What happens to the next datagram. Always takes five numbers, so that one share changes no other's draws."""
        lost, twice, late, *moments = (chance.random() for _ in range(5))
        if lost < self.loss:
            return Fate(())
        copies = moments[: 2 if twice < self.duplicate else 1]
        return Fate(
            tuple(self.delay + self.jitter * moment for moment in copies), overtaken=late < self.reorder
        )


QUEUE: Final = 0.3
"""Seconds that a narrow way lets something wait at most."""


@dataclass
class Queue:
    """What waits before a narrow way: as a router's, first in, first out.

    Args:
        empty: when the last that waits has gone, on the caller's clock.
    """

    empty: float = 0.0

    def wait(self, size: int, rate: float | None, now: float) -> float | None:
        """How long one more of ``size`` bytes waits and travels; None where there is no room for it."""
        begins = max(now, self.empty)
        if rate is None:
            return 0.0
        if begins - now > QUEUE:
            return None
        self.empty = begins + size / rate
        return self.empty - now


@dataclass(frozen=True)
class Fate:
    """When the copies of one datagram go on, seconds from now; none when it is lost."""

    copies: tuple[float, ...]
    overtaken: bool = False


CLEAR: Final = Weather()
BLACKOUT: Final = Weather(loss=1.0)
"""Nothing gets through."""
