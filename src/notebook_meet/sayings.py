"""What this client has said, until the server has acknowledged it and its outcome is known. Without I/O."""

from collections import deque
from collections.abc import Callable
from typing import TypeVar

from msgspec.structs import replace

from notebook_meet.errors import MeetError
from notebook_meet.wire.base import Numbered

N = TypeVar("N", bound=Numbered)

Told = Callable[[MeetError | None], None]
"""Takes the outcome of a message: None once the server has done it, or why it was refused."""
Done = Callable[[], bool]
"""Whether what a message asked for can be seen."""


class Sayings:
    """One client's numbered messages.

    The server acknowledges a message when it has handled it. What has to be stored first, such as a host's decision,
    happens or is refused later than that: such a message is given a ``done``, and its outcome waits for it.
    """

    def __init__(self) -> None:
        self._unacked: deque[Numbered] = deque()
        self._last_n = 0
        self._told: dict[int, tuple[Told, Done | None]] = {}
        self._past: list[tuple[Told, Done | None]] = []

    @property
    def unacked(self) -> tuple[Numbered, ...]:
        """What the server has not acknowledged: to be sent, in order, whenever a socket is open."""
        return tuple(self._unacked)

    def say(self, build: Callable[[int], N], told: Told | None = None, done: Done | None = None) -> N:
        """Numbers a message and keeps it until the server has acknowledged it.

        Args:
            build: makes the message with its number.
            told: is called once with the outcome.
            done: for what the server decides later than it acknowledges.
        """
        self._last_n += 1
        message = build(self._last_n)
        self._unacked.append(message)
        if told is not None:
            self._told[message.n] = told, done
        return message

    def acknowledge(self, ack: int) -> None:
        """The server has handled everything up to this number."""
        while self._unacked and self._unacked[0].n <= ack:
            self._unacked.popleft()
        self.look()

    def look(self) -> None:
        """Something has changed: tells the outcome of what can be seen to be done."""
        waiting = {message.n for message in self._unacked}
        for n, (told, done) in list(self._told.items()):
            if n not in waiting and (done is None or done()):
                del self._told[n]
                told(None)
        for outcome in [past for past in self._past if past[1] is None or past[1]()]:
            self._past.remove(outcome)
            outcome[0](None)

    def refuse(self, n: int, error: MeetError) -> bool:
        """The server has refused a message; False when nobody waits for its outcome."""
        told, _ = self._told.pop(n, (None, None))
        if told is None:
            return False
        told(error)
        return True

    def number_afresh(self, ack: int) -> None:
        """A new participation counts from its own start; what was not acknowledged is said again in it."""
        again = list(enumerate(self._unacked, start=ack + 1))
        moved = {n: self._told.pop(message.n) for n, message in again if message.n in self._told}
        # What was acknowledged before and is still open: its number means something else from now on.
        self._past += self._told.values()
        self._told = moved
        self._unacked = deque(replace(message, n=n) for n, message in again)
        self._last_n = ack + len(self._unacked)
