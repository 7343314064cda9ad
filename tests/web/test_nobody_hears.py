"""Bad input beside a call, over WebSockets: who sent it is told why, and nobody in the call hears of it."""

import asyncio
import time
from typing import Any

import pytest

from notebook_meet.wire import limits
from notebook_meet.wire.errors import ERRORS
from tests.web.bystanders import Call, undisturbed
from tests.web.conftest import Start
from tests.web.server import Client, MeetServer, people, signal

SECRET = "s" * 43


async def expect_refused(client: Client, code: str) -> None:
    """The server says why it closes the socket, and closes it with that code's number."""
    refused = await client.hear()
    assert (refused["type"], refused["code"]) == ("refused", code)
    assert refused["message"].startswith(ERRORS[code].message)
    assert await client.closed() == ERRORS[code].close


FIRST: dict[str, tuple[str | bytes, str]] = {
    "not JSON": ("{", "bad_json"),
    "binary": (b"{}", "bad_json"),
    "no message": ("null", "bad_field"),
    "unknown type": ('{"type": "dance"}', "bad_field"),
    "unknown field": (f'{{"type": "hello", "admission": "{SECRET}", "hat": 1}}', "bad_field"),
    "malformed admission": ('{"type": "hello", "admission": "x"}', "bad_field"),
    "unknown admission": (f'{{"type": "hello", "admission": "{SECRET}"}}', "admission_invalid"),
    "unknown resume token": (
        f'{{"type": "resume", "token": "{SECRET}", "seq": 0, "epoch": "x"}}',
        "resume_refused",
    ),
    "a ticket without admission": (
        f'{{"type": "ticket", "n": 1, "to": "{"A" * 16}", "signal": {{"number": 1, "seen": 0, "candidates": []}}}}',
        "protocol_unsupported",
    ),
    "too large": (" " * (limits.MESSAGE_BYTES + 1), "too_large"),
}


async def test_sockets_that_begin_badly(start: Start) -> None:
    async with start() as server, undisturbed(server):
        for message, code in FIRST.values():
            client = await server.connect()
            await client.connection.write_message(message, binary=isinstance(message, bytes))
            await expect_refused(client, code)


async def test_a_socket_that_says_nothing(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    async with start() as server, undisturbed(server):
        monkeypatch.setattr(limits, "HELLO_SECONDS", 0.05)
        await expect_refused(await server.connect(), "admission_timeout")


async def present(server: MeetServer, admission: str) -> Client:
    client = await server.connect()
    await client.say(type="hello", admission=admission)
    return client


async def test_an_admission_that_has_expired(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    async with start() as server, undisturbed(server) as call:
        with monkeypatch.context() as earlier:
            before = time.monotonic() - limits.ADMISSION_SECONDS - 1
            earlier.setattr("notebook_meet_server.switchboard.SystemClock.monotonic", lambda _: before)
            alan = await server.log_in()
            answer = await alan.call("POST", f"meetings/{call.id}/admissions", {})
        await expect_refused(await present(server, answer.json["admission"]), "admission_invalid")


async def test_an_admission_that_was_used_before(start: Start) -> None:
    """By one of the two, and by many at once."""
    async with start() as server, undisturbed(server) as call:
        alan = await server.log_in()
        answer = await alan.call("POST", f"meetings/{call.id}/admissions", {"name": "Alan"})
        client, welcome = await server.join(answer)
        await client.say(type="leave", n=1)
        for one in (call.ada, call.grace):
            assert (await one.hear())["participant"]["id"] == welcome["you"]
            assert (await one.hear())["type"] == "left"
        again = await asyncio.gather(*(present(server, answer.json["admission"]) for _ in range(5)))
        for late in again:
            await expect_refused(late, "admission_invalid")


async def expect_error(client: Client, code: str, re: int) -> None:
    error = await client.hear()
    assert (error["type"], error["code"], error["re"]) == ("error", code, re)
    assert error["message"].startswith(ERRORS[code].message)


async def recipients(server: MeetServer, call: Call) -> list[str]:
    """Ids to which Ada may send nothing: herself, nobody, somebody of another meeting, somebody who has left."""
    _, ((_, elsewhere),) = await people(server, 1)
    alan = await server.log_in()
    client, gone = await server.join(await alan.call("POST", f"meetings/{call.id}/admissions", {}))
    await client.say(type="leave", n=1)
    for one in (call.ada, call.grace):
        assert [(await one.hear())["type"] for _ in range(2)] == ["joined", "left"]
    return [call.ada_id, "A" * 16, elsewhere["you"], gone["you"]]


async def test_tickets_that_have_no_recipient(start: Start) -> None:
    async with start() as server, undisturbed(server) as call:
        for n, to in enumerate(await recipients(server, call), 1):
            await call.ada.say(type="ticket", n=n, to=to, signal=signal(n))
            await expect_error(call.ada, "bad_recipient", n)


WISHES: list[tuple[dict[str, Any], str]] = [
    ({"type": "end"}, "not_allowed"),
    ({"type": "claim", "host_key": SECRET}, "host_key_invalid"),
]


async def test_what_one_of_them_may_not_do(start: Start) -> None:
    async with start() as server, undisturbed(server) as call:
        for n, (message, code) in enumerate(WISHES, 1):
            await call.grace.say(n=n, **message)
            await expect_error(call.grace, code, n)


async def test_a_message_that_was_handled_before(start: Start) -> None:
    async with start() as server, undisturbed(server) as call:
        for _ in range(3):
            await call.ada.say(type="ticket", n=1, to=call.grace_id, signal=signal(1))
        assert (await call.grace.hear())["type"] == "ticket"
