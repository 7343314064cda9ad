"""Real WebSockets against the real server."""

import asyncio
import json
from typing import Any

import pytest
from tornado.httpclient import HTTPClientError

from notebook_meet.wire import limits
from tests.web.conftest import Start
from tests.web.server import ROOT, SUBPROTOCOL, MeetServer

SECRET = "s" * 43


async def refused_upgrade(server: MeetServer, **wish: Any) -> tuple[int, str]:
    """Status and code of an upgrade that does not come about."""
    with pytest.raises(HTTPClientError) as refusal:
        await server.connect(**wish)
    response = refusal.value.response
    assert response is not None
    assert response.headers["Content-Type"] == "application/json"
    return response.code, json.loads(response.body)["error"]["code"]


# --- the upgrade -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "origin",
    [
        "",
        "null",
        "https://evil.example",
        "http://localhost:{port}",
        "http://127.0.0.1",
        "http://127.0.0.1:{port}/",
    ],
)
async def test_an_upgrade_needs_the_right_origin(start: Start, origin: str) -> None:
    async with start() as server:
        wish = {"Origin": origin.format(port=server.port)}
        assert await refused_upgrade(server, **wish) == (403, "origin_refused")
        # Not even with the token, for which Jupyter's own sockets skip the check, nor on a browser's word.
        wish |= {"Authorization": f"token {server.token}", "Sec-Fetch-Site": "same-origin"}
        assert await refused_upgrade(server, **wish) == (403, "origin_refused")


async def test_a_listed_origin_may_open_a_socket(start: Start) -> None:
    async with start(Meet={"allow_origins": ["https://lab.example.org"]}) as server:
        for site in ("cross-site", "same-site"):
            await server.connect(Origin="https://lab.example.org", **{"Sec-Fetch-Site": site})


@pytest.mark.parametrize(
    "subprotocol", [None, "notebook-meet.v0", "notebook-meet.v11", "v1.kernel.websocket.jupyter.org"]
)
async def test_an_upgrade_names_the_protocol(start: Start, subprotocol: str | None) -> None:
    async with start() as server:
        assert await refused_upgrade(server, subprotocol=subprotocol) == (400, "protocol_unsupported")


async def test_the_server_names_the_protocol_and_does_not_compress(start: Start) -> None:
    async with start() as server:
        client = await server.connect(
            subprotocol=f"other, {SUBPROTOCOL}", Sec_WebSocket_Extensions="permessage-deflate"
        )
        assert client.connection.selected_subprotocol == SUBPROTOCOL
        assert "Sec-WebSocket-Extensions" not in client.connection.headers


async def test_a_plain_request_to_the_socket_is_answered_in_words(start: Start) -> None:
    async with start() as server:
        headers = {"Origin": server.origin, "Sec-WebSocket-Protocol": SUBPROTOCOL}
        answer = await server.send("GET", f"{ROOT}api/v1/socket", headers=headers)
        assert (answer.status, answer.code) == (400, "protocol_unsupported")


async def test_so_many_sockets_may_wait_and_then_the_oldest_goes(start: Start) -> None:
    async with start() as server:
        waiting = [await server.connect() for _ in range(limits.UNADMITTED_SOCKETS)]
        late = await server.connect()
        assert (await waiting[0].hear("refused"))["code"] == "server_busy"
        assert await waiting[0].closed() == 1013
        await late.say(type="hello", admission=SECRET)
        assert (await late.hear("refused"))["code"] == "admission_invalid"


async def test_small_writes_do_not_wait_for_each_other(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []
    monkeypatch.setattr(
        "notebook_meet_server.web.socket.Socket.set_nodelay", lambda _, value: asked.append(value)
    )
    async with start() as server:
        client = await server.connect()
        await client.say(type="ping", seq=0)
        await client.closed()
        assert asked == [True]


# --- the first message -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("message", "code", "close"),
    [
        ({"type": "hello", "admission": SECRET}, "admission_invalid", 4401),
        ({"type": "resume", "token": SECRET, "seq": 0, "epoch": "x"}, "resume_refused", 4401),
        ({"type": "ping", "seq": 0}, "protocol_unsupported", 4400),
        ({"type": "end", "n": 1}, "protocol_unsupported", 4400),
    ],
)
async def test_a_login_cookie_alone_opens_nothing(
    start: Start, message: dict[str, object], code: str, close: int
) -> None:
    async with start() as server:
        ada = await server.log_in()
        await ada.call("POST", "meetings", {"title": "a"})
        cookies = "; ".join(f"{name}={value}" for name, value in ada.cookies.items())
        client = await server.connect(Cookie=cookies, Authorization=f"notebook-meet {server.secret}")
        await client.say(**message)
        assert (await client.hear())["code"] == code
        assert await client.closed() == close


async def test_who_says_nothing_has_to_go(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "HELLO_SECONDS", 0.05)
    async with start() as server:
        client = await server.connect()
        assert (await client.hear())["code"] == "admission_timeout"
        assert await client.closed() == 1013


async def test_an_admission_is_good_once(start: Start) -> None:
    async with start() as server:
        meeting = await server.meeting()
        admission = await server.as_kernel("POST", f"meetings/{meeting['id']}/admissions", {})
        first, welcome = await server.join(admission)
        second = await server.connect()
        await second.say(type="hello", admission=admission.json["admission"])
        assert (await second.hear())["code"] == "admission_invalid"
        assert await second.closed() == 4401
        await first.say(type="ping", seq=welcome["seq"])
        assert (await first.hear())["type"] == "pong"


async def test_of_many_at_once_one_gets_in(start: Start) -> None:
    async with start() as server:
        meeting = await server.meeting()
        admission = await server.as_kernel("POST", f"meetings/{meeting['id']}/admissions", {})
        clients = [await server.connect() for _ in range(50)]
        await asyncio.gather(
            *(client.say(type="hello", admission=admission.json["admission"]) for client in clients)
        )
        heard = [(await client.hear())["type"] for client in clients]
        assert sorted(set(heard)) == ["refused", "welcome"]
        assert heard.count("welcome") == 1
