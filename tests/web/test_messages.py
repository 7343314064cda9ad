"""What people send each other and the server over real WebSockets."""

import asyncio
import socket
from contextlib import suppress

import pytest
from tornado.websocket import WebSocketClosedError

from notebook_meet.wire import limits
from notebook_meet_server.rules.rate import Bucket
from tests.web.conftest import Start
from tests.web.server import people, signal

BAD_MESSAGES: list[tuple[str | bytes, int, str]] = [
    ("{", 4400, "bad_json"),
    ("", 4400, "bad_json"),
    ("null", 4400, "bad_field"),
    ('{"type": "dance"}', 4400, "bad_field"),
    ('{"type": "state", "n": 1, "microphone": true, "camera": false, "hat": true}', 4400, "bad_field"),
    ('{"type": "state", "n": 0, "microphone": true, "camera": false}', 4400, "bad_field"),
    (b'{"type": "ping", "seq": 0}', 4400, "bad_json"),
    (b"\x00\x01", 4400, "bad_json"),
    (" " * (limits.MESSAGE_BYTES + 1), 1009, "too_large"),
    (" " * (3 * limits.MESSAGE_BYTES), 1009, "too_large"),
]


@pytest.mark.parametrize(("message", "close", "code"), BAD_MESSAGES, ids=range(len(BAD_MESSAGES)))
async def test_a_bad_message_costs_its_sender_the_socket_and_nobody_else(
    start: Start, message: str | bytes, close: int, code: str
) -> None:
    async with start() as server:
        _, ((bad, welcome), (other, _)) = await people(server, 2)
        await bad.connection.write_message(message, binary=isinstance(message, bytes))
        assert (await bad.hear("refused"))["code"] == code
        assert await bad.closed() == close
        left = await other.hear()
        assert (left["type"], left.get("id") or left["participant"]["id"]) in {
            ("left", welcome["you"]),
            ("updated", welcome["you"]),
        }


async def test_a_huge_message_is_cut_off(start: Start) -> None:
    async with start() as server:
        client = await server.connect()
        await client.connection.write_message(" " * 2_000_000)
        assert await client.closed() in {1009, None}


async def test_two_people_exchange_tickets_in_order_and_once(start: Start) -> None:
    async with start() as server:
        _, ((ada, hers), (grace, his)) = await people(server, 2)
        offer = {"type": "offer", "sdp": "v=0\r\n"}
        candidate = {"candidate": "candidate:1", "sdpMid": "0", "sdpMLineIndex": 0}
        await grace.say(type="ticket", n=1, to=hers["you"], signal=signal(1, description=offer))
        for number in range(2, 20):
            await grace.say(
                type="ticket", n=number, to=hers["you"], signal=signal(number, candidates=[candidate])
            )
        await grace.say(type="ticket", n=19, to=hers["you"], signal=signal(19, candidates=[candidate]))
        for number in range(1, 20):
            ticket = await ada.hear()
            assert (ticket["type"], ticket["from"], ticket["signal"]["number"]) == (
                "ticket",
                his["you"],
                number,
            )
        await ada.say(type="ping", seq=0)
        assert (await ada.hear())["type"] == "pong"  # and no twentieth ticket before it
        await ada.say(
            type="ticket", n=1, to=his["you"], signal=signal(1, description={**offer, "type": "answer"})
        )
        assert (await grace.hear("ticket"))["signal"]["description"]["type"] == "answer"


async def test_a_guest_is_let_in_marked_and_put_out_when_the_invite_is_revoked(start: Start) -> None:
    async with start() as server:
        meeting, ((ada, _),) = await people(server, 1)
        invite = await server.invite(meeting["id"], name="Carol", role="observer")
        carol, welcome = await server.join(await server.guest(meeting["id"], invite=invite["secret"]))
        seen = (await ada.hear("joined"))["participant"]
        assert (seen["name"], seen["guest"], seen["role"]) == ("Carol", True, "observer")
        assert (await server.guest(meeting["id"], invite=invite["secret"])).code == "invite_used_up"
        await server.as_kernel("DELETE", f"meetings/{meeting['id']}/invites/{invite['invite']['id']}")
        assert (await carol.hear("refused"))["code"] == "invite_revoked"
        assert await carol.closed() == 4403
        assert (await ada.hear("left")) | {"seq": 0} == {
            "type": "left",
            "id": welcome["you"],
            "reason": "removed",
            "seq": 0,
        }


