"""The live part: connections in, rules in the middle, effects out. Knows no web framework."""

from notebook_meet_server.switchboard.board import Switchboard
from notebook_meet_server.switchboard.environment import Environment
from notebook_meet_server.switchboard.line import Line
from notebook_meet_server.switchboard.ports import (
    Clock,
    Connection,
    ConnectionClosed,
    Ids,
    RandomIds,
    SystemClock,
)

__all__ = [
    "Clock",
    "Connection",
    "ConnectionClosed",
    "Environment",
    "Ids",
    "Line",
    "RandomIds",
    "Switchboard",
    "SystemClock",
]
