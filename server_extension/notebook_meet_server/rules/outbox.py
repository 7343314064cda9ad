"""What was said to one participant and may have to be said again after a reconnect."""

from collections import deque
from dataclasses import dataclass

from notebook_meet.wire import limits
from notebook_meet.wire.base import Sequenced
from notebook_meet.wire.codec import encode

_MARK = b'"seq":'


@dataclass(frozen=True, slots=True)
class Envelope:
    """A sequenced message, encoded once for all who get it; only the number differs.

    Args:
        head: up to the number.
        tail: after it.
    """

    head: bytes
    tail: bytes

    @classmethod
    def of(cls, message: Sequenced) -> "Envelope":
        """Encodes a message; its own ``seq`` does not matter."""
        # msgspec writes the tag first, then the fields in their order, and ``seq`` is the base's first field.
        head, mark, rest = encode(message).partition(_MARK)
        return cls(head + mark, rest.lstrip(b"0123456789"))

    def stamped(self, seq: int) -> bytes:
        """The message with this number."""
        return b"%b%d%b" % (self.head, seq, self.tail)

    def __len__(self) -> int:
        return len(self.head) + len(self.tail)


@dataclass(frozen=True, slots=True)
class _Kept:
    seq: int
    envelope: Envelope
    sender: str | None


class Outbox:
    """Numbers messages from 1 and keeps the newest: at most 512 of them and 1 MiB."""

    __slots__ = ("_bytes", "_floor", "_kept", "_seq")

    def __init__(self) -> None:
        self._seq = 0
        self._floor = 0  # Nothing at or below it can be said again.
        self._kept: deque[_Kept] = deque()
        self._bytes = 0

    def add(self, envelope: Envelope, sender: str | None = None) -> bytes:
        """Numbers and keeps a message.

        Args:
            envelope: the message.
            sender: whose ticket it is, for ``void``.

        Returns:
            The message as it goes out.
        """
        self._seq += 1
        self._kept.append(_Kept(self._seq, envelope, sender))
        self._bytes += len(envelope)
        while len(self._kept) > limits.REPLAY_MESSAGES or self._bytes > limits.REPLAY_BYTES:
            self._drop_oldest()
        return envelope.stamped(self._seq)

    def void(self, sender: str) -> None:
        """Drops the kept tickets of one sender: a newer description made them worthless."""
        kept = [item for item in self._kept if item.sender != sender]
        if len(kept) < len(self._kept):
            self._kept = deque(kept)
            self._bytes = sum(len(item.envelope) for item in kept)

    def acknowledge(self, seq: int) -> None:
        """Drops what the recipient has handled. A number that was never given counts as the newest."""
        seq = min(seq, self._seq)
        while self._kept and self._kept[0].seq <= seq:
            self._drop_oldest()
        self._floor = max(self._floor, seq)

    def missed(self, seq: int) -> list[bytes] | None:
        """What followed ``seq``, in order; None when that is no longer known, or ``seq`` was never given."""
        if not self._floor <= seq <= self._seq:
            return None
        return [item.envelope.stamped(item.seq) for item in self._kept if item.seq > seq]

    def clear(self) -> None:
        """Drops everything: a welcome tells the whole truth afresh."""
        self._kept.clear()
        self._bytes = 0
        self._floor = self._seq

    def _drop_oldest(self) -> None:
        item = self._kept.popleft()
        self._bytes -= len(item.envelope)
        self._floor = max(self._floor, item.seq)