async def test_the_creators_key_makes_a_host_who_can_end_the_meeting(start: Start) -> None:
    async with start() as server:
        meeting, ((grace, _),) = await people(server, 1)
        browser = await server.log_in()
        admission = await browser.call(
            "POST", f"meetings/{meeting['id']}/admissions", {"host_key": meeting["host_key"]}
        )
        ada, welcome = await server.join(admission)
        assert welcome["role"] == "host"
        await grace.say(type="end", n=1)
        assert (await grace.hear("error"))["code"] == "not_allowed"
        await ada.say(type="end", n=1)
        for client in (ada, grace):
            assert (await client.hear("ended"))["type"] == "ended"
            assert await client.closed() == 4410


# --- liveness and load -----------------------------------------------------------------------------------------


async def test_the_server_pings_and_hears_the_pong(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that says nothing itself stays: its browser answers the protocol's pings."""
    monkeypatch.setattr(limits, "PING_SECONDS", 0.05)
    monkeypatch.setattr(limits, "PONG_SECONDS", 0.4)
    async with start() as server:
        _, ((ada, hers), (quiet, his)) = await people(server, 2)
        pings = asyncio.Event()
        count = 0

        def on_ping(_: bytes) -> None:
            nonlocal count
            count += 1
            if count == 40:
                pings.set()

        monkeypatch.setattr(quiet.connection, "on_ping", on_ping)
        await asyncio.wait_for(pings.wait(), 15)
        await ada.say(type="ping", seq=hers["seq"])
        assert (await ada.hear())["type"] == "pong"  # nobody was reported as reconnecting
        assert his["you"]


async def test_who_falls_silent_is_noticed(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PING_SECONDS", 0.05)
    monkeypatch.setattr(limits, "PONG_SECONDS", 0.4)
    async with start() as server:
        _, ((ada, _), (silent, his)) = await people(server, 2)
        monkeypatch.setattr(silent.connection.protocol, "_send_pong", lambda _: None)
        changed = (await ada.hear("updated"))["participant"]
        assert (changed["id"], changed["presence"]) == (his["you"], "reconnecting")


async def test_a_reader_who_does_not_read_is_cut_and_nobody_waits_for_it(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Bucket, "take", lambda *_: True)  # One sender's rate alone would not fill the queue.
    async with start() as server:
        _, ((ada, _), (grace, _), (stuck, theirs)) = await people(server, 3)
        stuck.connection.protocol.stream.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        big = signal(1, candidates=[{"candidate": "c" * 1000}] * 60)
        for n in range(1, 190):
            await ada.say(type="ticket", n=n, to=theirs["you"], signal={**big, "number": n})
        changed = (await grace.hear("updated"))["participant"]
        assert (changed["id"], changed["presence"]) == (theirs["you"], "reconnecting")
        for client in (ada, grace):
            await client.say(type="ping", seq=0)
            assert (await client.hear("pong"))["type"] == "pong"


async def test_too_many_messages_cost_the_socket(start: Start) -> None:
    async with start() as server:
        _, ((ada, _),) = await people(server, 1)
        with suppress(WebSocketClosedError):  # the server may close before the last one is said
            for n in range(1, 400):
                await ada.say(type="state", n=n, microphone=bool(n % 2), camera=False)
        assert (await ada.hear("refused"))["code"] == "too_fast"
        assert await ada.closed() == 4429


async def test_a_fault_of_ours_closes_with_1011(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(*_: object) -> None:
        raise LookupError

    async with start() as server:
        client = await server.connect()
        monkeypatch.setattr("notebook_meet_server.switchboard.Switchboard.received", fail)
        await client.say(type="ping", seq=0)
        assert await client.closed() == 1011
        monkeypatch.undo()


async def test_a_shutdown_says_goodbye(start: Start) -> None:
    async with start() as server:
        _, ((ada, _),) = await people(server, 1)
        await server.app.extension_manager.stop_all_extensions()
        assert (await ada.hear())["type"] == "going_away"
        assert await ada.closed() == 1001
