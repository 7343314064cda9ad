"""The chat of one meeting: what is kept of it for those who come later, and who may read it."""

import unicodedata
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from notebook_meet.wire import limits
from notebook_meet.wire.codec import encode
from notebook_meet.wire.talk import ChatMessage

PIECE_BYTES: Final = limits.MESSAGE_BYTES - 4096
"""Most that one piece of the history holds, encoded; the rest is for what stands around it."""


def clean_text(text: str) -> str:
    """What somebody wrote, in NFC, without control characters but line breaks and tabs; empty when nothing can be seen."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(char for char in lines if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs"))
    return kept.strip("\n").rstrip()[: limits.CHAT_CHARS] if kept.strip() else ""


@dataclass(frozen=True, slots=True)
class _Kept:
    message: ChatMessage
    size: int
    readers: frozenset[str] | None


class Talk:
    """Numbers messages, and keeps the latest: at most 200 of them and 256 KiB."""

    __slots__ = ("_bytes", "_kept", "_number")

    def __init__(self) -> None:
        self._number = 0
        self._kept: deque[_Kept] = deque()
        self._bytes = 0

    @property
    def said(self) -> bool:
        """Whether anything was ever written."""
        return self._number > 0

    def next(self) -> int:
        """The number of the next message."""
        self._number += 1
        return self._number

    def keep(self, message: ChatMessage, readers: frozenset[str] | None) -> None:
        """Keeps a message.

        Args:
            message: the message.
            readers: the principals who may read it; None for everybody.
        """
        kept = _Kept(message, len(encode(message)) + 1, readers)
        self._kept.append(kept)
        self._bytes += kept.size
        while len(self._kept) > limits.CHAT_KEPT or self._bytes > limits.CHAT_KEPT_BYTES:
            self._bytes -= self._kept.popleft().size

    def pieces(self, principal: str) -> Iterator[list[ChatMessage]]:
        """What a person may read, oldest first, in pieces that each fit into one message."""
        piece: list[ChatMessage] = []
        size = 0
        for kept in self._kept:
            if kept.readers is not None and principal not in kept.readers:
                continue
            if size + kept.size > PIECE_BYTES:
                yield piece
                piece, size = [], 0
            piece.append(kept.message)
            size += kept.size
        if piece:
            yield piece
