"""Events in the log, one a line: a name, and values of our own vocabularies behind it. Nothing that somebody typed."""

import logging
from hashlib import sha256

FIELDS = "meet_event"
"""Under this name a record carries the event, for who writes the log as JSON."""
_SHOWN = 8


def note(log: logging.Logger, event: str, **fields: str | int) -> None:
    """Writes down an event, as ``name key=value …``.

    Args:
        log: the logger of the place.
        event: its name.
        fields: words of ours, numbers, and what ``alias`` made.
    """
    told = " ".join([event, *(f"{name}={value}" for name, value in fields.items())])
    log.info("%s", told, extra={FIELDS: {"event": event, **fields}})


def alias(id_: str) -> str:
    """What stands for an id in the log: the same for the same id. An id itself opens a meeting to who is logged in."""
    return sha256(id_.encode()).hexdigest()[:_SHOWN]
