"""Each fault, as a client meets it."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.faults.script import HEADER
from tests.web.server import Client, MeetServer

Faulty = Callable[[], MeetServer]


async def joined(server: MeetServer, script: str, meeting: str | None = None) -> tuple[Client, Any]:
    meeting = meeting or (await server.meeting())["id"]
    browser = await server.log_in()
    admission = await browser.call(
        "POST", f"meetings/{meeting}/admissions", {"name": "Ada"}, **{HEADER: script}
    )
    return await server.join(admission)


async def resumed(server: MeetServer, welcome: Any, kind: str = "resumed") -> tuple[Client, Any]:
    client = await server.connect()
    await client.say(type="resume", token=welcome["resume"], seq=welcome["seq"], epoch=welcome["epoch"])
    return client, await client.hear(kind)


async def answers(client: Client) -> bool:
    await client.say(type="ping", seq=0)
    return bool((await client.hear("pong"))["type"])


async def test_drop_and_then_all_is_well(faulty: Faulty) -> None:
    async with faulty() as server:
        client, welcome = await joined(server, "drop 2")
        await client.say(type="ping", seq=0)
        assert (await client.hear())["type"] == "pong"
        assert await client.closed() is None
        client, _ = await resumed(server, welcome)
        assert await answers(client)


async def test_scripts_are_not_shared(faulty: Faulty) -> None:
    async with faulty() as server:
        meeting = (await server.meeting())["id"]
        mute, _ = await joined(server, "no-pong", meeting)
        well, _ = await joined(server, "", meeting)
        assert await answers(well)
        await mute.say(type="ping", seq=0)
        await mute.say(type="state", n=1, microphone=True, camera=False)
        assert (await well.hear("updated"))["participant"]["microphone"], "what it says is heard"
        assert (await mute.hear())["type"] == "joined", "and it hears, too, but no pong"


async def test_stall_is_silence_both_ways(faulty: Faulty) -> None:
    async with faulty() as server:
        meeting = (await server.meeting())["id"]
        well, _ = await joined(server, "", meeting)
        stalled, welcome = await joined(server, "stall 1", meeting)
        await well.hear("joined")
        await stalled.say(type="state", n=1, microphone=True, camera=False)
        await well.say(type="state", n=1, microphone=True, camera=False)
        assert await answers(well)
        client, _ = await resumed(server, welcome)
        assert (await client.hear())["participant"]["microphone"], "the replay holds what the stall swallowed"
        assert await answers(client)
        assert stalled.connection.read_queue.qsize() == 0, "neither message nor end has come"


@pytest.mark.parametrize("code", [1001, 1009, 1011, 1013, 4400, 4401, 4403, 4408, 4409, 4410, 4429])
async def test_close(faulty: Faulty, code: int) -> None:
    async with faulty() as server:
        client, _ = await joined(server, f"close {code}")
        assert await client.closed() == code


async def test_close_with_a_word(faulty: Faulty) -> None:
    async with faulty() as server:
        client, _ = await joined(server, "close 4403 removed")
        assert (await client.hear())["code"] == "removed"
        assert await client.closed() == 4403


async def test_refuse(faulty: Faulty) -> None:
    async with faulty() as server:
        _, welcome = await joined(server, "drop 1; refuse resume_refused")
        client, refused = await resumed(server, welcome, "refused")
        assert refused["code"] == "resume_refused"
        assert await client.closed() == 4401


async def test_going_away(faulty: Faulty) -> None:
    async with faulty() as server:
        client, _ = await joined(server, "going-away 2.5")
        assert (await client.hear())["retry_after"] == 2.5
        assert await client.closed() == 1001


async def test_another_epoch(faulty: Faulty) -> None:
    async with faulty() as server:
        _, welcome = await joined(server, "drop 1; epoch")
        _, again = await resumed(server, welcome, "welcome")
        assert again["you"] == welcome["you"]
        assert again["epoch"] != welcome["epoch"]


async def test_twice(faulty: Faulty) -> None:
    async with faulty() as server:
        client, welcome = await joined(server, "twice")
        assert await client.hear() == welcome


async def test_slow(faulty: Faulty) -> None:
    async with faulty() as server:
        loop = server.app.io_loop.asyncio_loop  # type: ignore[attr-defined]
        before = loop.time()
        await joined(server, "slow 0.2")
        assert loop.time() - before >= 0.2


async def test_a_wrong_script_is_refused(faulty: Faulty) -> None:
    async with faulty() as server:
        meeting = (await server.meeting())["id"]
        browser = await server.log_in()
        path = f"meetings/{meeting}/admissions"
        answer = await browser.call("POST", path, {"name": "Ada"}, **{HEADER: "rain"})
        assert (answer.status, answer.code) == (400, "bad_field")
