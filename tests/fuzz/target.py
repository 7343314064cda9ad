"""What has to hold for any bytes at all that reach the codec and the rules about text. Atheris and pytest both call it."""

from collections.abc import Callable
from typing import Any

import msgspec

from notebook_meet.wire import limits
from notebook_meet.wire.codec import (
    BadInput,
    decode_body,
    decode_client,
    decode_server,
    decode_signal,
    encode,
)
from notebook_meet.wire.messages import Ticket, TicketFrom
from notebook_meet.wire.rest import REQUESTS
from notebook_meet_server.rules.names import clean_name, clean_title, guest_name, same_name_key
from notebook_meet_server.rules.origin import is_authority, parse_origin

DETAIL_CHARS = 120
"""Longest that a refusal says about where something was wrong."""


def check(data: bytes) -> None:
    """The first byte chooses who reads the rest.

    Raises:
        AssertionError: something does not hold.
        Exception: anything else is a fault of the code under test.
    """
    if data:
        READERS[data[0] % len(READERS)](data[1:])


def _decoded(decode: Callable[[bytes], Any]) -> Callable[[bytes], None]:
    """What is accepted comes out the same after a way there and back; all else is refused in words."""

    def read(data: bytes) -> None:
        value, refusal = None, None
        try:
            value = decode(data)
        except BadInput as bad:
            refusal = bad
        if refusal is not None:
            assert refusal.code in {"bad_json", "bad_field", "too_large"}
            assert len(refusal.detail) <= DETAIL_CHARS
            return
        assert len(data) <= limits.MESSAGE_BYTES
        if isinstance(value, Ticket | TicketFrom):
            signal = decode_signal(value.signal)
            assert decode_signal(encode(signal)) == signal
            value = msgspec.structs.replace(value, signal=msgspec.Raw(bytes(value.signal)))
            again = decode(encode(value))
            assert msgspec.structs.replace(again, signal=value.signal) == value
            assert decode_signal(again.signal) == signal
            return
        assert decode(encode(value)) == value

    return read


def _as_text(decode: Callable[[str], Any]) -> Callable[[bytes], Any]:
    """The message as Tornado hands it over; bytes that are no text never get that far."""

    def read(data: bytes) -> Any:
        return decode(data.decode("utf-8", "replace"))

    return lambda data: read(data) if len(data) < limits.MESSAGE_BYTES // 3 else decode_client(data)


def _names(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    for clean, most in ((clean_name, limits.NAME_CHARS), (clean_title, limits.TITLE_CHARS)):
        once = clean(text)
        assert len(once) <= most
        assert clean(once) == once
        assert "\u202e" not in once
        assert "\n" not in once
    name = clean_name(text) or "Guest"
    taken = [name]
    for _ in range(3):
        marked = guest_name(name, taken)
        assert len(marked) <= limits.NAME_CHARS
        assert same_name_key(marked) not in {same_name_key(other) for other in taken}
        taken.append(marked)


def _origins(data: bytes) -> None:
    text = data.decode("latin-1")
    origin = parse_origin(text)
    if origin is not None:
        assert origin.scheme in {"http", "https"}
        assert text.lower().startswith(f"{origin.scheme}://{origin.host}")
        assert is_authority(origin.host)
    if is_authority(text):
        assert not set(text) & set(" \t\r\n;,'\"<>@/\\%")


READERS: tuple[Callable[[bytes], None], ...] = (
    _decoded(decode_client),
    _decoded(decode_server),
    _decoded(_as_text(decode_client)),
    *(_decoded(lambda data, kind=kind: decode_body(data, kind)) for kind in REQUESTS),
    _names,
    _origins,
)
