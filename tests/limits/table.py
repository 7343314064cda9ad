"""A case for each limit: what is at the limit passes, what is one beyond is refused in the protocol's words."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from notebook_meet.wire import limits
from notebook_meet.wire.codec import BadInput, decode_body, decode_client
from notebook_meet_server.rules.refused import Refused

Case = Callable[[Path], Awaitable[None]]

CASES: dict[str, Case] = {}

SIGNAL: dict[str, Any] = {"number": 1, "seen": 0}


def of(*names: str) -> Callable[[Case], Case]:
    """Registers a case for these limits."""

    def register(case: Case) -> Case:
        for name in names:
            assert name not in CASES, name
            assert hasattr(limits, name), name
            CASES[name] = case
        return case

    return register


def message(**fields: object) -> None:
    """Decodes a client's message, or raises what the server would."""
    decode_client(msgspec.json.encode(fields))


def ticket(**signal: object) -> None:
    """Decodes a ticket with this signal."""
    message(type="ticket", n=1, to="A" * 16, signal={**SIGNAL, **signal})


def body(kind: type[msgspec.Struct], **fields: object) -> None:
    """Decodes a REST body."""
    decode_body(msgspec.json.encode(fields), kind)


class refused:  # noqa: N801 (reads like pytest.raises)
    """``with refused("bad_field"): …`` fails unless just that is said."""

    def __init__(self, code: str) -> None:
        self._code = code
        self._raises = pytest.raises((BadInput, Refused))

    def __enter__(self) -> None:
        self._info = self._raises.__enter__()

    def __exit__(self, *raised: Any) -> bool:
        swallowed = self._raises.__exit__(*raised)
        assert self._info.value.code == self._code
        return bool(swallowed)
