"""The golden messages mean to Python what they mean to the browser."""

import json
import time
from collections.abc import Callable

import msgspec
import pytest

from notebook_meet.wire import errors, limits, messages, rest
from notebook_meet.wire.codec import BadInput, decode_body, decode_client, decode_server
from tests.wire.cases import Case, load

CASES = load()
BODIES: dict[str, type[msgspec.Struct]] = {
    body.__name__: body for body in (*rest.REQUESTS, *rest.REPLIES, errors.ErrorReply)
}


def decoder(type_name: str) -> Callable[[str], object]:
    if type_name == "ClientMessage":
        return decode_client
    if type_name == "ServerMessage":
        return decode_server
    return lambda text: decode_body(text.encode(), BODIES[type_name])


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.type}-{case.name}")
def test_golden(case: Case) -> None:
    decode = decoder(case.type)
    started = time.perf_counter()
    if case.ok:
        decode(case.text)
    else:
        with pytest.raises(BadInput) as refused:
            decode(case.text)
        assert refused.value.code in {"bad_json", "bad_field", "too_large"}
    assert time.perf_counter() - started < 0.1, "no input may cost more than 100 ms"


def tags(kinds: tuple[type[messages.Message], ...]) -> set[str]:
    return {str(kind.__struct_config__.tag) for kind in kinds}


def tags_of(type_name: str, *, ok: bool) -> set[str]:
    found: set[str] = set()
    for case in CASES:
        if case.type == type_name and case.ok is ok:
            try:
                value = json.loads(case.text)
            except (ValueError, RecursionError):
                continue
            if isinstance(value, dict) and isinstance(value.get("type"), str):
                found.add(value["type"])
    return found


@pytest.mark.parametrize("ok", [True, False], ids=["good", "bad"])
def test_every_message_has_cases(ok: bool) -> None:
    assert tags_of("ClientMessage", ok=ok) >= tags(messages.CLIENT_MESSAGES)
    assert tags_of("ServerMessage", ok=ok) >= tags(messages.SERVER_MESSAGES)


@pytest.mark.parametrize("ok", [True, False], ids=["good", "bad"])
def test_every_body_has_cases(ok: bool) -> None:
    assert {case.type for case in CASES if case.ok is ok} >= set(BODIES)


def test_a_message_may_be_as_large_as_the_limit_and_no_larger() -> None:
    ping = '{"type": "ping", "seq": 1}'
    assert decode_client(ping.ljust(limits.MESSAGE_BYTES)) == messages.Ping(seq=1)
    with pytest.raises(BadInput) as refused:
        decode_client(ping.ljust(limits.MESSAGE_BYTES + 1))
    assert refused.value.code == "too_large"


@pytest.mark.parametrize("data", [b"\xff\xfe", b'{"title": "\xff"}', b'{"title": "\\ud800"}', "\ud800"])
def test_bytes_that_are_no_unicode_are_bad_json(data: bytes | str) -> None:
    with pytest.raises(BadInput) as refused:
        decode_client(data) if isinstance(data, str) else decode_body(data, rest.CreateMeeting)
    assert refused.value.code == "bad_json"


@pytest.mark.parametrize(
    "text",
    [
        '{"type": "claim", "n": 1, "host_key": "canary"}',
        '{"type": "claim", "n": 1, "canary": 1}',
        '{"type": "canary"}',
        '{"type": "claim" "canary"}',
    ],
)
def test_what_was_sent_is_never_repeated(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        decode_client(text)
    assert "canary" not in str(refused.value)
    assert refused.value.__cause__ is None
