"""WebSocket close codes: some of IANA's registry, and some of the private range (RFC 6455 section 7.4.2)."""

from enum import IntEnum


class CloseCode(IntEnum):
    """Why the server closed a socket."""

    NORMAL = 1000
    GOING_AWAY = 1001
    TOO_BIG = 1009
    INTERNAL = 1011
    TRY_AGAIN_LATER = 1013
    BAD_MESSAGE = 4400
    NO_ADMISSION = 4401
    NOT_ALLOWED = 4403
    SLOW_READER = 4408
    MOVED = 4409
    ENDED = 4410
    TOO_FAST = 4429


RESUMABLE = frozenset(
    {
        CloseCode.GOING_AWAY,
        CloseCode.INTERNAL,
        CloseCode.TRY_AGAIN_LATER,
        CloseCode.SLOW_READER,
        CloseCode.TOO_FAST,
    }
)
"""Codes after which a client may come back with its resume token; so may one that saw no code (1006)."""
