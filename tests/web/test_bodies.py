"""Bad bodies, at every REST call that takes one: each is refused in words, and changes nothing."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec
import pytest

from notebook_meet.wire import limits
from notebook_meet.wire.errors import ERRORS
from notebook_meet.wire.rest import (
    REQUESTS,
    Body,
    CreateInvite,
    CreateMeeting,
    Preview,
    RequestAdmission,
    UpdateMeeting,
)
from notebook_meet.wire.version import API_PREFIX
from notebook_meet_server.web.routes import TABLE
from tests.web.conftest import Start
from tests.web.server import ROOT, Answer, MeetServer

JSON = {"Content-Type": "application/json"}
DEEP = b"[" * 9 + b"]" * 9
TOO_LONG = json.dumps("t" * 10_000).encode()
Bad = tuple[bytes, dict[str, str], str]


@dataclass(frozen=True)
class Call:
    """One REST call that takes a body.

    Args:
        body: what it takes.
        good: the status of its answer to ``accepted``.
        refused: bodies that only this call refuses.
    """

    body: type[Body]
    good: int
    accepted: bytes = b"{}"
    refused: tuple[bytes, ...] = ()


CALLS: dict[tuple[str, str], Call] = {
    ("POST", f"{API_PREFIX}/meetings"): Call(
        CreateMeeting,
        201,
        b'{"title": "a"}',
        (
            b"{}",
            b'{"title": ""}',
            b'{"title": " \\u200b\\u202e "}',
            b'{"title": null}',
            b'{"title": "a", "passcode": ""}',
            b'{"title": "a", "keep": null}',
        ),
    ),
    ("PATCH", f"{API_PREFIX}/meetings/([^/]*)"): Call(
        UpdateMeeting,
        200,
        refused=(
            b'{"title": ""}',
            b'{"title": " \\u200b\\u202e "}',
            b'{"title": null}',
            b'{"passcode": ""}',
            b'{"keep": null}',
            b'{"id": "AAAAAAAAAAAAAAAAAAAAAA"}',
            b'{"owner": "user:mallory"}',
        ),
    ),
    ("POST", f"{API_PREFIX}/meetings/([^/]*)/preview"): Call(
        Preview, 200, refused=(b'{"invite": "short"}', b'{"resume": ""}', b'{"passcode": "fourier"}')
    ),
    ("POST", f"{API_PREFIX}/meetings/([^/]*)/admissions"): Call(
        RequestAdmission,
        201,
        refused=(
            b'{"kind": "telephone"}',
            b'{"name": null}',
            b'{"host_key": "short"}',
            b'{"role": "host"}',
            b'{"passcode": ""}',
        ),
    ),
    ("POST", f"{API_PREFIX}/meetings/([^/]*)/invites"): Call(
        CreateInvite,
        201,
        refused=(
            b'{"role": "king"}',
            b'{"uses": 0}',
            b'{"uses": 1.5}',
            b'{"uses": 501}',
            b'{"expires_in": 59}',
            b'{"expires_in": 1e9}',
            b'{"expires_in": 1e999}',
        ),
    ),
}
"""A row for each method and route that takes a body."""


def named(text: str) -> str:
    return text.removeprefix(API_PREFIX).replace("/([^/]*)", "/id")


def test_every_route_that_takes_a_body_has_a_row() -> None:
    takes = {
        (method, pattern)
        for pattern, handler in TABLE
        for method in handler.ACTIONS
        if method in {"POST", "PUT", "PATCH"}
    }
    assert set(CALLS) == takes
    assert {call.body for call in CALLS.values()} == set(REQUESTS)


def field_by_field(call: Call) -> Iterator[bytes]:
    """The accepted body with one field of the wrong type, too deep, or too long."""
    for field in msgspec.json.schema(call.body)["$defs"][call.body.__name__]["properties"]:
        for value in (b"[]", b"{}", b"-1", DEEP, TOO_LONG):
            good = {**json.loads(call.accepted)}
            good.pop(field, None)
            rest = json.dumps(good).encode()[1:-1]
            yield b'{"%s": %s%s}' % (field.encode(), value, b", " + rest if rest else b"")


def bad_bodies(call: Call) -> Iterator[Bad]:
    """Every bad body for a call, with its headers and the code of the refusal."""
    for broken in (b"", b"{", b"\xff\xfe", call.accepted + b"}", b"title=a", b"\0"):
        yield broken, JSON, "bad_json"
    for wrong in (b"null", b"[]", b"7", b'"text"', b"[" * 60_000, b'{"a":' * 10_000):
        yield wrong, JSON, "bad_field"
    unknown = json.dumps({**json.loads(call.accepted), "colour": "red"}).encode()
    for wrong in (unknown, *call.refused, *field_by_field(call)):
        yield wrong, JSON, "bad_field"
    for kind in (
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "application/jsonp",
    ):
        yield call.accepted, {"Content-Type": kind} if kind else {}, "bad_field"
    padded = call.accepted[:-1] + b" " * limits.MESSAGE_BYTES + b"}"
    for large in (padded, b" " * 900_000, b" " * 20_000_000):
        yield large, JSON, "too_large"


def address(pattern: str, meeting: str) -> str:
    return ROOT + re.sub(r"\(\[\^/\]\*\)", meeting, pattern)


async def state(server: MeetServer, meeting: str) -> Any:
    """All that the calls could have changed."""
    paths = ("meetings", f"meetings/{meeting}", f"meetings/{meeting}/invites")
    return [(await server.as_kernel("GET", path)).json for path in paths]


def expect_refusal(answer: Answer, code: str) -> None:
    assert (answer.code, answer.status) == (code, ERRORS[code].status)
    assert answer.json["error"]["message"].startswith(ERRORS[code].message)


@pytest.mark.parametrize(("method", "pattern"), CALLS, ids=named)
async def test_a_bad_body_is_refused_in_words_and_changes_nothing(
    start: Start, method: str, pattern: str
) -> None:
    call = CALLS[method, pattern]
    async with start() as server:
        meeting = (await server.meeting())["id"]
        before = await state(server, meeting)
        for content, headers, code in bad_bodies(call):
            answer = await server.send(
                method, address(pattern, meeting), content, {**headers, **server.kernel}
            )
            try:
                expect_refusal(answer, code)
            except AssertionError as problem:
                problem.add_note(f"body {content[:80]!r}, headers {headers}")
                raise
        assert await state(server, meeting) == before
        good = await server.send(method, address(pattern, meeting), call.accepted, {**JSON, **server.kernel})
        assert good.status == call.good


@pytest.mark.parametrize(("method", "pattern"), CALLS, ids=named)
async def test_a_body_of_unknown_length_is_bounded_too(start: Start, method: str, pattern: str) -> None:
    async def pieces(write: Any) -> None:
        for _ in range(3):
            await write(b" " * 30_000)

    async with start() as server:
        meeting = (await server.meeting())["id"]
        answer = await server.stream(method, address(pattern, meeting), pieces, {**JSON, **server.kernel})
        expect_refusal(answer, "too_large")


async def test_a_charset_beside_the_content_type_is_fine(start: Start) -> None:
    async with start() as server:
        headers = {"Content-Type": "Application/JSON; charset=utf-8", **server.kernel}
        answer = await server.send("POST", f"{ROOT}api/v1/meetings", b'{"title": "a"}', headers)
        assert answer.status == 201
