"""What all messages are made of."""

from typing import Annotated

import msgspec

from notebook_meet.wire import limits

Count = Annotated[int, msgspec.Meta(ge=0, le=limits.COUNT)]
Number = Annotated[int, msgspec.Meta(ge=1, le=limits.COUNT)]


class Message(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="type"):
    """Base of all messages."""


class Numbered(Message, frozen=True):
    """A message that changes something.

    Args:
        n: counts this client's numbered messages from 1. The server handles each number once, in order,
            so a client may send again what it is not sure of.
    """

    n: Number


class Sequenced(Message, frozen=True):
    """A message that is replayed after a reconnect. ``seq`` grows by at least one with each."""

    seq: Number
