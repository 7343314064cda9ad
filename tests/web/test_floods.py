"""Floods of every kind, byte by byte, against the real server: the attacker is cut, the others notice nothing."""

import asyncio
import json

import pytest

from notebook_meet.wire import limits
from notebook_meet_server.switchboard.line import LATE_FRAMES
from notebook_meet_server.web.socket import Socket
from tests.web.conftest import Start
from tests.web.raw import BINARY, PING, PONG, TEXT, Raw, frame
from tests.web.server import ROOT, MeetServer, people

MANY = 10 * limits.MESSAGE_BURST + LATE_FRAMES
"""Frames: more than any bucket holds, and more than may follow when the socket is being closed."""
PING_MESSAGE = b'{"type":"ping","seq":0}'
PIECES = [frame(TEXT, b" ", final=False), *[frame(0, b"", final=False)] * MANY]

FLOODS: dict[str, tuple[list[bytes], set[int | None]]] = {
    "messages": ([frame(TEXT, PING_MESSAGE)] * MANY, {4429}),
    "bad messages": ([frame(TEXT, b"{")] * MANY, {4400}),
    "binary": ([frame(BINARY, PING_MESSAGE)] * MANY, {4400}),
    "pings": ([frame(PING, b"x" * 125)] * MANY, {4429}),
    "pongs": ([frame(PONG)] * MANY, {4429}),
    "empty pieces": (PIECES, {4429}),
    "one large message": ([frame(TEXT, b" " * (limits.MESSAGE_BYTES + 1))] * 50, {1009}),
    "a huge message": ([frame(TEXT, b" " * 5_000_000)], {1009, None}),
    "padded messages": ([frame(TEXT, PING_MESSAGE.ljust(60_000))] * 300, {4429}),
    "a message without end": (
        [frame(TEXT, b" ", final=False), *[frame(0, b" " * 100, final=False)] * 10_000],
        {4429, 1009, None},
    ),
}


async def attacker(server: MeetServer, meeting: str, raw: Raw) -> None:
    """Somebody who is in the meeting."""
    await raw.open()
    admission = await server.as_kernel("POST", f"meetings/{meeting}/admissions", {"name": "Mallory"})
    raw.say(type="hello", admission=admission.json["admission"])
    assert (await raw.hear())["type"] == "welcome"


async def push(raw: Raw, frames: list[bytes]) -> None:
    """Sends as fast as it goes, and reads nothing, until everything is sent or the server has closed."""
    try:
        for number in range(0, len(frames), 50):
            await raw.send(b"".join(frames[number : number + 50]))
    except ConnectionError:
        return


@pytest.mark.parametrize("kind", FLOODS)
async def test_a_flood_is_cut_off_and_the_others_go_on(start: Start, kind: str) -> None:
    frames, codes = FLOODS[kind]
    async with start() as server:
        meeting, ((ada, _),) = await people(server, 1)
        async with Raw(server.port) as raw:
            await attacker(server, meeting["id"], raw)
            sending = asyncio.create_task(push(raw, frames))
            assert await raw.closed() in codes
            await raw.cut()
            await asyncio.wait_for(sending, 15)
        await ada.say(type="ping", seq=0)
        assert (await ada.hear("pong"))["type"] == "pong"


@pytest.mark.parametrize("kind", ["pings", "pongs", "empty pieces"])
async def test_a_flood_before_the_first_message_is_cut_off_too(start: Start, kind: str) -> None:
    async with start() as server, Raw(server.port) as raw:
        await raw.open()
        sending = asyncio.create_task(push(raw, FLOODS[kind][0]))
        assert await raw.closed() == 4429
        await raw.cut()
        await asyncio.wait_for(sending, 15)


