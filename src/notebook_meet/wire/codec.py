"""Bytes to messages and back. Everything from outside passes through here, and nothing else decodes it."""

from typing import TypeVar

import msgspec

from notebook_meet.wire import limits
from notebook_meet.wire.base import Message
from notebook_meet.wire.errors import ErrorReply
from notebook_meet.wire.messages import (
    ClientMessage,
    DescribingTicket,
    ServerMessage,
    Ticket,
    TicketFrom,
)
from notebook_meet.wire.rest import Attendance
from notebook_meet.wire.tickets import Signal

T = TypeVar("T")

_client: "msgspec.json.Decoder[ClientMessage]" = msgspec.json.Decoder(ClientMessage)
_server: "msgspec.json.Decoder[ServerMessage]" = msgspec.json.Decoder(ServerMessage)
_signal = msgspec.json.Decoder(Signal)
_encoder = msgspec.json.Encoder()


class BadInput(ValueError):
    """Input that the protocol does not allow.

    Args:
        code: ``bad_json``, ``bad_field`` or ``too_large``.
        detail: where it went wrong; never a value that was sent.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


def _where(error: msgspec.ValidationError) -> str:
    """The path in a validation error (``$.title``), or "unknown field", never a value or a name that was sent."""
    text, at, path = str(error).rpartition(" - at `")
    where = path.rstrip("`")[:80] if at else "$"
    return f"unknown field in {where}" if "unknown field" in (text or path) else where


def _decode(
    decoder: "msgspec.json.Decoder[T]", data: str | bytes | msgspec.Raw, most: int = limits.MESSAGE_BYTES
) -> T:
    try:
        raw = data.encode() if isinstance(data, str) else data
        if len(memoryview(raw)) > most:
            raise BadInput("too_large")
        return decoder.decode(raw)
    except msgspec.ValidationError as error:
        raise BadInput("bad_field", _where(error)) from None
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        # None of these names what was sent: a secret in a broken message must not reach a log.
        raise BadInput("bad_json") from None


def decode_client(data: str | bytes) -> ClientMessage:
    """A message from a client; a ticket's signal is validated and left as bytes.

    Raises:
        BadInput: not JSON, too large, or not a message of the protocol.
    """
    message = _decode(_client, data)
    if isinstance(message, Ticket) and decode_signal(message.signal).description is not None:
        return DescribingTicket(message.n, message.to, message.signal)
    return message


def decode_server(data: str | bytes) -> ServerMessage:
    """A message from the server; a ticket's signal is validated and left as bytes.

    Raises:
        BadInput: not JSON, too large, or not a message of the protocol.
    """
    message = _decode(_server, data)
    if isinstance(message, TicketFrom):
        decode_signal(message.signal)
    return message


def decode_signal(data: bytes | msgspec.Raw) -> Signal:
    """A ticket's content.

    Raises:
        BadInput: not a signal of the protocol.
    """
    return _decode(_signal, data)


def decode_body(data: bytes, body: type[T]) -> T:
    """A REST body.

    Only an ``Attendance`` may be longer than a message.

    Raises:
        BadInput: not JSON, too large, or not of the given type.
    """
    most = limits.ATTENDANCE_BYTES if body is Attendance else limits.MESSAGE_BYTES
    return _decode(_body_decoder(body), data, most)


_bodies: dict[type, "msgspec.json.Decoder[object]"] = {}


def _body_decoder(body: type[T]) -> "msgspec.json.Decoder[T]":
    if body not in _bodies:
        _bodies[body] = msgspec.json.Decoder(body)
    return _bodies[body]  # type: ignore[return-value]


def encode(value: Message | msgspec.Struct | ErrorReply) -> bytes:
    """JSON in UTF-8."""
    return _encoder.encode(value)
