"""What the log tells at its loudest, after everything good and bad: no secret, no SDP, no IP address, nothing long."""

import logging
from typing import Any

import pytest

from tests.web.conftest import Start
from tests.web.raw import BINARY, CLOSE, TEXT, Headers, Raw, frame, request, upgrade
from tests.web.server import BASE, ROOT, SUBPROTOCOL, MeetServer

CALLER, BEHIND_PROXY, CANDIDATE = "127.0.0.42", "203.0.113.77", "198.51.100.23"
LONG = "L" * 5000
TOO_LONG = "L" * 257
IN_A_FAULT = "canary in a fault"
SDP = "v=0\r\no=- 1 2 IN IP4 198.51.100.23\r\ns=canary\r\n"


async def ask(server: MeetServer, method: str, path: str, headers: Headers, body: bytes = b"{}") -> Any:
    """A request from an address that can be told from the server's own, as a proxy would pass it on."""
    own = [
        ("Host", f"127.0.0.1:{server.port}"),
        ("Content-Type", "application/json"),
        ("Content-Length", str(len(body))),
        ("X-Forwarded-For", BEHIND_PROXY),
    ]
    named = {name for name, _ in headers}
    async with Raw(server.port, CALLER) as raw:
        kept = [(name, value) for name, value in own if name not in named]
        return await raw.ask(request(method, path, [*kept, *headers], body))


async def converse(server: MeetServer, *said: bytes) -> None:
    """A socket that says these frames and is closed by the server."""
    async with Raw(server.port, CALLER) as raw:
        await raw.open(("X-Forwarded-For", BEHIND_PROXY), ("Cookie", "a=canary-cookie"))
        for data in said:
            raw.writer.write(data)
        await raw.closed()


async def take_part(server: MeetServer, meeting: str, admission: str) -> str:
    """A guest who does everything once; the resume token."""
    async with Raw(server.port, CALLER) as raw:
        await raw.open(("X-Forwarded-For", BEHIND_PROXY))
        raw.say(type="hello", admission=admission)
        welcome = await raw.hear("welcome")
        candidate = {"candidate": f"candidate:1 1 UDP 1 {CANDIDATE} 9 typ host"}
        signal = {
            "number": 1,
            "seen": 0,
            "description": {"type": "offer", "sdp": SDP},
            "candidates": [candidate],
        }
        raw.say(type="ticket", n=1, to="A" * 16, signal=signal)
        raw.say(type="claim", n=2, host_key="canary".ljust(43, "-"))
        raw.say(type="end", n=3)
        for _ in range(3):
            await raw.hear("error")
    async with Raw(server.port, CALLER) as raw:
        await raw.open()
        raw.say(type="resume", token=welcome["resume"], seq=0, epoch=welcome["epoch"])
        await raw.hear()
        raw.say(type="leave", n=4)
        await raw.closed()
    return str(welcome["resume"])


async def misbehave(server: MeetServer, meeting: str) -> None:
    """Every kind of request and message that is refused, with canaries in all its places."""
    door = f"{ROOT}api/v1/meetings/{meeting}/admissions"
    host = f"127.0.0.1:{server.port}"
    for method, path, headers in (
        ("POST", f"{door}?invite=canary-query&token=canary-token", []),
        ("GET", f"{ROOT}{LONG}?{LONG}", []),
        ("GET", f"{ROOT}api/v1/meetings/{LONG}", list(server.kernel.items())),
        ("GET", f"{ROOT}canary-path/canary", [("Referer", f"http://{host}/?invite=canary-referer")]),
        ("GET", f"{ROOT}api/v1/me", [("Host", LONG)]),
        ("GET", f"{ROOT}api/v1/me", [("Cookie", f"username-127-0-0-1-{server.port}=canary; a={LONG}")]),
        ("GET", f"{ROOT}api/v1/me", [("Authorization", "notebook-meet canary")]),
        ("GET", f"{ROOT}api/v1/me", [("Authorization", "token canary")]),
        ("GET", f"{ROOT}api/v1/me", [("Origin", f"https://canary.example/{LONG}")]),
        ("GET", f"{ROOT}api/v1/socket", [("Sec-WebSocket-Protocol", f"canary-{LONG}")]),
        (LONG, f"{ROOT}api/v1/me", []),
        ("CANARY", f"{ROOT}api/v1/me", []),
    ):
        await ask(server, method, path, headers)
    for body in (
        b"{canary",
        b'{"canary": 1}',
        b'{"passcode": ["canary"]}',
        b"canary" * 20_000,
        b"\xffcanary",
    ):
        await ask(server, "POST", door, [], body)
        await ask(server, "POST", f"{ROOT}api/v1/meetings", list(server.kernel.items()), body)
    for data in (
        b"{canary",
        b'{"type":"canary"}',
        b'{"type":"hello","admission":"canary"}',
        b"canary" * 20_000,
    ):
        await converse(server, frame(TEXT, data))
    await converse(server, frame(BINARY, b"canary"))
    await converse(server, frame(TEXT, b"\xff\xfecanary"))
    await converse(server, frame(CLOSE, b"\x03\xe8canary"))
    async with Raw(server.port, CALLER) as raw:
        await raw.ask(
            upgrade(host, [("Origin", f"http://canary.example/{LONG}"), ("X-Forwarded-For", BEHIND_PROXY)])
        )