async def test_pongs_that_nobody_reads_do_not_pile_up(start: Start) -> None:
    """The reader's side is shut: what the server keeps for it is its own business, and must stay small."""
    async with start() as server:
        meeting, _ = await people(server, 1)
        async with Raw(server.port) as raw:
            await attacker(server, meeting["id"], raw)
            *_, line = server.site.switchboard._exchange.lines.values()
            stream = line._connection._handler.stream  # type: ignore[attr-defined]
            raw.reader._transport.pause_reading()  # type: ignore[attr-defined]
            most = 0
            for _ in range(MANY // 50):
                if stream.closed():
                    break
                raw.writer.write(frame(PING, b"x" * 125) * 50)
                await asyncio.sleep(0)
                most = max(most, len(stream._write_buffer or b""))
            assert most < 65_536


async def test_a_caller_in_a_hurry_is_asked_to_wait(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("notebook_meet_server.rules.pace.CALL_BURST", 5)
    monkeypatch.setattr("notebook_meet_server.rules.pace.CALLS_PER_SECOND", 0.0)
    async with start() as server:
        meeting = await server.meeting()
        secret = (await server.invite(meeting["id"], uses=20))["secret"]
        ada = await server.log_in()
        door, body = f"meetings/{meeting['id']}/preview", {"invite": secret}
        for ask in (lambda: ada.call("GET", "meetings"), lambda: server.call("POST", door, body)):
            answers = [await ask() for _ in range(7)]
            assert [answer.status for answer in answers[:5]] == [200] * 5
            assert (answers[6].status, answers[6].code) == (503, "server_busy")
            assert answers[6].headers["Retry-After"] == "1"
        grace = await server.log_in()
        assert (await grace.call("GET", "meetings")).status == 200
        assert [(await server.as_kernel("GET", "meetings")).status for _ in range(7)] == [200] * 7


async def test_a_made_up_invite_beside_a_good_token_is_no_way_around_that(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("notebook_meet_server.rules.pace.CALL_BURST", 5)
    monkeypatch.setattr("notebook_meet_server.rules.pace.CALLS_PER_SECOND", 0.0)
    async with start() as server:
        meeting = (await server.meeting())["id"]
        secret = (await server.invite(meeting))["secret"]
        admission = await server.call("POST", f"meetings/{meeting}/admissions", {"invite": secret})
        _, welcome = await server.join(admission)
        bodies = [{"resume": welcome["resume"], "invite": str(number).ljust(43, "x")} for number in range(7)]
        answers = [await server.call("POST", f"meetings/{meeting}/preview", body) for body in bodies]
        assert [answer.status for answer in answers] == [200] * 5 + [503] * 2


async def test_a_stranger_who_shows_nothing_is_refused_before_the_store_is_asked(start: Start) -> None:
    async with start() as server:
        meeting = (await server.meeting())["id"]
        await server.site.switchboard._env.thread.stop()
        for where in (meeting, "A" * 22):
            for door in ("preview", "admissions"):
                answer = await server.call("POST", f"meetings/{where}/{door}", {})
                assert (answer.status, answer.code) == (401, "login_required")


async def test_what_was_read_ahead_of_a_cut_is_not_handled(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    handled = 0
    on_frame = Socket.on_frame

    def count(self: Socket, size: int) -> None:
        nonlocal handled
        handled += 1
        on_frame(self, size)

    monkeypatch.setattr(Socket, "on_frame", count)
    async with start() as server:
        async with Raw(server.port) as raw:
            await attacker(server, (await server.meeting())["id"], raw)
            await push(raw, [frame(PONG)] * 20_000)
            await raw.cut()
        assert handled < 3_000


async def test_a_request_that_is_said_in_one_byte_pieces_is_bounded(start: Start) -> None:
    async with start() as server, Raw(server.port) as raw:
        headers = [("Host", f"127.0.0.1:{server.port}"), ("Transfer-Encoding", "chunked")]
        headers += [*server.kernel.items(), ("Content-Type", "application/json")]
        head = f"POST {ROOT}api/v1/meetings HTTP/1.1\r\n" + "".join(f"{n}: {v}\r\n" for n, v in headers)
        raw.writer.write(head.encode() + b"\r\n" + b"1\r\n \r\n" * 70_000 + b"0\r\n\r\n")
        status, _, body = await raw.ask(b"")
        assert (status, json.loads(body)["error"]["code"]) == (413, "too_large")
