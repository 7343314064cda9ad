"""Every message of the protocol, and what only looks like one, against a live server in every state."""

import asyncio
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notebook_meet.wire.errors import ERRORS
from notebook_meet.wire.messages import CLIENT_MESSAGES
from notebook_meet_server.rules.rate import Bucket
from tests.fuzz.live import EXAMPLES, SOAK_EXAMPLES, served, tries
from tests.fuzz.strategies import of
from tests.web.conftest import Start
from tests.web.raw import CLOSE, TEXT, Raw, frame
from tests.web.server import MeetServer

CLOSES = {int(spec.close) for spec in ERRORS.values() if spec.close} | {1000, 4410}


class Caller:
    """Somebody who sends anything, and comes back when the server has closed the socket."""

    def __init__(self, server: MeetServer, state: str) -> None:
        self.server, self.state = server, state
        self.raw: Raw | None = None

    async def ready(self) -> Raw:
        """A socket in the wanted state."""
        if self.raw is None:
            self.raw = await Raw(self.server.port).__aenter__()
            await self.raw.open()
            if self.state != "not admitted":
                await self._join(self.raw)
        return self.raw

    async def _join(self, raw: Raw) -> None:
        meeting = (await self.server.meeting())["id"]
        kind = "kernel" if self.state == "listening kernel" else "browser"
        asked = await self.server.as_kernel("POST", f"meetings/{meeting}/admissions", {"kind": kind})
        raw.say(type="hello", admission=asked.json["admission"])
        self.welcome = await raw.hear("welcome")
        if self.state == "ended":
            await self.server.as_kernel("DELETE", f"meetings/{meeting}")
            await raw.hear("ended")

    async def send(self, data: bytes) -> list[dict[str, Any]]:
        """Sends something, and a ping behind it; all that is heard until the pong or the close."""
        raw = await self.ready()
        heard: list[dict[str, Any]] = []
        raw.writer.write(frame(TEXT, data) + frame(TEXT, b'{"type":"ping","seq":0}'))
        try:
            while not any(message["type"] == "pong" for message in heard):
                opcode, payload = await raw.frame()
                if opcode == TEXT:
                    heard.append(json.loads(payload))
                if opcode == CLOSE:
                    assert int.from_bytes(payload[:2], "big") in CLOSES
                    await self.hang_up()
                    break
        except (EOFError, ConnectionError):
            await self.hang_up()  # Tornado cuts a connection that sends text that is none.
        return heard

    async def hang_up(self) -> None:
        if self.raw is not None:
            raw, self.raw = self.raw, None
            raw.writer.transport.abort()


@pytest.mark.parametrize("examples", [EXAMPLES, pytest.param(SOAK_EXAMPLES, marks=pytest.mark.soak)])
@pytest.mark.parametrize("state", ["not admitted", "in a meeting", "listening kernel", "ended"])
def test_no_message_makes_the_server_fail(
    start: Start,
    jp_asyncio_loop: asyncio.AbstractEventLoop,
    monkeypatch: pytest.MonkeyPatch,
    state: str,
    examples: int,
) -> None:
    monkeypatch.setattr(Bucket, "take", lambda *_: True)  # All of these, from one person, within a second.
    server, run = start(), jp_asyncio_loop.run_until_complete
    with served(server, jp_asyncio_loop) as faults:
        caller = Caller(server, state)

        @tries(len(CLIENT_MESSAGES) * examples)
        @given(st.one_of([of(kind.__name__) for kind in CLIENT_MESSAGES]))
        def check(data: bytes) -> None:
            for message in run(caller.send(data)):
                assert message.get("code") in {None, *ERRORS} - {"internal"}, message
            assert faults.told == []

        check()
        run(caller.hang_up())