async def break_down(server: MeetServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Faults of ours whose text holds what somebody sent."""

    def fail(*said: object) -> None:
        raise LookupError(IN_A_FAULT, *said[1:])

    with monkeypatch.context() as broken:
        broken.setattr("notebook_meet_server.meetings.meetings.Meetings.create", fail)
        body = b'{"title": "canary", "passcode": "canary"}'
        assert (await ask(server, "POST", f"{ROOT}api/v1/meetings", list(server.kernel.items()), body))[
            0
        ] == 500
        broken.setattr("notebook_meet_server.switchboard.board.decode_client", fail)
        await converse(server, frame(TEXT, b'{"type":"hello","admission":"canary"}'))


def told(record: logging.LogRecord) -> str:
    """All that any handler could write of a record."""
    return logging.Formatter("%(name)s %(message)s").format(record)


async def test_the_log_holds_nothing_of_what_was_sent_nor_from_where(
    start: Start, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with start(ServerApp={"trust_xheaders": True, "log_level": logging.DEBUG}) as server:
        caplog.set_level(logging.DEBUG)
        caplog.clear()
        meeting = await server.meeting(title="canary-title", passcode="canary-passcode")
        invite = (await server.invite(meeting["id"], name="canary-name", uses=9))["secret"]
        body = f'{{"invite": "{invite}", "name": "canary-guest"}}'.encode()
        _, _, said = await ask(server, "POST", f"{ROOT}api/v1/meetings/{meeting['id']}/admissions", [], body)
        admission = said.decode().partition('"admission":"')[2][:43]
        resume = await take_part(server, meeting["id"], admission)
        await misbehave(server, meeting["id"])
        await break_down(server, monkeypatch)
        secrets = [server.secret, meeting["host_key"], invite, admission, resume]
    records = [record for record in caplog.records if record.name != "asyncio"]
    lines = [told(record) for record in records]
    assert sum("notebook_meet_server" in line for line in lines) > 20, "our own lines are there"
    for unwanted in (*secrets, "canary", "v=0", CALLER, BEHIND_PROXY, CANDIDATE, TOO_LONG):
        assert [line[:300] for line in lines if unwanted in line] == []


async def test_our_part_of_the_log_names_what_was_asked_and_how_it_ended(
    start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    async with start(ServerApp={"log_level": logging.DEBUG}) as server:
        caplog.set_level(logging.DEBUG)
        meeting = await server.meeting(passcode="a")
        grace = await server.log_in()
        await grace.call("POST", f"meetings/{meeting['id']}/admissions", {})
        await server.connect(subprotocol=SUBPROTOCOL)
    assert "POST admission: 403 passcode_required" in caplog.text
    assert "GET socket: 101" in caplog.text
    assert f"{BASE}meet/api" not in caplog.text


async def test_how_long_requests_take_is_still_measured_but_not_for_made_up_methods(start: Start) -> None:
    from prometheus_client import REGISTRY

    async with start() as server:
        await server.call("GET", "me")
        await server.call("CANARY", "me")
        labels = [
            sample.labels
            for metric in REGISTRY.collect()
            if metric.name == "http_request_duration_seconds"
            for sample in metric.samples
        ]
    assert any("MeCall" in one["handler"] and one["method"] == "GET" for one in labels)
    assert not any(one["method"] == "CANARY" for one in labels)
