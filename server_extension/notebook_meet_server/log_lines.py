"""How the application's log looks: as its root's, or one JSON object a line."""

import logging
import sys
import traceback
from datetime import UTC, datetime
from typing import Literal

import msgspec
from typing_extensions import override

from notebook_meet_server.switchboard.events import FIELDS

LogFormat = Literal["text", "json"]
OURS = "notebook_meet_server"
"""Every logger of ours stands below this one."""
_CHARS = 8192
"""Longest value that is written: a stack fits, and nothing from outside is longer than 256 characters anyway."""


class JsonLines(logging.Formatter):
    """``{"time": …, "level": …, "logger": …, "event": …}`` and the event's own fields, always in one line."""

    @override
    def format(self, record: logging.LogRecord) -> str:
        fields = getattr(record, FIELDS, None) or {"event": record.getMessage()[:_CHARS]}
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            **fields,
        }
        if record.exc_info and record.exc_info[0] is not None:
            # As everywhere: where, and never the error's own text, which may hold what somebody sent.
            line["stack"] = "".join(traceback.format_tb(record.exc_info[2]))[-_CHARS:]
            line["error"] = record.exc_info[0].__name__
        return msgspec.json.encode(line).decode()


def join_logs(log: logging.Logger, how: LogFormat = "text") -> None:
    """Makes what the application logs appear in its root's log, or as JSON beside it, on the same stream.

    Args:
        log: the root's; its level counts.
        how: ``c.Meet.log_format``.
    """
    own = logging.getLogger(OURS)
    own.setLevel(log.level)
    own.handlers = [handler for handler in own.handlers if not isinstance(handler.formatter, JsonLines)]
    own.parent, own.propagate = log, how == "text"
    if how == "json":
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(JsonLines())
        own.addHandler(handler)
