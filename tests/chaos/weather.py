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
    """

    loss: float = 0.0
    duplicate: float = 0.0
    reorder: float = 0.0
    delay: float = 0.0
    jitter: float = 0.0

    def fate(self, chance: Random) -> "Fate":
        """What happens to the next datagram. Always takes five numbers, so that one share changes no other's draws."""
        lost, twice, late, *moments = (chance.random() for _ in range(5))
        if lost < self.loss:
            return Fate(())
        copies = moments[: 2 if twice < self.duplicate else 1]
        return Fate(
            tuple(self.delay + self.jitter * moment for moment in copies), overtaken=late < self.reorder
        )


@dataclass(frozen=True)
class Fate:
    """When the copies of one datagram go on, seconds from now; none when it is lost."""

    copies: tuple[float, ...]
    overtaken: bool = False


CLEAR: Final = Weather()
BLACKOUT: Final = Weather(loss=1.0)
"""Nothing gets through."""
